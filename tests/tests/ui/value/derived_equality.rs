use stochastic_grad::prelude::*;

#[derive(Parameters, Clone, PartialEq)]
struct Offer<T = f64> {
    price: T,
}

#[stochastic_grad]
fn same(a: Offer<f64>, b: Offer<f64>) -> f64 {
    if a == b { 1.0 } else { a.price - b.price }
}

fn main() {}
