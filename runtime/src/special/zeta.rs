//! The Riemann zeta function and generalized harmonic numbers, by the summation of Euler and Maclaurin.

use crate::number::rules::{ExpM1, Ln1p};
use crate::number::{Number, Unary};
use crate::{Real, Smooth};

/// ln ζ(s) for s > 1, where ζ(s) = Σ k^-s over k = 1, 2, ...; infinite at 1, and NaN for s < 1.
///
/// Keeps its relative accuracy for large s too, where it is about 2^-s. The summation of Euler and Maclaurin
/// (<https://dlmf.nist.gov/25.2.E9>).
///
/// ```
/// use stochastic_grad::special::ln_zeta;
/// let pi = std::f64::consts::PI;
/// assert!((ln_zeta(2.0) - (pi * pi / 6.0).ln()).abs() < 1e-15);
/// assert!((ln_zeta(60.0) / 0.5_f64.powi(60) - 1.0).abs() < 1e-10);
/// ```
pub fn ln_zeta<T: Real>(s: T) -> T::Own {
    T::own(Smooth(ln_of_sum(f64::INFINITY, s.smooth().0)))
}

/// ln Σ k^-s over k = 1, ..., n, for s >= 0: the normalizer of the Zipf distribution; -∞ for n = 0, NaN for s < 0.
///
/// In bounded time, by the summation of Euler and Maclaurin (<https://dlmf.nist.gov/2.10.E1>).
///
/// ```
/// use stochastic_grad::special::ln_generalized_harmonic;
/// assert!((ln_generalized_harmonic(3, 1.0) - (11.0_f64 / 6.0).ln()).abs() < 1e-15);
/// assert!((ln_generalized_harmonic(1_000_000_000_000, 0.0) - 1e12_f64.ln()).abs() < 1e-14);
/// ```
pub fn ln_generalized_harmonic<T: Real>(n: u64, s: T) -> T::Own {
    T::own(Smooth(ln_harmonic(n as f64, s.smooth().0)))
}

/// ln Σ k^-s over k = 1, ..., n
pub(crate) fn ln_harmonic<T: Number>(n: f64, s: T) -> T {
    if n < 1.0 {
        return T::constant(f64::NEG_INFINITY);
    }
    if s.sole() >= 0.0 { ln_of_sum(n, s) } else { T::constant(f64::NAN) }
}

/// The first terms are summed one by one.
const FROM: f64 = 18.0;

/// The logarithm of the sum of k^-s over 1 <= k <= n.
fn ln_of_sum<T: Number>(n: f64, s: T) -> T {
    sum_from_two(n, s).unary(Ln1p)
}

/// The sum of k^-s over 2 <= k <= n, for any s if n is finite, and for s > 1 else.
pub(crate) fn sum_from_two<T: Number>(n: f64, s: T) -> T {
    let last = f64::min(n, FROM - 1.0) as u32;
    let first = (2..=last).rev().fold(T::constant(0.0), |sum, k| sum.add(s.unary(Power(f64::from(k)))));
    // Beyond s = 100 the other terms are less than a rounding error, and their factors overflow.
    if n < FROM || s.sole() > 100.0 { first } else { first.add(rest(FROM, n, 1.0, s)) }
}

/// The sum of (j/k)^-s over k < j <= n, which neither over- nor underflows where k^-s does, for k >= 1.
pub(crate) fn sum_beyond<T: Number>(k: f64, n: f64, s: T) -> T {
    let (mut sum, mut j) = (T::constant(0.0), k + 1.0);
    // The terms to start with, as far as the corrections would not converge.
    while j <= n && (j < FROM || j < s.sole()) {
        let term = s.unary(Power(j / k));
        sum = sum.add(term);
        if term.sole() < 1e-20 * sum.sole() {
            return sum;
        }
        j += 1.0;
    }
    if j > n { sum } else { sum.add(rest(j, n, k, s)) }
}

/// The sum of (k/unit)^-s over from <= k <= n.
fn rest<T: Number>(from: f64, n: f64, unit: f64, s: T) -> T {
    let start = s.unary(Power(from / unit));
    if n == f64::INFINITY {
        let integral = s.add_f64(-1.0).rdiv_f64(from);
        let integral = if s.sole() < 1.0 { T::constant(f64::NAN) } else { integral };
        return start.mul(integral.add_f64(0.5).add(corrections(from, s)));
    }
    let ratio = (n / from).ln();
    let integral = exp_m1_over(s.rsub_f64(1.0).mul_f64(ratio)).mul_f64(from * ratio);
    let end = s.unary(Power(n / unit));
    start.mul(integral.add_f64(0.5).add(corrections(from, s))).add(end.mul(corrections(n, s).rsub_f64(0.5)))
}

/// The sum of B_2j/(2j)! s (s + 1) ... (s + 2j - 2) / k^(2j - 1)
fn corrections<T: Number>(k: f64, s: T) -> T {
    const SERIES: [f64; 10] = [
        1.0 / 12.0,
        -1.0 / 720.0,
        1.0 / 30240.0,
        -1.0 / 1209600.0,
        1.0 / 47900160.0,
        -691.0 / 1307674368000.0,
        1.0 / 74724249600.0,
        -3617.0 / 10670622842880000.0,
        43867.0 / 5109094217170944000.0,
        -174611.0 / 802857662698291200000.0,
    ];
    let w = 1.0 / k;
    let (mut factor, mut sum) = (s.mul_f64(w), T::constant(0.0));
    for (j, coefficient) in SERIES.iter().enumerate() {
        sum = sum.add(factor.mul_f64(*coefficient));
        let j = 2.0 * j as f64;
        factor = factor.mul(s.add_f64(j + 1.0).mul_f64(w)).mul(s.add_f64(j + 2.0).mul_f64(w));
    }
    sum
}

/// (e^y - 1)/y, continued by 1 at 0.
fn exp_m1_over<T: Number>(y: T) -> T {
    if y.sole().abs() > 1.0 {
        return y.unary(ExpM1).div(y);
    }
    // The derivatives of the quotient cancel near 0.
    (2..=20).rev().fold(T::constant(1.0), |sum, k| sum.mul(y).div_f64(f64::from(k)).add_f64(1.0))
}

/// k^-s
#[derive(Clone, Copy, Debug)]
struct Power(f64);
impl Unary for Power {
    #[inline]
    fn value(self, s: f64) -> f64 {
        self.0.powf(-s)
    }
    #[inline]
    fn derivative<T: Number>(self, _s: T, y: T) -> T {
        y.mul_f64(-self.0.ln())
    }
}
