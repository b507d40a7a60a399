//! What a set of instructions can do with eight numbers.

use super::WIDTH;
use std::fmt::Debug;

macro_rules! declare_kernels {
    ([$($one:ident)*] [$($two:ident)*]) => { $(
        /// The kernel of the same name.
        fn $one(x: Self::V) -> Self::V; )* $(
        /// The kernel of the same name.
        fn $two(x: Self::V) -> (Self::V, Self::V); )*
    };
}

/// A set of instructions, by what it does with vectors of eight.
///
/// All sets compute the same bits: every operation is rounded once, as IEEE 754 says, and `mul_add` is fused everywhere.
pub trait Isa: Copy + Debug + Send + Sync + 'static {
    /// Whether there are registers for more than a dozen of them.
    const MANY_REGISTERS: bool = false;
    /// Eight floating-point numbers.
    type V: Copy + Debug + Send + Sync;
    /// Eight words.
    type W: Copy + Debug + Send + Sync;
    /// Eight answers to a comparison.
    type M: Copy;

    /// The same number eight times.
    fn splat(x: f64) -> Self::V;
    /// A vector of these numbers.
    fn from_array(x: [f64; WIDTH]) -> Self::V;
    /// The numbers of a vector.
    fn to_array(x: Self::V) -> [f64; WIDTH];
    /// `a + b`
    fn add(a: Self::V, b: Self::V) -> Self::V;
    /// `a - b`
    fn sub(a: Self::V, b: Self::V) -> Self::V;
    /// `a * b`
    fn mul(a: Self::V, b: Self::V) -> Self::V;
    /// `a / b`
    fn div(a: Self::V, b: Self::V) -> Self::V;
    /// `-a`
    fn neg(a: Self::V) -> Self::V;
    /// `|a|`
    fn abs(a: Self::V) -> Self::V;
    /// The square root.
    fn sqrt(a: Self::V) -> Self::V;
    /// `a * b + c`, rounded once. For kernels only: where the instruction is missing, it is slow.
    fn mul_add(a: Self::V, b: Self::V, c: Self::V) -> Self::V;

    /// `a` where `a < b`, else `b`: also where either is NaN.
    fn min(a: Self::V, b: Self::V) -> Self::V;
    /// `a` where `a > b`, else `b`: also where either is NaN.
    fn max(a: Self::V, b: Self::V) -> Self::V;
    /// `a > b`; false for NaN.
    fn gt(a: Self::V, b: Self::V) -> Self::M;
    /// `a == b`; false for NaN.
    fn eq(a: Self::V, b: Self::V) -> Self::M;
    /// Whether both are set.
    fn and(a: Self::M, b: Self::M) -> Self::M;
    /// Whether one at least is set.
    fn or(a: Self::M, b: Self::M) -> Self::M;
    /// Whether all are set.
    fn all(mask: Self::M) -> bool;
    /// `yes` where the mask is set, else `no`.
    fn select(mask: Self::M, yes: Self::V, no: Self::V) -> Self::V;

    /// The bits of the numbers.
    fn bits(x: Self::V) -> Self::W;
    /// The numbers of these bits.
    fn float(x: Self::W) -> Self::V;
    /// The same word eight times.
    fn splat_word(x: u64) -> Self::W;
    /// A vector of these words.
    fn from_words(x: [u64; WIDTH]) -> Self::W;
    /// The words of a vector.
    fn to_words(x: Self::W) -> [u64; WIDTH];
    /// `a + b` modulo 2^64
    fn wrapping_add(a: Self::W, b: Self::W) -> Self::W;
    /// `a - b` modulo 2^64
    fn wrapping_sub(a: Self::W, b: Self::W) -> Self::W;
    /// The bits that are set in both.
    fn bit_and(a: Self::W, b: Self::W) -> Self::W;
    /// The bits that are set in one of them at least.
    fn bit_or(a: Self::W, b: Self::W) -> Self::W;
    /// The bits that are set in exactly one of them.
    fn bit_xor(a: Self::W, b: Self::W) -> Self::W;
    /// `a << K`
    fn shl<const K: u32>(a: Self::W) -> Self::W;
    /// `a >> K`
    fn shr<const K: u32>(a: Self::W) -> Self::W;

    /// A function of every number by itself.
    #[inline(always)]
    fn map(x: Self::V, f: impl Fn(f64) -> f64) -> Self::V {
        let mut x = Self::to_array(x);
        for x in &mut x {
            *x = f(*x);
        }
        Self::from_array(x)
    }

    super::kernels::all!(declare_kernels);
    /// What `f` gives, computed in a function of its own that has the instructions.
    #[inline(always)]
    fn outlined<R>(f: impl FnOnce() -> R) -> R {
        f()
    }
}
