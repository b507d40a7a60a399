//! Moments of a piece of the normal distribution, relative to its density at one end: without underflow in the tails
//! and without cancellation in narrow pieces.

use super::value::{inverse_mills, inverse_mills_excess};
use crate::distr::implicit::quadrature::tail;
use crate::number::rules::Exp;
use crate::number::{Binary, Number};

/// The integral of t^k exp(-a t - t²/2) from 0 to w, for a >= -1 and w >= 0: of the piece of the normal distribution from
/// a to a + w the moment of order k around a, over the density at a.
///
/// All parts are positive. The derivative by a is minus the next moment.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moment(pub u32);
impl Binary for Moment {
    #[inline]
    fn value(self, a: f64, w: f64) -> f64 {
        // Where little of the density falls on the way, the difference of two tails would cancel.
        let narrow = w * (1.0 + a.abs()) < 2.0;
        if self.0 == 0 && !narrow {
            return upper_tail(a) - ratio_of_densities(a, w) * upper_tail(a + w);
        }
        let first = if narrow { w } else { 1.0 / a.abs().max(1.0) };
        let power = i32::try_from(self.0).unwrap_or(i32::MAX);
        tail(first, None, w, |t| -t * (a + 0.5 * t), |t| t.powi(power))
    }
    #[inline]
    fn partials<T: Number>(self, a: T, w: T, _: T) -> (T, T) {
        let power = i32::try_from(self.0).unwrap_or(i32::MAX);
        let at_end = w.unary(crate::number::rules::Powi(power)).mul(ratio_of_densities(a, w));
        (a.binary(w, Moment(self.0 + 1)).neg(), at_end)
    }
}

/// φ(a + w)/φ(a) = exp(-a w - w²/2)
#[inline]
pub(crate) fn ratio_of_densities<T: Number>(a: T, w: T) -> T {
    w.mul(a.add(w.mul_f64(0.5))).neg().unary(Exp)
}

/// Mills' ratio Φ(-a)/φ(a)
#[inline]
fn upper_tail(a: f64) -> f64 {
    1.0 / if a > 0.0 { a + inverse_mills_excess(-a) } else { inverse_mills(-a) }
}

/// The t from 0 to w at which a part u of the whole piece is reached, for 0 < u < 1 and uc = 1 - u: Newton's method on
/// the logarithm of the smaller part, which is concave.
pub(crate) fn quantile(a: f64, w: f64, u: f64, uc: f64) -> f64 {
    let whole = Moment(0).value(a, w);
    let (mut low, mut high) = (0.0, w);
    let mut t = start(a, w, u, uc);
    for _ in 0..100 {
        let step = if u < uc { step_of_lower(a, t, u * whole) } else { step_of_upper(a, w, t, uc * whole) };
        if step > 0.0 {
            low = t
        } else {
            high = t
        }
        let mut next = t + step;
        if !(low <= next && next <= high) {
            next = 0.5 * (low + high);
        }
        let moved = (next - t).abs();
        t = next;
        if moved <= f64::EPSILON * t {
            break;
        }
    }
    t
}

/// Newton's step for the part from 0 to t, which should be `part`.
fn step_of_lower(a: f64, t: f64, part: f64) -> f64 {
    let reached = Moment(0).value(a, t);
    // ln(part / reached), over its derivative
    ((part - reached) / reached).ln_1p() * reached / ratio_of_densities(a, t)
}

/// Newton's step for the part from t to w, which should be `part`.
fn step_of_upper(a: f64, w: f64, t: f64, part: f64) -> f64 {
    let beyond = Moment(0).value(a + t, w - t);
    ((beyond / part).ln() - t * (a + 0.5 * t)) * beyond
}

/// Where Newton's method begins, inside the interval.
fn start(a: f64, w: f64, u: f64, uc: f64) -> f64 {
    let t = if w * (1.0 + a.abs()) < 2.0 {
        u * w
    } else if a < 5.0 {
        let cdf = super::value::normal_cdf;
        -super::value::normal_quantile(cdf(-a) * uc + cdf(-a - w) * u) - a
    } else {
        // An exponential distribution with the rate a, cut off at w
        -(u * (-a * w).exp_m1()).ln_1p() / a
    };
    if 0.0 < t && t < w { t } else { u * w }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::Dual;

    /// a, w, and the moments of order 0, 1 and 2 (mpmath, 40 digits)
    #[rustfmt::skip]
    const MOMENTS: &[(f64, f64, [f64; 3])] = &include!("normal_mass/moments.in");

    #[test]
    fn moments_and_their_derivatives() {
        for &(a, w, want) in MOMENTS {
            let close = |got: f64, want: f64, bound: f64| {
                assert!((got / want - 1.0).abs() < bound, "{a} {w}: {got:e} instead of {want:e}");
            };
            for (k, want) in (0..).zip(want) {
                close(Moment(k).value(a, w), want, 3e-15);
            }
            let moving = (Dual::<f64, 2>::new(a, [1.0, 0.0]), Dual::new(w, [0.0, 1.0]));
            let [by_a, by_w] = moving.0.binary(moving.1, Moment(1)).parts().1;
            close(by_a, -want[2], 3e-15);
            close(by_w, w * (-w * (a + 0.5 * w)).exp(), 3e-15);
        }
    }

    #[test]
    fn quantiles_invert_the_mass() {
        for &(a, w, _) in MOMENTS {
            for u in [1e-300, 1e-17, 1e-3, 0.3, 0.5, 0.9] {
                let t = quantile(a, w, u, 1.0 - u);
                let part = Moment(0).value(a, t) / Moment(0).value(a, w);
                assert!((part / u - 1.0).abs() < 1e-14, "{a} {w} {u}: {part}");
                let t = quantile(a, w, 1.0 - u, u);
                let part = ratio_of_densities(a, t) * Moment(0).value(a + t, w - t) / Moment(0).value(a, w);
                // 1 - u rounds, and t next to the end as well
                let rounding = 1e-16 * w * ratio_of_densities(a, w) / Moment(0).value(a, w) / u;
                assert!((part / u - 1.0).abs() < 1e-13 + rounding, "{a} {w} 1 - {u}: {part}");
            }
        }
    }
}
