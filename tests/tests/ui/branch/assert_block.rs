//! An `assert!` may look at plain values, but what it finds may not come out of it.

use stochastic_grad::prelude::*;

#[stochastic_grad]
fn loss(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 1.0)?.sample(rng);
    let mut positive = false;
    assert!({
        positive = x > 0.0;
        true
    });
    Ok(if positive { x } else { 0.0 })
}

fn main() {}
