use stochastic_grad::prelude::*;

#[stochastic_grad]
struct Theta {
    mu: f64,
}

fn main() {}
