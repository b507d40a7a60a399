//! An error that a constructor returns is a comparison of its parameter with a bound. A program that catches it branches
//! on it, so the estimate fails with it all the same.

use super::rng;
use stochastic_grad::prelude::*;

/// P(x > 0): the derivative is the density of x at 0, and pathwise it would be 0.
#[stochastic_grad]
fn is_ok(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 1.0)?.sample(rng);
    Ok(if Exp::new(x).is_ok() { 1.0 } else { 0.0 })
}

#[stochastic_grad]
fn matched(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 1.0)?.sample(rng);
    match Normal::new(0.0, x) {
        Ok(noise) => Ok(noise.sample(rng).abs()),
        Err(_) => Ok(0.0),
    }
}

#[stochastic_grad]
fn unwrap_or(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 1.0)?.sample(rng);
    Ok(Exp::new(x).map(|exp| exp.mean()).unwrap_or(0.0))
}

#[stochastic_grad]
fn let_else(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let p = Normal::new(mu, 1.0)?.sample(rng);
    let Ok(coin) = Bernoulli::new(p) else { return Ok(0.0) };
    Ok(if coin.score_function().sample(rng) { 2.0 } else { 1.0 })
}

#[stochastic_grad]
fn weights(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let w = Normal::new(mu, 1.0)?.sample(rng);
    Ok(if Categorical::new(&[w, 1.0]).is_err() { 1.0 } else { 0.0 })
}

#[stochastic_grad]
fn positive(x: f64) -> bool {
    LogNormal::new(0.0, x).is_ok()
}

#[stochastic_grad]
fn in_a_helper(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 1.0)?.sample(rng);
    Ok(if positive(x) { 1.0 } else { 0.0 })
}

#[track_caller]
fn fails_in<T: std::fmt::Debug>(result: Result<T, Error>, of: &str) {
    match result {
        Err(Error::InvalidParameter { distribution, .. }) => assert_eq!(distribution, of),
        other => panic!("a caught error went unnoticed: {other:?}"),
    }
}

#[test]
fn a_caught_error_fails_the_estimate() {
    fails_in(is_ok_grad(0.5, 100, &mut rng()), "Exp");
    fails_in(matched_grad(0.5, 100, &mut rng()), "Normal");
    fails_in(unwrap_or_grad(0.5, 100, &mut rng()), "Exp");
    fails_in(let_else_grad(0.5, 100, &mut rng()), "Bernoulli");
    fails_in(weights_grad(0.5, 100, &mut rng()), "Categorical");
    fails_in(in_a_helper_grad(0.5, 100, &mut rng()), "LogNormal");
}

#[test]
fn it_fails_a_hessian_too() {
    fails_in(IsOk.hessian(0.5, 100, &mut rng()), "Exp");
}

#[test]
fn a_plain_run_and_the_value_alone_may_branch() -> Result<(), Error> {
    let mut rng = rng();
    let n = 20_000;
    let hits = (0..n).map(|_| is_ok(0.5, &mut rng)).sum::<Result<f64, Error>>()?;
    assert!((hits / f64::from(n) - 0.691_462).abs() < 0.02);
    let est = IsOk.value(0.5, 20_000, &mut rng)?;
    assert!((est.value - 0.691_462).abs() < 5.0 * est.value_std_err);
    Ok(())
}

/// Whether a constant fits does not move with the parameters.
#[stochastic_grad]
fn of_a_constant(mu: f64, #[constant] rate: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let scale = if Exp::new(rate).is_ok() { 2.0 } else { 3.0 };
    Ok(scale * Normal::new(mu, 1.0)?.sample(rng))
}

#[test]
fn an_error_of_constants_may_be_caught() -> Result<(), Error> {
    assert_eq!(of_a_constant_grad(0.5, -1.0, 100, &mut rng())?.grad.mu, 3.0);
    assert_eq!(of_a_constant_grad(0.5, 1.0, 100, &mut rng())?.grad.mu, 2.0);
    Ok(())
}

/// An estimate inside a sample has its own errors, which are constants of the sample around it.
#[stochastic_grad]
fn around_a_failing_estimate(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let scale = if is_ok_grad(0.0, 50, rng.noise()).is_err() { 2.0 } else { 3.0 };
    Ok(scale * Normal::new(mu, 1.0)?.sample(rng))
}

/// The error is caught before an estimate that succeeds, which must not wipe it out.
#[stochastic_grad]
fn caught_before_an_estimate(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 1.0)?.sample(rng);
    let hit = Exp::new(x).is_ok();
    let scale = of_a_constant_grad(1.0, 1.0, 10, rng.noise())?.grad.mu;
    Ok(if hit { scale } else { 0.0 })
}

#[test]
fn estimates_in_estimates_keep_their_errors_apart() -> Result<(), Error> {
    assert_eq!(around_a_failing_estimate_grad(0.5, 20, &mut rng())?.grad.mu, 2.0);
    fails_in(caught_before_an_estimate_grad(0.5, 100, &mut rng()), "Exp");
    Ok(())
}

#[test]
fn a_failed_estimate_leaves_nothing_behind() -> Result<(), Error> {
    let fresh = of_a_constant_grad(0.5, 1.0, 100, &mut rng())?;
    fails_in(is_ok_grad(0.5, 100, &mut rng()), "Exp");
    assert_eq!(of_a_constant_grad(0.5, 1.0, 100, &mut rng())?, fresh);
    Ok(())
}

mod caught_assertions {
    use super::super::rng;
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use stochastic_grad::prelude::*;

    /// A caught `assert!` would tell the sign of a smooth value.
    #[stochastic_grad]
    fn guess(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        let x = Normal::new(mu, 1.0)?.sample(rng);
        let positive = catch_unwind(AssertUnwindSafe(|| assert!(x > 0.0))).is_ok();
        Ok(if positive { x } else { 0.0 })
    }

    #[test]
    fn fail_the_estimate() {
        assert_eq!(guess_grad(0.3, 100, &mut rng()).unwrap_err(), Error::Assertion);
        assert!(guess(0.3, &mut rng()).is_ok());
    }
}
