use stochastic_grad::prelude::*;

#[stochastic_grad]
fn safe_ratio(a: f64, b: f64) -> f64 {
    match b {
        0.0 => 0.0,
        b => a / b,
    }
}

fn main() {}
