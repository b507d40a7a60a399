//! The sine and the cosine.

use super::{ROUND, SIGN, mend, negated_mul_add, polynomial};
use crate::number::kernel::{HALF_PI, HALF_PI_NEXT, HALF_PI_REST, LARGE};
use crate::number::lanes::Isa;
use std::f64::consts::FRAC_2_PI;

// The polynomials are those of FreeBSD's msun (Copyright 1993 Sun Microsystems; "permission to use, copy, modify, and
// distribute this software is freely granted").

/// (sin x - x)/x³ for |x| <= pi/4, in x²
const SIN: [f64; 6] = [
    -1.666_666_666_666_663_2e-1,
    0.008_333_333_333_322_49,
    -1.984_126_982_985_795e-4,
    2.755_731_370_707_006_8e-6,
    -2.505_076_025_340_686_3e-8,
    1.589_690_995_211_55e-10,
];

/// (cos x - 1 + x²/2)/x⁴ for |x| <= pi/4, in x²
const COS: [f64; 6] = [
    4.166_666_666_666_66e-2,
    -1.388_888_888_887_411e-3,
    2.480_158_728_947_673e-5,
    -2.755_731_435_139_066_3e-7,
    2.087_572_321_298_175e-9,
    -1.135_964_755_778_819_5e-11,
];

/// The sine and the cosine, by the reduction of `number::kernel`
#[inline(always)]
pub(crate) fn sin_cos<I: Isa>(x: I::V) -> (I::V, I::V) {
    let shifted = I::mul_add(x, I::splat(FRAC_2_PI), I::splat(ROUND));
    let (r, low) = remainder::<I>(x, I::sub(shifted, I::splat(ROUND)));
    let (sin, cos) = sin_cos_of_small::<I>(r, low);
    let (sin, cos) = turned::<I>(sin, cos, I::bits(shifted));
    if I::all(I::gt(I::splat(LARGE), I::abs(x))) { (sin, cos) } else { mended::<I>(x, sin, cos) }
}

/// x - n pi/2 as a sum of two numbers
#[inline(always)]
fn remainder<I: Isa>(x: I::V, n: I::V) -> (I::V, I::V) {
    let first = negated_mul_add::<I>(n, I::splat(HALF_PI), x);
    let second = I::mul(n, I::splat(HALF_PI_NEXT));
    let head = I::sub(first, second);
    let rest = I::mul_add(n, I::splat(HALF_PI_REST), I::sub(second, I::sub(first, head)));
    let r = I::sub(head, rest);
    (r, I::sub(I::sub(head, r), rest))
}

/// The sine and the cosine of x + y for |x| <= pi/4 and a tiny y
#[inline(always)]
fn sin_cos_of_small<I: Isa>(x: I::V, y: I::V) -> (I::V, I::V) {
    let z = I::mul(x, x);
    let half = I::mul(z, I::splat(0.5));
    let cube = I::mul(z, x);
    // sin x + y cos x; the difference keeps the sign of 0.
    let rest = negated_mul_add::<I>(cube, polynomial::<I, 6>(&SIN, z), I::mul_add(half, y, I::neg(y)));
    let sin = I::sub(x, rest);
    // cos x - y sin x; what 1 - x²/2 loses is exact.
    let one = I::sub(I::splat(1.0), half);
    let lost = I::sub(I::sub(I::splat(1.0), one), half);
    let rest = I::mul_add(I::mul(z, z), polynomial::<I, 6>(&COS, z), negated_mul_add::<I>(x, y, lost));
    (sin, I::add(one, rest))
}

/// Both, turned by quarters of a circle
#[inline(always)]
fn turned<I: Isa>(sin: I::V, cos: I::V, quarters: I::W) -> (I::V, I::V) {
    let swap = I::wrapping_sub(I::splat_word(0), I::bit_and(quarters, I::splat_word(1)));
    let both = I::bit_and(I::bit_xor(I::bits(sin), I::bits(cos)), swap);
    let half_turn = I::shl::<62>(quarters);
    let sin = I::bit_xor(I::bit_xor(I::bits(sin), both), sign::<I>(half_turn));
    let cos = I::bit_xor(I::bit_xor(I::bits(cos), both), sign::<I>(I::bit_xor(half_turn, I::shl::<63>(quarters))));
    (I::float(sin), I::float(cos))
}

#[inline(always)]
fn sign<I: Isa>(x: I::W) -> I::W {
    I::bit_and(x, I::splat_word(SIGN))
}

#[inline(always)]
fn mended<I: Isa>(x: I::V, sin: I::V, cos: I::V) -> (I::V, I::V) {
    let usual: fn(f64) -> bool = |x| x.abs() < LARGE;
    let (x, mut sin, mut cos) = (I::to_array(x), I::to_array(sin), I::to_array(cos));
    mend(&x, &mut sin, usual, f64::sin);
    mend(&x, &mut cos, usual, f64::cos);
    (I::from_array(sin), I::from_array(cos))
}

/// The sine
#[inline(always)]
pub(crate) fn sin<I: Isa>(x: I::V) -> I::V {
    sin_cos::<I>(x).0
}

/// The cosine
#[inline(always)]
pub(crate) fn cos<I: Isa>(x: I::V) -> I::V {
    sin_cos::<I>(x).1
}
