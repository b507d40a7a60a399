//! The annotated functions of one draw of counts. What is an integer in the tables is an argument without derivative.

use super::functions::{Cost, cost_of};
use stochastic_grad::prelude::*;

#[stochastic_grad(fallback = score_function)]
pub(crate) fn binomial_cost(n: f64, p: f64, #[constant] cost: Cost, rng: &mut impl Rng) -> Result<f64, Error> {
    let k = Binomial::new(n.detach() as u64, p)?.sample(rng);
    Ok(cost_of(k as f64, cost))
}

#[stochastic_grad(fallback = score_function)]
pub(crate) fn geometric_cost(p: f64, #[constant] cost: Cost, rng: &mut impl Rng) -> Result<f64, Error> {
    let k = Geometric::new(p)?.sample(rng);
    Ok(cost_of(k as f64, cost))
}

#[stochastic_grad(fallback = score_function)]
pub(crate) fn negative_binomial_cost(r: f64, p: f64, #[constant] cost: Cost, rng: &mut impl Rng) -> Result<f64, Error> {
    let k = NegativeBinomial::new(r, p)?.sample(rng);
    Ok(cost_of(k as f64, cost))
}

#[stochastic_grad(fallback = score_function)]
pub(crate) fn beta_binomial_cost(
    n: f64,
    alpha: f64,
    beta: f64,
    #[constant] cost: Cost,
    rng: &mut impl Rng,
) -> Result<f64, Error> {
    let k = BetaBinomial::new(n.detach() as u64, alpha, beta)?.sample(rng);
    Ok(cost_of(k as f64, cost))
}

#[stochastic_grad(fallback = score_function)]
pub(crate) fn zeta_cost(s: f64, #[constant] cost: Cost, rng: &mut impl Rng) -> Result<f64, Error> {
    let k = Zeta::new(s)?.sample(rng);
    Ok(cost_of(k as f64, cost))
}

#[stochastic_grad(fallback = score_function)]
pub(crate) fn zipf_cost(s: f64, n: u64, rng: &mut impl Rng) -> Result<f64, Error> {
    let k = Zipf::new(n, s)?.sample(rng) as f64;
    Ok(k.ln_1p() + k.sqrt())
}

#[stochastic_grad(fallback = score_function)]
pub(crate) fn skellam_cost(mu1: f64, mu2: f64, #[constant] cost: Cost, rng: &mut impl Rng) -> Result<f64, Error> {
    let k = Skellam::new(mu1, mu2)?.sample(rng);
    Ok(cost_of(k as f64, cost))
}

#[stochastic_grad]
pub(crate) fn hypergeometric_cost(
    sizes: [f64; 3],
    theta: f64,
    #[constant] cost: Cost,
    rng: &mut impl Rng,
) -> Result<f64, Error> {
    let [population, special, drawn] = sizes;
    let d = Hypergeometric::new(population.detach() as u64, special.detach() as u64, drawn.detach() as u64)?;
    Ok(cost_at(d.sample(rng) as f64, theta, cost))
}

#[stochastic_grad]
pub(crate) fn discrete_uniform_cost(
    low: f64,
    high: f64,
    theta: f64,
    #[constant] cost: Cost,
    rng: &mut impl Rng,
) -> Result<f64, Error> {
    let k = DiscreteUniform::new(low.detach() as i64, high.detach() as i64)?.sample(rng);
    Ok(cost_at(k as f64, theta, cost))
}

/// A function of a count and a parameter.
#[stochastic_grad]
fn cost_at(x: f64, theta: f64, #[constant] cost: Cost) -> f64 {
    match cost {
        Cost::Wave => (theta * x).sin() + (theta * x).cos(),
        Cost::DecayAt => (-theta * x).exp(),
        Cost::LnOnePlusSquareAt => (theta * x * x).ln_1p(),
        _ => unreachable!("{cost:?} does not take theta"),
    }
}

#[stochastic_grad(fallback = score_function)]
pub(crate) fn multinomial_cost(
    n: f64,
    logits: [f64; 3],
    #[constant] cost: Cost,
    rng: &mut impl Rng,
) -> Result<f64, Error> {
    let k = Multinomial::from_logits(n.detach() as u64, &logits)?.sample(rng);
    Ok(cost_of_counts(&k, cost))
}

/// The same by weights that do not sum to one.
#[stochastic_grad(fallback = score_function)]
pub(crate) fn multinomial_by_weights(
    n: f64,
    logits: [f64; 3],
    #[constant] cost: Cost,
    rng: &mut impl Rng,
) -> Result<f64, Error> {
    let weights = logits.map(|x| x.exp());
    let k = Multinomial::new(n.detach() as u64, &weights)?.sample(rng);
    Ok(cost_of_counts(&k, cost))
}

fn cost_of_counts(k: &[u64], cost: Cost) -> f64 {
    let (first, second) = (k[0] as f64, k[1] as f64);
    match cost {
        Cost::FirstTimesSecond => first * second,
        Cost::SineOfDifference => (first - second).sin(),
        Cost::FirstSquared => first * first,
        _ => unreachable!("{cost:?} is of one count"),
    }
}

/// The squares and the product of a binomial count and a Skellam difference.
#[stochastic_grad(fallback = score_function)]
pub(crate) fn squares_of_counts(p: f64, mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let k = Binomial::new(10, p)?.sample(rng) as f64;
    let d = Skellam::new(mu, 1.5)?.sample(rng) as f64;
    Ok(k * k + d * d + k * d)
}

/// The square of a negative binomial count.
#[stochastic_grad(fallback = score_function)]
pub(crate) fn square_of_failures(r: f64, p: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let k = NegativeBinomial::new(r, p)?.sample(rng) as f64;
    Ok(k * k)
}

/// The square of a beta-binomial count.
#[stochastic_grad(fallback = score_function)]
pub(crate) fn square_of_hits(alpha: f64, beta: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let k = BetaBinomial::new(10, alpha, beta)?.sample(rng) as f64;
    Ok(k * k)
}
