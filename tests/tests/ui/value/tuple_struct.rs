use stochastic_grad::prelude::*;

struct Meters(f64);

#[stochastic_grad]
fn loss(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let d = Meters(Normal::new(mu, 1.0)?.sample(rng));
    Ok(d.0)
}

fn main() {}
