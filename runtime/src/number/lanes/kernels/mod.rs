//! Elementary functions of eight numbers at once, without branches but one for rare arguments.
//!
//! Each is within two units in the last place, over its whole domain. The coefficients that are not attributed were
//! fitted here, at Chebyshev nodes with 80 digits in mpmath.

mod exp;
mod hyperbolic;
mod logarithm;
mod logistic;
#[cfg(test)]
pub(crate) mod tests;
mod trigonometry;

pub(crate) use exp::{exp, exp_m1};
pub(crate) use hyperbolic::{sech_squared, tanh, tanh_sech_squared};
pub(crate) use logarithm::{ln, ln_1p, x_ln_x};
pub(crate) use logistic::{ln_sigmoid, sigmoid, sigmoid_decay, softplus, softplus_sigmoid};
pub(crate) use trigonometry::{cos, sin, sin_cos};

/// Calls a macro with the kernels: those of one result, and those of two.
macro_rules! all {
    ($then:ident $($arguments:tt)*) => {
        $then! {
            $($arguments)*
            [exp exp_m1 ln ln_1p x_ln_x sigmoid softplus ln_sigmoid tanh sech_squared sin cos]
            [sin_cos tanh_sech_squared sigmoid_decay softplus_sigmoid]
        }
    };
}
pub(crate) use all;

use super::{Isa, WIDTH};

/// Adding it to a number below 2^50 rounds that to an integer, which the last bits of the sum then are.
const ROUND: f64 = 6_755_399_441_055_744.0;

const SIGN: u64 = 1 << 63;

/// c[0] + c[1] x + c[2] x² + ..., four at a time, because each step waits for the one before it.
#[inline(always)]
fn polynomial<I: Isa, const N: usize>(c: &[f64; N], x: I::V) -> I::V {
    // No closures here: whether those are inlined, and so have the instructions, is for the compiler to say.
    let square = I::mul(x, x);
    let fourth = I::mul(square, square);
    let mut k = (N - 1) / 4 * 4;
    let mut sum = four::<I, N>(c, x, square, k);
    while k > 0 {
        k -= 4;
        sum = I::mul_add(sum, fourth, four::<I, N>(c, x, square, k));
    }
    sum
}

/// c[k] + ... + c[k + 3] x³
#[inline(always)]
fn four<I: Isa, const N: usize>(c: &[f64; N], x: I::V, square: I::V, k: usize) -> I::V {
    let sum = two::<I, N>(c, x, k);
    if k + 2 < N { I::mul_add(two::<I, N>(c, x, k + 2), square, sum) } else { sum }
}

/// c[k] + c[k + 1] x
#[inline(always)]
fn two<I: Isa, const N: usize>(c: &[f64; N], x: I::V, k: usize) -> I::V {
    if k + 1 < N { I::mul_add(I::splat(c[k + 1]), x, I::splat(c[k])) } else { I::splat(c[k]) }
}

/// c - a b, rounded once
#[inline(always)]
fn negated_mul_add<I: Isa>(a: I::V, b: I::V, c: I::V) -> I::V {
    I::mul_add(I::neg(a), b, c)
}

/// A number that is not negative with the sign of another.
#[inline(always)]
fn with_sign<I: Isa>(x: I::V, sign: I::V) -> I::V {
    I::float(I::bit_or(I::bits(x), I::bit_and(I::bits(sign), I::splat_word(SIGN))))
}

/// -|x|
#[inline(always)]
fn negative<I: Isa>(x: I::V) -> I::V {
    I::float(I::bit_or(I::bits(x), I::splat_word(SIGN)))
}

/// The value of the library where an argument is not a usual one, else what was computed.
#[cold]
#[inline(never)]
fn mend(x: &[f64; WIDTH], y: &mut [f64; WIDTH], usual: fn(f64) -> bool, library: fn(f64) -> f64) {
    for (x, y) in x.iter().zip(y).filter(|(x, _)| !usual(**x)) {
        *y = library(*x);
    }
}
