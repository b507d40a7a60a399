use stochastic_grad::prelude::*;

struct Bond {
    coupon: f64,
}

impl Bond {
    fn price(&self, rate: f64) -> f64 {
        self.coupon / (1.0 + rate)
    }
}

#[stochastic_grad]
fn value(rate: f64, bond: &Bond, rng: &mut impl Rng) -> Result<f64, Error> {
    let rate = Normal::new(rate, 0.01)?.sample(rng);
    Ok(bond.price(rate))
}

fn main() {}
