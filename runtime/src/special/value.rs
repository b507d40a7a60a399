//! The functions on plain `f64`. Each keeps its *relative* accuracy wherever the result is small, because the rules
//! of [`crate::number::rules`] multiply and divide these values.
//!
//! The coefficients that are not attributed were fitted here: rational interpolation at Chebyshev nodes, solved with
//! 60 digits in mpmath; the error of each fit is below 3e-17.

use std::f64::consts::{FRAC_1_SQRT_2, LN_2, PI};

/// c[0] + c[1] x + c[2] x² + ...
#[inline]
fn polynomial<const N: usize>(c: &[f64; N], x: f64) -> f64 {
    c.iter().rev().fold(0.0, |sum, c| sum * x + c)
}

// ---- the logistic family ----

/// 1 / cosh²(x) = 4 e / (1 + e)², e = exp(-2|x|)
#[inline]
pub(crate) fn sech_squared(x: f64) -> f64 {
    let e = (-2.0 * x.abs()).exp();
    4.0 * e / ((1.0 + e) * (1.0 + e))
}

/// 1 / (1 + exp(-x))
#[inline]
pub(crate) fn sigmoid(x: f64) -> f64 {
    let e = (-x.abs()).exp();
    // In the lower tail the numerator carries the whole relative accuracy.
    let numerator = if x < 0.0 { e } else { 1.0 };
    numerator / (1.0 + e)
}

/// ln(1 + exp(x))
#[inline]
pub(crate) fn softplus(x: f64) -> f64 {
    x.max(0.0) + (-x.abs()).exp().ln_1p()
}

/// ln(x / (1 - x))
#[inline]
pub(crate) fn logit(x: f64) -> f64 {
    if (0.25..=0.75).contains(&x) {
        // The quotient is close to 1 here; 2x - 1 is exact.
        ((2.0 * x - 1.0) / (1.0 - x)).ln_1p()
    } else {
        (x / (1.0 - x)).ln()
    }
}

/// ln(1 - exp(x)) for x <= 0 (Mächler, "Accurately computing log(1 - exp(-|a|))", vignette of the R package Rmpfr)
#[inline]
pub(crate) fn ln_1m_exp(x: f64) -> f64 {
    if x > -LN_2 { (-x.exp_m1()).ln() } else { (-x.exp()).ln_1p() }
}

/// x^c, but NaN if either is: `f64::powf` has 1^NaN = NaN^0 = 1, which would hide an invalid number.
#[inline]
pub(crate) fn powf(x: f64, c: f64) -> f64 {
    if x.is_nan() || c.is_nan() { f64::NAN } else { x.powf(c) }
}

// ---- the normal distribution ----

/// exp(-x²/2) / sqrt(2π)
pub(crate) fn normal_pdf(x: f64) -> f64 {
    // The rounding of x² alone would cost x² ulps of the result: split x so that the square of one part is exact
    // (Cody, doi 10.1090/S0025-5718-1969-0247736-4).
    if x.abs() > 39.0 {
        return 0.0;
    }
    let high = (x * 16.0).round() / 16.0;
    let low = (x - high) * (x + high);
    0.3989422804014327 * (-0.5 * high * high).exp() * (-0.5 * low).exp()
}

/// r(t) = φ(t)/Φ(-t) - t for t >= 0: what the inverse Mills ratio exceeds its asymptote by. Falls from sqrt(2/π) to 0
/// like 1/t, so that `t + r(t)` never cancels.
fn mills_remainder(t: f64) -> f64 {
    const SMALL: ([f64; 8], [f64; 8]) = (
        [
            0.7978845608028654,
            0.5419320942371826,
            0.21330526269221367,
            0.05065954231190463,
            0.007738255939345304,
            0.0006949365819801658,
            2.8978349328492334e-05,
            -1.2582514754919962e-09,
        ],
        [
            1.0,
            1.134640731685092,
            0.6474676768536897,
            0.22732784502412096,
            0.052206969174622336,
            0.007780988176557533,
            0.0006960281752509538,
            2.892598471969178e-05,
        ],
    );
    const MIDDLE: ([f64; 8], [f64; 9]) = (
        [
            0.7978844884514904,
            0.8667918995968819,
            0.48021880776676057,
            0.16903874161489754,
            0.04035228218097767,
            0.006533086043249735,
            0.0006719551826417515,
            3.5427664841747714e-05,
        ],
        [
            1.0,
            1.5417916108565342,
            1.16742411331312,
            0.5568704990573835,
            0.1818936590815758,
            0.04169613136944965,
            0.0066039433946096905,
            0.0006719551404329076,
            3.54276652603647e-05,
        ],
    );
    /// in 1/t²
    const TAIL: ([f64; 6], [f64; 6]) = (
        [1.0, 54.851073498489264, 979.989877303476, 6621.838730051303, 14412.762651261643, 4561.742017406371],
        [1.0, 56.85107349848926, 1083.6920243004774, 8294.71204364333, 23666.245947669664, 17165.46098742216],
    );
    if t < 2.0 {
        polynomial(&SMALL.0, t) / polynomial(&SMALL.1, t)
    } else if t < 8.0 {
        polynomial(&MIDDLE.0, t) / polynomial(&MIDDLE.1, t)
    } else {
        let s = 1.0 / t;
        s * (polynomial(&TAIL.0, s * s) / polynomial(&TAIL.1, s * s))
    }
}

