//! The name hides in a string, where the macro's own tokens do not show it.

use stochastic_grad::prelude::*;

macro_rules! log {
    ($($arg:tt)*) => { println!($($arg)*) };
}

#[stochastic_grad]
fn loss(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 1.0)?.sample(rng);
    log!("{}", x);
    Ok(x)
}

fn main() {}
