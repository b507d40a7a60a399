use stochastic_grad::prelude::*;

#[stochastic_grad]
fn quantized(x: f64, #[constant] step: f64) -> f64 {
    step * (x / step).trunc()
}

fn main() {}
