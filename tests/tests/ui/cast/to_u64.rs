use stochastic_grad::prelude::*;

#[stochastic_grad]
fn count(rate: f64) -> f64 {
    (rate * 10.0) as u64 as f64
}

fn main() {}
