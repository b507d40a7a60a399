//! The numbers that a body runs on, and `Smooth`, the only form in which a program sees them.

use std::fmt;
use std::iter::{Product, Sum};
use std::ops::{Add, AddAssign, Div, Mul, MulAssign, Neg, Sub};

use crate::error::{Error, needs_scalar, poison};

/// An elementary function. `Sign` is only ever the slope of `Abs`.
#[derive(Clone, Copy, Debug)]
pub enum Function {
    Exp,
    Ln,
    Sin,
    Cos,
    Abs,
    Sign,
    Powi(i32),
}

impl Function {
    fn plain(self, x: f64) -> f64 {
        match self {
            Function::Exp => x.exp(),
            Function::Ln => x.ln(),
            Function::Sin => x.sin(),
            Function::Cos => x.cos(),
            Function::Abs => x.abs(),
            // Zero at the kink: the average of both sides.
            Function::Sign => f64::from(i8::from(x > 0.0) - i8::from(x < 0.0)),
            Function::Powi(n) => x.powi(n),
        }
    }

    /// The one table of derivatives, over any number, which is what makes numbers nest.
    pub(crate) fn slope<T: Number>(self, x: T) -> T {
        match self {
            Function::Exp => x.apply(Function::Exp),
            Function::Ln => T::constant(1.0) / x,
            Function::Sin => x.apply(Function::Cos),
            Function::Cos => T::constant(0.0) - x.apply(Function::Sin),
            Function::Abs => x.apply(Function::Sign),
            // `x⁰`: the general rule would give 0 · ∞ at zero.
            Function::Sign | Function::Powi(0) => T::constant(0.0),
            Function::Powi(n) => T::constant(f64::from(n)) * x.apply(Function::Powi(n - 1)),
        }
    }
}

/// A number that a body can run on.
///
/// The plain part of every implementation is computed by the operations that `f64` uses, in the same order: a run on
/// `f64` has to repeat bit for bit what a run on derivatives did, or a replayed draw could fall on the other side.
pub trait Number:
    Copy + fmt::Debug + Add<Output = Self> + Sub<Output = Self> + Mul<Output = Self> + Div<Output = Self>
{
    /// How many samples it holds.
    const LANES: usize;
    /// How many times it differentiates.
    const ORDER: usize;
    fn constant(x: f64) -> Self;
    fn value(self, lane: usize) -> f64;
    /// Noise with its own value in every lane.
    fn noise(draw: impl FnMut(usize) -> f64) -> Self;
    fn apply(self, f: Function) -> Self;
    /// Whether a derivative of it can differ from zero: false for what was lifted from a constant.
    fn varies(self) -> bool;
}

impl Number for f64 {
    const LANES: usize = 1;
    const ORDER: usize = 0;
    fn constant(x: f64) -> f64 {
        x
    }
    fn value(self, _: usize) -> f64 {
        self
    }
    fn noise(mut draw: impl FnMut(usize) -> f64) -> f64 {
        draw(0)
    }
    fn apply(self, f: Function) -> f64 {
        f.plain(self)
    }
    fn varies(self) -> bool {
        false
    }
}

/// Eight samples at a time.
#[derive(Clone, Copy, Debug)]
pub struct Lanes(pub [f64; 8]);

impl Number for Lanes {
    const LANES: usize = 8;
    const ORDER: usize = 0;
    fn constant(x: f64) -> Self {
        Lanes([x; 8])
    }
    fn value(self, lane: usize) -> f64 {
        self.0[lane]
    }
    fn noise(draw: impl FnMut(usize) -> f64) -> Self {
        Lanes(std::array::from_fn(draw))
    }
    fn apply(self, f: Function) -> Self {
        Lanes(self.0.map(|x| f.plain(x)))
    }
    fn varies(self) -> bool {
        false
    }
}

/// A value with `N` tangents.
#[derive(Clone, Copy, Debug)]
pub struct Dual<T, const N: usize> {
    pub re: T,
    pub eps: [T; N],
}

impl<T: Number, const N: usize> Dual<T, N> {
    /// The parameters, each with its own tangent.
    pub fn variables(at: [T; N]) -> [Smooth<Self>; N] {
        std::array::from_fn(|i| {
            let eps = std::array::from_fn(|j| T::constant(if i == j { 1.0 } else { 0.0 }));
            Smooth(Dual { re: at[i], eps })
        })
    }
}

