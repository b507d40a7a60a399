use stochastic_grad::prelude::*;

#[stochastic_grad]
fn wins(mu: f64, nu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let (x, y) = (Normal::new(mu, 1.0)?, Normal::new(nu, 1.0)?);
    let ours: Vec<f64> = (0..5).map(|_| x.sample(rng)).collect();
    let theirs: Vec<f64> = (0..5).map(|_| y.sample(rng)).collect();
    Ok(ours.iter().zip(&theirs).filter(|(a, b)| a > b).count() as f64)
}

fn main() {}
