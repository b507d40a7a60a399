use stochastic_grad::prelude::*;

#[stochastic_grad]
fn normal(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    Ok(mu + Laplace::new(0.0, 1.0)?.sample(rng))
}

fn main() {}
