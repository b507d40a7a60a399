use stochastic_grad::prelude::*;

#[derive(Parameters, Clone)]
struct Theta {
    mu: f64,
    sigma: f64,
}

fn main() {}
