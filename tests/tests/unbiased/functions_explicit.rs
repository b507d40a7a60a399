//! The annotated functions that draw from the families of the second half of the catalogue.

use super::functions::*;
use stochastic_grad::prelude::*;

#[stochastic_grad]
pub(crate) fn log_logistic_cost(
    scale: f64,
    shape: f64,
    #[constant] cost: Cost,
    rng: &mut impl Rng,
) -> Result<f64, Error> {
    Ok(cost_of(LogLogistic::new(scale, shape)?.sample(rng), cost))
}

#[stochastic_grad]
pub(crate) fn frechet_cost(scale: f64, shape: f64, #[constant] cost: Cost, rng: &mut impl Rng) -> Result<f64, Error> {
    Ok(cost_of(Frechet::new(0.0, scale, shape)?.sample(rng), cost))
}

#[stochastic_grad]
pub(crate) fn pareto_cost(scale: f64, shape: f64, #[constant] cost: Cost, rng: &mut impl Rng) -> Result<f64, Error> {
    Ok(cost_of(Pareto::new(scale, shape)?.sample(rng), cost))
}

#[stochastic_grad]
pub(crate) fn rayleigh_cost(scale: f64, #[constant] cost: Cost, rng: &mut impl Rng) -> Result<f64, Error> {
    Ok(cost_of(Rayleigh::new(scale)?.sample(rng), cost))
}

#[stochastic_grad]
pub(crate) fn half_cauchy_cost(scale: f64, #[constant] cost: Cost, rng: &mut impl Rng) -> Result<f64, Error> {
    Ok(cost_of(HalfCauchy::new(scale)?.sample(rng), cost))
}

#[stochastic_grad]
pub(crate) fn kumaraswamy_cost(a: f64, b: f64, #[constant] cost: Cost, rng: &mut impl Rng) -> Result<f64, Error> {
    Ok(cost_of(Kumaraswamy::new(a, b)?.sample(rng), cost))
}

#[stochastic_grad]
pub(crate) fn triangular_cost(
    min: f64,
    max: f64,
    mode: f64,
    #[constant] cost: Cost,
    rng: &mut impl Rng,
) -> Result<f64, Error> {
    Ok(cost_of(Triangular::new(min, max, mode)?.sample(rng), cost))
}

#[stochastic_grad]
pub(crate) fn skew_normal_cost(
    location: f64,
    scale: f64,
    shape: f64,
    #[constant] cost: Cost,
    rng: &mut impl Rng,
) -> Result<f64, Error> {
    Ok(cost_of(SkewNormal::new(location, scale, shape)?.sample(rng), cost))
}

#[stochastic_grad]
pub(crate) fn logit_normal_cost(mu: f64, sigma: f64, #[constant] cost: Cost, rng: &mut impl Rng) -> Result<f64, Error> {
    Ok(cost_of(LogitNormal::new(mu, sigma)?.sample(rng), cost))
}

#[stochastic_grad]
pub(crate) fn generalized_extreme_value_cost(
    location: f64,
    scale: f64,
    shape: f64,
    #[constant] cost: Cost,
    rng: &mut impl Rng,
) -> Result<f64, Error> {
    Ok(cost_of(GeneralizedExtremeValue::new(location, scale, shape)?.sample(rng), cost))
}

#[stochastic_grad]
pub(crate) fn generalized_pareto_cost(
    location: f64,
    scale: f64,
    shape: f64,
    #[constant] cost: Cost,
    rng: &mut impl Rng,
) -> Result<f64, Error> {
    Ok(cost_of(GeneralizedPareto::new(location, scale, shape)?.sample(rng), cost))
}

#[stochastic_grad]
pub(crate) fn relaxed_bernoulli_cost(
    temperature: f64,
    logit: f64,
    #[constant] cost: Cost,
    rng: &mut impl Rng,
) -> Result<f64, Error> {
    Ok(cost_of(RelaxedBernoulli::new(temperature, logit)?.sample(rng), cost))
}
