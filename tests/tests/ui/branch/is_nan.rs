use stochastic_grad::prelude::*;

#[stochastic_grad]
fn cleaned(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let y = Normal::new(mu, 1.0)?.sample(rng).ln();
    Ok(if y.is_nan() { 0.0 } else { y })
}

fn main() {}
