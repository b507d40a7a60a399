use stochastic_grad::prelude::*;

#[stochastic_grad]
fn width(high: f64, rng: &mut impl Rng) -> f64 {
    let x = rng.random_range(0.0..high);
    x * x
}

fn main() {}
