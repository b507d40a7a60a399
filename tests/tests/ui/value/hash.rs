use std::hash::{DefaultHasher, Hash, Hasher};
use stochastic_grad::prelude::*;

#[stochastic_grad]
fn bucket(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 1.0)?.sample(rng);
    let mut hasher = DefaultHasher::new();
    x.to_bits().hash(&mut hasher);
    Ok((hasher.finish() % 10) as f64)
}

fn main() {}
