//! Numbers that a body can run on: plain `f64`, forward duals, and whatever else carries derivatives along.
//!
//! A [`Number`] is what stands *inside* a [`Smooth`](crate::Smooth) value. It can be computed with, but its
//! plain value is out of reach of user code: only the hidden supertrait sees it.

mod bridge;
mod dual;
mod kernel;
#[doc(hidden)]
pub mod lanes;
pub mod rules;
#[cfg(test)]
mod rules_tests;
pub(crate) mod tape;

pub use bridge::NumDual;
pub use dual::Dual;

use crate::private::Primal;
use lanes::Isa;
use std::fmt::Debug;

/// A number that carries derivatives (or, for `f64`, none).
///
/// Implemented by `f64`, by [`Dual`] (also nested, for second derivatives) and, through [`NumDual`], by the types of
/// the crate num-dual. Every elementary function goes through [`unary`](Number::unary) or [`binary`](Number::binary)
/// with a rule from the one table in [`rules`], so a new kind of number needs no list of functions.
pub trait Number: Primal + Copy + Debug {
    /// How many samples one number holds.
    const LANES: usize = 1;
    /// The highest order of derivative that it carries; 0 for `f64`.
    const ORDER: u32;
    /// Whether it has derivatives along any direction. The run of an alternative computes as a differentiated run does,
    /// without directions.
    const MOVES: bool = Self::ORDER > 0;
    /// The number without its derivatives, in which noise is computed: `f64`, or one `f64` per lane.
    type Base: Number<Base = Self::Base>;

    /// A number without derivative.
    fn constant(value: f64) -> Self;
    /// Noise: a number without derivative, drawn once per lane in the order of the lanes.
    fn noise(draw: impl FnMut() -> f64) -> Self;
    /// A number without derivative from the plain values of all lanes.
    fn from_base(base: Self::Base) -> Self;

    /// `self + other`
    fn add(self, other: Self) -> Self;
    /// `self - other`
    fn sub(self, other: Self) -> Self;
    /// `self * other`
    fn mul(self, other: Self) -> Self;
    /// `self / other`
    fn div(self, other: Self) -> Self;
    /// `-self`
    fn neg(self) -> Self;

    /// `self + c`
    fn add_f64(self, c: f64) -> Self;
    /// `c - self`
    fn rsub_f64(self, c: f64) -> Self;
    /// `self * c`
    fn mul_f64(self, c: f64) -> Self;
    /// `self / c`
    fn div_f64(self, c: f64) -> Self;
    /// `c / self`
    fn rdiv_f64(self, c: f64) -> Self;

    /// `self + b`
    fn add_base(self, b: Self::Base) -> Self;
    /// `self * b`
    fn mul_base(self, b: Self::Base) -> Self;
    /// `self + c * x`, for sums of many: lanes round it once.
    #[inline(always)]
    fn add_product(self, c: f64, x: Self) -> Self {
        self.add(x.mul_f64(c))
    }
    /// The sine and the cosine, which share most of their work: a function and its derivative. Within one unit in the
    /// last place of what a plain run computes, which is the standard library's.
    fn sin_cos(self) -> (Self, Self);
    /// tanh and its derivative 1 / cosh², where one exponential can serve both.
    #[inline]
    fn tanh_sech_squared(self) -> (Self, Self) {
        (self.unary(rules::Tanh), self.unary(rules::SechSquared))
    }
    /// Applies a function of one variable by its rule.
    fn unary<F: Unary>(self, rule: F) -> Self;
    /// Applies a function of two variables by its rule.
    fn binary<F: Binary>(self, other: Self, rule: F) -> Self;
    /// A function of `N` variables whose value and gradient are computed outside, to first order.
    /// Beside it the partial derivatives, as constants.
    fn custom<const N: usize>(args: [Self; N], f: impl FnMut([f64; N]) -> (f64, [f64; N])) -> (Self, [Self; N]);
    /// A number that was drawn from a distribution with these parameters, which moves with them by its rule.
    fn implicit<const N: usize, R: Implicit<N>>(parameters: [Self; N], drawn: Self::Base, rule: R) -> Self;
    /// The slopes of such a number.
    #[inline]
    fn slopes<const N: usize, R: Implicit<N>>(parameters: [Self; N], x: Self, wanted: [bool; N], rule: R) -> [Self; N] {
        rule.slopes(parameters, x, wanted)
    }

    /// The larger of two numbers; NaN if either is, and the mean of both where they are equal (so is the derivative).
    #[inline]
    fn max(self, other: Self) -> Self {
        let tie = self.mul_f64(0.5).add(other.mul_f64(0.5));
        Self::select(self.greater(other), self, Self::select(other.greater(self), other, tie))
    }
    /// The smaller of two numbers; NaN if either is, and the mean of both where they are equal (so is the derivative).
    #[inline]
    fn min(self, other: Self) -> Self {
        let tie = self.mul_f64(0.5).add(other.mul_f64(0.5));
        Self::select(self.greater(other), other, Self::select(other.greater(self), self, tie))
    }
    /// |x|; the derivative at 0 is 0, the mean of both sides.
    #[inline]
    fn abs(self) -> Self {
        let zero = Self::constant(0.0);
        let tie = self.mul_f64(0.0);
        Self::select(self.greater(zero), self, Self::select(zero.greater(self), self.neg(), tie))
    }
}

