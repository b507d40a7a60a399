//! Forward duals: a value and its derivatives with respect to `N` parameters.

use super::{Binary, Implicit, Number, Unary};
use crate::private::Primal;
use std::array::from_fn;

/// A value with its derivatives along `N` directions.
///
/// `Dual<Dual<f64, N>, M>` carries second derivatives as well.
// Aligned to pairs of numbers: what a copy wrote in pairs is read in the same pairs, or the read waits for the copy to
// reach memory (measured: 17 ns of 88 per sample with eight parameters).
#[repr(C, align(16))]
#[derive(Copy, Debug)]
pub struct Dual<T, const N: usize> {
    /// the value
    pub(crate) re: T,
    /// the derivatives
    pub(crate) eps: [T; N],
}

// A derived `Clone` clones part by part, which the optimizer does not always see through.
impl<T: Copy, const N: usize> Clone for Dual<T, N> {
    #[inline(always)]
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Number, const N: usize> Dual<T, N> {
    /// A dual number of the given parts.
    #[inline(always)]
    pub const fn new(re: T, eps: [T; N]) -> Self {
        Dual { re, eps }
    }

    /// The parts of a dual number: its value and its derivatives.
    #[inline(always)]
    pub fn parts(self) -> (T, [T; N]) {
        (self.re, self.eps)
    }

    /// The same with another value and every derivative changed. A loop, because `array::map` and `from_fn` are not always
    /// inlined, and then have not the instructions of their caller.
    #[inline(always)]
    fn map_eps(mut self, re: T, f: impl Fn(T) -> T) -> Self {
        for eps in &mut self.eps {
            *eps = f(*eps);
        }
        self.re = re;
        self
    }

    /// The same for two numbers.
    #[inline(always)]
    fn zip_eps(mut self, other: Self, re: T, f: impl Fn(T, T) -> T) -> Self {
        for (eps, other) in self.eps.iter_mut().zip(other.eps) {
            *eps = f(*eps, other);
        }
        self.re = re;
        self
    }

    /// A function that is known by its value and derivative at `self.re`.
    #[inline(always)]
    fn chain(self, value: T, derivative: T, singular: bool) -> Self {
        if singular {
            self.map_eps(value, |e| guarded(e, derivative))
        } else {
            self.map_eps(value, |e| e.mul(derivative))
        }
    }
}

/// A movement times a slope: what does not move takes no part, even where the slope is infinite.
#[inline(always)]
fn guarded<T: Number>(moved: T, slope: T) -> T {
    T::select(moved.zero(), moved, moved.mul(slope))
}

impl<T: Number, const N: usize> Primal for Dual<T, N> {
    type Mask = T::Mask;
    #[inline(always)]
    fn primal(self, lane: usize) -> f64 {
        self.re.primal(lane)
    }
    #[inline(always)]
    fn greater(self, other: Self) -> T::Mask {
        self.re.greater(other.re)
    }
    #[inline(always)]
    fn select(mask: T::Mask, yes: Self, no: Self) -> Self {
        yes.zip_eps(no, T::select(mask, yes.re, no.re), |yes, no| T::select(mask, yes, no))
    }
    #[inline(always)]
    fn and(a: T::Mask, b: T::Mask) -> T::Mask {
        T::and(a, b)
    }
    #[inline(always)]
    fn zero(self) -> T::Mask {
        self.eps.iter().fold(self.re.zero(), |zero, e| T::and(zero, e.zero()))
    }
    #[inline(always)]
    fn vanishes(self) -> bool {
        self.re.vanishes() && self.eps.iter().all(|e| e.vanishes())
    }
    #[inline(always)]
    fn steepest(self) -> f64 {
        let slopes =
            self.eps.iter().map(|e| (0..Self::LANES).fold(e.steepest(), |most, l| most.max(e.primal(l).abs())));
        slopes.fold(self.re.steepest(), f64::max)
    }
    #[inline(always)]
    fn is_constant(self) -> bool {
        self.re.is_constant() && self.eps.iter().all(|e| e.vanishes())
    }
}

impl<T: Number, const N: usize> Number for Dual<T, N> {
    const LANES: usize = T::LANES;
    const ORDER: u32 = T::ORDER + 1;
    const MOVES: bool = N > 0;
    type Base = T::Base;

