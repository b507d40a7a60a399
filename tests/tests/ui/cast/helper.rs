use stochastic_grad::prelude::*;

#[stochastic_grad]
fn interpolate(x: f64, #[constant] table: &[f64]) -> f64 {
    let i = x as usize;
    let w = x - i as f64;
    (1.0 - w) * table[i] + w * table[i + 1]
}

fn main() {}
