//! Checks of parameters and points: what is wrong is an error that names it.

use super::{between, supported};
use crate::error::{self, Error};
use crate::private::Primal;
use crate::{Number, Real, Smooth};

/// Checks a parameter; notes the failure if the parameter is smooth, because a caught error is a comparison.
#[inline(always)]
pub(crate) fn require<T: Real>(
    x: T,
    holds: impl Fn(f64) -> bool,
    distribution: &'static str,
    parameter: &'static str,
    requirement: &'static str,
) -> Result<(), Error> {
    let x = x.smooth().0;
    match (0..T::Number::LANES).map(|lane| x.primal(lane)).find(|v| !holds(*v)) {
        None => Ok(()),
        Some(value) => Err(invalid::<T>(Error::InvalidParameter { distribution, parameter, requirement, value })),
    }
}

#[cold]
pub(crate) fn invalid<T: Real>(error: Error) -> Error {
    if T::Number::ORDER > 0 {
        error::report(error.clone());
    }
    error
}

/// The same as `f64::is_finite`, which the compiler turns into a dozen instructions on bits (measured: 30 of them per
/// draw of a normal distribution).
#[inline]
#[allow(clippy::eq_op)]
fn is_finite(x: f64) -> bool {
    x - x == 0.0
}

/// A parameter that may be any finite number.
#[inline(always)]
pub(crate) fn finite<T: Real>(x: T, distribution: &'static str, parameter: &'static str) -> Result<(), Error> {
    require(x, is_finite, distribution, parameter, "finite")
}

/// A parameter that is finite and greater than zero.
#[inline(always)]
pub(crate) fn positive<T: Real>(x: T, distribution: &'static str, parameter: &'static str) -> Result<(), Error> {
    require(x, |v| v > 0.0 && is_finite(v), distribution, parameter, "finite and > 0")
}

/// A parameter that is finite and not negative.
#[inline(always)]
pub(crate) fn not_negative<T: Real>(x: T, distribution: &'static str, parameter: &'static str) -> Result<(), Error> {
    require(x, |v| v >= 0.0 && is_finite(v), distribution, parameter, "finite and >= 0")
}

/// Whether a condition holds for the plain value in every lane, so that a branch on it serves all of them.
#[inline(always)]
pub(crate) fn every<D: Number>(x: Smooth<D>, holds: impl Fn(f64) -> bool) -> bool {
    (0..D::LANES).all(|lane| holds(x.0.primal(lane)))
}

/// The value of a density at a smooth point where it is zero or jumps: an error, because its derivative there cannot
/// see the jump.
#[cold]
pub(crate) fn outside_support<D: Number>(distribution: &'static str, x: Smooth<D>) -> Smooth<D> {
    error::report(Error::OutsideSupport { distribution, value: x.peek() });
    Smooth::constant(f64::NAN)
}

/// ln of a density on x > 0: `inside` there, `at_zero` at the end, minus infinity below it. A smooth point must lie
/// inside.
#[inline]
pub(crate) fn on_half_line<D: Number>(
    distribution: &'static str,
    x: Smooth<D>,
    at_zero: Smooth<D>,
    inside: Smooth<D>,
) -> Smooth<D> {
    supported(distribution, x, x, at_zero, inside)
}

/// F and 1 - F of a distribution on x > `end`: `inside` there, 0 and 1 below. Both are continuous, with a kink at the
/// end.
#[inline(always)]
pub(crate) fn above<D: Number>(end: f64, x: Smooth<D>, inside: (Smooth<D>, Smooth<D>)) -> (Smooth<D>, Smooth<D>) {
    between(x - end, Smooth::constant(f64::INFINITY), [true, false], inside)
}

/// ln of a density, and an error where it jumps at a moving end of its support.
#[inline(always)]
pub(crate) fn guarded<D: Number, X: super::Density<D>>(distribution: &'static str, at: &X, x: Smooth<D>) -> Smooth<D> {
    if at.jumps() { outside_support(distribution, x) } else { at.ln_density(x) }
}
