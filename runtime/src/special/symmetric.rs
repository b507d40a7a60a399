//! The distribution functions of Student's t and of the von Mises distribution.

use super::quantile::{At, Side, smaller_tail, solve};
use super::{beta, value};
use crate::distr::implicit::{student_t, von_mises};
use crate::number::rules::Exp;
use crate::number::{Implicit, Number};
use crate::{Join, Lift, Real, Smooth};
use std::f64::consts::{LN_2, PI};

/// The distribution function of Student's t distribution with ν > 0 degrees of freedom; NaN for others.
///
/// A quadrature of the tail, so that it keeps its relative accuracy in the lower one; the upper one is the function at
/// -t. The derivative in t is the density, the derivative in ν is computed without cancellation too.
///
/// ```
/// use stochastic_grad::special::student_t_cdf;
/// assert!((student_t_cdf(1.0, 1.0) - 0.75).abs() < 1e-15);
/// assert!((student_t_cdf(2.0, -1e10) / 0.5e-20 - 1.0).abs() < 1e-14);
/// ```
pub fn student_t_cdf<A, B>(nu: A, t: B) -> A::Out
where
    A: Join<B> + Lift<Smooth<<A::Out as Real>::Number>>,
    B: Lift<Smooth<<A::Out as Real>::Number>>,
{
    A::Out::leave(of_smooth(nu.lift(), t.lift(), StudentT, student_t_plain))
}

/// The t at which the distribution function of Student's t distribution is p, for ν > 0 and 0 <= p <= 1; NaN outside.
///
/// ```
/// use stochastic_grad::special::student_t_quantile;
/// assert!((student_t_quantile(1.0, 0.75) - 1.0).abs() < 1e-15);
/// ```
pub fn student_t_quantile(nu: f64, p: f64) -> f64 {
    if !(nu > 0.0 && nu < f64::INFINITY) {
        return f64::NAN;
    }
    match smaller_tail(p, Side::Lower) {
        Some((Side::Lower, ln_p)) => -upper_student_t_quantile(nu, ln_p),
        Some((Side::Upper, ln_p)) => upper_student_t_quantile(nu, ln_p),
        None if p == 0.0 => f64::NEG_INFINITY,
        None if p == 1.0 => f64::INFINITY,
        None => f64::NAN,
    }
}

/// The distribution function of the von Mises distribution around 0 with concentration κ >= 0, at -π <= x <= π; 0 at
/// -π, and NaN outside.
///
/// A quadrature of the tail, so that it keeps its relative accuracy in the lower one; the upper one is the function at
/// -x. The derivative in x is the density, the derivative in κ is computed without cancellation too.
///
/// ```
/// use stochastic_grad::special::von_mises_cdf;
/// assert_eq!(von_mises_cdf(0.0, 0.0), 0.5);
/// assert!((von_mises_cdf(0.0, -1.0) - (0.5 - 0.5 / std::f64::consts::PI)).abs() < 1e-15);
/// ```
pub fn von_mises_cdf<A, B>(kappa: A, x: B) -> A::Out
where
    A: Join<B> + Lift<Smooth<<A::Out as Real>::Number>>,
    B: Lift<Smooth<<A::Out as Real>::Number>>,
{
    A::Out::leave(of_smooth(kappa.lift(), x.lift(), VonMises, von_mises_plain))
}

fn of_smooth<D: Number, R: Implicit<2>>(
    Smooth(theta): Smooth<D>,
    Smooth(x): Smooth<D>,
    rule: R,
    plain: fn(f64, f64) -> f64,
) -> Smooth<D> {
    let mut lanes = 0..;
    let value = D::Base::noise(|| {
        let lane = lanes.next().unwrap_or(0);
        plain(theta.primal(lane), x.primal(lane))
    });
    Smooth(D::implicit([theta, x], value, rule))
}

fn student_t_plain(nu: f64, t: f64) -> f64 {
    if !(nu > 0.0 && nu < f64::INFINITY) || t.is_nan() {
        return f64::NAN;
    }
    let tail = if t.is_infinite() { 0.0 } else { student_t::ln_upper_tail(nu, t.abs()).1.exp() };
    if t < 0.0 { tail } else { 1.0 - tail }
}

fn von_mises_plain(kappa: f64, x: f64) -> f64 {
    if !((0.0..f64::INFINITY).contains(&kappa) && (-PI..=PI).contains(&x)) {
        return f64::NAN;
    }
    let tail = if x.abs() == PI { 0.0 } else { von_mises::upper_tail(kappa, x.abs()) };
    if x < 0.0 { tail } else { 1.0 - tail }
}

/// The density, and how the probability of the lower tail moves with ν and with the point.
#[derive(Clone, Copy, Debug)]
struct StudentT;
impl Implicit<2> for StudentT {
    fn slopes<T: Number>(self, [nu, t]: [T; 2], _value: T, wanted: [bool; 2]) -> [T; 2] {
        if t.sole().is_infinite() {
            return [T::constant(0.0); 2];
        }
        let (half, nu, t) = (T::constant(0.5), Smooth(nu), Smooth(t));
        let ln_square = Smooth(student_t::ln_1p_square(nu.0, t.0));
        let exponent = (nu + 1.0) * -0.5 * ln_square - nu.ln() * 0.5;
        let density = (exponent - beta::of_smooth(nu * 0.5, Smooth(half))).exp();
        let by_nu = if wanted[0] { density * Smooth(student_t::slope(nu.0, t.0)) } else { Smooth::constant(0.0) };
        [by_nu.0.neg(), density.0]
    }
}

/// The density, and how the probability of the lower tail moves with κ and with the point.
#[derive(Clone, Copy, Debug)]
struct VonMises;
impl Implicit<2> for VonMises {
    fn slopes<T: Number>(self, [kappa, x]: [T; 2], _value: T, wanted: [bool; 2]) -> [T; 2] {
        let density = von_mises::ln_density(kappa, x).unary(Exp);
        let by_kappa = if wanted[0] { density.mul(von_mises::slope(kappa, x)) } else { T::constant(0.0) };
        [by_kappa.neg(), density]
    }
}

/// The quantile of an upper tail of at most 1/2, in the coordinate asinh(t/sqrt(ν)), where the density is log-concave.
fn upper_student_t_quantile(nu: f64, ln_p: f64) -> f64 {
    let root = nu.sqrt();
    let start = if nu > 2.0 {
        (-value::normal_quantile(ln_p.exp()) / root).asinh()
    } else {
        // far out, where the density is (2 cosh v)^-ν / B without the 1 + e^-2v
        (LN_2 - (ln_p + nu.ln() + super::ln_beta(0.5 * nu, 0.5)) / nu).max(0.0)
    };
    let at = |v: f64| {
        let t = root * v.max(0.0).sinh();
        let (ln_density, ln_upper) = student_t::ln_upper_tail(nu, t);
        At { ln_density: ln_density + root.hypot(t).ln(), ln_lower: value::ln_1m_exp(ln_upper), ln_upper }
    };
    root * solve(start, f64::INFINITY, Side::Upper, ln_p, at).max(0.0).sinh()
}
