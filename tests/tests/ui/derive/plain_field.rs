use stochastic_grad::prelude::*;

#[derive(Parameters, Clone)]
struct Theta<T = f64> {
    mu: T,
    sigma: f64,
}

fn main() {}
