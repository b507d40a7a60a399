use stochastic_grad::prelude::*;

#[stochastic_grad]
fn cleaned(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 1.0)?;
    let logs = [x.sample(rng).ln(), x.sample(rng).ln()];
    Ok(logs.iter().filter(|y| y.is_finite()).sum())
}

fn main() {}
