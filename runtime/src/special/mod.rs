//! Special functions of plain and smooth numbers alike.
//!
//! Each takes an `f64` or a [`Smooth`](crate::Smooth) value and gives back the same kind, with derivatives of every
//! order that the number carries. (Smooth values have the functions of one variable as methods too, `x.ln_gamma()`;
//! plain `f64` does not, because std reserves these names.) Relative errors of the values are a few units in the last
//! place, in the tails too (of `ln_gamma` and its derivatives at negative arguments, where they oscillate, the
//! absolute errors; of the probability p of a tail, as with every exponential, about |ln p| 3e-16, below 4e-13 down to
//! 1e-300); outside its domain a function is NaN.
//!
//! ```
//! use stochastic_grad::prelude::*;
//! use stochastic_grad::special::{ln_gamma, logsumexp};
//!
//! #[stochastic_grad]
//! fn loss(a: f64, rng: &mut impl Rng) -> Result<f64, Error> {
//!     let x = Normal::new(0.0, 1.0)?.sample(rng);
//!     Ok(ln_gamma(a) + logsumexp(&[a * x, 0.5 * a]) + ln_gamma(0.5))
//! }
//!
//! let est = loss_grad(2.0, 1000, &mut StdRng::seed_from_u64(1))?;
//! assert!(est.grad.a.is_finite());
//! # Ok::<(), Error>(())
//! ```

pub(crate) mod bessel;
pub(crate) mod bessel_k;
pub(crate) mod beta;
pub(crate) mod differences;
mod exponentials;
mod incomplete_beta;
mod incomplete_gamma;
pub(crate) mod normal_mass;
pub(crate) mod owen;
mod quantile;
mod symmetric;
#[cfg(test)]
mod tests;
pub(crate) mod value;
pub(crate) mod zeta;

pub use bessel::{bessel_ratio, ln_bessel_i0};
pub use bessel_k::{bessel_k_ratio, ln_bessel_k0, ln_bessel_k1};
pub use beta::{beta, ln_beta, ln_binomial, ln_factorial};
pub(crate) use exponentials::{largest, log_sum_exp};
pub use exponentials::{ln_1m_exp, logsumexp, softmax};
pub use incomplete_beta::{beta_inc, beta_inc_upper, beta_quantile, beta_quantile_upper};
pub use incomplete_gamma::{gamma_p, gamma_q, gamma_quantile, gamma_quantile_upper};
pub use owen::owens_t;
pub use symmetric::{student_t_cdf, student_t_quantile, von_mises_cdf};
pub use zeta::{ln_generalized_harmonic, ln_zeta};

use crate::Real;
use crate::number::Number;
use crate::number::rules::{self, functions};

/// ln |Γ(x)| for every real x; infinite at the poles 0, -1, -2, ... Accurate near its zeros 1 and 2.
///
/// FreeBSD's `lgamma_r`, through the crate libm. Its derivative is [`digamma`].
///
/// ```
/// use stochastic_grad::special::ln_gamma;
/// assert_eq!(ln_gamma(1.0), 0.0);
/// assert!((ln_gamma(0.5) - 0.5723649429247001).abs() < 1e-15); // ln sqrt(π)
/// ```
#[doc(inline)]
pub use functions::ln_gamma;

/// Γ(x) for every real x but the poles; overflows from x = 171.63 on.
///
/// ```
/// use stochastic_grad::special::gamma;
/// assert_eq!(gamma(5.0), 24.0);
/// ```
#[doc(inline)]
pub use functions::gamma;

/// ψ(x) = d ln Γ(x) / dx for every real x; NaN at the poles 0, -1, -2, ... Accurate near its positive zero 1.4616.
///
/// Recurrence, and the asymptotic series Abramowitz and Stegun 6.3.18 (<https://dlmf.nist.gov/5.11.E2>).
///
/// ```
/// use stochastic_grad::special::digamma;
/// assert!((digamma(1.0) + 0.5772156649015329).abs() < 1e-15);
/// ```
#[doc(inline)]
pub use functions::digamma;

/// ψ'(x), the second derivative of ln |Γ(x)|; NaN at the poles 0, -1, -2, ...
///
/// ```
/// use stochastic_grad::special::trigamma;
/// assert!((trigamma(1.0) - 1.6449340668482264).abs() < 1e-15); // π²/6
/// ```
#[doc(inline)]
pub use functions::trigamma;

