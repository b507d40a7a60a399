use stochastic_grad::prelude::*;

#[derive(Parameters, Clone)]
enum Theta<T = f64> {
    Fixed,
    Moving(T),
}

fn main() {}
