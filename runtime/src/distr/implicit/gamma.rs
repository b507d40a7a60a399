//! The gamma distribution: how ln x moves with the shape.
//!
//! Inside a table, that is nearly always, a polynomial in two variables. Outside, Kummer's series of the incomplete gamma
//! function below the mean and Legendre's continued fraction above it (DLMF 8.11.4 and 8.9.2,
//! <https://dlmf.nist.gov/8.11.E4>), each with its derivative by the shape.

use super::functions::{digamma, fixed, sum_until_still, variable};
use super::table::{CELLS, COLUMNS, Cell, LOWEST, ROWS};
use super::{gamma_lanes, sampler};
use crate::distr::every;
use crate::number::lanes::{Isa, Lanes, WIDTH};
use crate::number::{Dual, Implicit, rules};
use crate::source::{Generator, Noise};
use crate::{Number, Smooth};

/// More terms than any sum takes.
const MOST_TERMS: usize = 10_000;

/// d ln x / d shape at a fixed value of the distribution function, for x ~ Gamma(shape, 1).
///
/// `x` and `ln_x` are the same point; `x` may underflow to 0 where `ln_x` is finite.
#[inline]
pub(crate) fn slope_of_ln<T: Number>(shape: T, x: T, ln_x: T) -> T {
    let v = shape.add_f64(1.0).rdiv_f64(1.0);
    // The quotient is the more accurate one where both are large.
    let u = if x.sole() > 0.0 { x.mul(v).unary(rules::Ln) } else { ln_x.add(v.unary(rules::Ln)) };
    slope(shape, v, u, || (x, ln_x))
}

/// The slope from v = 1 / (shape + 1) and u = ln(x v), or, outside the table, from x and ln x.
#[inline(always)]
fn slope<T: Number>(shape: T, v: T, u: T, point: impl FnOnce() -> (T, T)) -> T {
    match inside(v, u) {
        Some(scaled) => scaled.div(shape),
        None => {
            let (x, ln_x) = point();
            outside(shape, x, ln_x)
        }
    }
}

/// The slope times the shape, inside the table: a polynomial in v = 1 / (shape + 1) and u = ln(x v).
///
/// In these variables it is analytic: the nearest singularities, at shape -1 and at u = ±2πi, are far away.
#[inline(always)]
fn inside<T: Number>(v: T, u: T) -> Option<T> {
    let ((row, s), (column, t)) = (row_of(v), column_of(u)?);
    Some(CELLS.get(row * COLUMNS + column)?.at(s, t))
}

/// The row of the table for v, and where in [-1, 1] it is there.
#[inline(always)]
pub(super) fn row_of<T: Number>(v: T) -> (usize, T) {
    let row = (v.sole() * ROWS as f64) as usize;
    (row, v.mul_f64(2.0 * ROWS as f64).add_f64(-(2.0 * row as f64 + 1.0)))
}

/// The column of the table for u, and where in [-1, 1] it is there.
#[inline(always)]
pub(super) fn column_of<T: Number>(u: T) -> Option<(usize, T)> {
    let position = u.sole() - LOWEST;
    // Also NaN.
    if !(position >= 0.0 && position < COLUMNS as f64) {
        return None;
    }
    let column = position as usize;
    Some((column, u.add_f64(-LOWEST - 0.5 - column as f64).mul_f64(2.0)))
}

impl Cell {
    /// The polynomial at s and t in [-1, 1].
    #[inline(always)]
    fn at<T: Number>(&self, s: T, t: T) -> T {
        polynomial(self.along(s), t)
    }

    /// The coefficients of the powers of t.
    #[inline(always)]
    pub(super) fn along<T: Number>(&self, s: T) -> [T; 12] {
        let s2 = s.mul(s);
        let s3 = s2.mul(s);
        let s4 = s2.mul(s2);
        let mut sums = self.0.map(T::constant);
        add(&mut sums, &self.9, s4.mul(s4).mul(s));
        add(&mut sums, &self.8, s4.mul(s4));
        add(&mut sums, &self.7, s4.mul(s3));
        add(&mut sums, &self.6, s4.mul(s2));
        add(&mut sums, &self.5, s4.mul(s));
        add(&mut sums, &self.4, s4);
        add(&mut sums, &self.3, s3);
        add(&mut sums, &self.2, s2);
        add(&mut sums, &self.1, s);
        sums
    }
}

