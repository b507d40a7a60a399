use stochastic_grad::prelude::*;

#[stochastic_grad]
fn doublings(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let start = LogNormal::new(mu, 1.0)?.sample(rng);
    Ok(std::iter::successors(Some(start), |x| (*x < 100.0).then(|| x * 2.0)).count() as f64)
}

fn main() {}
