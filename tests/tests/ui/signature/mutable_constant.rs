use stochastic_grad::prelude::*;

#[stochastic_grad]
fn loss(mu: f64, seen: &mut usize, rng: &mut impl Rng) -> Result<f64, Error> {
    *seen += 1;
    Ok(Normal::new(mu, 1.0)?.sample(rng))
}

fn main() {}
