//! What divergences are sums of. Each term is at least 0 and keeps its relative accuracy near 0, where two distributions
//! are nearly the same.

use crate::distr::implicit::functions::{LARGE, ln_1p_minus};
use crate::distr::{every, ln_quotient, outside_support};
use crate::number::Unary;
use crate::special::beta::STIRLING;
use crate::special::differences::LnMoment;
use crate::{Number, Smooth};

#[inline]
pub(super) fn infinite<D: Number>() -> Smooth<D> {
    Smooth::constant(f64::INFINITY)
}

/// Where a relative difference is small enough for the series around 0.
#[inline]
fn near<D: Number>(z: Smooth<D>) -> bool {
    every(z, |v| v.abs() <= 0.4)
}

/// z - ln(1 + z) near 0
#[inline]
fn small<D: Number>(z: Smooth<D>) -> Smooth<D> {
    Smooth(z.0.unary(Small))
}

#[derive(Clone, Copy, Debug)]
struct Small;
impl Unary for Small {
    #[inline]
    fn value(self, z: f64) -> f64 {
        -ln_1p_minus(Smooth(z)).0
    }
    #[inline]
    fn derivative<T: Number>(self, z: T, _: T) -> T {
        z.div(z.add_f64(1.0))
    }
}

/// x/y - 1 - ln(x/y) for x >= 0 and y > 0
#[inline]
pub(super) fn excess<D: Number>(x: Smooth<D>, y: Smooth<D>) -> Smooth<D> {
    excess_of((x - y) / y, x, y)
}

/// The same, where z = x/y - 1 is known better than from x and y.
#[inline]
fn excess_of<D: Number>(z: Smooth<D>, x: Smooth<D>, y: Smooth<D>) -> Smooth<D> {
    if near(z) { small(z) } else { z - ln_quotient(x, y) }
}

/// a ln(a/b) - a + b for a, b > 0
#[inline]
pub(super) fn relative<D: Number>(a: Smooth<D>, b: Smooth<D>) -> Smooth<D> {
    let z = (b - a) / a;
    if near(z) { a * small(z) } else { (b - a) - a * ln_quotient(b, a) }
}

/// The same for a, b >= 0: what an outcome of probability a adds that has the probability b under `distribution`.
pub(super) fn outcome<D: Number>(distribution: &'static str, k: f64, a: Smooth<D>, b: Smooth<D>) -> Smooth<D> {
    let zero = |x: Smooth<D>| !every(x, |v| v > 0.0);
    match (zero(a), zero(b)) {
        (true, _) if a.0.is_constant() => b,
        // On one side of a = 0 the divergence is infinite, and at 0 it is not.
        (true, true) => outside_support(distribution, Smooth::constant(k)),
        (false, true) if b.0.is_constant() => infinite(),
        (true, false) => a.x_ln_x() - a * b.ln() + (b - a),
        (false, _) => relative(a, b),
    }
}

/// The divergence of yes with probability p from yes with probability q.
#[inline]
pub(super) fn bernoulli<D: Number>(distribution: &'static str, p: Smooth<D>, q: Smooth<D>) -> Smooth<D> {
    outcome(distribution, 1.0, p, q) + outcome(distribution, 0.0, 1.0 - p, 1.0 - q)
}

/// The divergence where the support of p lies in that of q; infinite elsewhere.
///
/// `ends` has, for each end of the support of p, how far inside the other it lies, and where it is. A divergence jumps
/// where that is 0. So it must be positive if it moves, or it is an error, as for the density of q at that end.
#[inline]
pub(super) fn inside<D: Number, const N: usize>(
    q: &'static str,
    ends: [(Smooth<D>, Smooth<D>); N],
    divergence: impl FnOnce() -> Smooth<D>,
) -> Smooth<D> {
    if ends.iter().any(|(margin, _)| margin.0.is_constant() && !every(*margin, |v| v >= 0.0)) {
        return infinite();
    }
    match ends.iter().find(|(margin, _)| !margin.0.is_constant() && !every(*margin, |v| v > 0.0)) {
        Some((_, end)) => outside_support(q, *end),
        None => divergence(),
    }
}

/// The divergence of two normal distributions whose means differ by `delta`.
///
/// A standard deviation of 0 is a point mass: its divergence is infinite, except from the same point mass.
#[inline]
pub(in crate::distr) fn normal<D: Number>(delta: Smooth<D>, p: Smooth<D>, q: Smooth<D>) -> Smooth<D> {
    if every(q, |v| v > 0.0) {
        let (z, d) = ((p - q) / q, delta / q);
        return excess(p, q) + 0.5 * z * z + 0.5 * d * d;
    }
    if every(p, |v| v > 0.0) {
        return infinite();
    }
    let distance = -(delta * delta);
    if [delta, p, q].iter().any(|x| !x.0.is_constant()) {
        return outside_support("Normal", delta);
    }
    inside("Normal", [(distance, delta)], || Smooth::constant(0.0))
}

