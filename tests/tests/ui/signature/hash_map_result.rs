use std::collections::HashMap;
use stochastic_grad::prelude::*;

#[stochastic_grad]
fn named(mu: f64, rng: &mut impl Rng) -> Result<HashMap<String, f64>, Error> {
    let x = Normal::new(mu, 1.0)?.sample(rng);
    Ok(HashMap::from([("x".to_owned(), x)]))
}

fn main() {}
