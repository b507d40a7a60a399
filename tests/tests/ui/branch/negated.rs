use stochastic_grad::prelude::*;

#[stochastic_grad]
fn loss(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 1.0)?.sample(rng);
    let y = Normal::new(0.0, 1.0)?.sample(rng);
    if !(x < 1.0 && y < 1.0) { Ok(1.0) } else { Ok(0.0) }
}

fn main() {}
