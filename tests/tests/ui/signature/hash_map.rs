use std::collections::HashMap;
use stochastic_grad::prelude::*;

#[stochastic_grad]
fn total(prices: &HashMap<String, f64>, rng: &mut impl Rng) -> Result<f64, Error> {
    let noise = Normal::new(0.0, 1.0)?.sample(rng);
    Ok(prices.values().sum::<f64>() + noise)
}

fn main() {}
