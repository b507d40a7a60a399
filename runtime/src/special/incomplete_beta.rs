//! The distribution function of the beta distribution, and its inverse.

use super::beta::stirling_series;
use super::quantile::{At, Side, smaller_tail, solve};
use super::{ln_beta, value};
use crate::distr::implicit::functions::{exp_m1_minus, ln_1p_minus};
use crate::distr::implicit::{beta, quadrature};
use crate::number::rules::{Exp, Ln, Ln1p};
use crate::number::{Implicit, Number};
use crate::{Join, Lift, Real, Smooth};
use std::f64::consts::TAU;

/// What stands for a real number where three meet.
type Out<A, B, C> = <<A as Join<B>>::Out as Join<C>>::Out;
type Meeting<A, B, C> = Smooth<<Out<A, B, C> as Real>::Number>;

/// I_x(a, b) = B(x; a, b)/B(a, b), the distribution function of the beta distribution with a, b > 0 at 0 <= x <= 1; NaN
/// outside.
///
/// A series of positive terms or a quadrature of the tail, so that it keeps its relative accuracy where it is tiny. The
/// derivative in x is the density, those in a and b are computed without cancellation too.
///
/// ```
/// use stochastic_grad::special::beta_inc;
/// assert!((beta_inc(2.0, 1.0, 1e-3) / 1e-6 - 1.0).abs() < 1e-14);
/// assert!((beta_inc(2.0, 3.0, 0.4) - 0.5248).abs() < 1e-15);
/// ```
pub fn beta_inc<A, B, C>(a: A, b: B, x: C) -> Out<A, B, C>
where
    A: Join<B> + Lift<Meeting<A, B, C>>,
    B: Lift<Meeting<A, B, C>>,
    C: Lift<Meeting<A, B, C>>,
    A::Out: Join<C>,
{
    Out::<A, B, C>::leave(of_smooth([a.lift(), b.lift(), x.lift()], Side::Lower))
}

/// 1 - I_x(a, b) = I_(1 - x)(b, a), accurate where it is tiny; see [`beta_inc`].
///
/// ```
/// use stochastic_grad::special::beta_inc_upper;
/// assert!((beta_inc_upper(1.0, 20.0, 0.99) / 1e-40 - 1.0).abs() < 1e-12);
/// ```
pub fn beta_inc_upper<A, B, C>(a: A, b: B, x: C) -> Out<A, B, C>
where
    A: Join<B> + Lift<Meeting<A, B, C>>,
    B: Lift<Meeting<A, B, C>>,
    C: Lift<Meeting<A, B, C>>,
    A::Out: Join<C>,
{
    Out::<A, B, C>::leave(of_smooth([a.lift(), b.lift(), x.lift()], Side::Upper))
}

/// The x at which I_x(a, b) = p, for a, b > 0 and 0 <= p <= 1; NaN outside.
///
/// Newton's method for the logarithm of the smaller tail as a function of logit x, which is concave, so that it converges
/// from everywhere.
///
/// ```
/// use stochastic_grad::special::beta_quantile;
/// assert!((beta_quantile(2.0, 1.0, 0.25) - 0.5).abs() < 1e-15);
/// ```
pub fn beta_quantile(a: f64, b: f64, p: f64) -> f64 {
    value::sigmoid(logit_quantile(a, b, p, Side::Lower))
}

/// The x at which 1 - I_x(a, b) = q, accurate for tiny q too; see [`beta_quantile`].
///
/// ```
/// use stochastic_grad::special::beta_quantile_upper;
/// assert!((beta_quantile_upper(1.0, 2.0, 1e-200) - 1.0).abs() < 1e-15);
/// ```
pub fn beta_quantile_upper(a: f64, b: f64, q: f64) -> f64 {
    value::sigmoid(logit_quantile(a, b, q, Side::Upper))
}

fn of_smooth<D: Number>(parameters: [Smooth<D>; 3], side: Side) -> Smooth<D> {
    let mut lanes = 0..;
    let value = D::Base::noise(|| {
        let lane = lanes.next().unwrap_or(0);
        let [a, b, x] = parameters.map(|v| v.0.primal(lane));
        if !(0.0..=1.0).contains(&x) {
            return f64::NAN;
        }
        let tails = Point::of_x(a, b, x).at();
        if side == Side::Lower { tails.ln_lower.exp() } else { tails.ln_upper.exp() }
    });
    Smooth(D::implicit(parameters.map(|v| v.0), value, Tail(side)))
}

