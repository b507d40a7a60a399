use stochastic_grad::prelude::*;

#[stochastic_grad]
fn loss(mu: f64, #[constant] buffer: &mut [f64], rng: &mut impl Rng) -> Result<f64, Error> {
    buffer[0] += 1.0;
    Ok(Normal::new(mu, 1.0)?.sample(rng) * buffer[0])
}

fn main() {}
