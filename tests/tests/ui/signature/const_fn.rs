use stochastic_grad::prelude::*;

#[stochastic_grad]
const fn square(x: f64) -> f64 {
    x * x
}

fn main() {}
