//! The probability that a draw exceeds a threshold, with the comparison cast to a number.

use stochastic_grad::prelude::*;

#[stochastic_grad]
fn exceedance(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 1.0)?.sample(rng);
    Ok((x > 2.0) as u8 as f64)
}

fn main() {}