/// Φ(x) = erfc(-x/√2)/2
pub(crate) fn normal_cdf(x: f64) -> f64 {
    if x < -1.0 {
        // The rounding of x/√2 would cost x² ulps of erfc.
        normal_pdf(x) / (mills_remainder(-x) - x)
    } else {
        0.5 * libm::erfc(-x * FRAC_1_SQRT_2)
    }
}

/// ln Φ(x)
pub(crate) fn ln_normal_cdf(x: f64) -> f64 {
    const LN_SQRT_TAU: f64 = 0.9189385332046728;
    if x < -1.0 {
        -0.5 * x * x - (mills_remainder(-x) - x).ln() - LN_SQRT_TAU
    } else if x < 0.0 {
        normal_cdf(x).ln()
    } else {
        (-normal_cdf(-x)).ln_1p()
    }
}

/// φ(x)/Φ(x)
pub(crate) fn inverse_mills(x: f64) -> f64 {
    if x < 0.0 { mills_remainder(-x) - x } else { normal_pdf(x) / normal_cdf(x) }
}

/// x + φ(x)/Φ(x), which is about -1/x in the lower tail, where the sum would cancel
pub(crate) fn inverse_mills_excess(x: f64) -> f64 {
    if x < 0.0 { mills_remainder(-x) } else { x + inverse_mills(x) }
}

/// Φ⁻¹(p)
pub(crate) fn normal_quantile(p: f64) -> f64 {
    quantile_of_tail(p - 0.5, if p < 0.5 { p } else { 1.0 - p })
}

/// Φ⁻¹((1 + p)/2) for 0 <= p <= 1, accurate near 0
pub(crate) fn half_normal_quantile(p: f64) -> f64 {
    if p < 0.0 { f64::NAN } else { quantile_of_tail(0.5 * p, 0.5 * (1.0 - p)) }
}

/// Φ⁻¹(1/2 + q), where `tail` is 1/2 - |q| (Wichura, algorithm AS 241, doi 10.2307/2347330)
fn quantile_of_tail(q: f64, tail: f64) -> f64 {
    const CENTRAL: ([f64; 8], [f64; 8]) = (
        [
            3.3871328727963665,
            133.14166789178438,
            1971.5909503065513,
            13731.69376550946,
            45921.95393154987,
            67265.7709270087,
            33430.57558358813,
            2509.0809287301227,
        ],
        [
            1.0,
            42.31333070160091,
            687.1870074920579,
            5394.196021424751,
            21213.794301586597,
            39307.89580009271,
            28729.085735721943,
            5226.495278852855,
        ],
    );
    const MIDDLE: ([f64; 8], [f64; 8]) = (
        [
            1.4234371107496835,
            4.630337846156546,
            5.769497221460691,
            3.6478483247632045,
            1.2704582524523684,
            0.2417807251774506,
            0.022723844989269184,
            0.0007745450142783414,
        ],
        [
            1.0,
            2.053191626637759,
            1.6763848301838038,
            0.6897673349851,
            0.14810397642748008,
            0.015198666563616457,
            0.0005475938084995345,
            1.0507500716444169e-09,
        ],
    );
    const TAIL: ([f64; 8], [f64; 8]) = (
        [
            6.657904643501103,
            5.463784911164114,
            1.7848265399172913,
            0.29656057182850487,
            0.026532189526576124,
            0.0012426609473880784,
            2.7115555687434876e-05,
            2.0103343992922881e-07,
        ],
        [
            1.0,
            0.599832206555888,
            0.1369298809227358,
            0.014875361290850615,
            0.0007868691311456133,
            1.8463183175100548e-05,
            1.421511758316446e-07,
            2.0442631033899397e-15,
        ],
    );
    if q.abs() <= 0.425 {
        let r = 0.180625 - q * q;
        return q * (polynomial(&CENTRAL.0, r) / polynomial(&CENTRAL.1, r));
    }
    if tail == 0.0 {
        return q.signum() * f64::INFINITY;
    }
    // NaN outside [0, 1], by the logarithm.
    let r = (-tail.ln()).sqrt();
    let (r, (c, d)) = if r <= 5.0 { (r - 1.6, &MIDDLE) } else { (r - 5.0, &TAIL) };
    (polynomial(c, r) / polynomial(d, r)).copysign(q)
}

