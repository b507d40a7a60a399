//! Points of the simplex: positive numbers that sum to one.

use super::arguments::fits;
use super::{every, outside_support};
use crate::{Number, Smooth};

/// Numbers that sum to one within this lie on the simplex.
const SUM: f64 = 1e-6;

/// Logarithms below this are kept as such until the end: the exponential of a lower one may underflow.
const LOW: f64 = -690.0;

/// exp(y), but at least the smallest normal number, which moves by itself times the slope of y: so the derivative of
/// its logarithm is right.
#[inline(always)]
pub(crate) fn exp_above_zero<D: Number>(y: Smooth<D>) -> Smooth<D> {
    if every(y, |v| v > LOW) {
        return y.exp();
    }
    let plain = y.frozen();
    if !every(y, |v| v > f64::NEG_INFINITY) {
        return Smooth::constant(f64::MIN_POSITIVE);
    }
    let mut lanes = 0..D::LANES;
    let value = D::noise(|| plain.0.primal(lanes.next().unwrap_or_default()).exp().max(f64::MIN_POSITIVE));
    // exp(0) = 1, with the derivatives of y
    (y - plain).exp() * Smooth(value)
}

/// Turns weights into shares.
#[inline(always)]
pub(crate) fn divide_by_sum<D: Number>(x: &mut [Smooth<D>]) {
    let mut total = Smooth::constant(0.0);
    for x in x.iter() {
        total += *x;
    }
    let scale = total.recip();
    for x in x.iter_mut() {
        *x *= scale;
    }
}

/// Turns logarithms of weights into the weights over their sum, none of which is 0.
#[inline(always)]
pub(crate) fn normalise<D: Number>(y: &mut [Smooth<D>]) {
    let shift = largest(y);
    let mut total = Smooth::constant(0.0);
    for y in y.iter_mut() {
        *y -= shift;
        if every(*y, |v| v > LOW) {
            *y = y.exp();
            total += *y;
        } else if !every(*y, |v| v <= LOW) {
            total += y.exp();
        }
    }
    let scale = total.recip();
    for y in y.iter_mut() {
        // A logarithm is still one: it is not positive.
        *y = if every(*y, |v| v > 0.0) { *y * scale } else { exp_above_zero(*y - total.ln()) };
    }
}

/// The largest plain value: the shift cancels with its derivatives, so it needs none.
#[inline(always)]
pub(crate) fn largest<D: Number>(y: &[Smooth<D>]) -> Smooth<D> {
    let mut lanes = 0..D::LANES;
    Smooth(D::noise(|| {
        let lane = lanes.next().unwrap_or_default();
        y.iter().map(|y| y.0.primal(lane)).fold(f64::NEG_INFINITY, f64::max)
    }))
}

/// What keeps a point from the simplex: a component, or the sum. A component must be positive, or 0 at a constant point if
/// the simplex is `closed`.
pub(crate) fn obstacle<D: Number>(x: &[Smooth<D>], closed: bool) -> Option<Smooth<D>> {
    let sum: Smooth<D> = x.iter().sum();
    let closed = closed && x.iter().all(|x| x.0.is_constant());
    let inside = |x: &Smooth<D>| every(*x, |v| v > 0.0 || (closed && v == 0.0));
    let outside = x.iter().find(|x| !inside(x)).copied();
    outside.or(Some(sum).filter(|sum| !every(*sum, |v| (v - 1.0).abs() <= SUM)))
}

/// What a density is at a point that does not lie on the simplex; nothing if it does.
pub(crate) fn beyond<D: Number>(distribution: &'static str, x: &[Smooth<D>], closed: bool) -> Option<Smooth<D>> {
    let outside = obstacle(x, closed)?;
    if x.iter().any(|x| !x.0.is_constant()) {
        return Some(outside_support(distribution, outside));
    }
    let nan = x.iter().any(|x| !every(*x, |v| !v.is_nan()));
    Some(Smooth::constant(if nan { f64::NAN } else { f64::NEG_INFINITY }))
}

/// A vector that was drawn elsewhere as constants, if it can be a draw of `n` components; else an error of the present
/// run.
pub(crate) fn drawn<D: Number>(distribution: &'static str, x: &[f64], n: usize) -> Option<Vec<Smooth<D>>> {
    if !fits(distribution, n, x.len()) {
        return None;
    }
    let x: Vec<_> = x.iter().map(|x| Smooth::constant(*x)).collect();
    if let Some(outside) = obstacle(&x, false) {
        outside_support(distribution, outside);
        return None;
    }
    Some(x)
}
