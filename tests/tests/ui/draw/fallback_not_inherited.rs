//! A fallback of the caller says nothing about the draws of the functions that it calls.

use stochastic_grad::prelude::*;

#[stochastic_grad]
fn flip(p: f64, rng: &mut impl Rng) -> Result<bool, Error> {
    Ok(Bernoulli::new(p)?.sample(rng))
}

#[stochastic_grad(fallback = score_function)]
fn coin(p: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    Ok(if flip(p, rng)? { 3.0 } else { 1.0 })
}

fn main() {}
