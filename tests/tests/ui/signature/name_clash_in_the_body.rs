use stochastic_grad::prelude::*;

struct Loss(f64);

#[stochastic_grad]
fn loss(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let scale = Loss(2.0);
    Ok(Normal::new(mu, 1.0)?.sample(rng) * scale.0)
}

fn main() {}
