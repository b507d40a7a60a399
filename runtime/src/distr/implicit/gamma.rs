//! The gamma distribution: how ln x moves with the shape.

use super::functions::{digamma, fixed, sum_until_still, variable};
use super::sampler;
use crate::distr::every;
use crate::number::{Dual, Implicit, rules};
use crate::source::{Generator, Noise};
use crate::{Number, Smooth};

/// From this shape on the expansion in powers of 1/shape is exact to double precision, for |ln(x / shape)| <= 1.
const LARGE: f64 = 20.0;

/// More terms than any sum takes.
const MOST_TERMS: usize = 10_000;

/// d ln x / d shape at a fixed value of the distribution function, for x ~ Gamma(shape, 1).
///
/// `x` and `ln_x` are the same point; `x` may underflow to 0 where `ln_x` is finite.
#[inline]
pub(crate) fn slope_of_ln<T: Number>(shape: T, x: T, ln_x: T) -> T {
    let (a, x, ln_x) = (Smooth(shape), Smooth(x), Smooth(ln_x));
    let (shape, point) = (a.0.primal(0), x.0.primal(0));
    if shape >= LARGE && (x / a).0.primal(0).ln().abs() <= 1.0 {
        expansion(a, (x / a).ln()).0
    } else if point < 1.0 || point <= shape + 0.5 {
        lower_tail(a, x, ln_x).0
    } else {
        upper_tail(a, x, ln_x).0
    }
}

/// (S (ψ(a + 1) - ln x) - dS/da) / a with S = Σ x^n / ((a + 1) .. (a + n)), from the integral over the lower tail
fn lower_tail<T: Number>(a: Smooth<T>, x: Smooth<T>, ln_x: Smooth<T>) -> Smooth<T> {
    let (mut denominator, x) = (variable(a), fixed(x));
    let mut term = Smooth::constant(1.0);
    let sum = sum_until_still([term], MOST_TERMS, || {
        denominator += 1.0;
        term = term * x / denominator;
        [term]
    });
    let Dual { re, eps: [slope] } = or_nan(sum).0;
    (Smooth(re) * (digamma(a + 1.0) - ln_x) - Smooth(slope)) / a
}

/// G (ln x - ψ(a)) + dG/da with G = e^x x^-a Γ(a, x) as a continued fraction, from the integral over the upper tail
///
/// (Steed's algorithm: Barnett, Feng, Steed and Goldfarb 1974, <https://doi.org/10.1016/0010-4655(74)90013-7>)
fn upper_tail<T: Number>(a: Smooth<T>, x: Smooth<T>, ln_x: Smooth<T>) -> Smooth<T> {
    let (shape, mut n) = (variable(a), 0.0);
    let mut b = fixed(x) + 1.0 - shape;
    let mut d = 1.0 / b;
    let mut term = d;
    let sum = sum_until_still([term], MOST_TERMS, || {
        n += 1.0;
        b += 2.0;
        let numerator = n * (n - shape) * d;
        d = 1.0 / (b - numerator);
        term *= numerator * d;
        [term]
    });
    let Dual { re, eps: [slope] } = or_nan(sum).0;
    Smooth(re) * (ln_x - digamma(a)) + Smooth(slope)
}

fn or_nan<T: Number>(sum: Option<[Smooth<T>; 1]>) -> Smooth<T> {
    sum.map_or(Smooth::constant(f64::NAN), |[sum]| sum)
}

/// Σ e_k(u) a^-(k+1) with u = ln(x / a), e_0 = u / (e^u - 1) and e_k = (σ_k + e_(k-1)') / (e^u - 1), where σ_k are the
/// coefficients of ln a - ψ(a): the solution of the differential equation of the slope in x, order by order
fn expansion<T: Number>(a: Smooth<T>, u: Smooth<T>) -> Smooth<T> {
    let w = 1.0 / a;
    let polynomial = |row: &&[f64]| row.iter().rev().fold(Smooth::constant(0.0), |sum: Smooth<T>, c| sum * u + *c);
    EXPANSION.iter().rev().fold(Smooth::constant(0.0), |sum, row| (sum * w) + polynomial(row)) * w
}