/// Adds a row of coefficients times a power to the coefficients.
#[inline(always)]
fn add<T: Number, const N: usize>(sums: &mut [T; 12], row: &[f64; N], power: T) {
    for (sum, c) in sums.iter_mut().zip(row) {
        *sum = sum.add(power.mul_f64(*c));
    }
}

/// c_0 + c_1 t + .. + c_11 t^11, in three parts that do not wait for each other.
#[inline(always)]
pub(super) fn polynomial<T: Number>(c: [T; 12], t: T) -> T {
    let t2 = t.mul(t);
    let t4 = t2.mul(t2);
    let pair = |i: usize| c[i].add(c[i + 1].mul(t));
    let four = |i: usize| pair(i).add(pair(i + 2).mul(t2));
    four(0).add(four(4).add(four(8).mul(t4)).mul(t4))
}

/// The slope where the table ends.
#[cold]
#[inline(never)]
pub(super) fn outside<T: Number>(shape: T, x: T, ln_x: T) -> T {
    let (a, x, ln_x) = (Smooth(shape), Smooth(x), Smooth(ln_x));
    let (shape, point) = (a.0.sole(), x.0.sole());
    if point < 1.0 || point <= shape + 0.5 { lower_tail(a, x, ln_x).0 } else { upper_tail(a, x, ln_x).0 }
}

/// (S (ψ(a + 1) - ln x) - dS/da) / a with S = Σ x^n / ((a + 1) .. (a + n)), from the integral over the lower tail
fn lower_tail<T: Number>(a: Smooth<T>, x: Smooth<T>, ln_x: Smooth<T>) -> Smooth<T> {
    let (mut denominator, x) = (variable(a), fixed(x));
    let mut term = Smooth::constant(1.0);
    let sum = sum_until_still([term], MOST_TERMS, || {
        denominator += 1.0;
        term = term * x / denominator;
        [term]
    });
    let Dual { re, eps: [slope] } = or_nan(sum).0;
    (Smooth(re) * (digamma(a + 1.0) - ln_x) - Smooth(slope)) / a
}

/// G (ln x - ψ(a)) + dG/da with G = e^x x^-a Γ(a, x) as a continued fraction, from the integral over the upper tail
///
/// (Steed's algorithm: Barnett, Feng, Steed and Goldfarb 1974, <https://doi.org/10.1016/0010-4655(74)90013-7>)
fn upper_tail<T: Number>(a: Smooth<T>, x: Smooth<T>, ln_x: Smooth<T>) -> Smooth<T> {
    let (shape, mut n) = (variable(a), 0.0);
    let mut b = fixed(x) + 1.0 - shape;
    let mut d = 1.0 / b;
    let mut term = d;
    let sum = sum_until_still([term], MOST_TERMS, || {
        n += 1.0;
        b += 2.0;
        let numerator = n * (n - shape) * d;
        d = 1.0 / (b - numerator);
        term *= numerator * d;
        [term]
    });
    let Dual { re, eps: [slope] } = or_nan(sum).0;
    Smooth(re) * (ln_x - digamma(a)) + Smooth(slope)
}

fn or_nan<T: Number>(sum: Option<[Smooth<T>; 1]>) -> Smooth<T> {
    sum.map_or(Smooth::constant(f64::NAN), |[sum]| sum)
}

