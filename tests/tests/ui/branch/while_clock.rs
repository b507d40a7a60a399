//! How many arrivals there are before the horizon depends on the rate, and no arrival sees it.

use stochastic_grad::prelude::*;

#[stochastic_grad]
fn arrivals(rate: f64, #[constant] horizon: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let mut clock = 0.0;
    let mut count = 0.0;
    while clock < horizon {
        clock += Exp::new(rate)?.sample(rng);
        count += 1.0;
    }
    Ok(count)
}

fn main() {}
