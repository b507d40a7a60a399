use stochastic_grad::prelude::*;

#[stochastic_grad]
fn hashed(x: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let y = Normal::new(x, 1.0)?.sample(rng);
    Ok((y.to_bits() % 7) as f64)
}

fn main() {}
