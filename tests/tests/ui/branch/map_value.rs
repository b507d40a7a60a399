use std::collections::BTreeMap;
use stochastic_grad::prelude::*;

#[stochastic_grad]
fn cheapest(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let price = Normal::new(mu, 1.0)?;
    let mut offers = BTreeMap::new();
    offers.insert("a", price.sample(rng));
    offers.insert("b", price.sample(rng));
    Ok(if offers["a"] < offers["b"] { 1.0 } else { 2.0 })
}

fn main() {}
