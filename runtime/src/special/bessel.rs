//! Modified Bessel functions of the first kind.

use crate::Number;
use crate::number::rules::Exp;

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
    let plain = x.primal(0);
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
    if x.primal(0) <= FRACTION_TO { fraction(x).rsub_f64(1.0) } else { complement_from_four(x) }
}

fn complement_from_four<T: Number>(x: T) -> T {
    if x.primal(0) < ASYMPTOTIC_FROM {
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
