//! Numbers that a body can run on: plain `f64`, forward duals, and whatever else carries derivatives along.
//!
//! A [`Number`] is what stands *inside* a [`Smooth`] value. It can be computed with, but its
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

use crate::Smooth;
use crate::private::Primal;
use lanes::{Isa, Lanes};
use std::fmt::Debug;

/// A number that carries derivatives (or, for `f64`, none).
///
/// Implemented by `f64`, by [`Dual`] (also nested, for second derivatives) and, through [`NumDual`], by the types of
/// the crate num-dual. Every elementary function goes through [`unary`](Number::unary) or [`binary`](Number::binary)
/// with a rule from the one table in [`rules`], so a new kind of number needs no list of functions.
pub trait Number: Primal + Copy + Debug {
    /// How many samples one number holds.
    const LANES: usize = 1;
    /// Whether there are registers for more than a dozen numbers.
    #[doc(hidden)]
    const MANY_REGISTERS: bool = false;
    /// The highest order of derivative that it carries; 0 for `f64`.
    const ORDER: u32;
    /// Whether it has derivatives along any direction. The run of an alternative computes as a differentiated run does,
    /// without directions.
    const MOVES: bool = Self::ORDER > 0;
    /// The number without its derivatives, in which noise is computed: `f64`, or one `f64` per lane.
    type Base: Number<Base = Self::Base>;

    /// The plain value, for branches of ours that serve one sample only.
    #[doc(hidden)]
    #[inline(always)]
    fn sole(self) -> f64 {
        crate::smooth::needs_scalar::<Self>();
        self.primal(0)
    }

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
    #[inline(always)]
    fn tanh_sech_squared(self) -> (Self, Self) {
        (self.unary(rules::Tanh), self.unary(rules::SechSquared))
    }
    /// 1 / (1 + e^-x) and e^-|x|, where one exponential can serve both.
    #[inline(always)]
    fn sigmoid_decay(self) -> (Self, Self) {
        (self.unary(rules::Sigmoid), self.unary(rules::Decay))
    }
    /// ln(1 + e^x) and its derivative 1 / (1 + e^-x), where one exponential can serve both.
    #[inline(always)]
    fn softplus_sigmoid(self) -> (Self, Self) {
        (self.unary(rules::Softplus), self.unary(rules::Sigmoid))
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
    #[inline(always)]
    fn slopes<const N: usize, R: Implicit<N>>(parameters: [Self; N], x: Self, wanted: [bool; N], rule: R) -> [Self; N] {
        rule.slopes(parameters, x, wanted)
    }

    /// Σ cᵢ xᵢ of two slices of the same length.
    #[inline(always)]
    fn dot_constants(c: &[f64], x: &[Smooth<Self>]) -> Smooth<Self> {
        let mut sum = Self::constant(0.0);
        for (c, x) in c.iter().zip(x) {
            sum = sum.add_product(*c, x.0);
        }
        Smooth(sum)
    }
    /// Σ aᵢ bᵢ of two slices of the same length.
    #[inline(always)]
    fn dot(a: &[Smooth<Self>], b: &[Smooth<Self>]) -> Smooth<Self> {
        let mut sum = Self::constant(0.0);
        for (a, b) in a.iter().zip(b) {
            sum = sum.add(a.0.mul(b.0));
        }
        Smooth(sum)
    }
    /// ln Σ exp(xᵢ), without overflow, of one term at least.
    #[inline(always)]
    fn log_sum_exp(x: &[Smooth<Self>]) -> Smooth<Self> {
        crate::special::log_sum_exp(x)
    }
    /// A function of `N` variables that is recorded as a whole where anything is recorded.
    #[inline(always)]
    fn fuse<const N: usize, F: Fused<N>>(args: [Self; N], f: F) -> Self {
        Self::Base::outlined(
            #[inline(always)]
            || f.eval(args),
        )
    }
    /// What `f` gives. On lanes it is a function of its own that has their instructions, for what is too large to be part
    /// of every program that calls it: without being that, it would call a function for each instruction.
    #[doc(hidden)]
    #[inline(always)]
    fn outlined<R>(f: impl FnOnce() -> R) -> R {
        f()
    }
    /// Σⱼ aᵢⱼ xⱼ for each of the rows of a matrix that stand one after the other; none if x is empty.
    #[inline(always)]
    fn matvec(a: &[f64], x: &[Smooth<Self>]) -> Vec<Smooth<Self>> {
        let rows = a.chunks_exact(x.len().max(1));
        let mut products = Vec::with_capacity(rows.len());
        for row in rows {
            products.push(Self::dot_constants(row, x));
        }
        products
    }
    /// The larger of two numbers; NaN if either is, and the mean of both where they are equal (so is the derivative).
    #[inline(always)]
    fn max(self, other: Self) -> Self {
        let tie = self.mul_f64(0.5).add(other.mul_f64(0.5));
        Self::select(self.greater(other), self, Self::select(other.greater(self), other, tie))
    }
    /// The smaller of two numbers; NaN if either is, and the mean of both where they are equal (so is the derivative).
    #[inline(always)]
    fn min(self, other: Self) -> Self {
        let tie = self.mul_f64(0.5).add(other.mul_f64(0.5));
        Self::select(self.greater(other), other, Self::select(other.greater(self), self, tie))
    }
    /// |x|; the derivative at 0 is 0, the mean of both sides.
    #[inline(always)]
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
    #[inline(always)]
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
    /// The same for all lanes at once, where that takes less time than one after the other.
    #[inline(always)]
    fn slopes_in_lanes<I: Isa>(
        self,
        _parameters: [Lanes<I>; N],
        _x: Lanes<I>,
        _wanted: [bool; N],
    ) -> Option<[Lanes<I>; N]> {
        None
    }
}

/// A function of `N` variables, written in terms of numbers.
pub trait Fused<const N: usize>: Copy {
    /// Its value.
    fn eval<D: Number>(self, args: [D; N]) -> D;
}

impl Primal for f64 {
    type Mask = bool;
    #[inline(always)]
    fn primal(self, _lane: usize) -> f64 {
        self
    }
    #[inline(always)]
    fn greater(self, other: f64) -> bool {
        self > other
    }
    #[inline(always)]
    fn select(mask: bool, yes: f64, no: f64) -> f64 {
        if mask { yes } else { no }
    }
    #[inline(always)]
    fn and(a: bool, b: bool) -> bool {
        a & b
    }
    #[inline(always)]
    fn zero(self) -> bool {
        self == 0.0
    }
    #[inline(always)]
    fn vanishes(self) -> bool {
        self == 0.0
    }
    #[inline(always)]
    fn steepest(self) -> f64 {
        0.0
    }
    #[inline(always)]
    fn is_constant(self) -> bool {
        true
    }
}

impl Number for f64 {
    const ORDER: u32 = 0;
    type Base = f64;

