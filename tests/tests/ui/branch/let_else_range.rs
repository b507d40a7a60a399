use stochastic_grad::prelude::*;

#[stochastic_grad]
fn truncated(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x @ 0.0.. = Normal::new(mu, 1.0)?.sample(rng) else {
        return Ok(0.0);
    };
    Ok(x)
}

fn main() {}
