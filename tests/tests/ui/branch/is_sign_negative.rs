use stochastic_grad::prelude::*;

#[stochastic_grad]
fn relu(x: f64) -> f64 {
    if x.is_sign_negative() { 0.0 } else { x }
}

fn main() {}
