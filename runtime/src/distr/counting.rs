//! What the distributions of counts share: probabilities by their deviance, which does not cancel where counts are
//! large (Loader 2000, "Fast and accurate computation of binomial probabilities"), differences of ψ, and draws.

use crate::number::rules::Ln1p;
use crate::special::value::ln_gamma;
use crate::{Number, Smooth};
use rand::{Rng, RngExt};
use std::f64::consts::TAU;

/// ln n! - (n ln n - n + ln sqrt(2π n)) for n = 1, ..., 15
const STIRLING_ERRORS: [f64; 15] = [
    0.08106146679532726,
    0.0413406959554093,
    0.02767792568499834,
    0.020790672103765093,
    0.016644691189821193,
    0.013876128823070748,
    0.01189670994589177,
    0.010411265261972096,
    0.009255462182712733,
    0.00833056343336287,
    0.007573675487951841,
    0.00694284010720953,
    0.006408994188004207,
    0.0059513701127588475,
    0.005554733551962801,
];

/// ln Γ(x + 1) - (x ln x - x + ln sqrt(2π x)) for x > 0: the error of Stirling's formula
pub(super) fn stirling_error(x: f64) -> f64 {
    const LN_SQRT_TAU: f64 = 0.918_938_533_204_672_8;
    if x < 16.0 {
        let table = if x == x.floor() { STIRLING_ERRORS.get(x as usize - 1) } else { None };
        return table.copied().unwrap_or_else(|| ln_gamma(x + 1.0) - (x + 0.5) * x.ln() + x - LN_SQRT_TAU);
    }
    let r = 1.0 / x;
    let w = r * r;
    r * (1.0 / 12.0 - w * (1.0 / 360.0 - w * (1.0 / 1260.0 - w * (1.0 / 1680.0 - w / 1188.0))))
}

/// ln sqrt(2π n) plus the error of Stirling's formula: ln n! - (n ln n - n); 0 for n = 0
pub(super) fn ln_stirling(n: f64) -> f64 {
    if n == 0.0 { 0.0 } else { stirling_error(n) + 0.5 * (TAU * n).ln() }
}

/// ln(a/b) for positive numbers whose quotient may over- or underflow
pub(super) fn ln_ratio(a: f64, b: f64) -> f64 {
    let ratio = a / b;
    if ratio.is_normal() { ratio.ln() } else { a.ln() - b.ln() }
}

/// x ln(x/m) + m - x >= 0 for x >= 0, where `d` is m - x, which the caller knows better than the difference
pub(super) fn deviance(x: f64, m: f64, d: f64) -> f64 {
    if x == 0.0 {
        return m;
    }
    let v = d / (x + m);
    if v.abs() >= 0.3 {
        return d - x * ln_ratio(m, x);
    }
    // m/x = (1 + v)/(1 - v), so that ln(m/x) = 2 (v + v³/3 + v⁵/5 + ...), of which v takes d away but for d v.
    let (w, mut power, mut sum, mut j) = (v * v, v, 0.0, 3.0);
    loop {
        power *= w;
        let next = sum + power / j;
        if next == sum {
            return d * v - 2.0 * x * sum;
        }
        sum = next;
        j += 2.0;
    }
}

/// ln of the binomial probability of `k <= n` hits, each of probability p = 1 - q
pub(super) fn ln_binomial_probability(k: u64, n: u64, p: f64, q: f64) -> f64 {
    let (x, y, n) = (k as f64, (n - k) as f64, n as f64);
    if n == 0.0 {
        return 0.0;
    } else if x == 0.0 {
        return n * ln_complement(p, q);
    } else if y == 0.0 {
        return n * ln_complement(q, p);
    }
    let d = y * p - x * q;
    let factorials = stirling_error(n) - stirling_error(x) - stirling_error(y);
    factorials - deviance(x, n * p, d) - deviance(y, n * q, -d) - 0.5 * (TAU * x * (y / n)).ln()
}

/// ln q, where q = 1 - p
fn ln_complement(p: f64, q: f64) -> f64 {
    if p < 0.5 { (-p).ln_1p() } else { q.ln() }
}

