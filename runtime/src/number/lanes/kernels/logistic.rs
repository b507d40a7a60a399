//! The logistic function and its integral.

use super::logarithm::ln_1p_usual;
use super::{exp, negative};
use crate::number::lanes::Isa;

/// 1 / (1 + e^-x)
#[inline(always)]
pub(crate) fn sigmoid<I: Isa>(x: I::V) -> I::V {
    let (zero, one) = (I::splat(0.0), I::splat(1.0));
    let e = exp::<I>(negative::<I>(x));
    // In the lower tail the numerator carries the whole relative accuracy.
    let numerator = I::select(I::gt(zero, x), e, one);
    I::div(numerator, I::add(e, one))
}

/// ln(1 + e^x)
#[inline(always)]
pub(crate) fn softplus<I: Isa>(x: I::V) -> I::V {
    let e = exp::<I>(negative::<I>(x));
    I::add(I::max(x, I::splat(0.0)), ln_1p_usual::<I>(e))
}

/// -ln(1 + e^-x)
#[inline(always)]
pub(crate) fn ln_sigmoid<I: Isa>(x: I::V) -> I::V {
    I::neg(softplus::<I>(I::neg(x)))
}
