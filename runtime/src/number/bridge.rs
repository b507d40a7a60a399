//! The bridge to the crate num-dual: each of its numbers can run a body.

use super::rules::{Cos, Sin};
use super::{Binary, Dual, Implicit, Number, Unary};
use crate::private::Primal;
use num_dual::DualNum;

/// A number of the crate num-dual as a [`Number`].
///
/// Functions are evaluated with *our* rules, by the Taylor polynomial around the plain value (which is exact, since
/// the derivative parts of a dual number are nilpotent), so that their values and derivatives are right at the edges
/// where num-dual's own are not. Derivatives up to the third order, the highest of num-dual, are supported.
#[derive(Clone, Copy, Debug)]
pub struct NumDual<D>(pub D);

/// Three nested directions: carries derivatives up to the third order of a function of one variable.
type Jet = Dual<Dual<Dual<f64, 1>, 1>, 1>;

impl<D: DualNum<Primitive = f64> + Copy> NumDual<D> {
    /// The nilpotent part.
    fn delta(self) -> D {
        self.0 - self.0.re()
    }

    /// f(x + delta) from the derivatives of f at x
    fn taylor(delta: D, coefficients: [f64; 4]) -> D {
        let [f, f1, f2, f3] = coefficients;
        let first = D::from(f) + times(delta, f1);
        match D::NDERIV {
            0 => D::from(f),
            1 => first,
            2 => first + times(delta * delta, f2 / 2.0),
            _ => first + times(delta * delta, f2 / 2.0) + times(delta * delta * delta, f3 / 6.0),
        }
    }
}

/// `power * c` for a nilpotent power: its plain value stays 0 where c is infinite or NaN, and so do the parts that do
/// not move. Otherwise a derivative that does not exist would take the value along.
fn times<D: DualNum<Primitive = f64> + Copy>(power: D, c: f64) -> D {
    if c.is_finite() {
        return power * c;
    }
    let infinite = power * f64::MAX * f64::MAX;
    if c.is_nan() { infinite * 0.0 } else { infinite * c.signum() }
}

/// A variable that moves along each of the three directions with the given speeds.
fn jet(x: f64, speed: [f64; 3]) -> Jet {
    let zero = Dual::constant(0.0);
    let inner = Dual::new(x, [speed[0]]);
    let middle = Dual::new(inner, [Dual::new(speed[1], [0.0])]);
    Dual::new(middle, [Dual::new(Dual::new(speed[2], [0.0]), [zero])])
}

/// f and its mixed derivatives along the first, the first two and all three directions
fn derivatives(y: Jet) -> [f64; 4] {
    [y.re.re.re, y.re.re.eps[0], y.re.eps[0].eps[0], y.eps[0].eps[0].eps[0]]
}

impl<D: DualNum<Primitive = f64> + Copy> Primal for NumDual<D> {
    type Mask = bool;
    fn primal(self, _lane: usize) -> f64 {
        self.0.re()
    }
    fn greater(self, other: Self) -> bool {
        self.0.re() > other.0.re()
    }
    fn select(mask: bool, yes: Self, no: Self) -> Self {
        if mask { yes } else { no }
    }
    fn and(a: bool, b: bool) -> bool {
        a & b
    }
    fn zero(self) -> bool {
        false
    }
    fn vanishes(self) -> bool {
        // num-dual gives no way to look at all the parts of a number.
        false
    }
    fn steepest(self) -> f64 {
        f64::INFINITY
    }
    fn is_constant(self) -> bool {
        false
    }
}

impl<D: DualNum<Primitive = f64> + Copy> Number for NumDual<D> {
    const ORDER: u32 = D::NDERIV as u32;
    type Base = f64;

