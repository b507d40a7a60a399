use stochastic_grad::prelude::*;

#[derive(Parameters, Clone)]
struct Theta<T> {
    mu: T,
    sigma: T,
}

fn main() {}
