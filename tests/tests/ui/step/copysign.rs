use stochastic_grad::prelude::*;

#[stochastic_grad]
fn signed_root(x: f64) -> f64 {
    x.abs().sqrt().copysign(x)
}

fn main() {}
