use stochastic_grad::prelude::*;

#[stochastic_grad]
fn wrapped(angle: f64) -> f64 {
    angle.rem_euclid(std::f64::consts::TAU)
}

fn main() {}