/// The Taylor series of e_0, e_1, .. (the coefficients are rational; rows end where the rest is below 1e-17)
const EXPANSION: [&[f64]; 12] = [
    &[
        1.0,
        -0.5,
        0.08333333333333333,
        0.0,
        -0.001388888888888889,
        0.0,
        3.306878306878307e-05,
        0.0,
        -8.267195767195768e-07,
        0.0,
        2.08767569878681e-08,
        0.0,
        -5.284190138687493e-10,
        0.0,
        1.3382536530684679e-11,
        0.0,
        -3.3896802963225827e-13,
        0.0,
        8.586062056277845e-15,
        0.0,
        -2.174868698558062e-16,
    ],
    &[
        0.16666666666666666,
        -0.08333333333333333,
        0.008333333333333333,
        0.002777777777777778,
        -0.000496031746031746,
        -9.92063492063492e-05,
        2.3148148148148147e-05,
        3.306878306878307e-06,
        -9.394540644540645e-07,
        -1.043837849393405e-07,
        3.4875654915337455e-08,
        3.1705140832124957e-09,
        -1.2178108242923058e-09,
        -9.367775571479276e-11,
        4.0676163555871e-11,
        2.711744237058066e-12,
        -1.3136674946105101e-12,
        -7.72745585065006e-14,
        4.132250527260318e-14,
        2.1748686985580617e-15,
        -1.272579653351213e-15,
    ],
    &[
        0.016666666666666666,
        0.0,
        -0.004761904761904762,
        0.0011904761904761906,
        0.0001984126984126984,
        -9.92063492063492e-05,
        -4.2087542087542085e-06,
        5.711880711880712e-06,
        -8.01116872545444e-08,
        -2.7323316013792205e-07,
        1.4031016015142999e-08,
        1.1649689229054309e-08,
        -9.37407323572901e-10,
        -4.589422821993628e-10,
        4.831292700972737e-11,
        1.706360922196379e-11,
        -2.17592103239626e-12,
        -6.069584860046308e-13,
        8.990318811391286e-14,
        2.084718277276054e-14,
    ],
    &[
        -0.009523809523809525,
        0.008333333333333333,
        -0.0017857142857142857,
        -0.0005952380952380953,
        0.0003021284271284271,
        6.313131313131313e-06,
        -2.4154086654086653e-05,
        2.0003145003145e-06,
        1.3856431267145554e-06,
        -2.2182127836889742e-07,
        -6.442955862306936e-08,
        1.5559324178605223e-08,
        2.548507872146831e-09,
        -8.840221894559127e-10,
        -8.670756706065327e-11,
        4.4120305923691555e-11,
        2.4625877236974836e-12,
        -2.0119344662099794e-12,
        -5.047312771447402e-14,
        8.576788747020186e-14,
    ],
    &[
        -0.0035714285714285713,
        0.0,
        0.0018037518037518038,
        -0.0007215007215007215,
        -5.5037555037555035e-05,
        9.157509157509158e-05,
        -9.789593122926455e-06,
        -6.475006475006475e-06,
        1.5218629539357831e-06,
        3.100070210247615e-07,
        -1.299476614090764e-07,
        -9.348195991274275e-09,
        8.489102396922923e-09,
        -2.6365819227355123e-12,
        -4.693171780347261e-10,
        2.4770312737605765e-11,
        2.303170818430806e-11,
        -2.2551461747574313e-12,
    ],
    &[
        0.0036075036075036075,
        -0.003968253968253968,
        0.0011627261627261628,
        0.00038757538757538756,
        -0.000311031561031561,
        2.5206275206275207e-05,
        3.036768968141517e-05,
        -7.781991325408693e-06,
        -1.6086154571153835e-06,
        8.592956892525258e-07,
        2.6399936382204143e-08,
        -6.53357238498605e-08,
        4.185294758240463e-09,
        3.937176116604589e-09,
        -5.603907442989362e-10,
        -1.985048791332127e-10,
        4.5173519011930626e-11,
    ],
    &[
        0.0023254523254523257,
        0.0,
        -0.0016317016317016317,
        0.000844988344988345,
        1.2283468165821107e-05,
        -0.0001366892911010558,
        3.135674381804413e-05,
        9.492034453334762e-06,
        -4.971369861075744e-06,
        -1.2735617257031086e-07,
        4.5654589701661237e-07,
        -4.6442060880130157e-08,
        -3.022188136354186e-08,
        6.511414975822903e-09,
        1.5118803258618844e-09,
    ],
    &[
        -0.0032634032634032634,
        0.004166666666666667,
        -0.001490298916769505,
        -0.000496766305589835,
        0.0005384906845820158,
        -8.81006463436804e-05,
        -5.7490865830649114e-05,
        2.5309353385978772e-05,
        1.5673316909393434e-06,
        -3.006089400285475e-06,
        3.345739425026451e-07,
        2.2781491649490318e-07,
        -5.918863579619656e-08,
    ],
    &[
        -0.00298059783353901,
        0.0,
        0.0026507290439178985,
        -0.0016416761772798925,
        5.89430349492269e-05,
        0.0003149993281572229,
        -0.00010787969589625264,
        -1.799781421870532e-05,
        1.847081311397072e-05,
        -1.6808706857237712e-06,
        -1.7150987142936059e-06,
        4.5904512311832295e-07,
    ],
    &[
        0.005301458087835797,
        -0.007575757575757576,
        0.0031400745797030625,
        0.0010466915265676877,
        -0.0014224919536872693,
        0.0003357444256286631,
        0.00015666685819128948,
        -0.0001018601736228604,
        3.629217696495065e-06,
        1.259547050057667e-05,
    ],
    &[
        0.006280149159406125,
        0.0,
        -0.006736659341316765,
        0.004785378917159776,
        -0.000382246328874408,
        -0.0010474894939493135,
        0.000471988188313849,
    ],
    &[-0.01347331868263353, 0.021092796092796094, -0.009829830248123424, -0.0032766100827078077, 0.005341950364413011],
];

