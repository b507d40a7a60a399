use stochastic_grad::prelude::*;

#[stochastic_grad]
fn exceedance(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 1.0)?.sample(rng);
    Ok((x > 2.0).then_some(1.0).unwrap_or(0.0))
}

fn main() {}
