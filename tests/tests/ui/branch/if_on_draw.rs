//! ADEV's example: at theta = 3 the derivative of the expected value is -0.29788456 (half of it comes from the
//! threshold, which moves with the draw); the pathwise derivative of both branches says +0.5.

use stochastic_grad::prelude::*;

#[stochastic_grad]
fn payoff(theta: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(theta, 1.0)?.sample(rng);
    if x > 3.0 { Ok(theta - 5.0) } else { Ok(0.0) }
}

fn main() {}
