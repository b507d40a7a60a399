use stochastic_grad::prelude::*;

#[stochastic_grad]
fn order(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 1.0)?;
    let draws = [x.sample(rng), x.sample(rng)];
    Ok(if draws.is_sorted() { 1.0 } else { 0.0 })
}

fn main() {}