/// The rule of ln x for x ~ Gamma(shape, 1).
#[derive(Clone, Copy, Debug)]
pub(crate) struct LnDraw;
impl Implicit<1> for LnDraw {
    #[inline(always)]
    fn slopes<T: Number>(self, [shape]: [T; 1], ln_x: T, _: [bool; 1]) -> [T; 1] {
        let v = shape.add_f64(1.0).rdiv_f64(1.0);
        [slope(shape, v, ln_x.add(v.unary(rules::Ln)), || (ln_x.unary(rules::Exp), ln_x))]
    }
    #[inline(always)]
    fn slopes_in_lanes<I: Isa>(self, [shape]: [Lanes<I>; 1], ln_x: Lanes<I>, _: [bool; 1]) -> Option<[Lanes<I>; 1]> {
        Some([gamma_lanes::slopes_of_ln(shape, ln_x)?])
    }
}

/// The rule of x ~ Gamma(shape, 1), which must not underflow.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Draw;
impl Implicit<1> for Draw {
    #[inline(always)]
    fn slopes<T: Number>(self, [shape]: [T; 1], x: T, _: [bool; 1]) -> [T; 1] {
        let v = shape.add_f64(1.0).rdiv_f64(1.0);
        [x.mul(slope(shape, v, x.mul(v).unary(rules::Ln), || (x, x.unary(rules::Ln))))]
    }
    #[inline(always)]
    fn slopes_in_lanes<I: Isa>(self, [shape]: [Lanes<I>; 1], x: Lanes<I>, _: [bool; 1]) -> Option<[Lanes<I>; 1]> {
        Some([gamma_lanes::slopes(shape, x)?])
    }
}

/// ln of a draw from Gamma(shape, 1), smooth in the shape, which may be as small as numbers get.
#[inline(always)]
pub(crate) fn draw_ln<D: Number, G: Generator>(shape: Smooth<D>, noise: &mut Noise<'_, G>) -> Smooth<D> {
    let mut uniform = [1.0; WIDTH];
    let x: D::Base = noise.each(|lane, rng| {
        let (x, u) = sampler::boosted_gamma(shape.0.primal(lane), rng);
        uniform[lane % WIDTH] = u;
        x
    });
    let mut ln_x = x.unary(rules::Ln);
    if !every(shape, |shape| shape >= 1.0) {
        // x = g U^(1/shape) with g from shape + 1; as a logarithm, since it underflows.
        let u = per_lane::<D>(|lane| uniform[lane % WIDTH]).unary(rules::Ln);
        let ln = ln_x.add(u.div(per_lane::<D>(|lane| shape.0.primal(lane))));
        ln_x = Number::max(ln, D::Base::constant(sampler::LOWEST));
    }
    Smooth(D::implicit([shape.0], ln_x, LnDraw))
}

/// A draw from Gamma(shape, 1), smooth in the shape.
///
/// Where it would underflow, as draws with small shapes do, the value is the smallest normal number instead, and it
/// moves by that number times the slope of the true ln x: so the derivative of ln x downstream is right.
#[inline(always)]
pub(crate) fn draw<D: Number, G: Generator>(shape: Smooth<D>, noise: &mut Noise<'_, G>) -> Smooth<D> {
    if every(shape, |shape| shape >= 1.0) {
        let x = noise.each(|lane, rng| sampler::gamma(shape.0.primal(lane), rng));
        return Smooth(D::implicit([shape.0], x, Draw));
    }
    let ln_x = draw_ln(shape, noise);
    let plain = per_lane::<D>(|lane| ln_x.0.primal(lane));
    let x = per_lane::<D>(|lane| ln_x.0.primal(lane).exp().max(f64::MIN_POSITIVE));
    // exp(0) = 1, with the derivatives of ln x
    Smooth(ln_x.0.add_base(plain.neg()).unary(rules::Exp).mul_base(x))
}

#[inline(always)]
fn per_lane<D: Number>(mut of: impl FnMut(usize) -> f64) -> D::Base {
    let mut lanes = 0..;
    D::Base::noise(|| of(lanes.next().unwrap_or(0)))
}

/// A number that was drawn as `ln_x`, as it moves with the shape.
#[inline]
pub(crate) fn redrawn_ln<D: Number>(shape: Smooth<D>, ln_x: Smooth<D>) -> Smooth<D> {
    Smooth(D::implicit([shape.0], per_lane::<D>(|lane| ln_x.0.primal(lane)), LnDraw))
}
