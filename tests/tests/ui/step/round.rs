use stochastic_grad::prelude::*;

#[stochastic_grad]
fn rounded(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    Ok(Normal::new(mu, 1.0)?.sample(rng).round())
}

fn main() {}
