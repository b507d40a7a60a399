//! A helper that draws must be annotated too: it would not carry the derivative.

use stochastic_grad::prelude::*;

fn noisy<R: Rng>(x: f64, rng: &mut R) -> f64 {
    x + rng.random::<f64>()
}

#[stochastic_grad]
fn loss(mu: f64, rng: &mut impl Rng) -> f64 {
    noisy(mu, rng).powi(2)
}

fn main() {}
