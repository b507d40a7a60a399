//! The value that carries a derivative.

use crate::number::rules;
use crate::{Error, Lift, Number};
use std::cell::Cell;
use std::fmt;
use std::iter::{Product, Sum};
use std::ops::{Add, AddAssign, Div, DivAssign, Mul, MulAssign, Neg, Sub, SubAssign};

/// A value that carries a derivative with respect to the parameters.
///
/// Inside an annotated function every differentiable `f64` is one of these. It does arithmetic with `f64` and with
/// itself and has the mathematical methods of `f64`, but nothing that would branch on it, round it or show its plain
/// value: only [`detach`](Smooth::detach) and formatting do.
#[repr(transparent)]
#[derive(Copy)]
pub struct Smooth<D>(pub(crate) D);

impl<D: Copy> Clone for Smooth<D> {
    #[inline(always)]
    fn clone(&self) -> Self {
        *self
    }
}

thread_local! {
    /// Set when a plain value was taken from a number that holds several samples.
    static NEEDS_SCALAR: Cell<bool> = const { Cell::new(false) };
}

/// Notes that the present run cannot hold several samples in one number.
#[inline(always)]
pub(crate) fn needs_scalar<D: Number>() {
    if D::LANES > 1 {
        plain_value_taken();
    }
}

/// Sees whether plain values are taken while it lives; what was taken before is remembered for whoever watches outside.
pub(crate) struct PlainValues {
    before: bool,
}

impl PlainValues {
    pub(crate) fn watch() -> Self {
        PlainValues { before: NEEDS_SCALAR.replace(false) }
    }

    /// Whether a plain value was taken.
    #[inline(always)]
    pub(crate) fn taken(&self) -> bool {
        NEEDS_SCALAR.get()
    }
}

impl Drop for PlainValues {
    fn drop(&mut self) {
        NEEDS_SCALAR.set(self.before);
    }
}

/// Notes that the present run needs one sample at a time.
#[inline(always)]
pub(crate) fn plain_value_taken() {
    NEEDS_SCALAR.set(true);
}

/// Notes a kink: its second derivative is not what a pathwise estimate would make of it.
#[inline(always)]
pub(crate) fn kink<D: Number>(of: &'static str) {
    if D::ORDER > 1 {
        crate::error::report(Error::Kink { of });
    }
}

impl<D: Number> Smooth<D> {
    /// The plain value, without its derivative: what follows treats it as a constant.
    ///
    /// The gradient of the whole then misses whatever goes through this value.
    #[inline(always)]
    pub fn detach(self) -> f64 {
        needs_scalar::<D>();
        self.0.primal(0)
    }

    /// The plain value, for checks that change nothing and for branches of our own that are no branches of the function.
    #[inline(always)]
    pub(crate) fn peek(self) -> f64 {
        needs_scalar::<D>();
        self.0.primal(0)
    }

    /// The plain values of all lanes as constants.
    #[inline(always)]
    pub(crate) fn frozen(self) -> Self {
        let mut lanes = 0..D::LANES;
        Smooth(D::noise(|| self.0.primal(lanes.next().unwrap_or_default())))
    }

    #[inline(always)]
    pub(crate) fn constant(value: f64) -> Self {
        Smooth(D::constant(value))
    }

    /// The larger of two values; NaN if one that moves is. Where they are equal the derivative is the mean of both.
    #[inline(always)]
    pub fn max(self, other: impl Lift<Smooth<D>>) -> Self {
        kink::<D>("max");
        self.extremum(other.lift(), f64::max, D::max)
    }

    /// The smaller of two values; NaN if one that moves is. Where they are equal the derivative is the mean of both.
    #[inline(always)]
    pub fn min(self, other: impl Lift<Smooth<D>>) -> Self {
        kink::<D>("min");
        self.extremum(other.lift(), f64::min, D::min)
    }

    /// `max` or `min`. A constant NaN is ignored, as in the standard library, and so is every NaN in a plain run; one
    /// that moves is not, because it would hide that a derivative is lost.
    #[inline(always)]
    fn extremum(self, other: Self, plain: fn(f64, f64) -> f64, smooth: fn(D, D) -> D) -> Self {
        if D::ORDER == 0 && D::LANES == 1 {
            return Smooth::constant(plain(self.peek(), other.peek()));
        }
        let ignored = |x: Self| D::LANES == 1 && x.peek().is_nan() && !x.0.moves();
        if ignored(self) {
            other
        } else if ignored(other) {
            self
        } else {
            Smooth(smooth(self.0, other.0))
        }
    }

    /// The value, or the bound that it exceeds; NaN if any of the three is. `low > high` fails the estimate.
    #[inline(always)]
    pub fn clamp(self, low: impl Lift<Smooth<D>>, high: impl Lift<Smooth<D>>) -> Self {
        kink::<D>("clamp");
        let (low, high) = (low.lift().0, high.lift().0);
        let inside = self.0.max(low).min(high);
        match (0..D::LANES).find(|lane| low.primal(*lane) > high.primal(*lane)) {
            None => Smooth(inside),
            // A NaN alone could be ignored by a `max` after it.
            Some(lane) => Smooth(crossed(low.primal(lane))),
        }
    }

