use stochastic_grad::prelude::*;

#[stochastic_grad]
fn loss(mu: f32, rng: &mut impl Rng) -> Result<f64, Error> {
    Ok(Normal::new(f64::from(mu), 1.0)?.sample(rng))
}

fn main() {}
