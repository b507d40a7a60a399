//! The hyperbolic tangent and its derivative.

use super::exp::reduce;
use super::{negative, with_sign};
use crate::number::lanes::Isa;

/// tanh x and 1 / cosh² x, of one exponential and one quotient
#[inline(always)]
pub(crate) fn tanh_sech_squared<I: Isa>(x: I::V) -> (I::V, I::V) {
    let (one, two) = (I::splat(1.0), I::splat(2.0));
    let twice = I::mul(negative::<I>(x), two);
    let reduced = reduce::<I>(I::max(I::splat(-746.0), twice));
    let (first, second) = reduced.powers();
    // tanh |x| = (1 - e)/(1 + e) with e = exp(-2|x|), of which e - 1 is accurate near 0.
    let less = reduced.exp_minus(I::mul(first, second), one);
    let t = I::abs(I::div(less, I::add(less, two)));
    // 4 e / (1 + e)² = e (1 + t)²
    let e = I::mul(I::mul(reduced.exp(), first), second);
    let sum = I::add(one, t);
    (with_sign::<I>(t, x), I::mul(I::mul(e, sum), sum))
}

/// tanh x
#[inline(always)]
pub(crate) fn tanh<I: Isa>(x: I::V) -> I::V {
    tanh_sech_squared::<I>(x).0
}

/// 1 / cosh² x
#[inline(always)]
pub(crate) fn sech_squared<I: Isa>(x: I::V) -> I::V {
    tanh_sech_squared::<I>(x).1
}
