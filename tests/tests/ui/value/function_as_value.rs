use stochastic_grad::prelude::*;

fn utility(x: f64) -> f64 {
    (1.0 + x * x).ln()
}

#[stochastic_grad]
fn loss(values: &[f64], rng: &mut impl Rng) -> Result<f64, Error> {
    let shift = Normal::new(0.0, 1.0)?.sample(rng);
    Ok(values.iter().map(|v| v + shift).map(utility).sum())
}

fn main() {}