/// erf(x) = 2/sqrt(π) times the integral of exp(-t²) from 0 to x.
///
/// FreeBSD's `erf`, through the crate libm.
///
/// ```
/// use stochastic_grad::special::erf;
/// assert!((erf(1.0) - 0.8427007929497149).abs() < 1e-15);
/// ```
#[doc(inline)]
pub use functions::erf;

/// erfc(x) = 1 - erf(x), accurate in the upper tail.
///
/// ```
/// use stochastic_grad::special::erfc;
/// assert!((erfc(20.0) / 5.3958656116079005e-176 - 1.0).abs() < 1e-15);
/// ```
#[doc(inline)]
pub use functions::erfc;

/// Φ(x), the distribution function of the standard normal distribution, accurate in the lower tail.
///
/// ```
/// use stochastic_grad::special::normal_cdf;
/// assert_eq!(normal_cdf(0.0), 0.5);
/// assert!((normal_cdf(-30.0) / 4.906713927148187e-198 - 1.0).abs() < 1e-15);
/// ```
#[doc(inline)]
pub use functions::normal_cdf;

/// ln Φ(x), accurate in both tails: about -x²/2 - ln(-x) - ln sqrt(2π) far below 0 and -Φ(-x) far above.
///
/// ```
/// use stochastic_grad::special::ln_normal_cdf;
/// assert!((ln_normal_cdf(-1e8) / -5000000000000019.0 - 1.0).abs() < 1e-15);
/// ```
#[doc(inline)]
pub use functions::ln_normal_cdf;

/// Φ⁻¹(p), the quantile of the standard normal distribution, for 0 <= p <= 1 (infinite at both ends).
///
/// Algorithm AS 241 (Wichura 1988, doi 10.2307/2347330).
///
/// ```
/// use stochastic_grad::special::normal_quantile;
/// assert_eq!(normal_quantile(0.5), 0.0);
/// assert!((normal_quantile(0.975) - 1.9599639845400545).abs() < 1e-15);
/// ```
#[doc(inline)]
pub use functions::normal_quantile;

/// The logistic function 1 / (1 + e⁻ˣ), accurate in the lower tail.
///
/// ```
/// use stochastic_grad::special::sigmoid;
/// assert_eq!(sigmoid(0.0), 0.5);
/// assert_eq!(sigmoid(-40.0), (-40.0_f64).exp());
/// ```
#[doc(inline)]
pub use functions::sigmoid;

/// ln(1 + eˣ), without overflow.
///
/// ```
/// use stochastic_grad::special::softplus;
/// assert_eq!(softplus(800.0), 800.0);
/// assert_eq!(softplus(-40.0), (-40.0_f64).exp());
/// ```
#[doc(inline)]
pub use functions::softplus;

/// The logarithm of the logistic function, -ln(1 + e⁻ˣ), without overflow.
///
/// ```
/// use stochastic_grad::special::ln_sigmoid;
/// assert_eq!(ln_sigmoid(-800.0), -800.0);
/// ```
#[doc(inline)]
pub use functions::ln_sigmoid;

/// ln(x / (1 - x)) for 0 <= x <= 1 (infinite at both ends), the inverse of the logistic function.
///
/// ```
/// use stochastic_grad::special::logit;
/// assert_eq!(logit(0.5), 0.0);
/// assert_eq!(logit(0.0), f64::NEG_INFINITY);
/// ```
#[doc(inline)]
pub use functions::logit;

/// The derivative of order n + 1 of ln |Γ(x)|, (-1)^(n+1) n! ζ(n + 1, x) for n >= 1; NaN at the poles 0, -1, -2, ...
///
/// `n = 0` is [`digamma`], `n = 1` is [`trigamma`]. Summation of Euler and Maclaurin, Abramowitz and Stegun 6.4.10 and
/// 6.4.11; its relative error is about (n + 4) 1e-16 for x > 0, and its cost
/// grows with n².
///
/// ```
/// use stochastic_grad::special::polygamma;
/// assert!((polygamma(2, 1.0) + 2.404113806319188).abs() < 1e-14); // -2 ζ(3)
/// ```
pub fn polygamma<T: Real>(n: u32, x: T) -> T::Own {
    T::own(crate::Smooth(x.smooth().0.unary(rules::Polygamma(n))))
}
