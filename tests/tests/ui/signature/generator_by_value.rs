use stochastic_grad::prelude::*;

#[stochastic_grad]
fn loss(mu: f64, mut rng: impl Rng) -> Result<f64, Error> {
    Ok(Normal::new(mu, 1.0)?.sample(&mut rng))
}

fn main() {}
