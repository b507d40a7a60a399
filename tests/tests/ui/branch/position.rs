use stochastic_grad::prelude::*;

#[stochastic_grad]
fn first_hit(mu: f64, days: usize, rng: &mut impl Rng) -> Result<f64, Error> {
    let step = Normal::new(mu, 1.0)?;
    let xs: Vec<f64> = (0..days).map(|_| step.sample(rng)).collect();
    let first = xs.iter().position(|&x| x > 2.0);
    Ok(first.map_or(0.0, |i| i as f64))
}

fn main() {}
