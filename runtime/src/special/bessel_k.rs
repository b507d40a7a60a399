//! Modified Bessel functions of the second kind, of the orders 0 and 1.

use crate::distr::EULER;
use crate::number::rules::{Exp, Ln, XLnX};
use crate::number::{Number, Unary};
use crate::{Real, Smooth};

/// ln K₀(x) for x > 0, without underflow: infinite at 0, about -x - ln(2x/π)/2 for large x; NaN for x < 0.
///
/// Up to 1 its power series (<https://dlmf.nist.gov/10.31.E2>), in which all terms have one sign, beyond the trapezoidal
/// rule for K₀(x) = ∫ exp(-x cosh t) dt (Trefethen and Weideman 2014, doi 10.1137/130932132), which converges
/// geometrically.
///
/// ```
/// use stochastic_grad::special::ln_bessel_k0;
/// assert!((ln_bessel_k0(1.0) + 0.8650643989067881).abs() < 1e-15);
/// ```
pub fn ln_bessel_k0<T: Real>(x: T) -> T::Own {
    T::own(Smooth(x.smooth().0.unary(LnK0)))
}

/// ln K₁(x) for x > 0, without underflow: infinite at 0, about -ln x near it; NaN for x < 0.
///
/// K₁ is the factor in the density of the normal-inverse Gaussian distribution. Computed as [`ln_bessel_k0`] is; its
/// derivative is -1/x - K₀/K₁.
///
/// ```
/// use stochastic_grad::special::ln_bessel_k1;
/// assert!((ln_bessel_k1(1.0) + 0.5076519482107523).abs() < 1e-15);
/// assert!((ln_bessel_k1(1e4) / -10004.379341335218 - 1.0).abs() < 1e-15);
/// ```
pub fn ln_bessel_k1<T: Real>(x: T) -> T::Own {
    T::own(Smooth(x.smooth().0.unary(LnK1)))
}

/// K₀(x)/K₁(x) for x > 0: rises from 0 to 1, and like 1 - 1/2x for large x; NaN for x < 0.
///
/// ```
/// use stochastic_grad::special::bessel_k_ratio;
/// assert!((bessel_k_ratio(1.0) - 0.6994839355937723).abs() < 1e-15);
/// ```
pub fn bessel_k_ratio<T: Real>(x: T) -> T::Own {
    T::own(Smooth(ratio(x.smooth().0)))
}

/// ln K₀(x)
#[derive(Clone, Copy, Debug)]
pub(crate) struct LnK0;
impl Unary for LnK0 {
    const SINGULAR: bool = true;
    fn value(self, x: f64) -> f64 {
        if x == 0.0 || x == f64::INFINITY {
            -x.ln()
        } else if x <= 1.0 {
            power_series(x).0.ln()
        } else {
            {
                let (excess, k1) = scaled(x);
                (k1 - excess).ln() - x
            }
        }
    }
    #[inline]
    fn derivative<T: Number>(self, x: T, _y: T) -> T {
        ratio(x).rdiv_f64(-1.0)
    }
}

/// ln K₁(x)
#[derive(Clone, Copy, Debug)]
pub(crate) struct LnK1;
impl Unary for LnK1 {
    const SINGULAR: bool = true;
    fn value(self, x: f64) -> f64 {
        if x == 0.0 || x == f64::INFINITY {
            -x.ln()
        } else if x <= 1.0 {
            power_series(x).1.ln_1p() - x.ln()
        } else {
            scaled(x).1.ln() - x
        }
    }
    #[inline]
    fn derivative<T: Number>(self, x: T, _y: T) -> T {
        ratio(x).add(x.rdiv_f64(1.0)).neg()
    }
}

/// ln K₁(x) + x, which does not cancel for large x
pub(crate) fn ln_k1_scaled<T: Number>(x: T) -> T {
    let plain = x.sole();
    if plain > 1.0 && plain < f64::INFINITY { scaled(x).1.unary(Ln) } else { x.unary(LnK1).add(x) }
}

/// K₀/K₁
pub(crate) fn ratio<T: Number>(x: T) -> T {
    let plain = x.sole();
    if plain == 0.0 {
        return x.unary(XLnX).neg();
    }
    if plain == f64::INFINITY {
        return T::constant(1.0);
    }
    if plain > 1.0 {
        let (excess, k1) = scaled(x);
        return excess.div(k1).rsub_f64(1.0);
    }
    let (k0, k1) = power_series(x);
    x.mul(k0).div(k1.add_f64(1.0))
}

/// K₀(x) and x K₁(x) - 1 for 0 < x <= 1: with q = x²/4, l = -ln(x/2) - γ and the harmonic numbers H,
/// K₀ = Σ (l + Hₖ) qᵏ/k!² and x K₁ - 1 = -2q Σ (l + (Hₖ + Hₖ₊₁)/2) qᵏ/(k! (k + 1)!).
fn power_series<T: Number>(x: T) -> (T, T) {
    /// Hₖ for k = 0, ..., 10
    const HARMONIC: [f64; 11] = [
        0.0,
        1.0,
        1.5,
        1.8333333333333333,
        2.0833333333333335,
        2.283333333333333,
        2.45,
        2.592857142857143,
        2.717857142857143,
        2.828968253968254,
        2.9289682539682538,
    ];
    let half = x.mul_f64(0.5);
    let (q, l) = (half.mul(half), half.unary(Ln).add_f64(EULER).neg());
    let (mut k0, mut k1) = (T::constant(0.0), T::constant(0.0));
    for k in (0..10).rev() {
        let (next, mean) = (k as f64 + 1.0, 0.5 * (HARMONIC[k] + HARMONIC[k + 1]));
        k0 = k0.mul(q).div_f64(next * next).add(l.add_f64(HARMONIC[k]));
        k1 = k1.mul(q).div_f64(next * (next + 1.0)).add(l.add_f64(mean));
    }
    (k0, q.mul(k1).mul_f64(-2.0))
}

/// e^x (K₁ - K₀) and e^x K₁ at x > 1, the integrals of exp(-x (cosh t - 1)) with the factors cosh t - 1 and cosh t. All
/// terms are positive, and so is the ratio's distance from 1 accurate.
fn scaled<T: Number>(x: T) -> (T, T) {
    let plain = x.sole();
    let step = f64::min(0.19, 0.57 / plain.sqrt());
    let (mut excess, mut k1) = (T::constant(0.0), T::constant(0.5));
    for j in 1..40 {
        let sinh = (0.5 * step * f64::from(j)).sinh();
        let beyond_one = 2.0 * sinh * sinh;
        if beyond_one * plain > 45.0 {
            break;
        }
        let term = x.mul_f64(-beyond_one).unary(Exp);
        excess = excess.add(term.mul_f64(beyond_one));
        k1 = k1.add(term.mul_f64(1.0 + beyond_one));
    }
    (excess.mul_f64(step), k1.mul_f64(step))
}
