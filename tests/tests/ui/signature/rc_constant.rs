use std::rc::Rc;
use stochastic_grad::prelude::*;

#[stochastic_grad]
fn loss(mu: f64, name: Rc<str>, rng: &mut impl Rng) -> Result<f64, Error> {
    Ok(Normal::new(mu, 1.0)?.sample(rng) * name.len() as f64)
}

fn main() {}
