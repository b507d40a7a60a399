//! The Skellam distribution.

use super::counting::{deviance, draw_poisson};
use super::{Likelihood, drawn_by_fallback, every, family, require};
use crate::number::{Dual, Unary};
use crate::special::value::ln_gamma;
use crate::{Error, Join, Lift, Number, Real, Smooth};
use rand::Rng;
use std::f64::consts::TAU;

/// The Skellam distribution: the difference of two independent Poisson counts.
///
/// # Probability
/// P(k) = exp(-mu1 - mu2) (mu1/mu2)^(k/2) I_k(2 sqrt(mu1 mu2)), for every integer k, with the modified Bessel function I
///
/// # Gradient
/// A difference of counts has no pathwise derivative: with a smooth parameter a fallback must be chosen. The scores are
/// P(k - 1)/P(k) - 1 and P(k + 1)/P(k) - 1, here by differentiating the power series of the Bessel function, or its
/// uniform asymptotic expansion (<https://dlmf.nist.gov/10.41.E3>) where that is exact to double precision. Draws are
/// differences of Poisson draws.
///
/// # Example
/// ```
/// use stochastic_grad::prelude::*;
///
/// #[stochastic_grad(fallback = score_function)]
/// fn cost(home: f64, away: f64, rng: &mut impl Rng) -> Result<f64, Error> {
///     let lead = Skellam::new(home, away)?.sample(rng);
///     Ok((lead * lead) as f64)
/// }
///
/// // home + away + (home - away)²
/// let est = cost_grad((1.6, 1.1), 10_000, &mut StdRng::seed_from_u64(1))?;
/// assert!((est.grad.home - 2.0).abs() < 5.0 * est.grad_std_err.home);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Skellam<T = f64> {
    mu1: T,
    mu2: T,
}

family!(Skellam { mu1, mu2 });
drawn_by_fallback!(Skellam -> i64);

/// Beyond it a draw might not fit into `i64`.
const LARGEST: f64 = 9.2e18;

impl<T: Real> Skellam<T> {
    /// The difference of a count with mean `mu1` and one with mean `mu2`, both > 0 and at most 9.2e18, so that it fits
    /// into `i64`.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] where a parameter violates its bound.
    #[inline(always)]
    pub fn new<A, B>(mu1: A, mu2: B) -> Result<Self, Error>
    where
        A: Join<B, Out = T> + Lift<T>,
        B: Lift<T>,
    {
        let (mu1, mu2) = (mu1.lift(), mu2.lift());
        require(mu1, |v| v > 0.0 && v <= LARGEST, "Skellam", "mu1", "> 0 and <= 9.2e18")?;
        require(mu2, |v| v > 0.0 && v <= LARGEST, "Skellam", "mu2", "> 0 and <= 9.2e18")?;
        Ok(Skellam { mu1, mu2 })
    }

    /// ln of the probability of the difference `k`.
    #[inline]
    pub fn ln_pmf(&self, k: i64) -> T {
        T::leave(ln_probability(self.mu1.smooth(), self.mu2.smooth(), k))
    }

    /// The mean of the first count.
    #[inline]
    pub fn mu1(&self) -> T {
        self.mu1
    }

    /// The mean of the second count.
    #[inline]
    pub fn mu2(&self) -> T {
        self.mu2
    }

    /// The mean, mu1 - mu2.
    #[inline]
    pub fn mean(&self) -> T {
        T::leave(self.mu1.smooth() - self.mu2.smooth())
    }

    /// The variance, mu1 + mu2.
    #[inline]
    pub fn variance(&self) -> T {
        T::leave(self.mu1.smooth() + self.mu2.smooth())
    }
}

pub(super) fn ln_probability<D: Number>(mu1: Smooth<D>, mu2: Smooth<D>, k: i64) -> Smooth<D> {
    let (m1, m2) = if k < 0 { (mu2, mu1) } else { (mu1, mu2) };
    let k = k.unsigned_abs() as f64;
    let product = m1 * m2;
    // With sqrt(k² + 4 mu1 mu2) >= 60 the expansion is exact to double precision, and so are its derivatives.
    let square = product * 4.0 + k * k;
    if every(square, |v| v >= 3600.0) {
        by_expansion(m1, m2, k, product, square.sqrt())
    } else {
        -m1 - m2 + m1.ln() * k - ln_gamma(k + 1.0) + ln_series(product, k)
    }
}

/// ln Σ y^j k! / (j! (k + j)!) over j = 0, 1, 2, ...
fn ln_series<D: Number>(y: Smooth<D>, k: f64) -> Smooth<D> {
    let (mut term, mut sum, mut j) = (Smooth::constant(1.0), Smooth::constant(0.0), 1.0);
    loop {
        term = term * y / (j * (k + j));
        sum += term;
        // Derivatives of a term are larger than it by powers of j; and by powers of 1/y in the first ones.
        if j > 3.0 && every(term / (sum + 1.0), |v| v < 1e-24) {
            return sum.ln_1p();
        }
        j += 1.0;
    }
}

