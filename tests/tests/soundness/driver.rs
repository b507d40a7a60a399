//! What the driver does with few samples, bad input, failures and panics.

use super::rng;
use std::fmt;
use std::panic::catch_unwind;
use stochastic_grad::prelude::*;

#[stochastic_grad]
fn loss(mu: f64, sigma: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, sigma)?.sample(rng);
    Ok(x * x)
}

#[stochastic_grad]
fn coin(p: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    Ok(if Bernoulli::new(p)?.score_function().sample(rng) { 3.0 } else { 1.0 })
}

#[test]
fn no_samples() {
    assert_eq!(loss_grad((0.5, 1.0), 0, &mut rng()).unwrap_err(), Error::NoSamples);
    assert_eq!(Loss.value((0.5, 1.0), 0, &mut rng()).unwrap_err(), Error::NoSamples);
    assert_eq!(Loss.hessian((0.5, 1.0), 0, &mut rng()).unwrap_err(), Error::NoSamples);
    assert_eq!(Loss.estimator((0.5, 1.0)).samples(0).run(&mut rng()).unwrap_err(), Error::NoSamples);
}

#[test]
fn one_sample_tells_nothing_about_its_error() -> Result<(), Error> {
    let est = loss_grad((0.5, 1.0), 1, &mut rng())?;
    assert!(est.value.is_finite() && est.grad.mu.is_finite() && est.grad.sigma.is_finite());
    assert_eq!(est.value_std_err, f64::INFINITY);
    assert_eq!((est.grad_std_err.mu, est.grad_std_err.sigma), (f64::INFINITY, f64::INFINITY));
    assert_eq!(est.n, 1);
    let est = Loss.hessian((0.5, 1.0), 1, &mut rng())?;
    assert!(est.hessian[(0, 1)].is_finite());
    assert_eq!(est.hessian_std_err[(0, 1)], f64::INFINITY);
    let est = coin_grad(0.4, 1, &mut rng())?;
    assert!(est.grad.p.is_finite());
    assert_eq!(est.grad_std_err.p, f64::INFINITY);
    Ok(())
}

#[test]
fn bad_parameters_are_named() {
    let nan = loss_grad((f64::NAN, 1.0), 10, &mut rng());
    assert!(matches!(nan, Err(Error::NonFiniteParameter { ref name, value }) if name == "mu" && value.is_nan()));
    let infinite = loss_grad((0.5, f64::INFINITY), 10, &mut rng()).unwrap_err();
    assert_eq!(infinite, Error::NonFiniteParameter { name: "sigma".into(), value: f64::INFINITY });
    let negative = loss_grad((0.5, -1.0), 10, &mut rng()).unwrap_err();
    assert!(matches!(negative, Error::InvalidParameter { distribution: "Normal", value: -1.0, .. }), "{negative:?}");
}

#[stochastic_grad]
fn infinite_value(mu: f64, rng: &mut impl Rng) -> f64 {
    let u: f64 = rng.random();
    mu.abs() * u / 0.0
}

/// The value is 0 where the derivative is infinite.
#[stochastic_grad]
fn infinite_derivative(shift: f64, mu: f64, rng: &mut impl Rng) -> f64 {
    let u: f64 = rng.random();
    shift + u * mu.sqrt()
}

/// Some samples are not finite, which must not be dropped.
#[stochastic_grad]
fn sometimes_infinite(mu: f64, rng: &mut impl Rng) -> f64 {
    let u: f64 = rng.random();
    if u < 0.01 { mu / 0.0 } else { mu }
}

#[test]
fn results_that_are_not_finite_are_named_with_their_sample() {
    let found = infinite_value_grad(1.0, 10, &mut rng()).unwrap_err();
    assert_eq!(found, Error::NonFinite { what: "the value".into(), value: f64::INFINITY, sample: 0 });
    let found = infinite_derivative_grad((1.0, 0.0), 10, &mut rng()).unwrap_err();
    let what = "the derivative with respect to mu".into();
    assert_eq!(found, Error::NonFinite { what, value: f64::INFINITY, sample: 0 });
    match sometimes_infinite_grad(1.0, 10_000, &mut rng()) {
        Err(Error::NonFinite { sample, .. }) => assert!(sample < 10_000),
        other => panic!("a sample was dropped: {other:?}"),
    }
    assert!(matches!(SometimesInfinite.value(1.0, 10_000, &mut rng()), Err(Error::NonFinite { .. })));
}

#[test]
fn the_same_seed_gives_the_same_bits() -> Result<(), Error> {
    for n in [1, 2, 17, 1000, 5000] {
        let run = |seed| loss_grad((0.5, 1.2), n, &mut StdRng::seed_from_u64(seed));
        let (a, b, other) = (run(3)?, run(3)?, run(4)?);
        assert_eq!(a.value.to_bits(), b.value.to_bits());
        assert_eq!(a.grad.mu.to_bits(), b.grad.mu.to_bits());
        assert_eq!(a.grad_std_err.sigma.to_bits(), b.grad_std_err.sigma.to_bits());
        assert_ne!(a.value, other.value);
    }
    Ok(())
}

/// A user's own error.
#[derive(Debug, PartialEq)]
enum Failure {
    Library(Error),
    Unlucky(f64),
}
impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Failure::Library(error)
    }
}
impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}
impl std::error::Error for Failure {}

#[stochastic_grad]
fn lottery(mu: f64, #[constant] above: f64, rng: &mut impl Rng) -> Result<f64, Failure> {
    let u: f64 = rng.random();
    if u > above {
        return Err(Failure::Unlucky(u));
    }
    Ok(mu * Normal::new(0.0, 1.0)?.sample(rng))
}

#[test]
fn a_users_own_error_comes_back() {
    let bad = lottery_grad(f64::NAN, 1.0, 10, &mut rng()).unwrap_err();
    assert!(matches!(bad, Failure::Library(Error::NonFiniteParameter { .. })));
    assert_eq!(lottery_grad(1.0, 1.0, 0, &mut rng()).unwrap_err(), Failure::Library(Error::NoSamples));
    let error: Box<dyn std::error::Error> = lottery_grad(1.0, 0.99, 10_000, &mut rng()).unwrap_err().into();
    assert!(error.to_string().starts_with("Unlucky(0.99"), "{error}");
}

/// Samples that fail are never dropped: that would condition on success. The first one fails the estimate: its draw
/// does not depend on how many come after it.
#[test]
fn the_failure_with_the_lowest_index_counts() {
    let first = lottery_grad(1.0, -1.0, 1, &mut rng()).unwrap_err();
    assert!(matches!(first, Failure::Unlucky(_)));
    for n in [2, 100, 3000] {
        assert_eq!(lottery_grad(1.0, -1.0, n, &mut rng()).unwrap_err(), first);
        assert_eq!(Lottery::new(-1.0).value(1.0, n, &mut rng()).unwrap_err(), first);
    }
}

/// Catches an error, which notes it, and then panics.
#[stochastic_grad]
fn panics(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 1.0)?.sample(rng);
    let caught = Exp::new(-x.abs() - 1.0);
    assert!(caught.is_ok(), "out of luck");
    Ok(x)
}

#[test]
fn a_panic_passes_through_and_leaves_nothing_behind() -> Result<(), Error> {
    let before = loss_grad((0.5, 1.0), 100, &mut rng())?;
    let panic = catch_unwind(|| panics_grad(0.5, 100, &mut rng())).expect_err("the function panics");
    assert_eq!(panic.downcast_ref::<&str>(), Some(&"out of luck"));
    assert_eq!(loss_grad((0.5, 1.0), 100, &mut rng())?, before);
    Ok(())
}
