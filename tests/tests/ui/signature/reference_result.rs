use stochastic_grad::prelude::*;

#[stochastic_grad]
fn first(values: &[f64]) -> &f64 {
    &values[0]
}

fn main() {}
