use stochastic_grad::prelude::*;

#[stochastic_grad]
fn rounded(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 1.0)?.sample(rng);
    Ok(((x + 0.5) as i32).into())
}

fn main() {}
