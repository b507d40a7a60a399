use stochastic_grad::prelude::*;

#[stochastic_grad]
fn hit(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 1.0)?.sample(rng).clamp(0.0, 1.0);
    let ends = [0.0, 1.0];
    Ok(if ends.contains(&x) { 1.0 } else { 0.0 })
}

fn main() {}