/// ψ(x + k) - ψ(x) = Σ 1/(x + j) for j < k, for x > 0, with its derivatives
#[inline]
pub(super) fn digamma_rise<T: Number>(x: T, k: u64) -> T {
    if k <= 24 {
        return reciprocals(x, k);
    }
    let above = if super::every(Smooth(x), |v| v >= 10.0) { 0 } else { 10 };
    let (low, k) = (x.add_f64(above as f64), (k - above) as f64);
    let logarithm = low.rdiv_f64(k).unary(Ln1p);
    reciprocals(x, above).add(logarithm).add(digamma_rest(low.add_f64(k)).sub(digamma_rest(low)))
}

/// Σ 1/(x + j) for j < k
fn reciprocals<T: Number>(x: T, k: u64) -> T {
    (0..k).fold(T::constant(0.0), |sum, j| sum.add(x.add_f64(j as f64).rdiv_f64(1.0)))
}

/// ψ(x) - ln x for x >= 10 (Abramowitz and Stegun 6.3.18)
fn digamma_rest<T: Number>(x: T) -> T {
    const SERIES: [f64; 8] = [
        -1.0 / 12.0,
        1.0 / 120.0,
        -1.0 / 252.0,
        1.0 / 240.0,
        -1.0 / 132.0,
        691.0 / 32760.0,
        -1.0 / 12.0,
        3617.0 / 8160.0,
    ];
    let y = x.rdiv_f64(1.0);
    let w = y.mul(y);
    SERIES.iter().rev().fold(T::constant(0.0), |sum, c| sum.add_f64(*c).mul(w)).add(y.mul_f64(-0.5))
}

/// A binomial draw: how many of `n` trials succeed, each with probability `p` in [0, 1].
///
/// rand_distr's sampler where many do; it rounds 1 - p before it takes a power of it, so for few by inversion.
pub(super) fn draw_binomial<R: Rng + ?Sized>(n: u64, p: f64, rng: &mut R) -> u64 {
    if p > 0.5 {
        return n - draw_binomial(n, 1.0 - p, rng);
    }
    if n as f64 * p < 10.0 {
        return draw_few(n, p, rng);
    }
    rand_distr::Binomial::new(n, p).map_or(0, |binomial| rng.sample(binomial))
}

/// A binomial draw of a mean below 10 by inversion, from 0 upwards (Kachitvichyanukul and Schmeiser 1988,
/// <https://doi.org/10.1145/42372.42381>, algorithm BINV).
fn draw_few<R: Rng + ?Sized>(n: u64, p: f64, rng: &mut R) -> u64 {
    let odds = p / (1.0 - p);
    let first = (n as f64 * (-p).ln_1p()).exp();
    loop {
        let (mut rest, mut probability, mut k) = (rng.random::<f64>(), first, 0);
        // What the rounded probabilities lack of one lies far above 110.
        while k <= n && k <= 110 {
            if rest < probability {
                return k;
            }
            rest -= probability;
            k += 1;
            probability *= (n as f64 - (k - 1) as f64) / k as f64 * odds;
        }
    }
}

/// A draw from the Poisson distribution; the largest count where `lambda` is too large for one.
pub(super) fn draw_poisson<R: Rng + ?Sized>(lambda: f64, rng: &mut R) -> u64 {
    if lambda <= 0.0 {
        return 0;
    }
    rand_distr::Poisson::new(lambda).map_or(u64::MAX, |poisson| rng.sample(poisson) as u64)
}

/// ln of a draw from the gamma distribution of scale 1, plus -E/shape with an exponential E that is returned beside
/// it: together ln of a draw of the given shape, however small (Marsaglia and Tsang 2000,
/// <https://doi.org/10.1145/358407.358414>).
pub(super) fn draw_ln_gamma<R: Rng + ?Sized>(shape: f64, rng: &mut R) -> (f64, f64) {
    let raised: f64 = rand_distr::Gamma::new(shape + 1.0, 1.0).map_or(shape, |gamma| rng.sample(gamma));
    (raised.ln(), rng.sample(super::StandardExp))
}
