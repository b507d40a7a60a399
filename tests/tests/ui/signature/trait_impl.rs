use stochastic_grad::prelude::*;

trait Model {
    fn loss(&self, mu: f64, rng: &mut StdRng) -> f64;
}

struct Gauss;

#[stochastic_grad]
impl Model for Gauss {
    #[stochastic_grad]
    fn loss(&self, mu: f64, rng: &mut StdRng) -> f64 {
        mu + rng.random::<f64>()
    }
}

fn main() {}
