use stochastic_grad::prelude::*;

#[stochastic_grad]
fn sign(x: f64) -> f64 {
    f64::signum(x)
}

fn main() {}
