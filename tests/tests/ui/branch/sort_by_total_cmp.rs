use stochastic_grad::prelude::*;

#[stochastic_grad]
fn median(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 1.0)?;
    let mut draws = [x.sample(rng), x.sample(rng), x.sample(rng)];
    draws.sort_by(|a, b| a.total_cmp(b));
    Ok(draws[1])
}

fn main() {}
