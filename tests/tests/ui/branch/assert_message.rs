use stochastic_grad::prelude::*;

#[stochastic_grad]
fn loss(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 1.0)?.sample(rng);
    assert!(x < 100.0, "{}", if x > 0.0 { "too large" } else { "not a number" });
    Ok(x)
}

fn main() {}
