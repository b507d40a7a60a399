use stochastic_grad::prelude::*;

#[stochastic_grad]
fn until_loss(mu: f64, days: usize, rng: &mut impl Rng) -> Result<f64, Error> {
    let step = Normal::new(mu, 1.0)?;
    Ok((0..days).map(|_| step.sample(rng)).take_while(|x| *x > 0.0).sum())
}

fn main() {}
