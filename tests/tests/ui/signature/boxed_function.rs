use stochastic_grad::prelude::*;

#[stochastic_grad]
fn loss(mu: f64, f: Box<dyn Fn(f64) -> f64>, rng: &mut impl Rng) -> Result<f64, Error> {
    Ok(f(Normal::new(mu, 1.0)?.sample(rng)))
}

fn main() {}
