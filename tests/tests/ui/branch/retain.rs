use stochastic_grad::prelude::*;

#[stochastic_grad]
fn survivors(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 1.0)?;
    let mut draws = vec![x.sample(rng), x.sample(rng), x.sample(rng)];
    draws.retain(|x| x.is_sign_positive());
    Ok(draws.len() as f64)
}

fn main() {}
