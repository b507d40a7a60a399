use stochastic_grad::prelude::*;

struct Market {
    strike: f64,
}

#[stochastic_grad]
impl Market {
    #[stochastic_grad]
    fn call(&self, spot: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        let end = spot * LogNormal::new(0.0, 0.2)?.sample(rng);
        Ok(if end > self.strike { end - self.strike } else { 0.0 })
    }
}

fn main() {}
