use stochastic_grad::prelude::*;

#[stochastic_grad]
fn premium(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let claim = Normal::new(mu, 1.0)?.sample(rng);
    Ok(match claim {
        x if x > 2.0 => 10.0,
        x => x,
    })
}

fn main() {}