/// The rule of a function of one variable: its value and its derivative.
///
/// The derivative is written in terms of numbers, so that it can itself be differentiated.
pub trait Unary: Copy {
    /// Whether the derivative is infinite or undefined at some point of the closed domain. There a variable that
    /// does not move (derivative zero) must not turn the product into NaN.
    const SINGULAR: bool = false;
    /// f(x)
    fn value(self, x: f64) -> f64;
    /// f'(x), where `y` is f(x)
    fn derivative<T: Number>(self, x: T, y: T) -> T;
    /// f of every lane.
    #[inline(always)]
    fn lanes<I: Isa>(self, x: I::V) -> I::V {
        I::map(x, |x| self.value(x))
    }
    /// f(x) and f'(x), for rules where both share work.
    #[inline]
    fn both<T: Number>(self, x: T) -> (T, T) {
        let y = x.unary(self);
        (y, self.derivative(x, y))
    }
}

/// The rule of a function of two variables: its value and its partial derivatives.
pub trait Binary: Copy {
    /// f(x, y)
    fn value(self, x: f64, y: f64) -> f64;
    /// (df/dx, df/dy), where `z` is f(x, y)
    fn partials<T: Number>(self, x: T, y: T, z: T) -> (T, T);
}

/// The rule of a drawn number: how it moves with the parameters of its distribution while the noise stays as it is.
///
/// It is written in terms of numbers, so that it can itself be differentiated.
pub trait Implicit<const N: usize>: Copy {
    /// dx/dθᵢ at a fixed value of the distribution function; anything for the parameters that are not wanted.
    fn slopes<T: Number>(self, parameters: [T; N], x: T, wanted: [bool; N]) -> [T; N];
}

impl Primal for f64 {
    type Mask = bool;
    #[inline]
    fn primal(self, _lane: usize) -> f64 {
        self
    }
    #[inline]
    fn greater(self, other: f64) -> bool {
        self > other
    }
    #[inline]
    fn select(mask: bool, yes: f64, no: f64) -> f64 {
        if mask { yes } else { no }
    }
    #[inline]
    fn and(a: bool, b: bool) -> bool {
        a & b
    }
    #[inline]
    fn zero(self) -> bool {
        self == 0.0
    }
    #[inline]
    fn vanishes(self) -> bool {
        self == 0.0
    }
    #[inline]
    fn steepest(self) -> f64 {
        0.0
    }
    #[inline]
    fn is_constant(self) -> bool {
        true
    }
}

impl Number for f64 {
    const ORDER: u32 = 0;
    type Base = f64;

    #[inline]
    fn constant(value: f64) -> f64 {
        value
    }
    #[inline]
    fn noise(mut draw: impl FnMut() -> f64) -> f64 {
        draw()
    }
    #[inline]
    fn add(self, other: f64) -> f64 {
        self + other
    }
    #[inline]
    fn sub(self, other: f64) -> f64 {
        self - other
    }
    #[inline]
    fn mul(self, other: f64) -> f64 {
        self * other
    }
    #[inline]
    fn div(self, other: f64) -> f64 {
        self / other
    }
    #[inline]
    fn neg(self) -> f64 {
        -self
    }
    #[inline]
    fn add_f64(self, c: f64) -> f64 {
        self + c
    }
    #[inline]
    fn rsub_f64(self, c: f64) -> f64 {
        c - self
    }
    #[inline]
    fn mul_f64(self, c: f64) -> f64 {
        self * c
    }
    #[inline]
    fn div_f64(self, c: f64) -> f64 {
        self / c
    }
    #[inline]
    fn rdiv_f64(self, c: f64) -> f64 {
        c / self
    }
    #[inline]
    fn from_base(base: f64) -> f64 {
        base
    }
    #[inline]
    fn add_base(self, b: f64) -> f64 {
        self + b
    }
    #[inline]
    fn mul_base(self, b: f64) -> f64 {
        self * b
    }
    #[inline]
    fn sin_cos(self) -> (f64, f64) {
        kernel::sin_cos(self)
    }
    #[inline]
    fn unary<F: Unary>(self, rule: F) -> f64 {
        rule.value(self)
    }
    #[inline]
    fn binary<F: Binary>(self, other: f64, rule: F) -> f64 {
        rule.value(self, other)
    }
    #[inline]
    fn custom<const N: usize>(args: [f64; N], mut f: impl FnMut([f64; N]) -> (f64, [f64; N])) -> (f64, [f64; N]) {
        f(args)
    }
    #[inline]
    fn implicit<const N: usize, R: Implicit<N>>(_: [f64; N], drawn: f64, _: R) -> f64 {
        drawn
    }
}
