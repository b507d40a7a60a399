use stochastic_grad::prelude::*;

#[stochastic_grad]
fn cleaned(x: f64) -> f64 {
    let y = x.ln();
    if f64::is_nan(y) { 0.0 } else { y }
}

fn main() {}