/// How the probability of a tail moves with the shapes and with the point.
#[derive(Clone, Copy, Debug)]
struct Tail(Side);
impl Implicit<3> for Tail {
    fn slopes<T: Number>(self, [a, b, x]: [T; 3], _value: T, wanted: [bool; 3]) -> [T; 3] {
        let sign = if self.0 == Side::Lower { 1.0 } else { -1.0 };
        let plain = x.sole();
        if plain <= 0.0 || plain >= 1.0 {
            let shapes = if plain <= 0.0 { [a, b] } else { [b, a] };
            let [near, far] = shapes.map(|shape| shape.sole());
            let density = match near.partial_cmp(&1.0) {
                Some(std::cmp::Ordering::Greater) => 0.0,
                Some(std::cmp::Ordering::Equal) => far,
                _ => f64::INFINITY,
            };
            return [T::constant(0.0), T::constant(0.0), T::constant(sign * density)];
        }
        let point = Point::of_x(a, b, x);
        let density = point.ln_density().unary(Exp).mul_f64(sign);
        let [by_a, by_b] = beta::slopes_of_logit(a, b, point.ln_x.sub(point.ln_xc), [wanted[0], wanted[1]]);
        [density.mul(by_a).neg(), density.mul(by_b).neg(), density.div(x).div(point.xc)]
    }
}

/// From these shapes on Stirling's series is exact, and the density is computed from its distance to the mean.
const LARGE: f64 = 10.0;

/// A distribution and a point, with xc = 1 - x.
#[derive(Clone, Copy)]
struct Point<T> {
    a: T,
    b: T,
    x: T,
    xc: T,
    ln_x: T,
    ln_xc: T,
}

impl<T: Number> Point<T> {
    fn of_x(a: T, b: T, x: T) -> Self {
        let xc = x.rsub_f64(1.0);
        let (ln_x, ln_xc) =
            if x.sole() < 0.5 { (x.unary(Ln), x.neg().unary(Ln1p)) } else { (xc.neg().unary(Ln1p), xc.unary(Ln)) };
        Point { a, b, x, xc, ln_x, ln_xc }
    }

    /// ln of the density of logit x: ln(x^a (1 - x)^b / B(a, b))
    fn ln_density(self) -> T {
        let Point { a, b, x, xc, ln_x, ln_xc } = self;
        if a.sole() < LARGE || b.sole() < LARGE {
            return a.mul(ln_x).add(b.mul(ln_xc)).sub(ln_beta(Smooth(a), Smooth(b)).0);
        }
        let n = a.add(b);
        let distance = b.mul(x).sub(a.mul(xc));
        let (u, v) = (distance.div(a), distance.div(b).neg());
        let far = u.sole().abs() > 0.5 || v.sole().abs() > 0.5;
        let power = |shape: T, x: T, u: T| {
            let ln_ratio = match u.sole().abs() > 0.5 {
                true => x.mul(n).div(shape).unary(Ln),
                false if far => u.unary(Ln1p),
                // The linear terms of both cancel.
                false => ln_1p_minus(Smooth(u)).0,
            };
            shape.mul(ln_ratio)
        };
        let normalizer = a.div(n).mul(b).mul_f64(1.0 / TAU).unary(Ln).mul_f64(0.5);
        let series = stirling_series(n).sub(stirling_series(a)).sub(stirling_series(b));
        power(a, x, u).add(power(b, xc, v)).add(normalizer).add(series)
    }
}

impl Point<f64> {
    fn of_logit(a: f64, b: f64, y: f64) -> Self {
        let (x, xc) = (value::sigmoid(y), value::sigmoid(-y));
        Point { a, b, x, xc, ln_x: -value::softplus(-y), ln_xc: -value::softplus(y) }
    }

    /// The distribution of 1 - x is that of the exchanged shapes.
    fn mirrored(self) -> Self {
        let Point { a, b, x, xc, ln_x, ln_xc } = self;
        Point { a: b, b: a, x: xc, xc: x, ln_x: ln_xc, ln_xc: ln_x }
    }

