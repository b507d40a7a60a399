use stochastic_grad::prelude::*;

#[stochastic_grad]
fn loss(mu: f64, utility: fn(f64) -> f64, rng: &mut impl Rng) -> Result<f64, Error> {
    Ok(utility(Normal::new(mu, 1.0)?.sample(rng)))
}

fn main() {}
