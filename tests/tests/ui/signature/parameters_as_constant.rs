use stochastic_grad::prelude::*;

#[derive(Parameters, Clone)]
struct Theta<T = f64> {
    mu: T,
}

#[stochastic_grad]
fn loss(shift: f64, theta: Theta, rng: &mut impl Rng) -> Result<f64, Error> {
    Ok(Normal::new(theta.mu, 1.0)?.sample(rng) + shift)
}

fn main() {}
