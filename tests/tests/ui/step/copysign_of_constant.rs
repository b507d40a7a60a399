use stochastic_grad::prelude::*;

#[stochastic_grad]
fn sign(x: f64) -> f64 {
    1.0_f64.copysign(x)
}

fn main() {}
