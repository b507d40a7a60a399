use stochastic_grad::prelude::*;

#[stochastic_grad]
fn inside(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 1.0)?.sample(rng);
    if let -1.0..=1.0 = x { Ok(1.0) } else { Ok(0.0) }
}

fn main() {}
