use stochastic_grad::prelude::*;

#[stochastic_grad]
fn log_or_zero(x: f64) -> f64 {
    if 0.0 != x { x.ln() } else { 0.0 }
}

fn main() {}
