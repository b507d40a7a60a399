use stochastic_grad::prelude::*;

#[derive(Parameters, Clone, Copy)]
union Theta<T: Copy = f64> {
    mu: T,
    n: usize,
}

fn main() {}
