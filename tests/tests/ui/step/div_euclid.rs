use stochastic_grad::prelude::*;

#[stochastic_grad]
fn turns(angle: f64) -> f64 {
    angle.div_euclid(std::f64::consts::TAU)
}

fn main() {}
