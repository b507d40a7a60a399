use stochastic_grad::prelude::*;

struct Counter {
    runs: usize,
}

#[stochastic_grad]
impl Counter {
    #[stochastic_grad]
    fn loss(&mut self, mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        self.runs += 1;
        Ok(Normal::new(mu, 1.0)?.sample(rng))
    }
}

fn main() {}
