//! A divergence that jumps to infinity would be a comparison of smooth values.

use super::{assert_close, rng};
use stochastic_grad::prelude::*;

#[stochastic_grad]
fn indicator(end: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(end, 1.0)?.sample(rng);
    let unit = Uniform::new(0.0, 1.0)?;
    let wide = Uniform::new(-1.0 - x * x, 1.0 + x)?;
    Ok((-kl_divergence(&unit, &wide)).exp())
}

#[test]
fn a_divergence_is_no_indicator_of_a_smooth_value() {
    let error = indicator_grad(0.5, 1000, &mut rng()).unwrap_err();
    assert!(matches!(error, Error::OutsideSupport { distribution: "Uniform", value: 1.0 }), "{error}");
}

#[stochastic_grad]
fn contained(width: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Beta::new(2.0, 3.0)?.sample(rng);
    let part = Uniform::new(0.25 * x, 1.0 - 0.25 * x)?;
    Ok((-kl_divergence(&part, &Uniform::new(-width, 1.0 + width)?)).exp() * x)
}

#[test]
fn inside_it_has_a_gradient() {
    // E x (1 - x/2)/(1 + 2w): E x = 2/5, E x² = 1/5
    let est = contained_grad(0.5, 10_000, &mut rng()).unwrap();
    assert_close(est.value, est.value_std_err, 0.3 / 2.0);
    assert_close(est.grad.width, est.grad_std_err.width, -2.0 * 0.3 / 4.0);
}

#[stochastic_grad]
fn infinite(mu: f64) -> Result<f64, Error> {
    Ok(kl_divergence(&Normal::new(mu, 1.0)?, &Exp::new(1.0)?))
}

#[stochastic_grad]
fn bound(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    Ok(rng.random::<f64>() - infinite(mu)?)
}

#[test]
fn an_infinite_divergence_fails_the_estimate() {
    let error = bound_grad(0.5, 10, &mut rng()).unwrap_err();
    assert!(matches!(error, Error::NonFinite { .. }), "{error}");
}