    #[inline(always)]
    fn constant(value: f64) -> Self {
        Dual { re: T::constant(value), eps: [T::constant(0.0); N] }
    }
    #[inline(always)]
    fn noise(draw: impl FnMut() -> f64) -> Self {
        Dual { re: T::noise(draw), eps: [T::constant(0.0); N] }
    }
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        self.zip_eps(other, self.re.add(other.re), T::add)
    }
    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        self.zip_eps(other, self.re.sub(other.re), T::sub)
    }
    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        self.zip_eps(other, self.re.mul(other.re), |a, b| a.mul(other.re).add(b.mul(self.re)))
    }
    #[inline(always)]
    fn div(self, other: Self) -> Self {
        let q = self.re.div(other.re);
        if T::LANES > 1 {
            // A vector's division takes as long as ten products.
            let r = other.re.rdiv_f64(1.0);
            return self.zip_eps(other, q, |a, b| a.sub(q.mul(b)).mul(r));
        }
        self.zip_eps(other, q, |a, b| a.sub(q.mul(b)).div(other.re))
    }
    #[inline(always)]
    fn neg(self) -> Self {
        self.map_eps(self.re.neg(), T::neg)
    }
    #[inline(always)]
    fn add_f64(self, c: f64) -> Self {
        Dual { re: self.re.add_f64(c), eps: self.eps }
    }
    #[inline(always)]
    fn rsub_f64(self, c: f64) -> Self {
        self.map_eps(self.re.rsub_f64(c), T::neg)
    }
    #[inline(always)]
    fn mul_f64(self, c: f64) -> Self {
        self.map_eps(self.re.mul_f64(c), |e| e.mul_f64(c))
    }
    #[inline(always)]
    fn div_f64(self, c: f64) -> Self {
        self.map_eps(self.re.div_f64(c), |e| e.div_f64(c))
    }
    #[inline(always)]
    fn rdiv_f64(self, c: f64) -> Self {
        let q = self.re.rdiv_f64(c);
        // The reciprocal does not depend on c: in a loop it is computed once.
        let slope = q.mul(self.re.rdiv_f64(-1.0));
        self.map_eps(q, |e| e.mul(slope))
    }
    #[inline(always)]
    fn from_base(base: T::Base) -> Self {
        Dual { re: T::from_base(base), eps: [T::constant(0.0); N] }
    }
    #[inline(always)]
    fn add_base(self, b: T::Base) -> Self {
        Dual { re: self.re.add_base(b), eps: self.eps }
    }
    #[inline(always)]
    fn mul_base(self, b: T::Base) -> Self {
        self.map_eps(self.re.mul_base(b), |e| e.mul_base(b))
    }
    #[inline(always)]
    fn add_product(self, c: f64, x: Self) -> Self {
        self.zip_eps(x, self.re.add_product(c, x.re), |a, b| a.add_product(c, b))
    }
    #[inline(always)]
    fn sin_cos(self) -> (Self, Self) {
        let (sin, cos) = self.re.sin_cos();
        (self.map_eps(sin, |e| e.mul(cos)), self.map_eps(cos, |e| e.mul(sin).neg()))
    }
    #[inline(always)]
    fn unary<F: Unary>(self, rule: F) -> Self {
        let (y, slope) = rule.both(self.re);
        self.chain(y, slope, F::SINGULAR)
    }
    #[inline(always)]
    fn binary<F: Binary>(self, other: Self, rule: F) -> Self {
        let z = self.re.binary(other.re, rule);
        let (dx, dy) = rule.partials(self.re, other.re, z);
        self.zip_eps(other, z, |a, b| guarded(a, dx).add(guarded(b, dy)))
    }
    #[inline(always)]
    fn custom<const M: usize>(args: [Self; M], f: impl FnMut([f64; M]) -> (f64, [f64; M])) -> (Self, [Self; M]) {
        if Self::ORDER > 1 {
            crate::error::report(crate::Error::SecondDerivative { of: "custom" });
        }
        let (re, partials) = T::custom(args.map(|a| a.re), f);
        let eps =
            from_fn(|i| (args.iter().zip(partials)).fold(T::constant(0.0), |sum, (a, g)| sum.add(a.eps[i].mul(g))));
        let constant = |re| Dual { re, eps: [T::constant(0.0); N] };
        (Dual { re, eps }, partials.map(constant))
    }
    #[inline(always)]
    fn implicit<const M: usize, R: Implicit<M>>(parameters: [Self; M], drawn: T::Base, rule: R) -> Self {
        let re = T::implicit(parameters.map(|p| p.re), drawn, rule);
        let wanted = parameters.map(|p| !p.eps.iter().all(|e| e.vanishes()));
        let mut x = Dual { re, eps: [T::constant(0.0); N] };
        if wanted.contains(&true) {
            let slopes = T::slopes(parameters.map(|p| p.re), re, wanted, rule);
            for ((parameter, slope), _) in parameters.iter().zip(slopes).zip(wanted).filter(|(_, wanted)| *wanted) {
                x = x.zip_eps(*parameter, x.re, |moved, eps| moved.add(guarded(eps, slope)));
            }
        }
        x
    }
}