/// ln of the density of a normal distribution, averaged over a distribution with this mean square distance from its
/// mean; with the other sign.
#[inline]
pub(super) fn normal_cross<D: Number>(s: Smooth<D>, square: impl FnOnce() -> Smooth<D>) -> Smooth<D> {
    if !every(s, |v| v > 0.0) {
        return infinite();
    }
    s.ln() + 0.918_938_533_204_672_8 + 0.5 * square() / s / s
}

/// The divergence of Gamma(a, θ) from Gamma(b, θ'), where `ratio` is θ/θ'.
#[inline]
pub(super) fn gamma<D: Number>(a: Smooth<D>, b: Smooth<D>, ratio: Smooth<D>) -> Smooth<D> {
    relative(b, a * ratio) + ln_gamma_rest(b, a)
}

/// ln Γ(b) - ln Γ(a) - (b - a) ψ(a)
#[inline]
pub(super) fn ln_gamma_above_tangent<D: Number>(b: Smooth<D>, a: Smooth<D>) -> Smooth<D> {
    relative(b, a) + ln_gamma_rest(b, a)
}

/// The divergence of Dirichlet(p) from Dirichlet(q): what ln Γ lies above its tangents at p, less that of the sums.
pub(super) fn dirichlet<D: Number>(p: &[Smooth<D>], q: &[Smooth<D>]) -> Smooth<D> {
    let (total_p, total_q): (Smooth<D>, Smooth<D>) = (p.iter().sum(), q.iter().sum());
    let ratio = total_q / total_p;
    let terms = p.iter().zip(q).map(|(a, b)| relative(*b, *a * ratio) + ln_gamma_rest(*b, *a));
    terms.sum::<Smooth<D>>() - ln_gamma_rest(total_q, total_p)
}

/// ln Γ(b) - ln Γ(a) - (b - a) ψ(a) less `relative(b, a)`: what is left of it when arguments are large is small.
///
/// From ln Γ(x) = ln Γ(x + 1) - ln x up to where Stirling's series is exact.
fn ln_gamma_rest<D: Number>(b: Smooth<D>, a: Smooth<D>) -> Smooth<D> {
    let (delta, mut x, mut y, mut n) = (b - a, a, b, 0.0);
    let mut sum = Smooth::constant(0.0);
    while !every(x, |v| v >= LARGE) || !every(y, |v| v >= LARGE) {
        sum += excess_of(delta / x, y, x);
        (x, y, n) = (x + 1.0, y + 1.0, n + 1.0);
    }
    if n > 0.0 {
        sum += shifted_relative(b, a, delta, n);
    }
    sum + 0.5 * excess_of(delta / x, y, x) + stirling_above_tangent(delta, x, y)
}

/// relative(b + n, a + n) - relative(b, a)
fn shifted_relative<D: Number>(b: Smooth<D>, a: Smooth<D>, delta: Smooth<D>, n: f64) -> Smooth<D> {
    let (x, y) = (a + n, b + n);
    if near(delta / b) {
        // relative(b, a) = b excess(a, b)
        return y * excess_of(-delta / y, x, y) - b * excess_of(-delta / b, a, b);
    }
    let ln_ratio = ln_quotient(y, x);
    n * ln_ratio + b * (ln_ratio - ln_quotient(b, a))
}

/// What the series S of Stirling, Σ c / x^(2k - 1), lies above its tangent at x, for y = x + delta.
///
/// With u = 1/x and v = 1/y, the power m is delta² u² v P(m), P(m) = Σ (m - j) u^(m - 1 - j) v^j over j < m.
fn stirling_above_tangent<D: Number>(delta: Smooth<D>, x: Smooth<D>, y: Smooth<D>) -> Smooth<D> {
    let (u, v) = (1.0 / x, 1.0 / y);
    let one = Smooth::constant(1.0);
    let (mut powers, mut mixed, mut p, mut sum) = (one, one, one, Smooth::constant(0.0));
    for c in STIRLING {
        sum += p * c;
        for _ in 0..2 {
            powers *= v;
            mixed = mixed * u + powers;
            p = p * u + mixed;
        }
    }
    let d = delta * u;
    d * d * v * sum
}

/// E ln x for x uniform between `low >= 0` and low + width
#[inline]
pub(super) fn mean_ln_uniform<D: Number>(low: Smooth<D>, width: Smooth<D>) -> Smooth<D> {
    let from_above = (low + width).ln() - 1.0;
    if !every(low, |v| v > 0.0) {
        return from_above;
    }
    from_above + Smooth((width / low).0.unary(LnMoment(0)))
}