    fn constant(value: f64) -> Self {
        NumDual(D::from(value))
    }
    fn noise(mut draw: impl FnMut() -> f64) -> Self {
        Self::constant(draw())
    }
    fn add(self, other: Self) -> Self {
        NumDual(self.0 + other.0)
    }
    fn sub(self, other: Self) -> Self {
        NumDual(self.0 - other.0)
    }
    fn mul(self, other: Self) -> Self {
        NumDual(self.0 * other.0)
    }
    fn div(self, other: Self) -> Self {
        NumDual(self.0 / other.0)
    }
    fn neg(self) -> Self {
        NumDual(-self.0)
    }
    fn add_f64(self, c: f64) -> Self {
        NumDual(self.0 + c)
    }
    fn rsub_f64(self, c: f64) -> Self {
        NumDual(-self.0 + c)
    }
    fn mul_f64(self, c: f64) -> Self {
        NumDual(self.0 * c)
    }
    fn div_f64(self, c: f64) -> Self {
        NumDual(self.0 / c)
    }
    fn rdiv_f64(self, c: f64) -> Self {
        NumDual(D::from(c) / self.0)
    }
    fn from_base(base: f64) -> Self {
        Self::constant(base)
    }
    fn add_base(self, b: f64) -> Self {
        self.add_f64(b)
    }
    fn mul_base(self, b: f64) -> Self {
        self.mul_f64(b)
    }
    fn sin_cos(self) -> (Self, Self) {
        (self.unary(Sin), self.unary(Cos))
    }
    fn unary<F: Unary>(self, rule: F) -> Self {
        let at = derivatives(jet(self.0.re(), [1.0; 3]).unary(rule));
        NumDual(Self::taylor(self.delta(), at))
    }
    fn binary<F: Binary>(self, other: Self, rule: F) -> Self {
        // The mixed derivatives of f come from its derivatives along x, y and their combinations.
        let (x, y) = (self.0.re(), other.0.re());
        let along = |a: [f64; 3], b: [f64; 3]| derivatives(jet(x, a).binary(jet(y, b), rule));
        let (zero, one) = ([0.0; 3], [1.0; 3]);
        let [f, fx, fxx, fxxx] = along(one, zero);
        let [_, fy, fyy, fyyy] = along(zero, one);
        let [_, _, fxy, fxyy] = along([1.0, 0.0, 0.0], [0.0, 1.0, 1.0]);
        let fyxx = along([0.0, 1.0, 1.0], [1.0, 0.0, 0.0])[3];
        let (dx, dy) = (self.delta(), other.delta());
        let first = times(dx, fx) + times(dy, fy) + f;
        let second = || times(dx * dx, fxx / 2.0) + times(dx * dy, fxy) + times(dy * dy, fyy / 2.0);
        let third = || {
            times(dx * dx * dx, fxxx / 6.0)
                + times(dx * dx * dy, fyxx / 2.0)
                + times(dx * dy * dy, fxyy / 2.0)
                + times(dy * dy * dy, fyyy / 6.0)
        };
        NumDual(match D::NDERIV {
            0 | 1 => first,
            2 => first + second(),
            _ => first + second() + third(),
        })
    }
    fn custom<const N: usize>(args: [Self; N], mut f: impl FnMut([f64; N]) -> (f64, [f64; N])) -> (Self, [Self; N]) {
        if Self::ORDER > 1 {
            crate::error::report(crate::Error::SecondDerivative { of: "custom" });
        }
        let (value, partials) = f(args.map(|a| a.0.re()));
        let sum = args.iter().zip(partials).fold(D::from(value), |sum, (a, g)| sum + a.delta() * g);
        (NumDual(sum), partials.map(Self::constant))
    }
    fn implicit<const N: usize, R: Implicit<N>>(parameters: [Self; N], drawn: f64, rule: R) -> Self {
        // dx/dt along the way from the plain parameters to the whole ones. One step of Runge and Kutta is exact: its
        // error is of the fifth order in nilpotent numbers.
        let start = parameters.map(|p| p.0.re());
        let delta = parameters.map(|p| p.delta());
        let at = |t: f64, x: D| {
            let there = std::array::from_fn(|i| NumDual(delta[i] * t + start[i]));
            let slopes = rule.slopes(there, NumDual(x), [true; N]);
            delta.iter().zip(slopes).fold(D::from(0.0), |sum, (d, s)| sum + *d * s.0)
        };
        let x = D::from(drawn);
        let a = at(0.0, x);
        if D::NDERIV <= 1 {
            return NumDual(x + a);
        }
        let b = at(0.5, x + a * 0.5);
        let c = at(0.5, x + b * 0.5);
        let d = at(1.0, x + c);
        NumDual(x + (a + (b + c) * 2.0 + d) / 6.0)
    }
}
