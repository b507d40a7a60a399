use stochastic_grad::prelude::*;
use std::collections::HashMap;

#[derive(Parameters, Clone)]
struct Theta<T = f64> {
    weights: HashMap<String, T>,
}

fn main() {}
