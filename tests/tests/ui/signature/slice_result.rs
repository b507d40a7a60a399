use stochastic_grad::prelude::*;

#[stochastic_grad]
fn tail(values: &[f64]) -> &[f64] {
    &values[1..]
}

fn main() {}
