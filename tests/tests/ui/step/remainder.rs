use stochastic_grad::prelude::*;

#[stochastic_grad]
fn phase(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let angle = Normal::new(mu, 1.0)?.sample(rng);
    Ok(angle % std::f64::consts::TAU)
}

fn main() {}
