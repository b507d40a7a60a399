use stochastic_grad::prelude::*;

#[stochastic_grad]
fn loss(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 1.0)?.enumerate().sample(rng);
    Ok(x)
}

fn main() {}
