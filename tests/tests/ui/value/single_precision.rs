use stochastic_grad::prelude::*;

#[stochastic_grad]
fn loss(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 1.0)?.sample(rng);
    let weights = [0.5_f32, 1.5_f32];
    Ok(x * f64::from(weights[0]) + x * weights[1])
}

fn main() {}
