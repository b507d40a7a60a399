use stochastic_grad::prelude::*;

#[stochastic_grad]
fn phase(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let mut angle = Normal::new(mu, 1.0)?.sample(rng);
    angle %= std::f64::consts::TAU;
    Ok(angle)
}

fn main() {}
