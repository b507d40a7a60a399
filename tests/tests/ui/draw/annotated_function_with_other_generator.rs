use stochastic_grad::prelude::*;

#[stochastic_grad]
fn noisy(x: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    Ok(Normal::new(x, 1.0)?.sample(rng))
}

#[stochastic_grad]
fn loss(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let mut own = StdRng::seed_from_u64(7);
    Ok(noisy(mu, rng)? * noisy(mu, &mut own)?)
}

fn main() {}
