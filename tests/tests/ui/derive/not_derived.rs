use stochastic_grad::prelude::*;

#[derive(Clone)]
struct Theta<T = f64> {
    mu: T,
}

#[stochastic_grad]
fn loss(theta: &Theta<f64>, rng: &mut impl Rng) -> Result<f64, Error> {
    Ok(Normal::new(theta.mu, 1.0)?.sample(rng))
}

fn main() {}
