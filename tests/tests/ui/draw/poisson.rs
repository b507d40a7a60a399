use stochastic_grad::prelude::*;

#[stochastic_grad]
fn claims(rate: f64, #[constant] size: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let n = Poisson::new(rate)?.sample(rng);
    Ok(n as f64 * size)
}

fn main() {}
