//! Means and variances of powers of an exponential number, without cancellation: of the Weibull, the Fréchet, the
//! generalized extreme value and the Kumaraswamy distribution.

use crate::number::Number;
use crate::private::Primal;
use crate::special::differences::ExpMoment;
use crate::{Smooth, special};

/// Where the series take over from the functions, of which little is left there.
const NEAR: f64 = 1.0 / 32.0;

/// `near` where |h| < 1/32, else `far`.
fn by_size<D: Number>(h: Smooth<D>, near: Smooth<D>, far: Smooth<D>) -> Smooth<D> {
    let below = D::select(D::constant(-NEAR).greater(h.0), far.0, near.0);
    Smooth(D::select(h.0.greater(D::constant(NEAR)), far.0, below))
}

fn polynomial<D: Number>(coefficients: &[f64], h: Smooth<D>) -> Smooth<D> {
    coefficients.iter().rev().fold(Smooth::constant(0.0), |sum, c| sum * h + *c)
}

/// (eᵗ - 1)/t
fn growth<D: Number>(t: Smooth<D>) -> Smooth<D> {
    Smooth(t.0.unary(ExpMoment(0)))
}

/// (Γ(1 + h) - 1)/h for h > -1
pub(crate) fn excess<D: Number>(h: Smooth<D>) -> Smooth<D> {
    // Of ln Γ(1 + h)/h: -γ, then (-1)^k ζ(k)/k
    const SERIES: [f64; 13] = [
        -super::EULER,
        0.8224670334241132,
        -0.40068563438653143,
        0.27058080842778454,
        -0.20738555102867398,
        0.1695571769974082,
        -0.1440498967688461,
        0.12550966952474304,
        -0.11133426586956469,
        0.1000994575127818,
        -0.09095401714582904,
        0.083353840546109,
        -0.0769325164113522,
    ];
    let slope = by_size(h, polynomial(&SERIES, h), (1.0 + h).ln_gamma() / h);
    slope * growth(slope * h)
}

/// (Γ(1 + 2h)/Γ(1 + h)² - 1)/h² for h > -1/2
pub(crate) fn excess_of_square<D: Number>(h: Smooth<D>) -> Smooth<D> {
    // (-1)^j ζ(j) (2^j - 2)/j for j = 2, 3, ...
    const SERIES: [f64; 13] = [
        1.644_934_066_848_226_4,
        -2.404_113_806_319_188_6,
        3.788_131_317_988_983_7,
        -6.221_566_530_860_22,
        10.512_544_973_839_308,
        -18.150_286_992_874_61,
        31.879_456_059_284_733,
        -56.780_475_593_477_99,
        102.301_645_578_063,
        -186.091_919_080_366_2,
        341.250_623_195_770_25,
        -630.077_309_408_974_4,
        1_170.214_526_210_609_4,
    ];
    let far = ((1.0 + 2.0 * h).ln_gamma() - 2.0 * (1.0 + h).ln_gamma()) / (h * h);
    let curvature = by_size(h, polynomial(&SERIES, h), far);
    curvature * growth(curvature * h * h)
}

/// ln(Γ(c) Γ(c + 2h)/Γ(c + h)²) for c, h > 0
pub(crate) fn second_difference<D: Number>(c: Smooth<D>, h: Smooth<D>) -> Smooth<D> {
    let middle = c + h;
    let mut power = Smooth::constant(2.0);
    // The Taylor series about the middle, whose odd terms cancel.
    let terms = (1..=16u32).map(|k| {
        power = power * h * h / f64::from((2 * k - 1) * (2 * k));
        power * special::polygamma(2 * k - 1, middle)
    });
    let near: Smooth<D> = terms.sum();
    let far = c.ln_gamma() + (middle + h).ln_gamma() - 2.0 * middle.ln_gamma();
    Smooth(D::select(h.0.greater((0.5 * c).0), far.0, near.0))
}
