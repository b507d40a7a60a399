//! The distribution function of the gamma distribution, and its inverse.

use super::beta::stirling_series;
use super::quantile::{At, Side, smaller_tail, solve};
use super::value;
use crate::distr::implicit::functions::{exp_m1_minus, ln_1p_minus};
use crate::distr::implicit::{gamma, quadrature};
use crate::number::rules::{Exp, Ln, LnGamma};
use crate::number::{Implicit, Number};
use crate::{Join, Lift, Real, Smooth};
use std::f64::consts::TAU;

/// P(a, x) = γ(a, x)/Γ(a), the distribution function of the gamma distribution of shape a > 0 and scale 1 at x >= 0;
/// NaN outside.
///
/// A series of positive terms, a continued fraction, or, for shapes above 400, a quadrature of the tail, so that it keeps
/// its relative accuracy where it is tiny. The derivative in x is the density, the derivative in a is computed without
/// cancellation too.
///
/// ```
/// use stochastic_grad::special::gamma_p;
/// assert!((gamma_p(1.0, 1e-20) / 1e-20 - 1.0_f64).abs() < 1e-14);
/// assert!((gamma_p(0.5, 2.0) - stochastic_grad::special::erf(2.0_f64.sqrt())).abs() < 1e-15);
/// ```
pub fn gamma_p<A, B>(a: A, x: B) -> A::Out
where
    A: Join<B> + Lift<Smooth<<A::Out as Real>::Number>>,
    B: Lift<Smooth<<A::Out as Real>::Number>>,
{
    A::Out::leave(of_smooth(a.lift(), x.lift(), Side::Lower))
}

/// Q(a, x) = Γ(a, x)/Γ(a) = 1 - P(a, x), accurate where it is tiny; see [`gamma_p`].
///
/// ```
/// use stochastic_grad::special::gamma_q;
/// assert!((gamma_q(1.0, 300.0) / (-300.0_f64).exp() - 1.0).abs() < 1e-13);
/// ```
pub fn gamma_q<A, B>(a: A, x: B) -> A::Out
where
    A: Join<B> + Lift<Smooth<<A::Out as Real>::Number>>,
    B: Lift<Smooth<<A::Out as Real>::Number>>,
{
    A::Out::leave(of_smooth(a.lift(), x.lift(), Side::Upper))
}

/// The x at which P(a, x) = p, for a > 0 and 0 <= p <= 1; NaN outside.
///
/// Newton's method for ln P or ln Q as functions of ln x, which are concave, so that it converges from everywhere.
///
/// ```
/// use stochastic_grad::special::gamma_quantile;
/// assert!((gamma_quantile(1.0, 0.5) - std::f64::consts::LN_2).abs() < 1e-15);
/// ```
pub fn gamma_quantile(a: f64, p: f64) -> f64 {
    quantile(a, p, Side::Lower)
}

/// The x at which Q(a, x) = q, accurate for tiny q too; see [`gamma_quantile`].
///
/// ```
/// use stochastic_grad::special::gamma_quantile_upper;
/// assert!((gamma_quantile_upper(1.0, 1e-200) / 460.51701859880916 - 1.0).abs() < 1e-14);
/// ```
pub fn gamma_quantile_upper(a: f64, q: f64) -> f64 {
    quantile(a, q, Side::Upper)
}

fn of_smooth<D: Number>(Smooth(a): Smooth<D>, Smooth(x): Smooth<D>, side: Side) -> Smooth<D> {
    let mut lanes = 0..;
    let value = D::Base::noise(|| {
        let lane = lanes.next().unwrap_or(0);
        let (a, x) = (a.primal(lane), x.primal(lane));
        let tails = at(a, x, x.ln());
        if side == Side::Lower { tails.ln_lower.exp() } else { tails.ln_upper.exp() }
    });
    Smooth(D::implicit([a, x], value, Tail(side)))
}

/// How the probability of a tail moves with the shape and with the point.
#[derive(Clone, Copy, Debug)]
struct Tail(Side);
impl Implicit<2> for Tail {
    fn slopes<T: Number>(self, [a, x]: [T; 2], _value: T, wanted: [bool; 2]) -> [T; 2] {
        let sign = if self.0 == Side::Lower { 1.0 } else { -1.0 };
        if x.sole() <= 0.0 || x.sole() == f64::INFINITY {
            return [T::constant(0.0), density_at_the_ends(a, x).mul_f64(sign)];
        }
        let ln_x = x.unary(Ln);
        let density = ln_density(a, x, ln_x).unary(Exp);
        let by_a =
            if wanted[0] { density.mul(gamma::slope_of_ln(a, x, ln_x)).mul_f64(-sign) } else { T::constant(0.0) };
        [by_a, density.div(x).mul_f64(sign)]
    }
}

/// The density of x at 0 and at infinity.
fn density_at_the_ends<T: Number>(a: T, x: T) -> T {
    let a = a.sole();
    let at_zero = if a < 1.0 { f64::INFINITY } else { f64::from(u8::from(a == 1.0)) };
    T::constant(if x.sole() == 0.0 { at_zero } else { 0.0 })
}

/// From this shape on Stirling's series is exact, and the density is computed from its distance to the mode.
const LARGE: f64 = 10.0;

/// Up to this shape the sums are short.
const SUMS_TO: f64 = 400.0;

