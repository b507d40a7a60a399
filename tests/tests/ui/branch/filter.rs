use stochastic_grad::prelude::*;

#[stochastic_grad]
fn gains(mu: f64, days: usize, rng: &mut impl Rng) -> Result<f64, Error> {
    let step = Normal::new(mu, 1.0)?;
    let days: Vec<f64> = (0..days).map(|_| step.sample(rng)).collect();
    Ok(days.iter().filter(|x| **x > 0.0).sum())
}

fn main() {}
