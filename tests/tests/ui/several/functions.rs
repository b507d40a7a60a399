use stochastic_grad::prelude::*;

#[stochastic_grad]
fn relu(x: f64) -> f64 {
    if x < 0.0 { 0.0 } else { x }
}

#[stochastic_grad(fallback = enumerat)]
fn coin(p: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    Ok(if Bernoulli::new(p)?.sample(rng) { 1.0 } else { 0.0 })
}

#[stochastic_grad]
fn loss(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    Ok(relu(Normal::new(mu, 1.0)?.sample(rng)).round())
}

fn main() {}
