use stochastic_grad::prelude::*;

fn utility(x: f64) -> f64 {
    (1.0 + x * x).ln()
}

#[stochastic_grad]
fn loss(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 1.0)?.sample(rng);
    Ok(utility(x))
}

fn main() {}
