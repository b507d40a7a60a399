use stochastic_grad::prelude::*;

#[stochastic_grad]
fn same(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 1.0)?;
    let (a, b) = (vec![x.sample(rng)], vec![x.sample(rng)]);
    Ok(if a == b { 1.0 } else { 0.0 })
}

fn main() {}
