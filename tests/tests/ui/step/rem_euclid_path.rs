use stochastic_grad::prelude::*;

#[stochastic_grad]
fn wrapped(angle: f64) -> f64 {
    f64::rem_euclid(angle, 360.0)
}

fn main() {}
