//! The uniform distribution on integers.

use super::{Enumerable, drawn_plainly, invalid};
use crate::{Error, Number, Smooth};
use rand::{Rng, RngExt};

/// The uniform distribution on the integers from low to high, both included.
///
/// # Probability
/// P(k) = 1 / (high - low + 1), for k = low, ..., high
///
/// # Gradient
/// Its parameters are integers, so that a draw is noise: a constant, under every fallback and without one. `enumerate` tries all outcomes.
///
/// # Example
/// ```
/// use stochastic_grad::prelude::*;
///
/// #[stochastic_grad]
/// fn cost(stake: f64, rng: &mut impl Rng) -> Result<f64, Error> {
///     let eyes = DiscreteUniform::new(1, 6)?.sample(rng);
///     Ok(if eyes == 6 { 5.0 * stake } else { -stake })
/// }
///
/// let est = cost_grad(2.0, 10_000, &mut StdRng::seed_from_u64(1))?;
/// assert!(est.grad.stake.abs() < 5.0 * est.grad_std_err.stake);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DiscreteUniform {
    low: i64,
    high: i64,
}

drawn_plainly!(DiscreteUniform -> i64);

impl DiscreteUniform {
    /// The integers from `low` to `high >= low`, both included.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] where `high < low`.
    #[inline(always)]
    pub fn new(low: i64, high: i64) -> Result<Self, Error> {
        if low <= high {
            return Ok(DiscreteUniform { low, high });
        }
        Err(invalid::<f64>(Error::InvalidParameter {
            distribution: "DiscreteUniform",
            parameter: "high - low",
            requirement: ">= 0",
            value: (i128::from(high) - i128::from(low)) as f64,
        }))
    }

    /// ln of the probability of the integer `k`; minus infinity outside the range.
    #[inline]
    pub fn ln_pmf(&self, k: i64) -> f64 {
        if (self.low..=self.high).contains(&k) { -self.entropy() } else { f64::NEG_INFINITY }
    }

    /// The probability of an integer that is at most `k`.
    #[inline]
    pub fn cdf(&self, k: i64) -> f64 {
        let below = i128::from(k.min(self.high)) - i128::from(self.low) + 1;
        below.max(0) as f64 / self.count()
    }

    /// The least integer.
    #[inline]
    pub fn low(&self) -> i64 {
        self.low
    }

    /// The greatest integer.
    #[inline]
    pub fn high(&self) -> i64 {
        self.high
    }

    /// The mean, (low + high)/2.
    #[inline]
    pub fn mean(&self) -> f64 {
        (i128::from(self.low) + i128::from(self.high)) as f64 * 0.5
    }

    /// The variance, ((high - low + 1)² - 1)/12.
    #[inline]
    pub fn variance(&self) -> f64 {
        let n = self.count();
        (n - 1.0) * (n + 1.0) / 12.0
    }

    /// The entropy, ln(high - low + 1).
    #[inline]
    pub fn entropy(&self) -> f64 {
        self.count().ln()
    }

    #[inline]
    fn count(&self) -> f64 {
        (i128::from(self.high) - i128::from(self.low) + 1) as f64
    }

    #[inline(always)]
    fn draw<R: Rng + ?Sized>(&self, rng: &mut R) -> i64 {
        rng.random_range(self.low..=self.high)
    }
}

impl<D: Number> Enumerable<D> for DiscreteUniform {
    fn outcomes(&self) -> u64 {
        self.high.abs_diff(self.low).saturating_add(1)
    }
    fn outcome(&self, index: u64) -> i64 {
        self.low.wrapping_add_unsigned(index)
    }
    fn probability(&self, _: u64) -> Smooth<D> {
        Smooth::constant(1.0 / self.count())
    }
}
