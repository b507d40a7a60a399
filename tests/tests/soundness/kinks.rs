//! Functions with a kink: their gradient is right almost everywhere, at the kink it is the mean of both sides, and a
//! pathwise second derivative is wrong.

use super::rng;
use stochastic_grad::prelude::*;

#[stochastic_grad]
fn larger(a: f64, b: f64, rng: &mut impl Rng) -> f64 {
    let _: f64 = rng.random();
    a.max(b)
}

#[stochastic_grad]
fn smaller(a: f64, b: f64, rng: &mut impl Rng) -> f64 {
    let _: f64 = rng.random();
    a.min(b)
}

#[stochastic_grad]
fn largest(a: &[f64], rng: &mut impl Rng) -> f64 {
    let _: f64 = rng.random();
    a.iter().copied().fold(f64::NEG_INFINITY, f64::max)
}

#[stochastic_grad]
fn relu(a: f64, rng: &mut impl Rng) -> f64 {
    let _: f64 = rng.random();
    a.max(0.0)
}

#[stochastic_grad]
fn inside(a: f64, rng: &mut impl Rng) -> f64 {
    let _: f64 = rng.random();
    a.clamp(0.0, 1.0)
}

#[stochastic_grad]
fn distance(a: f64, rng: &mut impl Rng) -> f64 {
    let _: f64 = rng.random();
    a.abs()
}

#[test]
fn ties_average() -> Result<(), Error> {
    let est = larger_grad((2.0, 2.0), 4, &mut rng())?;
    assert_eq!((est.grad.a, est.grad.b), (0.5, 0.5));
    let est = smaller_grad((2.0, 2.0), 4, &mut rng())?;
    assert_eq!((est.grad.a, est.grad.b), (0.5, 0.5));
    assert_eq!(largest_grad([1.0, 3.0, 3.0], 4, &mut rng())?.grad.a, [0.0, 0.5, 0.5]);
    assert_eq!(relu_grad(0.0, 4, &mut rng())?.grad.a, 0.5);
    assert_eq!(inside_grad(0.0, 4, &mut rng())?.grad.a, 0.5);
    assert_eq!(inside_grad(1.0, 4, &mut rng())?.grad.a, 0.5);
    assert_eq!(distance_grad(0.0, 4, &mut rng())?.grad.a, 0.0);
    Ok(())
}

#[stochastic_grad]
fn size(x: f64) -> f64 {
    x.abs()
}

/// E|x| has the second derivative 2 φ(mu), and a pathwise estimate says 0.
#[stochastic_grad]
fn through_a_helper(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    Ok(size(Normal::new(mu, 1.0)?.sample(rng)))
}

/// The density of the Laplace distribution has a kink at its location.
#[stochastic_grad]
fn through_a_density(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 1.0)?.sample(rng);
    Ok(Laplace::new(0.0, 1.0)?.ln_pdf(x))
}

#[stochastic_grad]
fn through_a_custom_function(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    Ok(custom(Normal::new(mu, 1.0)?.sample(rng), |x| (x * x, 2.0 * x)))
}

/// The kinks of constants do not move.
#[stochastic_grad]
fn of_constants(mu: f64, #[constant] bound: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 1.0)?.sample(rng);
    let u: f64 = rng.random();
    Ok(x * x * bound.max(1.0) + u.min(0.5))
}

#[test]
fn a_hessian_through_a_kink_is_an_error() -> Result<(), Error> {
    assert_eq!(ThroughAHelper.hessian(0.5, 100, &mut rng()).unwrap_err(), Error::Kink { of: "abs" });
    assert!(matches!(ThroughADensity.hessian(0.5, 100, &mut rng()), Err(Error::Kink { .. })));
    let second = ThroughACustomFunction.hessian(0.5, 100, &mut rng());
    assert!(matches!(second, Err(Error::SecondDerivative { .. })), "{second:?}");

    // Their gradients are right: d E|x| / d mu = erf(mu / √2).
    let est = through_a_helper_grad(0.5, 20_000, &mut rng())?;
    super::assert_close(est.grad.mu, est.grad_std_err.mu, 0.382_924_922_548);
    Ok(())
}

#[test]
fn a_hessian_may_meet_the_kinks_of_constants() -> Result<(), Error> {
    let est = OfConstants::new(3.0).hessian(0.5, 100, &mut rng())?;
    assert!((est.hessian[(0, 0)] - 6.0).abs() < 1e-9);
    Ok(())
}
