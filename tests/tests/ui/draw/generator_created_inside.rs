use stochastic_grad::prelude::*;

#[stochastic_grad]
fn loss(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let mut child = StdRng::from_rng(rng.noise());
    let x = child.sample(Normal::new(mu, 1.0)?);
    Ok(x)
}

fn main() {}
