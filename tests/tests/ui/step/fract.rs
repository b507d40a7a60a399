use stochastic_grad::prelude::*;

#[stochastic_grad]
fn phase(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let turns = Normal::new(mu, 1.0)?.sample(rng);
    Ok(turns.fract())
}

fn main() {}
