//! What a function does with the outcome of a comparison cannot be seen from the `assert!`.

use stochastic_grad::prelude::*;

fn record(log: &std::cell::Cell<bool>, positive: bool) -> bool {
    log.set(positive);
    true
}

#[stochastic_grad]
fn loss(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 1.0)?.sample(rng);
    let log = std::cell::Cell::new(false);
    assert!(record(&log, x > 0.0));
    Ok(if log.get() { x } else { 0.0 })
}

fn main() {}
