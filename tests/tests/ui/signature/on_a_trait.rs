use stochastic_grad::prelude::*;

#[stochastic_grad]
trait Model {
    fn loss(&self, mu: f64) -> f64;
}

fn main() {}
