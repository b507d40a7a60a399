//! Modified Bessel functions of the first kind.

use crate::number::rules::Exp;
use crate::number::{Number, Unary};
use crate::{Real, Smooth};
use std::f64::consts::TAU;

/// ln I₀(x), the logarithm of the modified Bessel function of the first kind, without overflow; for every real x.
///
/// I₀(κ) normalizes the density of the von Mises distribution. Its power series up to 4, the trapezoidal rule up to 36
/// (Trefethen and Weideman 2014, doi 10.1137/130932132), and from there the asymptotic series
/// <https://dlmf.nist.gov/10.40.E1>. Its derivative is [`bessel_ratio`].
///
/// ```
/// use stochastic_grad::special::ln_bessel_i0;
/// assert!((ln_bessel_i0(1.0) - 0.23591435850717865).abs() < 1e-16);
/// assert!((ln_bessel_i0(1e4) / 9994.475903781433 - 1.0).abs() < 1e-15);
/// ```
pub fn ln_bessel_i0<T: Real>(x: T) -> T::Own {
    T::own(Smooth(x.smooth().0.unary(LnI0)))
}

/// A(x) = I₁(x)/I₀(x) for every real x, the mean of cos θ for a von Mises distribution of concentration x.
///
/// A continued fraction up to 4 (<https://dlmf.nist.gov/10.33.E1>), beyond from 1 - A, which keeps its own relative
/// accuracy and so the derivatives of A theirs.
///
/// ```
/// use stochastic_grad::special::bessel_ratio;
/// assert!((bessel_ratio(1.0) - 0.4463899658965345).abs() < 1e-16);
/// assert!((bessel_ratio(1e-9) - 5e-10).abs() < 1e-25);
/// ```
pub fn bessel_ratio<T: Real>(x: T) -> T::Own {
    T::own(Smooth(ratio(x.smooth().0)))
}

/// ln I₀(x)
#[derive(Clone, Copy, Debug)]
pub(crate) struct LnI0;
impl Unary for LnI0 {
    fn value(self, x: f64) -> f64 {
        let x = x.abs();
        if x <= FRACTION_TO {
            power_series(0.25 * x * x).ln_1p()
        } else {
            if x == f64::INFINITY { x } else { x + LnI0Scaled.value(x) }
        }
    }
    #[inline]
    fn derivative<T: Number>(self, x: T, _y: T) -> T {
        ratio(x)
    }
}

/// ln(e^-x I₀(x)) for x >= 0, which does not lose what is small beside x
#[derive(Clone, Copy, Debug)]
pub(crate) struct LnI0Scaled;
impl Unary for LnI0Scaled {
    fn value(self, x: f64) -> f64 {
        if x <= FRACTION_TO {
            LnI0.value(x) - x
        } else if x < ASYMPTOTIC_FROM {
            trapezoids(x).0.ln()
        } else if x == f64::INFINITY {
            -0.5 * x.ln()
        } else {
            asymptotic_i0(x.recip()).ln_1p() - 0.5 * (TAU * x).ln()
        }
    }
    #[inline]
    fn derivative<T: Number>(self, x: T, _y: T) -> T {
        ratio_complement(x).neg()
    }
}

/// I₀ - 1 from x²/4 (<https://dlmf.nist.gov/10.25.E2>)
fn power_series(q: f64) -> f64 {
    (1..20).rev().map(f64::from).fold(0.0, |sum, k| (sum + 1.0) * q / (k * k))
}

/// I₀ sqrt(2πx) / e^x - 1 from 1/x
fn asymptotic_i0(w: f64) -> f64 {
    (1..18).rev().map(f64::from).fold(0.0, |sum, k| (sum + 1.0) * w * (2.0 * k - 1.0) * (2.0 * k - 1.0) / (8.0 * k))
}

/// Up to here the continued fraction is short and 1 - A is not small.
const FRACTION_TO: f64 = 4.0;

/// From here on the asymptotic series is exact to double precision, with its first derivatives.
const ASYMPTOTIC_FROM: f64 = 36.0;

