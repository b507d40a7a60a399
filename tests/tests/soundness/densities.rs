//! A density is zero outside its support, so the density of a smooth point is an indicator: x ~ N(0.3, 0.8) in what
//! follows, and d E[p(x)] / d mu is 0.1226 for p = Exp(1) where a pathwise estimate says -0.3422.

use super::{assert_close, rng};
use stochastic_grad::prelude::*;

#[stochastic_grad]
fn of_exp(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 0.8)?.sample(rng);
    Ok(Exp::new(1.0)?.ln_pdf(x).exp())
}

#[stochastic_grad]
fn of_uniform(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 0.8)?.sample(rng);
    Ok(Uniform::new(0.0, 1.0)?.ln_pdf(x).exp())
}

#[stochastic_grad]
fn of_log_normal(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 0.8)?.sample(rng);
    Ok(LogNormal::new(0.0, 1.0)?.ln_pdf(x).exp())
}

#[stochastic_grad]
fn of_weibull(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 0.8)?.sample(rng);
    Ok(Weibull::new(1.0, 2.0)?.ln_pdf(x).exp())
}

#[stochastic_grad]
fn of_half_normal(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 0.8)?.sample(rng);
    Ok(HalfNormal::new(1.0)?.ln_pdf(x).exp())
}

/// The density jumps where the end of its support passes the point.
#[stochastic_grad]
fn moving_support(high: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let u: f64 = rng.random();
    Ok(Uniform::new(0.0, high)?.ln_pdf(u).exp())
}

#[track_caller]
fn outside<T: std::fmt::Debug>(result: Result<T, Error>, of: &str) {
    match result {
        Err(Error::OutsideSupport { distribution, .. }) => assert_eq!(distribution, of),
        other => panic!("an indicator went unnoticed: {other:?}"),
    }
}

#[test]
fn a_smooth_point_outside_is_an_error() {
    outside(of_exp_grad(0.3, 100, &mut rng()), "Exp");
    outside(of_uniform_grad(0.3, 100, &mut rng()), "Uniform");
    outside(of_log_normal_grad(0.3, 100, &mut rng()), "LogNormal");
    outside(of_weibull_grad(0.3, 100, &mut rng()), "Weibull");
    outside(of_half_normal_grad(0.3, 100, &mut rng()), "HalfNormal");
    outside(moving_support_grad(0.5, 100, &mut rng()), "Uniform");
    outside(moving_support_grad(2.0, 100, &mut rng()), "Uniform");
}

#[test]
fn a_plain_point_outside_has_density_zero() -> Result<(), Error> {
    assert_eq!(Exp::new(1.0)?.ln_pdf(-1.0), f64::NEG_INFINITY);
    assert_eq!(Uniform::new(0.0, 1.0)?.ln_pdf(2.0), f64::NEG_INFINITY);
    assert_eq!(LogNormal::new(0.0, 1.0)?.ln_pdf(-1.0), f64::NEG_INFINITY);
    assert_eq!(Weibull::new(1.0, 2.0)?.ln_pdf(-1.0), f64::NEG_INFINITY);
    assert_eq!(HalfNormal::new(1.0)?.ln_pdf(-1.0), f64::NEG_INFINITY);
    assert_eq!(of_exp(-9.0, &mut rng())?, 0.0);
    Ok(())
}

/// The density of plain data, some of it impossible, is smooth in the parameters.
#[stochastic_grad]
fn of_data(rate: f64, #[constant] data: &[f64], rng: &mut impl Rng) -> Result<f64, Error> {
    let exp = Exp::new(rate)?;
    let scale = Normal::new(1.0, 0.1)?.sample(rng);
    Ok(scale * data.iter().map(|x| exp.ln_pdf(*x).exp()).sum::<f64>())
}

#[test]
fn a_plain_point_is_allowed_where_the_support_is_fixed() -> Result<(), Error> {
    let est = of_data_grad(1.5, &[-1.0, 0.5], 2000, &mut rng())?;
    // d (λ exp(-λ x)) / dλ = (1 - λ x) exp(-λ x)
    assert_close(est.grad.rate, est.grad_std_err.rate, 0.25 * (-0.75f64).exp());
    Ok(())
}
