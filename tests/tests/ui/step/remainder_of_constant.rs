use stochastic_grad::prelude::*;

#[stochastic_grad]
fn leftover(width: f64) -> f64 {
    100.0 % width
}

fn main() {}
