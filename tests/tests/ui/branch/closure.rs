use stochastic_grad::prelude::*;

#[stochastic_grad]
fn loss(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let huber = |r: f64| if r.abs() <= 1.0 { 0.5 * r * r } else { r.abs() - 0.5 };
    Ok(huber(Normal::new(mu, 1.0)?.sample(rng)))
}

fn main() {}
