use stochastic_grad::prelude::*;

#[stochastic_grad]
fn bearing(x: f64, y: f64) -> f64 {
    f64::atan2(y, x)
}

fn main() {}