    /// The absolute value; its derivative at 0 is 0, the mean of both sides.
    #[inline(always)]
    pub fn abs(self) -> Self {
        kink::<D>("abs");
        if D::ORDER == 0 && D::LANES == 1 {
            return Smooth::constant(self.peek().abs());
        }
        Smooth(self.0.abs())
    }

    /// The power with a constant or smooth exponent.
    #[inline(always)]
    pub fn powf(self, exponent: impl Exponent<D>) -> Self {
        exponent.raise(self)
    }

    /// The power with an integer exponent.
    #[inline(always)]
    pub fn powi(self, n: i32) -> Self {
        Smooth(self.0.unary(rules::Powi(n)))
    }

    /// `sqrt(self² + other²)` without overflow.
    #[inline(always)]
    pub fn hypot(self, other: impl Lift<Smooth<D>>) -> Self {
        let other = other.lift();
        // Away from the origin there is no kink; a side that stays where it is, and not at 0, keeps away from it.
        let away = |x: Self| x.0.is_constant() && (0..D::LANES).all(|lane| x.0.primal(lane) != 0.0);
        if D::ORDER > 1 && !away(self) && !away(other) {
            kink::<D>("hypot");
        }
        Smooth(self.0.binary(other.0, rules::Hypot))
    }

    /// The logarithm to a constant or smooth base.
    #[inline(always)]
    pub fn log(self, base: impl Lift<Smooth<D>>) -> Self {
        self.ln() / base.lift().ln()
    }

    /// `self * a + b`
    #[inline(always)]
    pub fn mul_add(self, a: impl Lift<Smooth<D>>, b: impl Lift<Smooth<D>>) -> Self {
        let (a, b) = (a.lift(), b.lift());
        if D::ORDER == 0 && D::LANES == 1 {
            return Smooth::constant(self.peek().mul_add(a.peek(), b.peek()));
        }
        self * a + b
    }

    /// The sine and the cosine.
    #[inline(always)]
    pub fn sin_cos(self) -> (Self, Self) {
        if D::ORDER == 0 {
            return (self.sin(), self.cos());
        }
        let (sin, cos) = self.0.sin_cos();
        (Smooth(sin), Smooth(cos))
    }

    /// 1 / self
    #[inline(always)]
    pub fn recip(self) -> Self {
        Smooth(self.0.rdiv_f64(1.0))
    }

    /// From radians to degrees.
    #[inline(always)]
    pub fn to_degrees(self) -> Self {
        self * (180.0 / std::f64::consts::PI)
    }

    /// From degrees to radians.
    #[inline(always)]
    pub fn to_radians(self) -> Self {
        self * (std::f64::consts::PI / 180.0)
    }
}

/// The result of `clamp` where the lower bound is above the upper one: the standard library panics there.
#[cold]
fn crossed<D: Number>(low: f64) -> D {
    needs_scalar::<D>();
    if D::ORDER > 0 {
        let (distribution, parameter, requirement) = ("clamp", "low", "<= high");
        crate::error::report(Error::InvalidParameter { distribution, parameter, requirement, value: low });
    }
    D::constant(f64::NAN)
}

/// What a smooth value can be raised to: a constant or a smooth value.
pub trait Exponent<D: Number> {
    /// `base` to this power
    fn raise(self, base: Smooth<D>) -> Smooth<D>;
}
impl<D: Number> Exponent<D> for f64 {
    #[inline(always)]
    fn raise(self, base: Smooth<D>) -> Smooth<D> {
        Smooth(base.0.unary(rules::Powf(self)))
    }
}
impl<D: Number> Exponent<D> for Smooth<D> {
    #[inline(always)]
    fn raise(self, base: Smooth<D>) -> Smooth<D> {
        Smooth(base.0.binary(self.0, rules::Pow))
    }
}

impl<D: Number> fmt::Debug for Smooth<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.detach(), f)
    }
}
impl<D: Number> fmt::Display for Smooth<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.detach(), f)
    }
}
impl<D: Number> fmt::LowerExp for Smooth<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::LowerExp::fmt(&self.detach(), f)
    }
}
impl<D: Number> fmt::UpperExp for Smooth<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::UpperExp::fmt(&self.detach(), f)
    }
}

macro_rules! from_constant {
    ($($t:ty)*) => { $(
        impl<D: Number> From<$t> for Smooth<D> {
            #[inline(always)]
            fn from(value: $t) -> Self {
                Smooth::constant(value.into())
            }
        }
    )* };
}
from_constant!(f64 f32 u8 u16 u32 i8 i16 i32);

impl<D: Number> Default for Smooth<D> {
    fn default() -> Self {
        Smooth::constant(0.0)
    }
}

