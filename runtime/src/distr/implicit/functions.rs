//! Functions that the implicit derivatives need without cancellation.

use crate::number::rules;
use crate::{Number, Smooth};

/// From here on the asymptotic series of ψ is exact to double precision.
pub(crate) const LARGE: f64 = 15.0;

/// B_2j / (2j) for the Bernoulli numbers
const BERNOULLI: [f64; 8] =
    [1.0 / 12.0, -1.0 / 120.0, 1.0 / 252.0, -1.0 / 240.0, 1.0 / 132.0, -691.0 / 32760.0, 1.0 / 12.0, -3617.0 / 8160.0];

/// Adds terms until they no longer change anything, not even a derivative; `None` if there are more than `most`.
///
/// That is the test for the end that every kind of number passes at its own time: the derivatives of the terms fall
/// later than the terms.
#[inline]
pub(super) fn sum_until_still<T: Number, const N: usize>(
    first: [Smooth<T>; N],
    most: usize,
    mut next: impl FnMut() -> [Smooth<T>; N],
) -> Option<[Smooth<T>; N]> {
    let mut sums = first;
    for _ in 0..most {
        let terms = next();
        let mut still = true;
        for (sum, term) in sums.iter_mut().zip(terms) {
            let new = *sum + term;
            still &= (new - *sum).0.vanishes();
            *sum = new;
        }
        if still {
            return Some(sums);
        }
    }
    None
}

/// Whether the plain value is below a bound in every lane.
#[inline]
pub(super) fn below<T: Number>(x: Smooth<T>, bound: f64) -> bool {
    (0..T::LANES).all(|lane| x.0.primal(lane) < bound)
}

/// ln x - ψ(x) for x >= 15 (Abramowitz and Stegun 6.3.18)
pub(crate) fn ln_minus_digamma<T: Number>(x: Smooth<T>) -> Smooth<T> {
    let y = 1.0 / x;
    let w = y * y;
    y * 0.5 + w * BERNOULLI.iter().rev().fold(Smooth::constant(0.0), |sum, b| sum * w + *b)
}

/// ψ(x + d) - ψ(x) for x > 0, d >= 0
pub(crate) fn digamma_difference<T: Number>(mut x: Smooth<T>, d: Smooth<T>) -> Smooth<T> {
    let mut sum = Smooth::constant(0.0);
    while below(x, LARGE) {
        sum += d / (x + d) / x;
        x += 1.0;
    }
    sum + (d / x).ln_1p() + stirling_difference(x, d)
}

/// (ψ(x + d) - ln(x + d)) - (ψ(x) - ln x) for x >= 15: of B_2j / (2j) (x^-2j - (x + d)^-2j) the factor
/// 1/x - 1/(x + d) is taken out, so that nothing cancels
pub(super) fn stirling_difference<T: Number>(x: Smooth<T>, d: Smooth<T>) -> Smooth<T> {
    let (y, z) = (1.0 / x, 1.0 / (x + d));
    let (yy, zz) = (y * y, z * z);
    // Σ y^i z^j over i + j = 2k - 1 is (y + z) Σ y^2i z^2j over i + j = k - 1.
    let (mut sum, mut powers, mut z_power) = (Smooth::constant(0.0), Smooth::constant(1.0), Smooth::constant(1.0));
    for b in BERNOULLI {
        sum += powers * b;
        z_power *= zz;
        powers = powers * yy + z_power;
    }
    d * y * z * (0.5 + (y + z) * sum)
}

/// ln(1 + z) - z
pub(crate) fn ln_1p_minus<T: Number>(z: Smooth<T>) -> Smooth<T> {
    if z.0.sole().abs() > 0.4 {
        return z.ln_1p() - z;
    }
    // ln(1 + z) = 2 artanh(r) with r = z / (2 + z)
    let r = z / (z + 2.0);
    let r2 = r * r;
    // |r| <= 1/4
    let series = (1..=16).rev().fold(Smooth::constant(0.0), |sum, k| (sum + 1.0 / f64::from(2 * k + 1)) * r2);
    r * (series * 2.0 - z)
}

/// exp(r) - 1 - r
pub(crate) fn exp_m1_minus<T: Number>(r: Smooth<T>) -> Smooth<T> {
    if r.0.sole().abs() > 0.7 {
        return r.exp_m1() - r;
    }
    // The next term is below 1e-17 of the first.
    (2..=17).rev().fold(Smooth::constant(1.0), |sum, k| sum * r / f64::from(k + 1) + 1.0) * r * r * 0.5
}

/// A number whose one tangent is 1, to differentiate by it.
#[inline]
pub(super) fn variable<T: Number>(x: Smooth<T>) -> Smooth<crate::number::Dual<T, 1>> {
    Smooth(crate::number::Dual::new(x.0, [T::constant(1.0)]))
}

/// A number whose one tangent is 0.
#[inline]
pub(super) fn fixed<T: Number>(x: Smooth<T>) -> Smooth<crate::number::Dual<T, 1>> {
    Smooth(crate::number::Dual::new(x.0, [T::constant(0.0)]))
}

/// ψ(x)
#[inline]
pub(super) fn digamma<T: Number>(x: Smooth<T>) -> Smooth<T> {
    Smooth(x.0.unary(rules::Digamma))
}
