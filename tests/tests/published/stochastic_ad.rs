//! Arya, Schauer, Schäfer and Rackauckas 2022, "Automatic Differentiation of Programs with Discrete Randomness": the
//! programs in the documentation of StochasticAD.jl.

mod life;
mod optimum;
mod walk;

use crate::row::{gradient, rows};
use stochastic_grad::prelude::*;

/// The program of the introduction.
#[stochastic_grad(fallback = perturb)]
fn intro(p: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let a = p * (1.0 - p);
    let b = Binomial::new(10, p)?.sample(rng);
    let c = 2 * b + 3 * u64::from(Bernoulli::new(p)?.sample(rng));
    Ok(a * c as f64 * Normal::new(b as f64, a)?.sample(rng))
}

rows! {
    // E = p (1 - p) (20 p (1 - p) + 200 p² + 30 p²)
    introduction => gradient!(["introduction", "d/dp at 0.6", "perturb"], Intro, 0.6, p, 10_000, None)
        .published("48.16 ± 0.63").exact(47.76).measured_variance("19.81²", 1000);
    walk_by_perturbation => walk::by_perturbation();
    walk_by_score => walk::by_score();
    walk_by_score_and_mean => walk::by_score_and_mean();
    walk_by_score_and_the_others => walk::by_score_and_the_others();
    long_walk => walk::long();
    tiny_life => life::tiny();
    small_life => life::small();
    life => life::large();
    optimum => optimum::of_the_divergence();
    divergence => optimum::gradient();
}
