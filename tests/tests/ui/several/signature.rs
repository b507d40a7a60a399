use stochastic_grad::prelude::*;

#[stochastic_grad]
async unsafe fn loss(mu: f32, mut rng: impl Rng) -> Result<f64, Error> {
    Ok(Normal::new(f64::from(mu), 1.0)?.sample(&mut rng))
}

fn main() {}
