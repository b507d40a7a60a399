use std::collections::HashMap;
use stochastic_grad::prelude::*;

#[stochastic_grad]
fn distinct(mu: f64, n: usize, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 1.0)?;
    let mut seen = HashMap::new();
    for _ in 0..n {
        *seen.entry(x.sample(rng).to_bits()).or_insert(0) += 1;
    }
    Ok(seen.len() as f64)
}

fn main() {}
