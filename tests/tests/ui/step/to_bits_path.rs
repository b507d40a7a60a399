use stochastic_grad::prelude::*;

#[stochastic_grad]
fn hashed(x: f64) -> f64 {
    (f64::to_bits(x) % 7) as f64
}

fn main() {}
