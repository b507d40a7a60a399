//! The beta function, factorials and binomial coefficients.

use super::value;
use crate::number::{Number, rules};
use crate::{Join, Lift, Real, Smooth};

/// ln B(a, b) = ln Γ(a) + ln Γ(b) - ln Γ(a + b) for a, b >= 0; NaN for others.
///
/// Does not cancel where one argument is large: there the difference of the two logarithms is taken between their
/// Stirling series (DiDonato and Morris 1992, algorithm 708, doi 10.1145/131766.131776). So are its derivatives.
///
/// ```
/// use stochastic_grad::special::ln_beta;
/// assert!((ln_beta(2.0, 3.0) + 12.0_f64.ln()).abs() < 1e-15);
/// assert!((ln_beta(1e15, 2.0) + 2.0 * 1e15_f64.ln()).abs() < 1e-13); // B(a, 2) = 1 / (a (a + 1))
/// ```
pub fn ln_beta<A, B>(a: A, b: B) -> A::Out
where
    A: Join<B> + Lift<Smooth<<A::Out as Real>::Number>>,
    B: Lift<Smooth<<A::Out as Real>::Number>>,
{
    A::Out::leave(of_smooth(a.lift(), b.lift()))
}

/// B(a, b) = Γ(a) Γ(b) / Γ(a + b) for a, b >= 0; NaN for others.
///
/// The exponential of [`ln_beta`], with a relative error of about |ln B| 2e-16.
///
/// ```
/// use stochastic_grad::special::beta;
/// assert!((beta(2.0, 3.0) - 1.0 / 12.0).abs() < 1e-16);
/// ```
pub fn beta<A, B>(a: A, b: B) -> A::Out
where
    A: Join<B> + Lift<Smooth<<A::Out as Real>::Number>>,
    B: Lift<Smooth<<A::Out as Real>::Number>>,
{
    A::Out::leave(of_smooth(a.lift(), b.lift()).exp())
}

/// From here on Stirling's series is exact to double precision.
const STIRLING_FROM: f64 = 10.0;

pub(super) fn of_smooth<D: Number>(Smooth(a): Smooth<D>, Smooth(b): Smooth<D>) -> Smooth<D> {
    let swap = a.greater(b);
    let (large, small) = (D::select(swap, a, b), D::select(swap, b, a));
    let sum = a.add(b);
    let ln_gamma = |x: D| x.unary(rules::LnGamma);
    // ln Γ(large) - ln Γ(large + small)
    let near = || ln_gamma(large).sub(ln_gamma(sum));
    let far = || {
        let powers = large.add_f64(-0.5).mul(small.div(large).unary(rules::Ln1p));
        let rest = small.mul(sum.unary(rules::Ln).add_f64(-1.0));
        stirling_series(large).sub(stirling_series(sum)).sub(rest).sub(powers)
    };
    let difference = if D::LANES > 1 {
        D::select(D::constant(STIRLING_FROM).greater(large), near(), far())
    } else if large.sole() < STIRLING_FROM {
        near()
    } else {
        far()
    };
    let outside = D::constant(0.0).greater(small);
    Smooth(D::select(outside, D::constant(f64::NAN), ln_gamma(small).add(difference)))
}

/// B_2j / (2j (2j - 1)): the coefficients of Stirling's series
pub(crate) const STIRLING: [f64; 8] = [
    1.0 / 12.0,
    -1.0 / 360.0,
    1.0 / 1260.0,
    -1.0 / 1680.0,
    1.0 / 1188.0,
    -691.0 / 360360.0,
    1.0 / 156.0,
    -3617.0 / 122400.0,
];

/// ln Γ(x) - (x - 1/2) ln x + x - ln sqrt(2π) for large x: the sum of B_2j / (2j (2j - 1) x^(2j - 1))
pub(crate) fn stirling_series<D: Number>(x: D) -> D {
    let y = x.rdiv_f64(1.0);
    let w = y.mul(y);
    STIRLING.iter().rev().fold(D::constant(0.0), |sum, c| sum.mul(w).add_f64(*c)).mul(y)
}

/// ln n!
///
/// ```
/// use stochastic_grad::special::ln_factorial;
/// assert_eq!(ln_factorial(0), 0.0);
/// assert!((ln_factorial(5) - 120.0_f64.ln()).abs() < 1e-15);
/// ```
pub fn ln_factorial(n: u64) -> f64 {
    value::ln_gamma(n as f64 + 1.0)
}

/// The logarithm of the binomial coefficient, ln(n! / (k! (n - k)!)); -∞ for k > n, where the coefficient is 0.
///
/// ```
/// use stochastic_grad::special::ln_binomial;
/// assert_eq!(ln_binomial(5, 2), 10.0_f64.ln());
/// assert_eq!(ln_binomial(5, 6), f64::NEG_INFINITY);
/// ```
pub fn ln_binomial(n: u64, k: u64) -> f64 {
    let Some(rest) = n.checked_sub(k) else {
        return f64::NEG_INFINITY;
    };
    let k = k.min(rest);
    // Exact while the coefficient fits; every intermediate result is a binomial coefficient too.
    let exact = (k <= 64)
        .then(|| (1..=k).try_fold(1_u128, |c, i| Some(c.checked_mul(u128::from(n - k + i))? / u128::from(i))))
        .flatten();
    match exact {
        Some(coefficient) => (coefficient as f64).ln(),
        None => -(n as f64 + 1.0).ln() - ln_beta((n - k) as f64 + 1.0, k as f64 + 1.0),
    }
}
