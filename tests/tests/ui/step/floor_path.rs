use stochastic_grad::prelude::*;

#[stochastic_grad]
fn whole(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 1.0)?.sample(rng);
    Ok(f64::floor(x))
}

fn main() {}