/// The rule of ln x for x ~ Gamma(shape, 1).
#[derive(Clone, Copy, Debug)]
pub(crate) struct LnDraw;
impl Implicit<1> for LnDraw {
    #[inline]
    fn slopes<T: Number>(self, [shape]: [T; 1], ln_x: T, _: [bool; 1]) -> [T; 1] {
        [slope_of_ln(shape, ln_x.unary(rules::Exp), ln_x)]
    }
}

/// The rule of x ~ Gamma(shape, 1), which must not underflow.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Draw;
impl Implicit<1> for Draw {
    #[inline]
    fn slopes<T: Number>(self, [shape]: [T; 1], x: T, _: [bool; 1]) -> [T; 1] {
        [x.mul(slope_of_ln(shape, x, x.unary(rules::Ln)))]
    }
}

/// ln of a draw from Gamma(shape, 1), smooth in the shape, which may be as small as numbers get.
#[inline]
pub(crate) fn draw_ln<D: Number, G: Generator>(shape: Smooth<D>, noise: &mut Noise<'_, G>) -> Smooth<D> {
    let ln_x = noise.each(|lane, rng| sampler::ln_gamma(shape.0.primal(lane), rng));
    Smooth(D::implicit([shape.0], ln_x, LnDraw))
}

/// A draw from Gamma(shape, 1), smooth in the shape.
///
/// Where it would underflow, as draws with small shapes do, the value is the smallest normal number instead, and it
/// moves by that number times the slope of the true ln x: so the derivative of ln x downstream is right.
#[inline]
pub(crate) fn draw<D: Number, G: Generator>(shape: Smooth<D>, noise: &mut Noise<'_, G>) -> Smooth<D> {
    if every(shape, |shape| shape >= 1.0) {
        let x = noise.each(|lane, rng| sampler::gamma(shape.0.primal(lane), rng));
        return Smooth(D::implicit([shape.0], x, Draw));
    }
    let ln_x = draw_ln(shape, noise);
    let plain = per_lane::<D>(|lane| ln_x.0.primal(lane));
    let x = per_lane::<D>(|lane| ln_x.0.primal(lane).exp().max(f64::MIN_POSITIVE));
    // exp(0) = 1, with the derivatives of ln x
    Smooth(ln_x.0.add_base(plain.neg()).unary(rules::Exp).mul_base(x))
}

fn per_lane<D: Number>(mut of: impl FnMut(usize) -> f64) -> D::Base {
    let mut lanes = 0..;
    D::Base::noise(|| of(lanes.next().unwrap_or(0)))
}

/// A number that was drawn as `ln_x`, as it moves with the shape.
#[inline]
pub(crate) fn redrawn_ln<D: Number>(shape: Smooth<D>, ln_x: Smooth<D>) -> Smooth<D> {
    Smooth(D::implicit([shape.0], per_lane::<D>(|lane| ln_x.0.primal(lane)), LnDraw))
}
