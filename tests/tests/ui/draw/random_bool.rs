use stochastic_grad::prelude::*;

#[stochastic_grad]
fn coin(p: f64, rng: &mut impl Rng) -> f64 {
    if rng.random_bool(p) { 3.0 } else { 1.0 }
}

fn main() {}
