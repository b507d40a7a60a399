use stochastic_grad::prelude::*;

struct Gauss;

#[stochastic_grad]
impl Gauss {
    fn loss(&self, mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        Ok(Normal::new(mu, 1.0)?.sample(rng))
    }
}

fn main() {}
