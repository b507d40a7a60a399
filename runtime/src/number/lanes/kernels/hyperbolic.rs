//! The hyperbolic tangent and its derivative.

use super::exp::reduce;
use super::{negated_mul_add, negative, with_sign};
use crate::number::lanes::Isa;

/// tanh x and 1 / cosh² x, of one exponential and one quotient
#[inline(always)]
pub(crate) fn tanh_sech_squared<I: Isa>(x: I::V) -> (I::V, I::V) {
    let (one, two) = (I::splat(1.0), I::splat(2.0));
    let twice = I::mul(negative::<I>(x), two);
    let reduced = reduce::<I>(I::max(I::splat(-750.0), twice));
    let (first, second) = reduced.powers();
    // tanh |x| = (1 - e)/(1 + e) with e = exp(-2|x|), of which 1 - e is accurate near 0.
    let (high, low) = reduced.exp_minus(I::mul(first, second), one);
    let less = I::neg(I::add(high, low));
    let sum = I::sub(two, less);
    let lost = I::sub(I::sub(two, sum), less);
    let quotient = I::div(less, sum);
    // What the quotient and the sum lost, over the sum: 1/(1 + e) = (1 + tanh)/2.
    let left = I::mul_add(quotient, I::neg(lost), negated_mul_add::<I>(quotient, sum, less));
    let left = I::mul(left, I::mul_add(quotient, I::splat(0.5), I::splat(0.5)));
    let t = I::abs(I::add(quotient, left));
    // 4 e / (1 + e)² = e (1 + t)²
    let y = times_square_of_one_and::<I>(reduced.exp_minus(one, I::splat(0.0)), (quotient, left));
    (with_sign::<I>(t, x), I::mul(I::mul(y, first), second))
}

/// (e + f) (1 + t + u)² for 0 <= t <= 1, a small f and a tiny u; the error is that of the last product
#[inline(always)]
fn times_square_of_one_and<I: Isa>((e, f): (I::V, I::V), (t, u): (I::V, I::V)) -> I::V {
    let sum = I::add(I::splat(1.0), t);
    let lost = I::add(I::sub(t, I::sub(sum, I::splat(1.0))), u);
    let product = I::mul(e, sum);
    let left = I::mul_add(f, sum, I::mul_add(e, sum, I::neg(product)));
    I::mul_add(product, sum, I::mul_add(product, I::add(lost, lost), I::mul(left, sum)))
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
