//! The Zipf distribution.

use super::zeta::{entropy, mean, power_law, variance};
use super::{Likelihood, drawn_by_fallback, family, invalid, not_negative};
use crate::{Error, Number, Real, Smooth};
use rand::{Rng, RngExt};

/// The Zipf distribution on the integers from 1 to n, a power law.
///
/// # Probability
/// P(k) = k^-s / Σ j^-s over j = 1, ..., n, for k = 1, ..., n
///
/// # Gradient
/// An integer has no pathwise derivative: with a smooth s a fallback must be chosen. The score is -ln k plus the mean of
/// ln k. Draws by rejection from a continuous hat, as in rand_distr (Crease,
/// <https://jasoncrease.medium.com/rejection-sampling-the-zipf-distribution-6b359792cffa>), but without its cancellation where s
/// is near 1.
///
/// # Example
/// ```
/// use stochastic_grad::prelude::*;
///
/// #[stochastic_grad]
/// fn cost(s: f64, rng: &mut impl Rng) -> Result<f64, Error> {
///     let rank = Zipf::new(2, s)?.score_function().sample(rng);
///     Ok(rank as f64)
/// }
///
/// // 1 + 1/(1 + 2^s)
/// let est = cost_grad(1.0, 10_000, &mut StdRng::seed_from_u64(1))?;
/// assert!((est.grad.s - -2.0 * 2.0_f64.ln() / 9.0).abs() < 5.0 * est.grad_std_err.s);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Zipf<T = f64> {
    s: T,
    n: u64,
}

family!(Zipf { s; n });
drawn_by_fallback!(Zipf -> u64);

impl<T: Real> Zipf<T> {
    /// The law of exponent `s`, finite and `>= 0`, on the integers from 1 to `n >= 1`.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] where a bound is violated.
    #[inline(always)]
    pub fn new<A: Real<Own = T>>(n: u64, s: A) -> Result<Self, Error> {
        if n == 0 {
            let (distribution, requirement) = ("Zipf", ">= 1");
            return Err(invalid::<f64>(Error::InvalidParameter {
                distribution,
                parameter: "n",
                requirement,
                value: 0.0,
            }));
        }
        not_negative(s, "Zipf", "s")?;
        Ok(Zipf { s: A::own(s.smooth()), n })
    }

    /// ln of the probability of the integer `k`; minus infinity outside 1, ..., n.
    #[inline]
    pub fn ln_pmf(&self, k: u64) -> T {
        T::leave(ln_probability(self.n, self.s.smooth(), k))
    }

    /// The greatest integer.
    #[inline]
    pub fn n(&self) -> u64 {
        self.n
    }

    /// The exponent.
    #[inline]
    pub fn s(&self) -> T {
        self.s
    }

    /// The mean.
    pub fn mean(&self) -> T {
        T::leave(mean(self.n as f64, self.s.smooth()))
    }

    /// The variance.
    pub fn variance(&self) -> T {
        T::leave(variance(self.n as f64, self.s.smooth()))
    }

    /// The entropy, ln of the sum of all k^-s plus s times the mean of ln k.
    pub fn entropy(&self) -> T {
        T::leave(entropy(self.n as f64, self.s.smooth()))
    }
}

#[inline]
fn ln_probability<D: Number>(n: u64, s: Smooth<D>, k: u64) -> Smooth<D> {
    power_law(n as f64, s, if k > n { 0 } else { k })
}

/// A number below which the hat has the area `below`: it is 1 up to 1, and x^-s from there on.
fn inverse_hat(below: f64, s: f64) -> f64 {
    let (beyond, c) = (below - 1.0, 1.0 - s);
    if beyond <= 0.0 {
        below
    } else if c == 0.0 {
        beyond.exp()
    } else {
        ((beyond * c).ln_1p() / c).exp()
    }
}

/// The area of the hat up to n.
fn hat_area(n: f64, s: f64) -> f64 {
    let (ln_n, c) = (n.ln(), 1.0 - s);
    1.0 + if c == 0.0 { ln_n } else { (c * ln_n).exp_m1() / c }
}

impl<D: Number> Likelihood<D> for Zipf<Smooth<D>> {
    type Value = u64;
    fn draw_plain<R: Rng + ?Sized>(&self, rng: &mut R) -> u64 {
        let (n, s) = (self.n as f64, self.s.detach());
        let area = hat_area(n, s);
        loop {
            let x = inverse_hat(area * rng.random::<f64>(), s);
            let k = (x + 1.0).floor();
            // The hat is at least as high as the step that it covers.
            let ratio = if k > 1.0 { (x / k).powf(s) } else { 1.0 };
            if k <= n && rng.random::<f64>() < ratio {
                return (k as u64).min(self.n);
            }
        }
    }
    #[inline]
    fn ln_likelihood(&self, outcome: &u64) -> Smooth<D> {
        ln_probability(self.n, self.s, *outcome)
    }
    fn score(&self, outcome: &u64) -> Smooth<D> {
        self.s * (self.law().mean_ln - (*outcome as f64).ln())
    }
}
