use std::collections::HashMap;
use stochastic_grad::prelude::*;

#[derive(Parameters, Clone)]
struct Theta<T = f64> {
    weights: HashMap<String, T>,
}

fn main() {}
