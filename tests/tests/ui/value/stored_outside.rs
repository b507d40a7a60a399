//! A static holds `f64`: a smooth value would lose its derivative there.

use std::sync::Mutex;
use stochastic_grad::prelude::*;

static LAST: Mutex<f64> = Mutex::new(0.0);

#[stochastic_grad]
fn loss(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 1.0)?.sample(rng);
    *LAST.lock().unwrap() = x;
    Ok(x)
}

fn main() {}
