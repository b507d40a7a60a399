//! Numbers by their logarithms, at the ends of the range of numbers.

use super::own::newton;
use super::{Cumulative, every};
use crate::{Number, Smooth};

/// ln of the smallest normal number, up to rounding
const LN_LEAST: f64 = -708.39;
/// ln of the largest number, up to rounding
const LN_MOST: f64 = 709.78;
/// ln of what stands for numbers that are too large: smaller than they could be, to leave room for derivatives
const LN_LARGE: f64 = 690.0;

/// e^y. Where it would leave the range of normal numbers, the value is one near the end of that range, with the
/// derivative of y: so the derivative of its logarithm is right everywhere.
#[inline]
pub(crate) fn exp_in_range<D: Number>(y: Smooth<D>) -> Smooth<D> {
    moved_into(y, LN_LEAST, LN_MOST, LN_LARGE).exp()
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

/// The quantile as it moves with the parameters and with `p`: from its plain value by steps of Newton's method in smooth
/// numbers, of which each doubles the order of the derivatives that are right.
pub(crate) fn moving_quantile<D: Number, X: Cumulative<D>>(
    family: &X,
    p: Smooth<D>,
    plain: impl Fn(usize, f64) -> f64,
) -> Smooth<D> {
    let x = Smooth(D::from_base(per_lane::<D>(|lane| plain(lane, p.0.primal(lane)))));
    if !every(p, |p| 0.0 < p && p < 1.0) {
        return x;
    }
    newton(x, |x| {
        let (lower, upper) = family.cumulative(x);
        let excess = if every(p, |p| p < 0.5) { lower - p } else { (1.0 - p) - upper };
        // The value is right already.
        (excess - excess.frozen(), family.ln_density(x).exp())
    })
}
