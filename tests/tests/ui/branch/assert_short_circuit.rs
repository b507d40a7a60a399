//! The right side runs only where the left side says so: an assignment in it would bring the comparison out.

use stochastic_grad::prelude::*;

#[stochastic_grad]
fn loss(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 1.0)?.sample(rng);
    let mut negative = false;
    assert!(
        x > 0.0 || {
            negative = true;
            true
        }
    );
    Ok(if negative { 0.0 } else { x })
}

fn main() {}
