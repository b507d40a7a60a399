//! A failed `assert!` ends the estimate; a caught one would be a comparison.

use std::panic::{AssertUnwindSafe, catch_unwind};
use stochastic_grad::prelude::*;

#[stochastic_grad]
fn loss(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 1.0)?.sample(rng);
    let positive = catch_unwind(AssertUnwindSafe(|| assert!(x > 0.0))).is_ok();
    Ok(if positive { x } else { 0.0 })
}

fn main() {}
