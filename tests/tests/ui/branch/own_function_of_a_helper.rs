use stochastic_grad::prelude::*;

#[stochastic_grad]
fn bounds(mu: f64, rng: &mut impl Rng) -> Result<(f64, f64), Error> {
    let x = Normal::new(mu, 1.0)?.sample(rng);
    Ok((x - 1.0, x + 1.0))
}

#[stochastic_grad]
fn covers(mu: f64, #[constant] target: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let (low, high) = bounds(mu, rng)?;
    Ok(if low <= target && target <= high { 1.0 } else { 0.0 })
}

fn main() {}
