//! A Bernoulli draw made by hand: the outcome flips where the noise meets `p`, which no derivative shows.

use stochastic_grad::prelude::*;

#[stochastic_grad]
fn coin(p: f64, rng: &mut impl Rng) -> f64 {
    let u: f64 = rng.random();
    if u < p { 1.0 } else { 0.0 }
}

fn main() {}
