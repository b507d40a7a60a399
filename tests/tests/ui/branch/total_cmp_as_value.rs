use stochastic_grad::prelude::*;

#[stochastic_grad]
fn median(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 1.0)?;
    let mut draws = vec![x.sample(rng), x.sample(rng), x.sample(rng)];
    draws.sort_unstable_by(f64::total_cmp);
    Ok(draws[1])
}

fn main() {}
