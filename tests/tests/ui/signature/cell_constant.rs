use std::cell::Cell;
use stochastic_grad::prelude::*;

#[stochastic_grad]
fn loss(mu: f64, runs: &Cell<usize>, rng: &mut impl Rng) -> Result<f64, Error> {
    runs.set(runs.get() + 1);
    Ok(Normal::new(mu, 1.0)?.sample(rng))
}

fn main() {}
