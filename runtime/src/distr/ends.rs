//! What densities and distribution functions do at the ends of their supports, and numbers that stay inside.

use super::{every, outside_support};
use crate::number::{Number, Unary};
use crate::private::Primal;
use crate::smooth::kink;
use crate::special::value;
use crate::{Real, Smooth};

/// Whether a parameter moves; asked before it meets others, because a number on a tape always says so.
#[inline(always)]
pub(crate) fn moves<T: Real>(x: T) -> bool {
    T::Number::ORDER > 0 && !x.smooth().0.is_constant()
}

/// A probability, or NaN outside [0, 1].
#[inline]
pub(crate) fn probability<D: Number>(p: Smooth<D>) -> Smooth<D> {
    let (zero, one, nan) = (D::constant(0.0), D::constant(1.0), D::constant(f64::NAN));
    Smooth(D::select(zero.greater(p.0), nan, D::select(p.0.greater(one), nan, p.0)))
}

/// The number, or the constant `low` where it is less: for what has underflowed there, so that no derivative becomes
/// zero times infinity.
#[inline(always)]
pub(crate) fn at_least<D: Number>(x: Smooth<D>, low: f64) -> Smooth<D> {
    let low = D::constant(low);
    Smooth(D::select(low.greater(x.0), low, x.0))
}

/// The number, or the constant `high` where it is greater.
#[inline(always)]
pub(crate) fn at_most<D: Number>(x: Smooth<D>, high: f64) -> Smooth<D> {
    let high = D::constant(high);
    Smooth(D::select(x.0.greater(high), high, x.0))
}

/// `scale` exp(t), which is representable where exp(t) alone may not be.
#[inline(always)]
pub(crate) fn scaled_exp<D: Number>(scale: Smooth<D>, t: Smooth<D>) -> Smooth<D> {
    let root = (0.5 * t).exp();
    scale * root * root
}

/// ln(x/scale), accurate where both are close and where their quotient is not representable.
#[inline]
pub(crate) fn ln_quotient<D: Number>(x: Smooth<D>, scale: Smooth<D>) -> Smooth<D> {
    let quotient = x / scale;
    if every(quotient, |v| v > 0.5 && v < 2.0) {
        return ((x - scale) / scale).ln_1p();
    }
    if every(quotient, |v| v > 1e-290 && v < 1e290) { quotient.ln() } else { x.ln() - scale.ln() }
}

/// ln of a density: `inside` where the margin to the ends of the support is positive, `at_end` where it is zero, minus
/// infinity beyond. A smooth point must lie inside.
#[inline]
pub(crate) fn supported<D: Number>(
    distribution: &'static str,
    x: Smooth<D>,
    margin: Smooth<D>,
    at_end: Smooth<D>,
    inside: Smooth<D>,
) -> Smooth<D> {
    if every(margin, |v| v > 0.0) {
        return inside;
    }
    if !x.0.is_constant() {
        return outside_support(distribution, x);
    }
    let zero = D::constant(0.0);
    // Neither greater nor less than zero is also NaN, which the product keeps.
    let end = (at_end + margin.frozen() * 0.0).0;
    let beyond = D::select(zero.greater(margin.0), D::constant(f64::NEG_INFINITY), end);
    Smooth(D::select(margin.0.greater(zero), inside.0, beyond))
}

/// The margin of x to the ends of the unit interval: positive inside, zero at the ends.
#[inline]
pub(crate) fn unit_margin<D: Number>(x: Smooth<D>) -> Smooth<D> {
    x * (1.0 - x)
}

/// ln of a density that goes like the power `shape - 1` of the distance `from_end`, at the end itself: infinite,
/// `middle` or minus infinity, as the shape is less than, equal to or greater than 1.
pub(crate) fn power_limit<D: Number>(
    distribution: &'static str,
    x: Smooth<D>,
    from_end: Smooth<D>,
    shape: Smooth<D>,
    middle: Smooth<D>,
) -> Smooth<D> {
    let one = D::constant(1.0);
    if every(from_end, |v| v != 0.0) {
        return Smooth(one);
    }
    if !shape.0.is_constant() && !every(shape, |v| v != 1.0) {
        return outside_support(distribution, x);
    }
    let (least, most) = (D::constant(f64::NEG_INFINITY), D::constant(f64::INFINITY));
    let up = D::select(one.greater(shape.0), most, middle.0);
    Smooth(D::select(shape.0.greater(one), least, up))
}

/// F and 1 - F: `inside` where the distances above the lower end and below the upper one are both positive, else 0
/// or 1. `kinks` says for both ends whether the density jumps there, so that F has a kink.
#[inline(always)]
pub(crate) fn between<D: Number>(
    from_low: Smooth<D>,
    from_high: Smooth<D>,
    kinks: [bool; 2],
    inside: (Smooth<D>, Smooth<D>),
) -> (Smooth<D>, Smooth<D>) {
    let ends = [(from_low, kinks[0]), (from_high, kinks[1])];
    if ends.iter().all(|(distance, _)| every(*distance, |v| v > 0.0)) {
        return inside;
    }
    if ends.iter().any(|(distance, kinked)| *kinked && !distance.0.is_constant() && !every(*distance, |v| v > 0.0)) {
        kink::<D>("cdf");
    }
    let zero = D::constant(0.0);
    let beyond = |distance: Smooth<D>, value: f64| {
        // The end itself, or NaN, which the product keeps.
        let at_end = (distance.frozen() * 0.0 + value).0;
        D::select(zero.greater(distance.0), D::constant(value), at_end)
    };
    let choose = |inside: Smooth<D>, low: f64, high: f64| {
        let from_above = D::select(from_high.0.greater(zero), inside.0, beyond(from_high, high));
        Smooth(D::select(from_low.0.greater(zero), from_above, beyond(from_low, low)))
    };
    (choose(inside.0, 0.0, 1.0), choose(inside.1, 1.0, 0.0))
}

/// The moment where `shape` exceeds the least one for which it exists, else infinity.
pub(crate) fn where_finite<D: Number>(shape: Smooth<D>, least: f64, moment: Smooth<D>) -> Smooth<D> {
    let infinite = D::constant(f64::INFINITY);
    Smooth(D::select(shape.0.greater(D::constant(least)), moment.0, infinite))
}

/// Whether a density that goes like the power `shape - 1` of the distance from the end jumps there.
#[inline]
pub(crate) fn jumps_by_power<D: Number>(shape: Smooth<D>) -> bool {
    !every(shape, |v| v > 1.0)
}

/// The number whose logit is y, kept inside (0, 1).
///
/// Its derivative is x (1 - x) with the very x that comes out, so that the derivatives of ln x, ln(1 - x) and logit(x)
/// are right however x was rounded, and finite.
#[inline]
pub(crate) fn open_sigmoid<D: Number>(y: Smooth<D>) -> Smooth<D> {
    Smooth(y.0.unary(OpenSigmoid))
}

#[derive(Clone, Copy, Debug)]
struct OpenSigmoid;
impl Unary for OpenSigmoid {
    #[inline]
    fn value(self, y: f64) -> f64 {
        // `clamp` keeps NaN.
        value::sigmoid(y).clamp(f64::MIN_POSITIVE, 1.0 - 0.5 * f64::EPSILON)
    }
    #[inline]
    fn derivative<T: Number>(self, _y: T, x: T) -> T {
        x.mul(x.rsub_f64(1.0))
    }
}
