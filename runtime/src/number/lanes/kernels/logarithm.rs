//! ln x and ln(1 + x)

use super::{mend, negated_mul_add, polynomial, with_sign};
use crate::number::lanes::Isa;
use std::f64::consts::FRAC_1_SQRT_2;

/// The first 33 bits of ln 2: its product with an integer below 2^20 is exact.
const LN_2_HIGH: f64 = 0.693_147_180_369_123_8;
/// What they leave of it.
const LN_2_REST: f64 = 1.908_214_929_270_587_7e-10;

/// The even part of (ln((1 + s)/(1 - s)) - 2s)/s for s² <= 0.0295: those of FreeBSD's msun (Copyright 1993 Sun
/// Microsystems; "permission to use, copy, modify, and distribute this software is freely granted").
const EVEN: [f64; 7] = [
    0.666_666_666_666_673_5,
    0.399_999_999_994_094_2,
    0.285_714_287_436_623_9,
    0.222_221_984_321_497_84,
    0.181_835_721_616_180_5,
    0.153_138_376_992_093_73,
    0.147_981_986_051_165_86,
];

/// ln(2^k (1 + f)) for 1 + f between sqrt(1/2) and sqrt(2): the method of FreeBSD's msun
#[inline(always)]
fn ln_of<I: Isa>(k: I::V, f: I::V) -> I::V {
    let s = I::div(f, I::add(f, I::splat(2.0)));
    let z = I::mul(s, s);
    let half_square = I::mul(I::mul(f, I::splat(0.5)), f);
    let even = I::mul_add(z, polynomial::<I, 7>(&EVEN, z), half_square);
    let rest = I::mul_add(s, even, I::mul(k, I::splat(LN_2_REST)));
    I::mul_add(k, I::splat(LN_2_HIGH), I::sub(f, I::sub(half_square, rest)))
}

const MANTISSA: u64 = (1 << 52) - 1;

/// k + 1023 and m of x = 2^k m with m between sqrt(1/2) and sqrt(2), for a normal number x > 0
#[inline(always)]
fn split<I: Isa>(x: I::V) -> (I::W, I::V) {
    let middle = FRAC_1_SQRT_2.to_bits();
    let shifted = I::wrapping_add(I::bits(x), I::splat_word(1.0f64.to_bits() - middle));
    let m = I::wrapping_add(I::bit_and(shifted, I::splat_word(MANTISSA)), I::splat_word(middle));
    (I::shr::<52>(shifted), I::float(m))
}

/// k as a number, from k + 1023
#[inline(always)]
fn exponent<I: Isa>(biased: I::W) -> I::V {
    /// Its last bits are those of an integer that is added.
    const LARGE: f64 = 4_503_599_627_370_496.0;
    let sum = I::float(I::bit_or(biased, I::splat_word(LARGE.to_bits())));
    I::sub(sum, I::splat(LARGE + 1023.0))
}

/// ln x
#[inline(always)]
pub(crate) fn ln<I: Isa>(x: I::V) -> I::V {
    let (biased, m) = split::<I>(x);
    let y = ln_of::<I>(exponent::<I>(biased), I::sub(m, I::splat(1.0)));
    let least = I::splat(f64::from_bits(f64::MIN_POSITIVE.to_bits() - 1));
    let usual = I::and(I::gt(x, least), I::gt(I::splat(f64::INFINITY), x));
    if I::all(usual) { y } else { mended::<I>(x, y, |x| x.is_normal() && x > 0.0, f64::ln) }
}

/// x ln x, continued by 0 at 0
#[inline(always)]
pub(crate) fn x_ln_x<I: Isa>(x: I::V) -> I::V {
    let zero = I::eq(x, I::splat(0.0));
    I::mul(x, ln::<I>(I::select(zero, I::splat(1.0), x)))
}

/// ln(1 + x)
#[inline(always)]
pub(crate) fn ln_1p<I: Isa>(x: I::V) -> I::V {
    /// Beyond it the power of two that scales it is no normal number.
    const LARGE: f64 = 1e300;
    let y = with_sign::<I>(ln_1p_usual::<I>(x), x);
    let usual = I::and(I::gt(x, I::splat(-1.0)), I::gt(I::splat(LARGE), x));
    if I::all(usual) { y } else { mended::<I>(x, y, |x| x > -1.0 && x < LARGE, f64::ln_1p) }
}

/// ln(1 + x) for -1 < x < 2^1000, but for the sign of 0
#[inline(always)]
fn ln_1p_usual<I: Isa>(x: I::V) -> I::V {
    let one = I::splat(1.0);
    let (biased, _) = split::<I>(I::add(one, x));
    let scale = I::float(I::shl::<52>(I::wrapping_sub(I::splat_word(2046), biased)));
    // 2^-k (1 + x) - 1, rounded once, and not at all where k = 0.
    ln_of::<I>(exponent::<I>(biased), I::mul_add(scale, x, I::sub(scale, one)))
}

/// The same for s² <= 1/9
const EVEN_TO_A_THIRD: [f64; 10] = [
    0.666_666_666_666_666_6,
    0.400_000_000_000_145_85,
    0.285_714_285_671_087_6,
    0.222_222_227_174_278_64,
    0.181_817_894_361_328_59,
    0.153_855_700_649_585_63,
    0.133_141_442_096_549_35,
    0.120_010_728_095_907_13,
    0.088_007_384_861_446_74,
    0.161_640_456_119_435_3,
];

/// ln(1 + x) for 0 <= x <= 1: as above, without powers of two, for which others would have to wait
#[inline(always)]
pub(super) fn ln_1p_of_unit<I: Isa>(x: I::V) -> I::V {
    let s = I::div(x, I::add(x, I::splat(2.0)));
    let z = I::mul(s, s);
    let rest = negated_mul_add::<I>(z, polynomial::<I, 10>(&EVEN_TO_A_THIRD, z), x);
    negated_mul_add::<I>(s, rest, x)
}

#[inline(always)]
fn mended<I: Isa>(x: I::V, y: I::V, usual: fn(f64) -> bool, library: fn(f64) -> f64) -> I::V {
    let mut mended = I::to_array(y);
    mend(&I::to_array(x), &mut mended, usual, library);
    I::from_array(mended)
}
