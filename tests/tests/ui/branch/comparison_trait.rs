use std::cmp::Ordering;
use stochastic_grad::prelude::*;

#[stochastic_grad]
fn loss(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 1.0)?.sample(rng);
    Ok(match PartialOrd::partial_cmp(&x, &0.0) {
        Some(Ordering::Greater) => x,
        _ => 0.0,
    })
}

fn main() {}
