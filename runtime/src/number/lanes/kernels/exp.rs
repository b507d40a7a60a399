//! e^x and e^x - 1

use super::{ROUND, negated_mul_add, negative, polynomial};
use crate::number::lanes::Isa;
use std::f64::consts::{LN_2, LOG2_E};

/// What `LN_2` leaves of ln 2.
const LN_2_REST: f64 = 2.319_046_813_846_299_6e-17;

/// (e^r - 1 - r) / r² for |r| <= ln(2)/2
const REST: [f64; 11] = [
    0.5,
    0.166_666_666_666_666_69,
    0.041_666_666_666_666_664,
    0.008_333_333_333_330_062,
    0.001_388_888_888_888_655_2,
    1.984_126_986_305_361_8e-4,
    2.480_158_731_714_449_8e-5,
    2.755_726_845_999_706_4e-6,
    2.755_728_296_954_995e-7,
    2.510_038_549_551_032e-8,
    2.091_123_663_026_154_5e-9,
];

/// x = n ln 2 + r with an integer n and |r| <= ln(2)/2, for |x| < 2^20; e^x = 2^n e^r
#[derive(Clone, Copy)]
pub(super) struct Reduced<I: Isa> {
    /// n + `ROUND`
    shifted: I::V,
    n: I::V,
    r: I::V,
    /// what r lacks, times -1: x - n `LN_2` is exact
    whole: I::V,
}

#[inline(always)]
pub(super) fn reduce<I: Isa>(x: I::V) -> Reduced<I> {
    let shifted = I::mul_add(x, I::splat(LOG2_E), I::splat(ROUND));
    let n = I::sub(shifted, I::splat(ROUND));
    let whole = negated_mul_add::<I>(n, I::splat(LN_2), x);
    Reduced { shifted, n, r: I::mul_add(n, I::splat(-LN_2_REST), whole), whole }
}

/// 2^k for an integer k between -1022 and 1023 that is given as k + `ROUND`
#[inline(always)]
fn power_of_two<I: Isa>(shifted: I::W) -> I::V {
    I::float(I::wrapping_add(I::shl::<52>(shifted), I::splat_word(1.0f64.to_bits())))
}

impl<I: Isa> Reduced<I> {
    /// 2^n as a product: each factor is a number, even if their product is not.
    #[inline(always)]
    pub(super) fn powers(self) -> (I::V, I::V) {
        let half = I::bits(I::mul_add(self.n, I::splat(0.5), I::splat(ROUND)));
        (power_of_two::<I>(half), power_of_two::<I>(I::wrapping_sub(I::bits(self.shifted), half)))
    }

    /// 2^n e^r
    #[inline(always)]
    fn exp(self) -> I::V {
        let (first, second) = self.powers();
        let (sum, rest) = self.exp_in_parts();
        I::mul(I::mul_add(rest, first, I::mul(sum, first)), second)
    }

    /// 2^n e^r for n from -1020 to 1020, without care for what is lost when 1 is added: twice the error, which is within
    /// what a quotient may have.
    #[inline(always)]
    fn exp_of_usual(self) -> I::V {
        let rest = I::mul_add(I::mul(self.r, self.r), polynomial::<I, 11>(&REST, self.r), self.r);
        let sum = I::add(I::splat(1.0), rest);
        I::float(I::wrapping_add(I::bits(sum), I::shl::<52>(I::bits(self.shifted))))
    }

    /// e^r as a sum; the error is that of adding them, nearly
    #[inline(always)]
    fn exp_in_parts(self) -> (I::V, I::V) {
        let one = I::splat(1.0);
        let sum = I::add(one, self.r);
        let lost = I::add(I::sub(one, sum), self.r);
        (sum, I::mul_add(I::mul(self.r, self.r), polynomial::<I, 11>(&REST, self.r), lost))
    }

    /// a e^r - b, for powers of two a and b that are equal where n = 0 (or b = 0), as a sum of two numbers
    #[inline(always)]
    pub(super) fn exp_minus(self, a: I::V, b: I::V) -> (I::V, I::V) {
        let lost = I::mul_add(self.n, I::splat(-LN_2_REST), I::sub(self.whole, self.r));
        let rest = I::mul_add(I::mul(self.r, self.r), polynomial::<I, 11>(&REST, self.r), lost);
        let step = I::sub(a, b);
        let sum = I::mul_add(a, self.r, step);
        let left = I::mul_add(a, self.r, I::sub(step, sum));
        (sum, I::mul_add(a, rest, left))
    }
}

/// e^x
#[inline(always)]
pub(crate) fn exp<I: Isa>(x: I::V) -> I::V {
    // Beyond these it is infinite and 0. NaN stays, as the second argument.
    let x = I::max(I::splat(-746.0), I::min(I::splat(710.0), x));
    reduce::<I>(x).exp()
}

/// e^-|x|
#[inline(always)]
pub(super) fn decay<I: Isa>(x: I::V) -> I::V {
    let x = negative::<I>(x);
    // Not as small as to need two factors.
    if I::all(I::gt(x, I::splat(-707.0))) { reduce::<I>(x).exp_of_usual() } else { I::exp(x) }
}

/// e^x - 1
#[inline(always)]
pub(crate) fn exp_m1<I: Isa>(x: I::V) -> I::V {
    let reduced = reduce::<I>(I::max(I::splat(-50.0), I::min(I::splat(710.0), x)));
    // Half of it, as 2^1024 is not a number.
    let half = power_of_two::<I>(I::wrapping_sub(I::bits(reduced.shifted), I::splat_word(1)));
    let (sum, rest) = reduced.exp_minus(half, I::splat(0.5));
    let y = I::add(sum, rest);
    // Half of the smallest numbers is none.
    let tiny = I::gt(I::splat(1e-18), I::abs(x));
    I::select(tiny, x, I::add(y, y))
}
