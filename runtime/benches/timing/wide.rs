//! Random numbers for the hand-written loops over vectors.

use rand::{Rng, RngExt};
use std::f64::consts::{FRAC_1_SQRT_2, LN_2, TAU};
use wide::bytemuck::cast;
use wide::{f64x8, u64x8};

/// Eight generators xoshiro256+ (Blackman and Vigna 2021), whose high bits are all that is used.
pub(crate) struct Generators([u64x8; 4]);

impl Generators {
    pub(crate) fn fork(rng: &mut impl Rng) -> Self {
        Generators(std::array::from_fn(|_| u64x8::new(rng.random())))
    }

    #[inline(always)]
    fn next(&mut self) -> u64x8 {
        let [s0, s1, s2, s3] = self.0;
        let (t2, t3) = (s2 ^ s0, s3 ^ s1);
        self.0 = [s0 ^ t3, s1 ^ t2, t2 ^ (s1 << 17), (t3 << 45) | (t3 >> 19)];
        s0 + s3
    }

    /// Uniform in [1, 2).
    #[inline(always)]
    fn in_one_to_two(&mut self) -> f64x8 {
        cast((self.next() >> 12) | u64x8::splat(1.0_f64.to_bits()))
    }

    /// Two independent standard normal draws in each lane (Box and Muller 1958).
    #[inline(always)]
    pub(crate) fn normals(&mut self) -> [f64x8; 2] {
        let radius = (ln(f64x8::splat(2.0) - self.in_one_to_two()) * f64x8::splat(-2.0)).sqrt();
        let (sin, cos) = sin_cos_of_turns(self.in_one_to_two() - f64x8::splat(1.0));
        [radius * sin, radius * cos]
    }
}

// Those of `wide` look for infinities, and reduce arguments of any size. Neither is needed here.

/// The logarithm of normal numbers, by the series of atanh.
#[inline(always)]
pub(crate) fn ln(x: f64x8) -> f64x8 {
    let of = f64x8::splat;
    // Twice the square root of a half in the place where the exponent changes.
    let shifted: u64x8 = cast::<_, u64x8>(x) + u64x8::splat(1.0_f64.to_bits() - FRAC_1_SQRT_2.to_bits());
    let exponent = cast::<_, f64x8>((shifted >> 52) | u64x8::splat(MAGIC.to_bits())) - of(MAGIC + 1023.0);
    let fraction: f64x8 = cast((shifted & u64x8::splat((1 << 52) - 1)) + u64x8::splat(FRAC_1_SQRT_2.to_bits()));
    let s = (fraction - of(1.0)) / (fraction + of(1.0));
    let square = s * s;
    exponent.mul_add(of(LN_2), s * series(&ATANH, square))
}

/// 2^52: numbers up to that are the low bits of what is added to them.
const MAGIC: f64 = 4_503_599_627_370_496.0;

/// The sine and cosine of 2π u for u in [0, 1), by their series about the next quarter.
#[inline(always)]
fn sin_cos_of_turns(u: f64x8) -> (f64x8, f64x8) {
    let of = f64x8::splat;
    let quarters = u.mul_add(of(4.0), of(MAGIC));
    let x = (quarters - of(MAGIC)).mul_add(of(-0.25), u) * of(TAU);
    let square = x * x;
    let (sin, cos) = (series(&SIN, square) * x, series(&COS, square));
    let quarter: u64x8 = cast(quarters);
    let odd: f64x8 = cast(u64x8::splat(0) - (quarter & u64x8::splat(1)));
    let sign = |bit: u64x8| cast::<_, f64x8>((bit & u64x8::splat(2)) << 62);
    (odd.select(cos, sin) ^ sign(quarter), odd.select(sin, cos) ^ sign(quarter + u64x8::splat(1)))
}

/// The coefficients of Taylor's series, (-1)^k / (2k + 1)! and (-1)^k / (2k)!, and 2 / (2k + 1).
const SIN: [f64; 8] = taylor(1);
const COS: [f64; 8] = taylor(0);
const ATANH: [f64; 10] =
    [2.0, 2.0 / 3.0, 0.4, 2.0 / 7.0, 2.0 / 9.0, 2.0 / 11.0, 2.0 / 13.0, 2.0 / 15.0, 2.0 / 17.0, 2.0 / 19.0];

const fn taylor(first: usize) -> [f64; 8] {
    let (mut coefficients, mut coefficient, mut k) = ([0.0; 8], 1.0, 0);
    while k < 8 {
        coefficients[k] = coefficient;
        let n = (2 * k + first + 1) as f64;
        coefficient /= -n * (n + 1.0);
        k += 1;
    }
    coefficients
}

/// A polynomial in pairs of pairs, which do not wait for each other (Estrin).
#[inline(always)]
fn series<const K: usize>(coefficients: &[f64; K], x: f64x8) -> f64x8 {
    let c = |k: usize| f64x8::splat(coefficients[k]);
    let pair = |k: usize| c(k + 1).mul_add(x, c(k));
    let square = x * x;
    let fourth = square * square;
    let low = pair(2).mul_add(square, pair(0));
    let mut high = pair(6).mul_add(square, pair(4));
    if K == 10 {
        high = pair(8).mul_add(fourth, high);
    }
    high.mul_add(fourth, low)
}