    /// The distribution of logit x at the point.
    fn at(self) -> At {
        let valid = |shape: f64| shape > 0.0 && shape < f64::INFINITY;
        if !(valid(self.a) && valid(self.b)) || self.ln_x.is_nan() {
            return At { ln_density: f64::NAN, ln_lower: f64::NAN, ln_upper: f64::NAN };
        }
        if self.b * self.x > self.a * self.xc {
            let At { ln_density, ln_lower, ln_upper } = self.mirrored().at_or_below_the_mean();
            return At { ln_density, ln_lower: ln_upper, ln_upper: ln_lower };
        }
        self.at_or_below_the_mean()
    }

    fn at_or_below_the_mean(self) -> At {
        if self.ln_x == f64::NEG_INFINITY {
            return At { ln_density: f64::NEG_INFINITY, ln_lower: f64::NEG_INFINITY, ln_upper: 0.0 };
        }
        let ln_density = self.ln_density();
        let ln_lower = ln_density + self.series().unwrap_or_else(|| self.tail()).ln();
        let direct = || ln_density + self.mirrored().tail().ln();
        let ln_upper = if ln_lower > -0.1 { direct() } else { value::ln_1m_exp(ln_lower) };
        At { ln_density, ln_lower: ln_lower.min(0.0), ln_upper: ln_upper.min(0.0) }
    }

    /// The lower tail over the density of logit x, Σ (a + b) .. (a + b + n - 1) / (a .. (a + n)) x^n, unless it takes
    /// too many terms (<https://dlmf.nist.gov/8.17.E8>).
    fn series(self) -> Option<f64> {
        let (mut upper, mut lower) = (self.a + self.b, self.a);
        let (mut term, mut sum) = (1.0 / self.a, 1.0 / self.a);
        for _ in 0..300 {
            lower += 1.0;
            term *= upper / lower * self.x;
            upper += 1.0;
            sum += term;
            if term <= 1e-17 * sum && upper * self.x < lower {
                return Some(sum);
            }
        }
        None
    }

    /// The lower tail over the density of logit x by quadrature in the distance r: nothing cancels.
    fn tail(self) -> f64 {
        let Point { a, b, x, xc, .. } = self;
        let (n, slope, logit) = (a + b, a * xc - b * x, self.ln_x - self.ln_xc);
        let first = f64::min(0.75, 1.0 / (n * x * xc).sqrt().max(slope.abs()));
        let knee = logit + n.ln().max(0.0).copysign(-logit);
        // ln of the density at a distance r below: b r - (a + b) ln(x + (1 - x) e^r)
        let exponent = |r: f64| {
            if r > 20.0 {
                // whether 1 - x or x e^-r is the larger part of the sum
                let z = self.ln_xc + r;
                let near = || b * r - n * (z.exp() - xc).ln_1p();
                return if z < 0.0 { near() } else { -a * r - n * (xc + x * (-r).exp()).ln() };
            }
            let (share, r, sign) = if xc <= 0.5 { (xc, r, 1.0) } else { (x, -r, -1.0) };
            let bend = share * exp_m1_minus(Smooth(r)).0 + ln_1p_minus(Smooth(share * r.exp_m1())).0;
            -slope * (sign * r) - n * bend
        };
        quadrature::tail(first, Some(knee), f64::INFINITY, exponent, |_| 1.0)
    }
}

/// logit of the quantile
fn logit_quantile(a: f64, b: f64, p: f64, side: Side) -> f64 {
    let valid = |shape: f64| shape > 0.0 && shape < f64::INFINITY;
    if !(valid(a) && valid(b)) {
        return f64::NAN;
    }
    match smaller_tail(p, side) {
        Some((Side::Lower, ln_p)) => lower_quantile(a, b, ln_p),
        // The distribution of 1 - x is that of the exchanged shapes.
        Some((Side::Upper, ln_p)) => -lower_quantile(b, a, ln_p),
        None if p != 0.0 && p != 1.0 => f64::NAN,
        None if (p == 0.0) == (side == Side::Lower) => f64::NEG_INFINITY,
        None => f64::INFINITY,
    }
}

fn lower_quantile(a: f64, b: f64, ln_p: f64) -> f64 {
    let start = if a.min(b) > 1.0 {
        (a / b).ln() + value::normal_quantile(ln_p.exp()) * (1.0 / a + 1.0 / b).sqrt()
    } else {
        // the first term of the series
        (ln_p + a.ln() + ln_beta(a, b)) / a
    };
    solve(start, f64::INFINITY, Side::Lower, ln_p, |y| Point::of_logit(a, b, y).at())
}
