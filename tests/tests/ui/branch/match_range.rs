use stochastic_grad::prelude::*;

#[stochastic_grad]
fn tariff(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let usage = Normal::new(mu, 1.0)?.sample(rng);
    Ok(match usage {
        ..0.0 => 0.0,
        0.0..=10.0 => 1.0,
        _ => 2.0,
    })
}

fn main() {}