/// ln of the density of ln x: ln(x^a e^-x / Γ(a))
fn ln_density<T: Number>(a: T, x: T, ln_x: T) -> T {
    let plain = (a.sole(), x.sole());
    if plain.0 < LARGE {
        return a.mul(ln_x).sub(x).sub(a.unary(LnGamma));
    }
    let normalizer = a.mul_f64(1.0 / TAU).unary(Ln).mul_f64(0.5).sub(stirling_series(a));
    if plain.1 < 0.5 * plain.0 {
        let ln_ratio = if plain.1 > f64::MIN_POSITIVE { x.div(a).unary(Ln) } else { ln_x.sub(a.unary(Ln)) };
        return a.mul(ln_ratio.add_f64(1.0)).sub(x).add(normalizer);
    }
    let distance = Smooth(x.sub(a).div(a));
    a.mul(ln_1p_minus(distance).0).add(normalizer)
}

/// The distribution of ln x at a point.
fn at(a: f64, x: f64, ln_x: f64) -> At {
    if !(a > 0.0 && a < f64::INFINITY && x >= 0.0) {
        return At { ln_density: f64::NAN, ln_lower: f64::NAN, ln_upper: f64::NAN };
    }
    if ln_x.is_infinite() {
        let (zero, one) = (f64::NEG_INFINITY, 0.0);
        let (ln_lower, ln_upper) = if x == 0.0 { (zero, one) } else { (one, zero) };
        return At { ln_density: zero, ln_lower, ln_upper };
    }
    let ln_density = ln_density(a, x, ln_x);
    if x < f64::MIN_POSITIVE {
        let ln_lower = a * ln_x - value::ln_gamma(1.0 + a);
        return At { ln_density, ln_lower, ln_upper: value::ln_1m_exp(ln_lower) };
    }
    if x < 1.0 || x <= a {
        let sum = if a > SUMS_TO && x > 0.5 * a { tail(a, x, Side::Lower) } else { series(a, x) };
        let ln_lower = ln_density + sum.ln();
        let direct = || ln_density + tail(a, x, Side::Upper).ln();
        let ln_upper = if ln_lower > -0.1 { direct() } else { value::ln_1m_exp(ln_lower) };
        return At { ln_density, ln_lower: ln_lower.min(0.0), ln_upper };
    }
    let sum = if a > SUMS_TO && x < 2.0 * a { tail(a, x, Side::Upper) } else { fraction(a, x) };
    let ln_upper = ln_density + sum.ln();
    At { ln_density, ln_lower: value::ln_1m_exp(ln_upper), ln_upper }
}

/// The lower tail over the density: Σ x^n / (a (a + 1) .. (a + n)) (<https://dlmf.nist.gov/8.11.E4>)
fn series(a: f64, x: f64) -> f64 {
    let (mut n, mut term, mut sum) = (a, 1.0 / a, 1.0 / a);
    while term > 1e-17 * sum {
        n += 1.0;
        term *= x / n;
        sum += term;
    }
    sum
}

/// The upper tail over the density: e^x x^-a Γ(a, x) = 1/(x + 1 - a - (1 - a)/(x + 3 - a - ...)), by Steed's algorithm
/// (Barnett, Feng, Steed and Goldfarb 1974, doi 10.1016/0010-4655(74)90013-7)
fn fraction(a: f64, x: f64) -> f64 {
    let (mut n, mut b) = (0.0, x + 1.0 - a);
    let mut d = 1.0 / b;
    let (mut term, mut sum) = (d, d);
    while term.abs() > 1e-17 * sum {
        n += 1.0;
        b += 2.0;
        let numerator = n * (n - a) * d;
        d = 1.0 / (b - numerator);
        term *= numerator * d;
        sum += term;
    }
    sum
}

/// A tail over the density by quadrature in r = |ln t - ln x|: no cancellation on either side.
fn tail(a: f64, x: f64, side: Side) -> f64 {
    let sign = if side == Side::Lower { -1.0 } else { 1.0 };
    let first = 1.0 / x.sqrt().max((a - x).abs()).max(1.0);
    let knee = (sign > 0.0 && x < 1.0).then(|| -x.ln());
    let exponent = |r: f64| (a - x) * (sign * r) - x * exp_m1_minus(Smooth(sign * r)).0;
    quadrature::tail(first, knee, f64::INFINITY, exponent, |_| 1.0)
}

fn quantile(a: f64, p: f64, side: Side) -> f64 {
    let Some((tail, ln_p)) = smaller_tail(p, side) else {
        return end(a, p, side);
    };
    // P(x > a + sqrt(2aL) + L) < e^-L (Boucheron, Lugosi and Massart 2013, section 2.4)
    let ln_a = a.ln();
    let bound = a + (-2.0 * a * ln_p).sqrt() - ln_p;
    let z = value::normal_quantile(ln_p.exp()) * if tail == Side::Lower { 1.0 } else { -1.0 };
    // Wilson and Hilferty 1931 where it is positive, else the first term of the series
    let root = 1.0 - 1.0 / (9.0 * a) + z / (3.0 * a.sqrt());
    let ln_lower = if tail == Side::Lower { ln_p } else { value::ln_1m_exp(ln_p) };
    let start = if root > 0.1 { (a * root * root * root).ln() } else { (ln_lower + value::ln_gamma(1.0 + a)) / a };
    a * solve(start - ln_a, bound.ln() - ln_a, tail, ln_p, |y| at(a, a * y.exp(), ln_a + y)).exp()
}

/// The quantile of a probability that is 0 or 1, or none.
fn end(a: f64, p: f64, side: Side) -> f64 {
    if !(a > 0.0 && a < f64::INFINITY) || (p != 0.0 && p != 1.0) {
        f64::NAN
    } else if (p == 0.0) == (side == Side::Lower) {
        0.0
    } else {
        f64::INFINITY
    }
}