/// One operator: for each pair of operands a body, by value and by reference.
macro_rules! operator {
    ($Op:ident $op:ident $Assign:ident $assign:ident: |$x:ident, $y:ident| $both:expr, |$a:ident, $c:ident| $right:expr, |$d:ident, $b:ident| $left:expr) => {
        operator!(@pair $Op $op Smooth<D>, Smooth<D>: |$x, $y| $both);
        operator!(@pair $Op $op Smooth<D>, f64: |$a, $c| $right);
        operator!(@pair $Op $op f64, Smooth<D>: |$d, $b| $left);
        operator!(@assign $Op $op $Assign $assign Smooth<D>);
        operator!(@assign $Op $op $Assign $assign &Smooth<D>);
        operator!(@assign $Op $op $Assign $assign f64);
        operator!(@assign $Op $op $Assign $assign &f64);
    };
    (@pair $Op:ident $op:ident $A:ty, $B:ty: |$x:ident, $y:ident| $body:expr) => {
        operator!(@one $Op $op $A, $B: |$x, $y| $body);
        operator!(@one $Op $op $A, &$B: |$x, y| { let $y = *y; $body });
        operator!(@one $Op $op &$A, $B: |x, $y| { let $x = *x; $body });
        operator!(@one $Op $op &$A, &$B: |x, y| { let ($x, $y) = (*x, *y); $body });
    };
    (@one $Op:ident $op:ident $A:ty, $B:ty: |$x:ident, $y:ident| $body:expr) => {
        impl<D: Number> $Op<$B> for $A {
            type Output = Smooth<D>;
            #[inline(always)]
            fn $op(self, other: $B) -> Smooth<D> {
                let ($x, $y) = (self, other);
                $body
            }
        }
    };
    (@assign $Op:ident $op:ident $Assign:ident $assign:ident $B:ty) => {
        impl<D: Number> $Assign<$B> for Smooth<D> {
            #[inline(always)]
            fn $assign(&mut self, other: $B) {
                *self = $Op::$op(*self, other);
            }
        }
    };
}
operator!(Add add AddAssign add_assign: |x, y| Smooth(x.0.add(y.0)), |a, c| Smooth(a.0.add_f64(c)), |c, b| Smooth(b.0.add_f64(c)));
operator!(Sub sub SubAssign sub_assign: |x, y| Smooth(x.0.sub(y.0)), |a, c| Smooth(a.0.add_f64(-c)), |c, b| Smooth(b.0.rsub_f64(c)));
operator!(Mul mul MulAssign mul_assign: |x, y| Smooth(x.0.mul(y.0)), |a, c| Smooth(a.0.mul_f64(c)), |c, b| Smooth(b.0.mul_f64(c)));
operator!(Div div DivAssign div_assign: |x, y| Smooth(x.0.div(y.0)), |a, c| Smooth(a.0.div_f64(c)), |c, b| Smooth(b.0.rdiv_f64(c)));

impl<D: Number> Neg for Smooth<D> {
    type Output = Smooth<D>;
    #[inline(always)]
    fn neg(self) -> Smooth<D> {
        Smooth(self.0.neg())
    }
}
impl<D: Number> Neg for &Smooth<D> {
    type Output = Smooth<D>;
    #[inline(always)]
    fn neg(self) -> Smooth<D> {
        Smooth(self.0.neg())
    }
}

macro_rules! reduce {
    ($($t:ty)*) => { $(
        impl<'a, D: Number> Sum<$t> for Smooth<D> {
            #[inline(always)]
            fn sum<I: Iterator<Item = $t>>(iter: I) -> Self {
                // The sum of nothing is -0.0, as in the standard library.
                let mut sum = Smooth::constant(-0.0);
                for x in iter {
                    sum += x;
                }
                sum
            }
        }
        impl<'a, D: Number> Product<$t> for Smooth<D> {
            #[inline(always)]
            fn product<I: Iterator<Item = $t>>(iter: I) -> Self {
                let mut product = Smooth::constant(1.0);
                for x in iter {
                    product *= x;
                }
                product
            }
        }
    )* };
}
reduce!(Smooth<D> &'a Smooth<D> f64 &'a f64);

/// The methods that smooth values have beyond those of `f64`, for plain numbers, so that code reads the same for both.
pub trait FloatExt {
    /// The value itself: it carries no derivative.
    fn detach(self) -> f64;
    /// The logistic function 1 / (1 + e^-x).
    fn sigmoid(self) -> f64;
    /// ln(1 + e^x), without overflow.
    fn softplus(self) -> f64;
}
impl FloatExt for f64 {
    #[inline(always)]
    fn detach(self) -> f64 {
        self
    }
    #[inline(always)]
    fn sigmoid(self) -> f64 {
        self.unary(rules::Sigmoid)
    }
    #[inline(always)]
    fn softplus(self) -> f64 {
        self.unary(rules::Softplus)
    }
}
