use stochastic_grad::prelude::*;

#[stochastic_grad]
fn relu(x: f64) -> f64 {
    if x < 0.0 { 0.0 } else { x }
}

#[stochastic_grad]
fn loss(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    Ok(relu(Normal::new(mu, 1.0)?.sample(rng)))
}

fn main() {}
