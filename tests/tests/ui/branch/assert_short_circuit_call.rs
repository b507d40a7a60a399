use std::cell::Cell;
use stochastic_grad::prelude::*;

fn note(flag: &Cell<bool>) -> bool {
    flag.set(true);
    true
}

#[stochastic_grad]
fn loss(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 1.0)?.sample(rng);
    let negative = Cell::new(false);
    debug_assert!(x > 0.0 || note(&negative));
    Ok(if negative.get() { 0.0 } else { x })
}

fn main() {}
