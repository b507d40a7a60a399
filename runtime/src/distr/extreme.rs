//! What the generalized extreme value and the generalized Pareto distribution have in common: the power (1 + shape z)
//! that becomes an exponential at shape 0, smoothly.

use super::{every, power_limit};
use crate::number::Number;
use crate::private::Primal;
use crate::special::differences::{ExpMoment, LnMoment};
use crate::{Real, Smooth};

/// (exp(shape y) - 1)/shape, which is y at shape 0.
#[inline]
pub(super) fn stretch<D: Number>(shape: Smooth<D>, y: Smooth<D>) -> Smooth<D> {
    y * Smooth((shape * y).0.unary(ExpMoment(0)))
}

/// ln(1 + shape z)/shape, which is z at shape 0.
#[inline]
pub(super) fn relax<D: Number>(shape: Smooth<D>, z: Smooth<D>) -> Smooth<D> {
    z * Smooth((shape * z).0.unary(LnMoment(0)))
}

/// `stretch` of an end, y = ±∞: the end of the support, finite or not.
#[inline]
pub(super) fn stretch_to_end<D: Number>(shape: Smooth<D>, y: Smooth<D>) -> Smooth<D> {
    if every(y, |v| !v.is_infinite()) {
        return stretch(shape, y);
    }
    let (zero, end) = (D::constant(0.0), -1.0 / shape);
    let at = |outer: D, inner: D| D::select(shape.0.greater(zero), outer, D::select(zero.greater(shape.0), inner, y.0));
    let lower = at(end.0, y.0);
    Smooth(D::select(y.0.greater(zero), at(y.0, end.0), lower))
}

/// 1 + shape z, which is positive inside the support; negative where z is infinite.
#[inline]
pub(super) fn margin<D: Number>(shape: Smooth<D>, z: Smooth<D>) -> Smooth<D> {
    let (most, outside) = (D::constant(f64::MAX), D::constant(-1.0));
    let inside = D::select(z.0.greater(most), outside, (1.0 + shape * z).0);
    Smooth(D::select(z.0.neg().greater(most), outside, inside))
}

/// ln of the density at the end of the support: zero, but where shape <= -1.
pub(super) fn ln_density_at_end<D: Number>(
    distribution: &'static str,
    x: Smooth<D>,
    margin: Smooth<D>,
    [scale, shape]: [Smooth<D>; 2],
) -> Smooth<D> {
    let limit = power_limit(distribution, x, margin, -1.0 / shape, -scale.ln());
    Smooth(D::select(D::constant(0.0).greater(shape.0), limit.0, D::constant(f64::NEG_INFINITY)))
}

/// Whether the density jumps at the end of the support that a shape < 0 makes.
#[inline]
pub(super) fn jumps_at_far_end<T: Real>(shape: T) -> bool {
    !every(shape.smooth(), |v| v > -1.0)
}

/// Whether the density has a kink or worse there, through which no second derivative is right.
#[inline]
pub(super) fn bends_at_far_end<D: Number>(shape: Smooth<D>) -> bool {
    !every(shape, |v| v > -0.5)
}
