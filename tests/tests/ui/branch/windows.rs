use stochastic_grad::prelude::*;

#[stochastic_grad]
fn increasing(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 1.0)?;
    let path: Vec<f64> = (0..5).map(|_| x.sample(rng)).collect();
    Ok(if path.windows(2).all(|w| w[0] <= w[1]) { 1.0 } else { 0.0 })
}

fn main() {}