impl<T: Number, const N: usize> Number for Dual<T, N> {
    const LANES: usize = T::LANES;
    const ORDER: usize = T::ORDER + 1;
    fn constant(x: f64) -> Self {
        Dual { re: T::constant(x), eps: [T::constant(0.0); N] }
    }
    fn value(self, lane: usize) -> f64 {
        self.re.value(lane)
    }
    fn noise(draw: impl FnMut(usize) -> f64) -> Self {
        Dual { re: T::noise(draw), eps: [T::constant(0.0); N] }
    }
    fn apply(self, f: Function) -> Self {
        let slope = f.slope(self.re);
        Dual { re: self.re.apply(f), eps: self.eps.map(|e| e * slope) }
    }
    fn varies(self) -> bool {
        self.re.varies() || self.eps.iter().any(|e| e.varies() || (0..T::LANES).any(|lane| e.value(lane) != 0.0))
    }
}

macro_rules! operators {
    ($($trait:ident $method:ident |$a:ident, $b:ident, $value:ident, $i:ident| $eps:expr;)*) => {$(
        impl $trait for Lanes {
            type Output = Self;
            fn $method(self, other: Self) -> Self {
                Lanes(std::array::from_fn(|lane| self.0[lane].$method(other.0[lane])))
            }
        }
        impl<T: Number, const N: usize> $trait for Dual<T, N> {
            type Output = Self;
            fn $method(self, $b: Self) -> Self {
                let $a = self;
                let $value = $a.re.$method($b.re);
                Dual { re: $value, eps: std::array::from_fn(|$i| $eps) }
            }
        }
        impl<D: Number> $trait for Smooth<D> {
            type Output = Self;
            fn $method(self, other: Self) -> Self {
                Smooth(self.0.$method(other.0))
            }
        }
        impl<D: Number> $trait<f64> for Smooth<D> {
            type Output = Self;
            fn $method(self, other: f64) -> Self {
                Smooth(self.0.$method(D::constant(other)))
            }
        }
        impl<D: Number> $trait<Smooth<D>> for f64 {
            type Output = Smooth<D>;
            fn $method(self, other: Smooth<D>) -> Smooth<D> {
                Smooth(D::constant(self).$method(other.0))
            }
        }
    )*};
}
operators! {
    Add add |a, b, _v, i| a.eps[i] + b.eps[i];
    Sub sub |a, b, _v, i| a.eps[i] - b.eps[i];
    Mul mul |a, b, _v, i| a.eps[i] * b.re + b.eps[i] * a.re;
    Div div |a, b, v, i| (a.eps[i] - v * b.eps[i]) / b.re;
}

/// What a program holds. It has arithmetic and no way to a plain value but `detach` and formatting.
#[derive(Clone, Copy)]
pub struct Smooth<D>(pub(crate) D);

impl<D: Number> Smooth<D> {
    /// The plain value, to be treated as a constant.
    pub fn detach(self) -> f64 {
        if D::LANES > 1 {
            needs_scalar();
        }
        self.0.value(0)
    }
    pub fn exp(self) -> Self {
        Smooth(self.0.apply(Function::Exp))
    }
    pub fn ln(self) -> Self {
        Smooth(self.0.apply(Function::Ln))
    }
    pub fn sin(self) -> Self {
        Smooth(self.0.apply(Function::Sin))
    }
    pub fn cos(self) -> Self {
        Smooth(self.0.apply(Function::Cos))
    }
    pub fn powi(self, n: i32) -> Self {
        Smooth(self.0.apply(Function::Powi(n)))
    }
    /// A kink: its gradient is right, its pathwise second derivative is not, unless the argument does not move.
    pub fn abs(self) -> Self {
        if D::ORDER > 1 && self.0.varies() {
            poison(Error::SecondOrder("kink"));
        }
        Smooth(self.0.apply(Function::Abs))
    }
}

impl<const N: usize> Smooth<Dual<f64, N>> {
    /// The tangents, for whoever differentiates an exact answer.
    pub fn gradient(self) -> [f64; N] {
        self.0.eps
    }
}

impl<D: Number> fmt::Debug for Smooth<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.detach().fmt(f)
    }
}

impl<D: Number> Neg for Smooth<D> {
    type Output = Self;
    fn neg(self) -> Self {
        0.0 - self
    }
}

impl<D: Number, T> AddAssign<T> for Smooth<D>
where
    Self: Add<T, Output = Self>,
{
    fn add_assign(&mut self, other: T) {
        *self = *self + other;
    }
}

impl<D: Number, T> MulAssign<T> for Smooth<D>
where
    Self: Mul<T, Output = Self>,
{
    fn mul_assign(&mut self, other: T) {
        *self = *self * other;
    }
}

impl<D: Number> Sum for Smooth<D> {
    fn sum<I: Iterator<Item = Self>>(items: I) -> Self {
        items.fold(Smooth(D::constant(0.0)), Add::add)
    }
}

impl<D: Number> Product for Smooth<D> {
    fn product<I: Iterator<Item = Self>>(items: I) -> Self {
        items.fold(Smooth(D::constant(1.0)), Mul::mul)
    }
}
