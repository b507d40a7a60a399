//! What happens at the ends: of the support of a density, and of the range of numbers.

use super::{every, outside_support};
use crate::{Number, Smooth};

/// ln of the smallest normal number, up to rounding
const LN_LEAST: f64 = -708.39;
/// ln of the largest number, up to rounding
const LN_MOST: f64 = 709.78;
/// ln of what stands for numbers that are too large: smaller than they could be, to leave room for derivatives
const LN_LARGE: f64 = 690.0;
/// logit of the largest number below 1
const LOGIT_MOST: f64 = 36.736_800_569_677_1;

/// e^y. Where it would leave the range of normal numbers, the value is one near the end of that range, with the
/// derivative of y: so the derivative of its logarithm is right everywhere.
#[inline]
pub(crate) fn exp_in_range<D: Number>(y: Smooth<D>) -> Smooth<D> {
    moved_into(y, LN_LEAST, LN_MOST, LN_LARGE).exp()
}

/// The logistic function of y, kept inside the open interval from 0 to 1, with the derivative of y.
#[inline]
pub(crate) fn sigmoid_in_range<D: Number>(y: Smooth<D>) -> Smooth<D> {
    moved_into(y, LN_LEAST, LOGIT_MOST, LOGIT_MOST).sigmoid()
}

/// y as it moves, with another plain value where that is outside a range.
#[inline]
fn moved_into<D: Number>(y: Smooth<D>, least: f64, most: f64, beyond: f64) -> Smooth<D> {
    if every(y, |v| least <= v && v <= most) {
        return y;
    }
    let plain = per_lane::<D>(|lane| -y.0.primal(lane));
    let inside = per_lane::<D>(|lane| match y.0.primal(lane) {
        v if v < least => least,
        v if v > most => beyond,
        v => v,
    });
    Smooth(y.0.add_base(plain).add_base(inside))
}

/// Numbers without derivative, one for each lane.
#[inline]
pub(crate) fn per_lane<D: Number>(of: impl Fn(usize) -> f64) -> D::Base {
    let mut lanes = 0..;
    D::Base::noise(|| of(lanes.next().unwrap_or(0)))
}

/// ln of a density at an end of its support where it is like a power of the distance: infinite where the power is
/// negative, `limit` where it is zero, minus infinity where it is positive. `distance` is zero at the end.
///
/// A power that moves through zero makes the density jump, which is an error.
#[inline]
pub(crate) fn at_end<D: Number>(
    distribution: &'static str,
    distance: Smooth<D>,
    power: Smooth<D>,
    limit: impl FnOnce() -> Smooth<D>,
) -> Smooth<D> {
    let zero = D::constant(0.0);
    if every(distance, |v| v != 0.0) {
        return Smooth(zero);
    }
    if !power.0.is_constant() && !every(power, |v| v != 0.0) {
        return outside_support(distribution, distance);
    }
    let (least, most) = (D::constant(f64::NEG_INFINITY), D::constant(f64::INFINITY));
    let up = D::select(zero.greater(power.0), most, limit().0);
    Smooth(D::select(power.0.greater(zero), least, up))
}

/// ln of a density on 0 < x < 1: `inside` there, the given values at the ends, minus infinity elsewhere. A smooth point
/// must lie inside.
#[inline]
pub(crate) fn on_unit_interval<D: Number>(
    distribution: &'static str,
    x: Smooth<D>,
    at_ends: [Smooth<D>; 2],
    inside: Smooth<D>,
) -> Smooth<D> {
    if every(x, |v| v > 0.0 && v < 1.0) {
        return inside;
    }
    if !x.0.is_constant() {
        return outside_support(distribution, x);
    }
    let (zero, one) = (D::constant(0.0), D::constant(1.0));
    let nothing = D::constant(f64::NEG_INFINITY);
    // Neither inside nor outside nor 1 is 0, or NaN, which adding x keeps.
    let low = D::select(zero.greater(x.0), nothing, (at_ends[0] + x).0);
    let high = D::select(x.0.greater(one), nothing, at_ends[1].0);
    let below_one = D::select(x.0.greater(zero), inside.0, low);
    // x >= 1 is what 1 > x denies, except for NaN.
    let at_least_one = x.0.greater(D::constant(1.0 - f64::EPSILON / 2.0));
    Smooth(D::select(at_least_one, high, below_one))
}

/// A moment that exists only where a parameter exceeds a bound.
#[inline]
pub(crate) fn beyond<D: Number>(
    bound: f64,
    otherwise: f64,
    parameter: Smooth<D>,
    moment: impl FnOnce(Smooth<D>) -> Smooth<D>,
) -> Smooth<D> {
    let exists = parameter.0.greater(D::constant(bound));
    Smooth(D::select(exists, moment(parameter).0, D::constant(otherwise)))
}
