use stochastic_grad::prelude::*;

#[stochastic_grad]
fn quadrant(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let noise = Normal::new(mu, 1.0)?;
    let (x, y) = (noise.sample(rng), noise.sample(rng));
    Ok(match (x, y) {
        (0.0.., 0.0..) => 1.0,
        _ => 0.0,
    })
}

fn main() {}
