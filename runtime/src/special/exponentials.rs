//! Sums of exponentials.

use super::value;
use crate::number::{Number, Unary, rules};
use crate::private::Primal;
use crate::{Real, Smooth};

/// ln Σ exp(xᵢ), without overflow; -∞ for no terms.
///
/// ```
/// use stochastic_grad::special::logsumexp;
/// assert!((logsumexp(&[1000.0, 1000.0]) - (1000.0 + 2.0_f64.ln())).abs() < 1e-12);
/// assert_eq!(logsumexp::<f64>(&[]), f64::NEG_INFINITY);
/// ```
pub fn logsumexp<T: Real>(xs: &[T]) -> T::Own {
    if xs.is_empty() {
        return T::own(Smooth::constant(f64::NEG_INFINITY));
    }
    let smooth: Vec<_> = xs.iter().map(|x| x.smooth()).collect();
    T::own(T::Number::log_sum_exp(&smooth))
}

/// ln Σ exp(xᵢ) by arithmetic.
pub(crate) fn log_sum_exp<D: Number>(xs: &[Smooth<D>]) -> Smooth<D> {
    let shift = largest(xs);
    let sum: Smooth<_> = xs.iter().map(|x| (x - shift).exp()).sum();
    sum.ln() + shift
}

/// exp(xᵢ) / Σ exp(xⱼ), without overflow; NaN if all are -∞ or one is +∞.
///
/// ```
/// use stochastic_grad::special::softmax;
/// assert_eq!(softmax(&[1000.0, 1000.0]), [0.5, 0.5]);
/// ```
pub fn softmax<T: Real>(xs: &[T]) -> Vec<T::Own> {
    let shift = largest(xs);
    let weights: Vec<_> = xs.iter().map(|x| (x.smooth() - shift).exp()).collect();
    let sum: Smooth<_> = weights.iter().sum();
    weights.iter().map(|w| T::own(w / sum)).collect()
}

/// The largest plain value, as a constant: 0 where it is infinite, which the differences would turn into NaN.
///
/// The result does not depend on the shift, so the shift needs no derivative, and without one it has no kink that
/// would spoil a second derivative. Its plain value decides nothing, so numbers with several lanes may take it too.
pub(crate) fn largest<T: Real>(xs: &[T]) -> Smooth<T::Number> {
    let mut lanes = 0..;
    Smooth(T::Number::noise(|| {
        let lane = lanes.next().unwrap_or(0);
        let max = xs.iter().map(|x| x.smooth().0.primal(lane)).fold(f64::NEG_INFINITY, f64::max);
        if max.is_finite() { max } else { 0.0 }
    }))
}

/// ln(1 - eˣ) for x <= 0, accurate both near 0 and far from it; NaN for x > 0.
///
/// The logarithm of the complement of a probability whose logarithm is x (Mächler 2012, "Accurately computing
/// log(1 - exp(-|a|))", vignette of the R package Rmpfr).
///
/// ```
/// use stochastic_grad::special::ln_1m_exp;
/// assert!((ln_1m_exp(-1e-20) - 1e-20_f64.ln()).abs() < 1e-14);
/// assert_eq!(ln_1m_exp(-50.0), -(-50.0_f64).exp());
/// ```
pub fn ln_1m_exp<T: Real>(x: T) -> T::Own {
    T::own(Smooth(x.smooth().0.unary(Ln1mExp)))
}

#[derive(Clone, Copy, Debug)]
struct Ln1mExp;
impl Unary for Ln1mExp {
    const SINGULAR: bool = true;
    #[inline]
    fn value(self, x: f64) -> f64 {
        value::ln_1m_exp(x)
    }
    #[inline]
    fn derivative<T: Number>(self, x: T, _y: T) -> T {
        x.unary(rules::Exp).div(x.unary(rules::ExpM1))
    }
}
