//! Vectors of plain and smooth numbers.

use crate::error::{self, Error};
use crate::{Join, Lift, Number, Real, Smooth};

/// The inner product Σ aᵢ bᵢ of two slices, each of constants or of smooth values.
///
/// Slices of different lengths have no inner product: the result is NaN, and inside an estimate
/// [`Error::LengthMismatch`].
///
/// ```
/// use stochastic_grad::prelude::*;
///
/// assert_eq!(dot(&[1.0, 2.0], &[3.0, 4.0]), 11.0);
/// assert!(dot(&[1.0], &[3.0, 4.0]).is_nan());
/// ```
#[inline(always)]
pub fn dot<A, B>(a: &[A], b: &[B]) -> A::Out
where
    A: Join<B> + Lift<Smooth<<A::Out as Real>::Number>>,
    B: Real + Times<A, <A::Out as Real>::Number>,
{
    if a.len() != b.len() {
        error::report(Error::LengthMismatch { what: "dot", expected: a.len(), found: b.len() });
        return A::Out::leave(Smooth::constant(f64::NAN));
    }
    A::Out::leave(a.iter().zip(b).fold(Smooth::constant(0.0), |sum, (a, b)| sum + b.times(*a)))
}

/// Products that do not lift a constant factor first.
pub trait Times<A, D: Number> {
    #[doc(hidden)]
    fn times(self, a: A) -> Smooth<D>;
}
impl Times<f64, f64> for f64 {
    #[inline]
    fn times(self, a: f64) -> Smooth<f64> {
        Smooth(self * a)
    }
}
impl<D: Number> Times<Smooth<D>, D> for f64 {
    #[inline]
    fn times(self, a: Smooth<D>) -> Smooth<D> {
        a * self
    }
}
impl<D: Number> Times<f64, D> for Smooth<D> {
    #[inline]
    fn times(self, a: f64) -> Smooth<D> {
        self * a
    }
}
impl<D: Number> Times<Smooth<D>, D> for Smooth<D> {
    #[inline]
    fn times(self, a: Smooth<D>) -> Smooth<D> {
        self * a
    }
}