// ---- the gamma function ----

/// ln |Γ(x)|
#[inline]
pub(crate) fn ln_gamma(x: f64) -> f64 {
    libm::lgamma_r(x).0
}

/// The Bernoulli numbers B_2, B_4, ...
const BERNOULLI: [f64; 10] = [
    1.0 / 6.0,
    -1.0 / 30.0,
    1.0 / 42.0,
    -1.0 / 30.0,
    5.0 / 66.0,
    -691.0 / 2730.0,
    7.0 / 6.0,
    -3617.0 / 510.0,
    43867.0 / 798.0,
    -174611.0 / 330.0,
];

/// The derivative of order n + 1 of ln Γ; NaN at the poles 0, -1, -2, ... Between them, near its zeros, only the
/// absolute error is small.
pub(crate) fn polygamma(n: u32, x: f64) -> f64 {
    if x <= 0.0 && x == x.floor() {
        f64::NAN
    } else if n == 0 {
        digamma(x)
    } else {
        let sign = if n % 2 == 1 { 1.0 } else { -1.0 };
        if x > 0.0 || x.is_nan() {
            return sign * scaled_zeta(n, x);
        }
        // The sum over the terms that begin at x is the sum over all the integers (the reflection formula without
        // its cotangent) without those that begin at 1 - x.
        let part = -x - (-x).floor();
        sign * scaled_zeta(n, 1.0 - part) + (scaled_zeta(n, part) - scaled_zeta(n, 1.0 - x))
    }
}

/// ψ(x)
fn digamma(x: f64) -> f64 {
    /// The positive zero of ψ, in two parts: relative accuracy near it needs more than one double.
    const ZERO: (f64, f64) = (1.4616321449683622, 9.549995429965697e-17);
    /// ψ(x) / (x - zero) on [1, 2], in x - 1
    const QUOTIENT: ([f64; 6], [f64; 7]) = (
        [
            1.2503801375034054,
            1.7811904023777358,
            0.8563282382526716,
            0.1674321822097703,
            0.012282771527360986,
            0.00022205476047991614,
        ],
        [
            1.0,
            2.108065926448982,
            1.5240244625242985,
            0.4784894928792091,
            0.06589990402253255,
            0.0034081071889811372,
            3.918857595782627e-05,
        ],
    );
    if x < 0.0 {
        let nearest = x - x.round();
        return digamma(1.0 - x) - PI / (PI * nearest).tan();
    }
    if x >= 10.0 {
        // Abramowitz and Stegun 6.3.18
        let w = 1.0 / (x * x);
        let series = BERNOULLI.iter().rev().zip((2..=20).rev().step_by(2));
        let series = series.fold(0.0, |sum, (b, j)| (sum + b / f64::from(j)) * w);
        return x.ln() - 0.5 / x - series;
    }
    let (mut x, mut sum) = (x, 0.0);
    if x < 1.0 {
        sum -= 1.0 / x;
        x += 1.0;
    }
    while x >= 2.0 {
        x -= 1.0;
        sum += 1.0 / x;
    }
    let u = x - 1.0;
    sum + ((x - ZERO.0) - ZERO.1) * (polynomial(&QUOTIENT.0, u) / polynomial(&QUOTIENT.1, u))
}

/// n! ζ(n + 1, x) = n! Σ 1/(x + k)^(n + 1) for n >= 1, x > 0, by Euler's and Maclaurin's summation
/// (Abramowitz and Stegun 6.4.10 and 6.4.11)
fn scaled_zeta(n: u32, x: f64) -> f64 {
    let order = f64::from(n);
    let (mut y, mut k, mut sum) = (x, 0.0, 0.0);
    while y < order + 10.0 && sum < f64::INFINITY {
        sum += factorial_over_power(n, y);
        k += 1.0;
        y = x + k;
    }
    if sum == f64::INFINITY {
        return sum;
    }
    let w = 1.0 / (y * y);
    let mut term = 1.0;
    let mut series = 1.0 + 0.5 * order / y;
    for (j, b) in (0u32..).step_by(2).zip(BERNOULLI) {
        let j = f64::from(j);
        term *= (order + j) * (order + j + 1.0) / ((j + 1.0) * (j + 2.0)) * w;
        series += b * term;
    }
    sum + factorial_over_power(n - 1, y) * series
}

/// n! / x^(n + 1)
fn factorial_over_power(n: u32, x: f64) -> f64 {
    if n > 500 {
        // The partial products of the other form underflow.
        let n = f64::from(n);
        return (ln_gamma(n + 1.0) - (n + 1.0) * x.ln()).exp();
    }
    (1..=n).fold(1.0 / x, |product, k| product * (f64::from(k) / x))
}
