use stochastic_grad::prelude::*;

#[stochastic_grad]
unsafe fn pick(values: &[f64], i: usize) -> f64 {
    unsafe { *values.get_unchecked(i) }
}

fn main() {}