/// 2 sin²(πj/64) for j = 0, ..., 32: what the cosine is below 1 at the nodes of half a turn
const NODES: [f64; 33] = [
    0.0,
    0.004815273327803114,
    0.019214719596769552,
    0.043059664267791134,
    0.07612046748871325,
    0.11807873565164496,
    0.16853038769745476,
    0.22698954663726303,
    0.2928932188134525,
    0.3656067158363545,
    0.44442976698039777,
    0.5286032631740023,
    0.6173165676349103,
    0.7097153227455376,
    0.8049096779838717,
    0.9019828596704395,
    1.0,
    1.0980171403295607,
    1.1950903220161282,
    1.2902846772544623,
    1.3826834323650898,
    1.4713967368259977,
    1.5555702330196022,
    1.6343932841636455,
    1.7071067811865475,
    1.7730104533627369,
    1.8314696123025453,
    1.881921264348355,
    1.9238795325112867,
    1.9569403357322088,
    1.9807852804032304,
    1.995184726672197,
    2.0,
];

/// A(x) = I₁(x)/I₀(x), odd in x.
pub(crate) fn ratio<T: Number>(x: T) -> T {
    let plain = x.sole();
    if plain.abs() <= FRACTION_TO {
        fraction(x)
    } else if plain < 0.0 {
        complement_from_four(x.neg()).add_f64(-1.0)
    } else {
        complement_from_four(x).rsub_f64(1.0)
    }
}

/// 1 - A(x) for x >= 0, without cancellation for large x.
pub(crate) fn ratio_complement<T: Number>(x: T) -> T {
    if x.sole() <= FRACTION_TO { fraction(x).rsub_f64(1.0) } else { complement_from_four(x) }
}

fn complement_from_four<T: Number>(x: T) -> T {
    if x.sole() < ASYMPTOTIC_FROM {
        let (sum, weighted) = trapezoids(x);
        weighted.div(sum)
    } else {
        asymptotic(x)
    }
}

/// A = x/(2 + x²/(4 + x²/(6 + ...))) (<https://dlmf.nist.gov/10.33.E1>)
fn fraction<T: Number>(x: T) -> T {
    let square = x.mul(x);
    let tail = (2..=20).rev().fold(T::constant(42.0), |rest, k| square.div(rest).add_f64(2.0 * f64::from(k)));
    x.div(square.div(tail).add_f64(2.0))
}

/// (1/π) ∫ exp(x (cos t - 1)) dt over half a turn, and the same with the factor 1 - cos t: the trapezoidal rule, of
/// which the error is I₆₄(x) (Trefethen and Weideman 2014, doi 10.1137/130932132). All terms are positive.
fn trapezoids<T: Number>(x: T) -> (T, T) {
    let zero = T::constant(0.0);
    let term = |j: usize| {
        let weight = if j == 0 || j == 32 { 1.0 / 64.0 } else { 1.0 / 32.0 };
        x.mul_f64(-NODES[j]).unary(Exp).mul_f64(weight)
    };
    // The largest terms come last.
    (0..33).rev().fold((zero, zero), |(sum, weighted), j| {
        let term = term(j);
        (sum.add(term), weighted.add(term.mul_f64(NODES[j])))
    })
}

/// 1 - A as a series in 1/x, from A' = 1 - A/x - A²
fn asymptotic<T: Number>(x: T) -> T {
    const SERIES: [f64; 20] = [
        0.5,
        0.125,
        0.125,
        0.1953125,
        0.40625,
        1.0478515625,
        3.21875,
        11.466461181640625,
        46.478515625,
        211.27614974975586,
        1064.67822265625,
        5892.0457146167755,
        35528.87744140625,
        231884.6359563172,
        1628749.4532470703,
        12251067.63286615,
        98252781.81546783,
        836956449.7799761,
        7546911569.366995,
        71816112232.68327,
    ];
    let w = x.rdiv_f64(1.0);
    SERIES.iter().rev().fold(T::constant(0.0), |sum, c| sum.add_f64(*c).mul(w))
}
