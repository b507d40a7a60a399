use stochastic_grad::prelude::*;

#[stochastic_grad]
fn order(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 1.0)?;
    let (a, b) = ((x.sample(rng), 0), (x.sample(rng), 1));
    Ok(if a < b { 1.0 } else { 0.0 })
}

fn main() {}
