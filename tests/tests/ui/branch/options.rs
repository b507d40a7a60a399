use stochastic_grad::prelude::*;

#[stochastic_grad]
fn order(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Some(Normal::new(mu, 1.0)?.sample(rng));
    Ok(if x > Some(0.0) { 1.0 } else { 0.0 })
}

fn main() {}
