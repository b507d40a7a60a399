use stochastic_grad::prelude::*;

#[stochastic_grad]
fn walk<const N: usize>(x: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let mut x = x;
    for _ in 0..N {
        x += Normal::new(0.0, 1.0)?.sample(rng);
    }
    Ok(x)
}

#[stochastic_grad]
fn loss(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    walk::<3>(mu, rng)
}

fn main() {}
