use stochastic_grad::prelude::*;

#[stochastic_grad]
fn barrier(spot: f64, days: usize, rng: &mut impl Rng) -> Result<f64, Error> {
    let mut price = spot;
    let mut alive = true;
    for _ in 0..days {
        price *= LogNormal::new(0.0, 0.1)?.sample(rng);
        alive = alive && price < 120.0;
    }
    Ok(if alive { price } else { 0.0 })
}

fn main() {}
