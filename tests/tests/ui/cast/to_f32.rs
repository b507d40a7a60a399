use stochastic_grad::prelude::*;

#[stochastic_grad]
fn single(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 1.0)?.sample(rng);
    Ok((x as f32) as f64)
}

fn main() {}
