use stochastic_grad::prelude::*;

#[stochastic_grad(fallback = enumerate)]
fn loss(lambda: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let k = Poisson::new(lambda)?.sample(rng);
    Ok(k as f64)
}

fn main() {}