/// By the expansion for large orders or arguments. Its exponent is that of two Poisson counts a and b, with a - b = k and
/// a b = mu1 mu2, which is a sum of deviances; `w` is a + b.
fn by_expansion<D: Number>(m1: Smooth<D>, m2: Smooth<D>, k: f64, product: Smooth<D>, w: Smooth<D>) -> Smooth<D> {
    let a = (w + k) * 0.5;
    let b = product / a;
    let exponent = if every(m1 / a, |v| (0.5..=2.0).contains(&v)) {
        -a * gap((m1 - a) / a) - b * gap((m2 - b) / b)
    } else {
        (a - m1) + (b - m2) + (m1.ln() - a.ln()) * k
    };
    exponent - (w * TAU).ln() * 0.5 + correction(w, k).ln_1p()
}

/// What the sum of the expansion exceeds 1 by
fn correction<D: Number>(w: Smooth<D>, k: f64) -> Smooth<D> {
    let reciprocal = w.recip();
    let p = reciprocal * k;
    let square = p * p;
    let polynomial = |c: &&[f64]| c.iter().rev().fold(Smooth::constant(0.0), |sum, c| sum * square + *c);
    DEBYE.iter().map(polynomial).rev().fold(Smooth::constant(0.0), |sum, c| (sum + c) * reciprocal)
}

/// The polynomials U_j(p)/p^j in p² for j = 1, ..., 10 (<https://dlmf.nist.gov/10.41.E9>)
const DEBYE: [&[f64]; 10] = [
    &[0.125, -0.20833333333333334],
    &[0.0703125, -0.4010416666666667, 0.3342013888888889],
    &[0.0732421875, -0.8912109375, 1.8464626736111112, -1.0258125964506173],
    &[0.112152099609375, -2.3640869140625, 8.78912353515625, -11.207002616222994, 4.669584423426247],
    &[
        0.22710800170898438,
        -7.368794359479632,
        42.53499874538846,
        -91.81824154324002,
        84.63621767460073,
        -28.212072558200244,
    ],
    &[
        0.5725014209747314,
        -26.491430486951554,
        218.1905117442116,
        -699.5796273761325,
        1059.9904525279999,
        -765.2524681411817,
        212.57013003921713,
    ],
    &[
        1.7277275025844574,
        -108.09091978839466,
        1200.9029132163525,
        -5305.646978613403,
        11655.393336864534,
        -13586.550006434138,
        8061.722181737309,
        -1919.457662318407,
    ],
    &[
        6.074042001273483,
        -493.915304773088,
        7109.514302489364,
        -41192.65496889755,
        122200.46498301746,
        -203400.17728041555,
        192547.00123253153,
        -96980.59838863752,
        20204.29133096615,
    ],
    &[
        24.380529699556064,
        -2499.8304818112097,
        45218.76898136273,
        -331645.1724845636,
        1268365.2733216248,
        -2813563.226586534,
        3763271.297656404,
        -2998015.9185381066,
        1311763.6146629772,
        -242919.18790055133,
    ],
    &[
        110.01714026924674,
        -13886.08975371704,
        308186.4046126624,
        -2785618.1280864547,
        13288767.166421818,
        -37567176.66076335,
        66344512.27472903,
        -74105148.21153265,
        50952602.49266464,
        -19706819.118432228,
        3284469.853072038,
    ],
];

/// t - ln(1 + t)
fn gap<D: Number>(t: Smooth<D>) -> Smooth<D> {
    Smooth(t.0.unary(Gap))
}

#[derive(Clone, Copy, Debug)]
struct Gap;
impl Unary for Gap {
    #[inline]
    fn value(self, t: f64) -> f64 {
        deviance(1.0, 1.0 + t, t)
    }
    #[inline]
    fn derivative<T: Number>(self, t: T, _: T) -> T {
        t.div(t.add_f64(1.0))
    }
}

impl<D: Number> Likelihood<D> for Skellam<Smooth<D>> {
    type Value = i64;
    fn draw_plain<R: Rng + ?Sized>(&self, rng: &mut R) -> i64 {
        let [n1, n2] = [self.mu1, self.mu2].map(|mu| draw_poisson(mu.detach(), rng));
        (n1 as i64).saturating_sub_unsigned(n2)
    }
    #[inline]
    fn ln_likelihood(&self, outcome: &i64) -> Smooth<D> {
        ln_probability(self.mu1, self.mu2, *outcome)
    }
    fn score(&self, outcome: &i64) -> Smooth<D> {
        let variable = |mu: Smooth<D>, unit| Smooth(Dual::<f64, 2>::new(mu.peek(), unit));
        let ln_p = ln_probability(variable(self.mu1, [1.0, 0.0]), variable(self.mu2, [0.0, 1.0]), *outcome);
        let (_, [slope1, slope2]) = ln_p.0.parts();
        self.mu1 * slope1 + self.mu2 * slope2
    }
}
