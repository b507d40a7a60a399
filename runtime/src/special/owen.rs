//! Owen's function T, and the distribution function of the skew normal distribution.

use super::value::{normal_cdf, normal_pdf};
use crate::distr::implicit::quadrature::NODES;
use crate::number::rules::{self, Erf, NormalCdf};
use crate::number::{Binary, Number};
use crate::{Join, Lift, Real};
use std::f64::consts::FRAC_1_SQRT_2;

/// Owen's function T(h, a) = 1/(2π) ∫ exp(-h² (1 + s²)/2) / (1 + s²) ds over [0, a]: the probability that a pair of
/// standard normal numbers has X > h and 0 < Y < a X.
///
/// Gauss-Legendre quadrature of 20 nodes on at most three panels, after Owen's reduction to a <= 1 (Owen 1956,
/// <https://doi.org/10.1214/aoms/1177728074>). The relative error is below 3e-15.
///
/// ```
/// use stochastic_grad::special::owens_t;
/// assert!((owens_t(1.0, 0.5) - 0.04306469112078537).abs() < 1e-16);
/// assert_eq!(owens_t(0.3, -2.0), -owens_t(-0.3, 2.0));
/// ```
pub fn owens_t<A, B>(h: A, a: B) -> A::Out
where
    A: Join<B> + Lift<A::Out>,
    B: Lift<A::Out>,
{
    let (h, a): (A::Out, A::Out) = (h.lift(), a.lift());
    A::Out::leave(crate::Smooth(h.smooth().0.binary(a.smooth().0, OwensT)))
}

#[derive(Clone, Copy, Debug)]
struct OwensT;
impl Binary for OwensT {
    fn value(self, h: f64, a: f64) -> f64 {
        let (h, size) = (h.abs(), a.abs());
        let t = if size <= 1.0 { inner(h, size) } else { 0.5 * normal_cdf(-h) - wedge(h, size) };
        if a < 0.0 { -t } else { t }
    }
    fn partials<T: Number>(self, h: T, a: T, _t: T) -> (T, T) {
        let inside = h.mul(a).mul_f64(FRAC_1_SQRT_2).unary(Erf);
        (rules::normal_pdf(h).mul(inside).mul_f64(-0.5), slope(h, a).mul_f64(0.5))
    }
}

/// exp(-h² (1 + a²)/2) / (π (1 + a²)), which is 2 dT/da
fn slope<T: Number>(h: T, a: T) -> T {
    let root = a.unary(rules::Hypot1);
    let r = h.mul(root);
    r.mul(r).mul_f64(-0.5).unary(rules::Exp).div(root).div(root).mul_f64(std::f64::consts::FRAC_1_PI)
}

/// The distribution function of the standard skew normal distribution at x for a shape, Φ(x) - 2 T(x, shape), or its
/// complement; each is accurate where it is small.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SkewNormalCdf {
    pub(crate) upper: bool,
}
impl Binary for SkewNormalCdf {
    fn value(self, x: f64, shape: f64) -> f64 {
        // The mirror image has the opposite shape.
        let (x, upper) = if shape < 0.0 { (-x, !self.upper) } else { (x, self.upper) };
        let below = 2.0 * wedge(x.abs(), shape.abs());
        match (x > 0.0, upper) {
            (false, false) => below,
            (false, true) => 1.0 - below,
            (true, false) => libm::erf(x * FRAC_1_SQRT_2) + below,
            (true, true) => 2.0 * normal_cdf(-x) - below,
        }
    }
    fn partials<T: Number>(self, x: T, shape: T, _y: T) -> (T, T) {
        let density = rules::normal_pdf(x).mul(x.mul(shape).unary(NormalCdf)).mul_f64(2.0);
        let down = slope(x, shape);
        if self.upper { (density.neg(), down) } else { (density, down.neg()) }
    }
}

/// T(h, a) for h >= 0 and 0 <= a <= 1
fn inner(h: f64, a: f64) -> f64 {
    if h > 39.0 {
        // Also infinite.
        return 0.0 * a;
    }
    // Beyond s = 9 the integrand is less than the rounding of the whole.
    let end = if h * a > 9.0 { 9.0 / h } else { a };
    let integral = panels(end, |s| (-0.5 * (h * s) * (h * s)).exp() / (1.0 + s * s));
    FRAC_1_SQRT_TAU * normal_pdf(h) * integral
}

/// T(h, ∞) - T(h, a) for h, a >= 0, to full relative accuracy
pub(super) fn wedge(h: f64, a: f64) -> f64 {
    let k = h * a;
    if a == f64::INFINITY || h > 39.0 {
        // What is NaN stays so.
        0.0 / h.max(1.0) * a.min(1.0)
    } else if h.max(k) > 1.0 {
        // 1/(2π) ∫ h/(h² + s²) exp(-(h² + s²)/2) ds beyond k
        let end = 76.0 / (k + (k * k + 76.0).sqrt());
        let lorentz = |s: f64| if h > s { 1.0 / (h + s * (s / h)) } else { (h / s) / (s + h * (h / s)) };
        normal_pdf(h) * normal_pdf(k) * panels(end, |u| (-u * (k + 0.5 * u)).exp() * lorentz(k + u))
    } else if a <= 1.0 {
        0.5 * normal_cdf(-h) - inner(h, a)
    } else {
        inner(k, 1.0 / a) - 0.5 * normal_cdf(-k) * libm::erf(h * FRAC_1_SQRT_2)
    }
}

/// 1/sqrt(2π)
const FRAC_1_SQRT_TAU: f64 = 0.398_942_280_401_432_7;

/// The integral over [0, end], on three panels that grow.
fn panels(end: f64, f: impl Fn(f64) -> f64) -> f64 {
    let panel = |low: f64, high: f64| {
        let (centre, half) = (0.5 * (high + low), 0.5 * (high - low));
        let pairs = NODES.iter().map(|(x, w)| w * (f(centre - half * x) + f(centre + half * x)));
        half * pairs.sum::<f64>()
    };
    panel(0.0, end / 9.0) + panel(end / 9.0, end / 3.0) + panel(end / 3.0, end)
}
