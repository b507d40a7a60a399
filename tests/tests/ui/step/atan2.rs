use stochastic_grad::prelude::*;

#[stochastic_grad]
fn bearing(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let noise = Normal::new(mu, 1.0)?;
    let (x, y) = (noise.sample(rng), noise.sample(rng));
    Ok(y.atan2(x))
}

fn main() {}
