//! The logistic function and its integral.

use super::exp::decay;
use super::logarithm::ln_1p_of_unit;
use super::negated_mul_add;
use crate::number::lanes::Isa;

/// 1 / (1 + e^-x) and e^-|x|
#[inline(always)]
pub(crate) fn sigmoid_decay<I: Isa>(x: I::V) -> (I::V, I::V) {
    let (zero, one) = (I::splat(0.0), I::splat(1.0));
    let e = decay::<I>(x);
    // In the lower tail the numerator carries the whole relative accuracy.
    let numerator = I::select(I::gt(zero, x), e, one);
    let sum = I::add(e, one);
    let lost = I::sub(e, I::sub(sum, one));
    let quotient = I::div(numerator, sum);
    // What the quotient and the sum lost, over the sum, which is near 1 where it matters.
    let left = negated_mul_add::<I>(quotient, lost, negated_mul_add::<I>(quotient, sum, numerator));
    (I::add(quotient, left), e)
}

/// ln(1 + e^x) and 1 / (1 + e^-x), of one exponential
#[inline(always)]
pub(crate) fn softplus_sigmoid<I: Isa>(x: I::V) -> (I::V, I::V) {
    let (sigmoid, e) = sigmoid_decay::<I>(x);
    (I::add(I::max(x, I::splat(0.0)), ln_1p_of_unit::<I>(e)), sigmoid)
}

/// 1 / (1 + e^-x)
#[inline(always)]
pub(crate) fn sigmoid<I: Isa>(x: I::V) -> I::V {
    sigmoid_decay::<I>(x).0
}

/// ln(1 + e^x)
#[inline(always)]
pub(crate) fn softplus<I: Isa>(x: I::V) -> I::V {
    softplus_sigmoid::<I>(x).0
}

/// -ln(1 + e^-x)
#[inline(always)]
pub(crate) fn ln_sigmoid<I: Isa>(x: I::V) -> I::V {
    I::neg(softplus::<I>(I::neg(x)))
}
