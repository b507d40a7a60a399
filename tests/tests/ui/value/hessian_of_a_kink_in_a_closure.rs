use stochastic_grad::prelude::*;

#[stochastic_grad]
fn loss(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 1.0)?;
    let draws = [x.sample(rng), x.sample(rng)];
    Ok(draws.iter().map(|x| x.min(1.0)).sum())
}

fn curvature() -> Result<f64, Error> {
    let mut rng = StdRng::seed_from_u64(1);
    Ok(Loss.hessian(0.5, 100, &mut rng)?.hessian[(0, 0)])
}

fn main() {}
