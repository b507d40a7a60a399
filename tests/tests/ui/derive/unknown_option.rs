use stochastic_grad::prelude::*;

#[derive(Parameters, Clone)]
#[parameters(krate = stochastic_grad)]
struct Theta<T = f64> {
    mu: T,
}

fn main() {}