    #[inline(always)]
    fn constant(value: f64) -> f64 {
        value
    }
    #[inline(always)]
    fn noise(mut draw: impl FnMut() -> f64) -> f64 {
        draw()
    }
    #[inline(always)]
    fn add(self, other: f64) -> f64 {
        self + other
    }
    #[inline(always)]
    fn sub(self, other: f64) -> f64 {
        self - other
    }
    #[inline(always)]
    fn mul(self, other: f64) -> f64 {
        self * other
    }
    #[inline(always)]
    fn div(self, other: f64) -> f64 {
        self / other
    }
    #[inline(always)]
    fn neg(self) -> f64 {
        -self
    }
    #[inline(always)]
    fn add_f64(self, c: f64) -> f64 {
        self + c
    }
    #[inline(always)]
    fn rsub_f64(self, c: f64) -> f64 {
        c - self
    }
    #[inline(always)]
    fn mul_f64(self, c: f64) -> f64 {
        self * c
    }
    #[inline(always)]
    fn div_f64(self, c: f64) -> f64 {
        self / c
    }
    #[inline(always)]
    fn rdiv_f64(self, c: f64) -> f64 {
        c / self
    }
    #[inline(always)]
    fn from_base(base: f64) -> f64 {
        base
    }
    #[inline(always)]
    fn add_base(self, b: f64) -> f64 {
        self + b
    }
    #[inline(always)]
    fn mul_base(self, b: f64) -> f64 {
        self * b
    }
    #[inline(always)]
    fn sin_cos(self) -> (f64, f64) {
        kernel::sin_cos(self)
    }
    #[inline(always)]
    fn unary<F: Unary>(self, rule: F) -> f64 {
        rule.value(self)
    }
    #[inline(always)]
    fn binary<F: Binary>(self, other: f64, rule: F) -> f64 {
        rule.value(self, other)
    }
    #[inline(always)]
    fn custom<const N: usize>(args: [f64; N], mut f: impl FnMut([f64; N]) -> (f64, [f64; N])) -> (f64, [f64; N]) {
        f(args)
    }
    #[inline(always)]
    fn implicit<const N: usize, R: Implicit<N>>(_: [f64; N], drawn: f64, _: R) -> f64 {
        drawn
    }
}
