//! Annotated functions of one draw that moves by an implicit rule.

use super::functions::{Cost, cost_of};
use stochastic_grad::prelude::*;

/// The tables have the rate of a gamma distribution.
#[stochastic_grad]
pub(crate) fn gamma_cost(shape: f64, rate: f64, #[constant] cost: Cost, rng: &mut impl Rng) -> Result<f64, Error> {
    Ok(cost_of(Gamma::new(shape, 1.0 / rate)?.sample(rng), cost))
}

#[stochastic_grad]
pub(crate) fn inverse_gamma_cost(
    shape: f64,
    scale: f64,
    #[constant] cost: Cost,
    rng: &mut impl Rng,
) -> Result<f64, Error> {
    Ok(cost_of(InverseGamma::new(shape, scale)?.sample(rng), cost))
}

#[stochastic_grad]
pub(crate) fn chi_squared_cost(k: f64, #[constant] cost: Cost, rng: &mut impl Rng) -> Result<f64, Error> {
    Ok(cost_of(ChiSquared::new(k)?.sample(rng), cost))
}

#[stochastic_grad]
pub(crate) fn chi_cost(k: f64, #[constant] cost: Cost, rng: &mut impl Rng) -> Result<f64, Error> {
    Ok(cost_of(Chi::new(k)?.sample(rng), cost))
}

#[stochastic_grad]
pub(crate) fn beta_cost(alpha: f64, beta: f64, #[constant] cost: Cost, rng: &mut impl Rng) -> Result<f64, Error> {
    Ok(cost_of(Beta::new(alpha, beta)?.sample(rng), cost))
}

#[stochastic_grad]
pub(crate) fn beta_prime_cost(alpha: f64, beta: f64, #[constant] cost: Cost, rng: &mut impl Rng) -> Result<f64, Error> {
    Ok(cost_of(BetaPrime::new(alpha, beta)?.sample(rng), cost))
}

#[stochastic_grad]
pub(crate) fn fisher_f_cost(m: f64, n: f64, #[constant] cost: Cost, rng: &mut impl Rng) -> Result<f64, Error> {
    Ok(cost_of(FisherF::new(m, n)?.sample(rng), cost))
}

#[stochastic_grad]
pub(crate) fn student_t_cost(
    nu: f64,
    mu: f64,
    sigma: f64,
    #[constant] cost: Cost,
    rng: &mut impl Rng,
) -> Result<f64, Error> {
    Ok(cost_of(mu + sigma * StudentT::new(nu)?.sample(rng), cost))
}

#[stochastic_grad]
pub(crate) fn pert_cost(
    min: f64,
    mode: f64,
    max: f64,
    #[constant] cost: Cost,
    rng: &mut impl Rng,
) -> Result<f64, Error> {
    Ok(cost_of(Pert::new(min, max).with_mode(mode)?.sample(rng), cost))
}

#[stochastic_grad]
pub(crate) fn truncated_normal_cost(
    mean: f64,
    std_dev: f64,
    low: f64,
    high: f64,
    #[constant] cost: Cost,
    rng: &mut impl Rng,
) -> Result<f64, Error> {
    Ok(cost_of(TruncatedNormal::new(mean, std_dev, low, high)?.sample(rng), cost))
}

#[stochastic_grad]
pub(crate) fn normal_above_cost(
    mean: f64,
    std_dev: f64,
    low: f64,
    #[constant] cost: Cost,
    rng: &mut impl Rng,
) -> Result<f64, Error> {
    Ok(cost_of(TruncatedNormal::new(mean, std_dev, low, f64::INFINITY)?.sample(rng), cost))
}

#[stochastic_grad]
pub(crate) fn inverse_gaussian_cost(
    mean: f64,
    shape: f64,
    #[constant] cost: Cost,
    rng: &mut impl Rng,
) -> Result<f64, Error> {
    Ok(cost_of(InverseGaussian::new(mean, shape)?.sample(rng), cost))
}

/// The tables have a location and a scale, by which alpha and beta are divided.
#[stochastic_grad]
pub(crate) fn normal_inverse_gaussian_cost(
    alpha: f64,
    beta: f64,
    mu: f64,
    delta: f64,
    #[constant] cost: Cost,
    rng: &mut impl Rng,
) -> Result<f64, Error> {
    let x = NormalInverseGaussian::new(alpha * delta, beta * delta)?.sample(rng);
    Ok(cost_of(mu + delta * x, cost))
}

#[stochastic_grad]
pub(crate) fn von_mises_cost(
    location: f64,
    concentration: f64,
    #[constant] cost: Cost,
    rng: &mut impl Rng,
) -> Result<f64, Error> {
    Ok(cost_of(VonMises::new(location, concentration)?.sample(rng), cost))
}
