use stochastic_grad::prelude::*;

#[derive(Parameters)]
struct Theta<T = f64> {
    mu: T,
}

fn main() {}
