use stochastic_grad::prelude::*;

#[stochastic_grad]
fn loss(mu: f64, rng: &mut impl Rng) -> Result<f32, Error> {
    Ok(Normal::new(mu, 1.0)?.sample(rng) as f32)
}

fn main() {}
