use stochastic_grad::prelude::*;

#[stochastic_grad]
fn loss(mu: f64, seed: u64, rng: &mut impl Rng) -> Result<f64, Error> {
    let mut own = StdRng::seed_from_u64(seed);
    let x = Normal::new(mu, 1.0)?.sample(&mut own);
    let y = Normal::new(mu, 1.0)?.sample(rng);
    Ok(x * y)
}

fn main() {}
