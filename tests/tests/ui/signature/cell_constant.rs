use stochastic_grad::prelude::*;
use std::cell::Cell;

#[stochastic_grad]
fn loss(mu: f64, runs: &Cell<usize>, rng: &mut impl Rng) -> Result<f64, Error> {
    runs.set(runs.get() + 1);
    Ok(Normal::new(mu, 1.0)?.sample(rng))
}

fn main() {}
