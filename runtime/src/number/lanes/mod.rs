//! Eight samples at a time: one `f64` for each in a vector register.
//!
//! [`Lanes`] is a number without derivatives, and what carries them is made of it as it is made of `f64`: `Dual<Lanes, N>`,
//! or a tape of lanes. What a register can do is an [`Isa`], one for each set of instructions. Elementary functions are
//! the kernels of `kernels/`; a function that has none is computed lane by lane.

#[cfg(not(target_arch = "x86_64"))]
pub mod array;
#[cfg(target_arch = "x86_64")]
pub mod avx2;
#[cfg(target_arch = "x86_64")]
pub mod avx512;
mod best;
mod isa;
pub(crate) mod kernels;
mod words;
mod ziggurat;

pub(crate) use best::{Visitor, best};
pub use isa::Isa;
pub(crate) use words::Streams;

use super::{Binary, Implicit, Number, Unary};
use crate::private::Primal;
use std::array::from_fn;
use std::fmt;

/// How many lanes there are.
pub(crate) const WIDTH: usize = 8;

/// Eight numbers without derivatives, one for each of eight samples.
#[repr(transparent)]
pub struct Lanes<I: Isa>(pub(crate) I::V);

impl<I: Isa> Copy for Lanes<I> {}
impl<I: Isa> Clone for Lanes<I> {
    #[inline(always)]
    fn clone(&self) -> Self {
        *self
    }
}
impl<I: Isa> fmt::Debug for Lanes<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.to_array().fmt(f)
    }
}

impl<I: Isa> Lanes<I> {
    #[inline(always)]
    pub(crate) fn from_array(lanes: [f64; WIDTH]) -> Self {
        Lanes(I::from_array(lanes))
    }
    #[inline(always)]
    pub(crate) fn to_array(self) -> [f64; WIDTH] {
        I::to_array(self.0)
    }
}

impl<I: Isa> Primal for Lanes<I> {
    type Mask = I::M;
    #[inline(always)]
    fn primal(self, lane: usize) -> f64 {
        self.to_array()[lane]
    }
    #[inline(always)]
    fn greater(self, other: Self) -> I::M {
        I::gt(self.0, other.0)
    }
    #[inline(always)]
    fn select(mask: I::M, yes: Self, no: Self) -> Self {
        Lanes(I::select(mask, yes.0, no.0))
    }
    #[inline(always)]
    fn and(a: I::M, b: I::M) -> I::M {
        I::and(a, b)
    }
    #[inline(always)]
    fn zero(self) -> I::M {
        I::eq(self.0, I::splat(0.0))
    }
    #[inline(always)]
    fn vanishes(self) -> bool {
        I::all(self.zero())
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

/// The methods of numbers that are kernels of two results.
macro_rules! call_pairs {
    ([$($one:ident)*] [$($two:ident)*]) => { $(
        #[inline(always)]
        fn $two(self) -> (Self, Self) {
            let (first, second) = I::$two(self.0);
            (Lanes(first), Lanes(second))
        } )*
    };
}

impl<I: Isa> Number for Lanes<I> {
    const LANES: usize = WIDTH;
    const MANY_REGISTERS: bool = I::MANY_REGISTERS;
    const ORDER: u32 = 0;
    type Base = Self;

    #[inline(always)]
    fn constant(value: f64) -> Self {
        Lanes(I::splat(value))
    }
    #[inline(always)]
    fn noise(mut draw: impl FnMut() -> f64) -> Self {
        let mut noise = [0.0; WIDTH];
        for lane in &mut noise {
            *lane = draw();
        }
        Self::from_array(noise)
    }
    #[inline(always)]
    fn from_base(base: Self) -> Self {
        base
    }
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        Lanes(I::add(self.0, other.0))
    }
    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        Lanes(I::sub(self.0, other.0))
    }
    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        Lanes(I::mul(self.0, other.0))
    }
    #[inline(always)]
    fn div(self, other: Self) -> Self {
        Lanes(I::div(self.0, other.0))
    }
    #[inline(always)]
    fn neg(self) -> Self {
        Lanes(I::neg(self.0))
    }
    #[inline(always)]
    fn add_f64(self, c: f64) -> Self {
        Lanes(I::add(self.0, I::splat(c)))
    }
    #[inline(always)]
    fn rsub_f64(self, c: f64) -> Self {
        Lanes(I::sub(I::splat(c), self.0))
    }
    #[inline(always)]
    fn mul_f64(self, c: f64) -> Self {
        Lanes(I::mul(self.0, I::splat(c)))
    }
    #[inline(always)]
    fn div_f64(self, c: f64) -> Self {
        Lanes(I::div(self.0, I::splat(c)))
    }
    #[inline(always)]
    fn rdiv_f64(self, c: f64) -> Self {
        Lanes(I::div(I::splat(c), self.0))
    }
    #[inline(always)]
    fn add_base(self, b: Self) -> Self {
        self.add(b)
    }
    #[inline(always)]
    fn mul_base(self, b: Self) -> Self {
        self.mul(b)
    }
    #[inline(always)]
    fn add_product(self, c: f64, x: Self) -> Self {
        Lanes(I::mul_add(I::splat(c), x.0, self.0))
    }
    #[inline(always)]
    fn outlined<R>(f: impl FnOnce() -> R) -> R {
        I::outlined(f)
    }
    kernels::all!(call_pairs);
    #[inline(always)]
    fn unary<F: Unary>(self, rule: F) -> Self {
        Lanes(rule.lanes::<I>(self.0))
    }
    #[inline(always)]
    fn binary<F: Binary>(self, other: Self, rule: F) -> Self {
        let (x, y) = (self.to_array(), other.to_array());
        Self::from_array(from_fn(|i| rule.value(x[i], y[i])))
    }
    #[inline(always)]
    fn custom<const N: usize>(args: [Self; N], mut f: impl FnMut([f64; N]) -> (f64, [f64; N])) -> (Self, [Self; N]) {
        // What is outside may look at what it gets, and count its calls: this run will be thrown away.
        crate::smooth::needs_scalar::<Self>();
        let (value, slopes) = f(args.map(|x| x.primal(0)));
        (Self::constant(value), slopes.map(Self::constant))
    }
    #[inline(always)]
    fn implicit<const N: usize, R: Implicit<N>>(_: [Self; N], drawn: Self, _: R) -> Self {
        drawn
    }
    /// Lane by lane, if the rule does not know better: they go on until a sum stands still, and each has its own length.
    #[inline(always)]
    fn slopes<const N: usize, R: Implicit<N>>(parameters: [Self; N], x: Self, wanted: [bool; N], rule: R) -> [Self; N] {
        if let Some(slopes) = rule.slopes_in_lanes(parameters, x, wanted) {
            return slopes;
        }
        let (parameters, x) = (parameters.map(Self::to_array), x.to_array());
        let mut slopes = [[0.0; WIDTH]; N];
        for (lane, x) in x.into_iter().enumerate() {
            let mut own = [0.0; N];
            for (own, all) in own.iter_mut().zip(&parameters) {
                *own = all[lane];
            }
            for (slopes, found) in slopes.iter_mut().zip(rule.slopes(own, x, wanted)) {
                slopes[lane] = found;
            }
        }
        slopes.map(Self::from_array)
    }
}
