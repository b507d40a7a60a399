//! The geometric distribution.

use super::inversion::cut;
use super::probabilities::Failures;
use super::{
    Alternative, Decomposable, Likelihood, Perturbable, StandardExp, Truncatable, Truncation, drawn_by_fallback,
    family, require,
};
use crate::{Error, Number, Real, Smooth};
use rand::{Rng, RngExt};

/// The geometric distribution: how many trials fail before the first success, where each succeeds with probability p.
///
/// # Probability
/// P(k) = p (1 - p)^k, for k = 0, 1, 2, ...
///
/// # Gradient
/// A count has no pathwise derivative: with a smooth p a fallback must be chosen. The score is 1/p - k/(1 - p). At p = 1
/// the score function is an error, because only 0 is ever seen. A draw is the integer part of an exponential draw of rate
/// -ln(1 - p) (Devroye 1986, "Non-uniform random variate generation", chapter X.2,
/// <https://doi.org/10.1007/978-1-4613-8643-8>), which unlike rand_distr's holds for the smallest p too; beyond `u64` it is
/// `u64::MAX`, and is scored as a count of at least that.
///
/// # Example
/// ```
/// use stochastic_grad::prelude::*;
///
/// #[stochastic_grad]
/// fn cost(p: f64, rng: &mut impl Rng) -> Result<f64, Error> {
///     let failures = Geometric::new(p)?.score_function().sample(rng);
///     Ok(if failures > 1 { 1.0 } else { 0.0 })
/// }
///
/// // (1 - p)²
/// let est = cost_grad(0.3, 10_000, &mut StdRng::seed_from_u64(1))?;
/// assert!((est.grad.p - -1.4).abs() < 5.0 * est.grad_std_err.p);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Geometric<T = f64> {
    p: T,
}

family!(Geometric { p });
drawn_by_fallback!(Geometric -> u64);

impl<T: Real> Geometric<T> {
    /// The failures before the first success, of a probability `p` in (0, 1].
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] where p is outside (0, 1].
    #[inline(always)]
    pub fn new<A: Real<Own = T>>(p: A) -> Result<Self, Error> {
        require(p, |v| v > 0.0 && v <= 1.0, "Geometric", "p", "in (0, 1]")?;
        Ok(Geometric { p: A::own(p.smooth()) })
    }

    /// ln of the probability of the count `k`; minus infinity where it is impossible.
    #[inline]
    pub fn ln_pmf(&self, k: u64) -> T {
        let p = self.p.smooth();
        T::leave(p.ln() + ln_failures(p, k))
    }

    /// The probability of at most `k` failures, 1 - (1 - p)^(k + 1).
    #[inline]
    pub fn cdf(&self, k: u64) -> T {
        T::leave(-ln_failures_above(self.p.smooth(), k).exp_m1())
    }

    /// The probability of more than `k` failures, (1 - p)^(k + 1).
    #[inline]
    pub fn survival(&self, k: u64) -> T {
        T::leave(ln_failures_above(self.p.smooth(), k).exp())
    }

    /// The probability of a success.
    #[inline]
    pub fn p(&self) -> T {
        self.p
    }

    /// The mean, (1 - p)/p.
    #[inline]
    pub fn mean(&self) -> T {
        let p = self.p.smooth();
        T::leave((1.0 - p) / p)
    }

    /// The variance, (1 - p)/p².
    #[inline]
    pub fn variance(&self) -> T {
        let p = self.p.smooth();
        T::leave((1.0 - p) / p / p)
    }

    /// The entropy, -ln p - (1 - p)/p ln(1 - p).
    #[inline]
    pub fn entropy(&self) -> T {
        let p = self.p.smooth();
        let q = 1.0 - p;
        // Near p = 0 the rounding of 1 - p would be most of its logarithm.
        let q_ln_q = if super::every(p, |v| v < 0.5) { q * (-p).ln_1p() } else { q.x_ln_x() };
        T::leave(-p.ln() - q_ln_q / p)
    }
}

/// ln of the probability that `k` trials fail
#[inline]
fn ln_failures<D: Number>(p: Smooth<D>, k: u64) -> Smooth<D> {
    if k == 0 { Smooth::constant(0.0) } else { (-p).ln_1p() * k as f64 }
}

/// ln of the probability that more than `k` trials fail
#[inline]
fn ln_failures_above<D: Number>(p: Smooth<D>, k: u64) -> Smooth<D> {
    (-p).ln_1p() * (k as f64 + 1.0)
}

#[inline(always)]
fn draw<R: Rng + ?Sized>(p: f64, rng: &mut R) -> u64 {
    let e = rng.sample(StandardExp);
    (e / -(-p).ln_1p()) as u64
}

impl<D: Number> Likelihood<D> for Geometric<Smooth<D>> {
    type Value = u64;
    #[inline]
    fn draw_plain<R: Rng + ?Sized>(&self, rng: &mut R) -> u64 {
        draw(self.p.detach(), rng)
    }
    #[inline]
    fn ln_likelihood(&self, outcome: &u64) -> Smooth<D> {
        let failures = ln_failures(self.p, *outcome);
        if *outcome == u64::MAX { failures } else { self.p.ln() + failures }
    }
    #[inline]
    fn score(&self, outcome: &u64) -> Smooth<D> {
        let p = self.p.peek();
        let success = if *outcome == u64::MAX { 0.0 } else { 1.0 / p };
        let failures = if *outcome == 0 { 0.0 } else { *outcome as f64 / (1.0 - p) };
        self.p * (success - failures)
    }
    #[inline]
    fn impossible(&self) -> Option<Error> {
        (self.p.peek() == 1.0 && self.p.0.moves()).then(|| Error::ImpossibleOutcome {
            distribution: "Geometric",
            outcome: "1".into(),
            parameter: "p",
            value: 1.0,
        })
    }
}

impl<D: Number> Truncatable<D> for Geometric<Smooth<D>> {
    fn truncate(&self, tail: f64) -> Truncation {
        let p = self.p.peek();
        let failures = |k: f64| if k > 0.0 { (k * (-p).ln_1p()).exp() } else { 1.0 };
        let most = (tail.ln() / (-p).ln_1p()).ceil();
        cut("Geometric", tail, 0, [most, 0.0], |k| 1.0 - failures(k), |k| failures(k + 1.0))
    }
    #[inline]
    fn outcome_at(&self, k: i64) -> u64 {
        k as u64
    }
    #[inline]
    fn probability_at(&self, k: i64) -> Smooth<D> {
        self.p * Smooth(self.p.0.unary(Failures(k as f64)))
    }
}

impl<D: Number> Perturbable<D> for Geometric<Smooth<D>> {
    #[inline]
    fn invert(&self, u: f64) -> u64 {
        ((-u).ln_1p() / (-self.p.peek()).ln_1p()) as u64
    }
    /// One failure more, by inversion: the probability of at most k failures grows by (k + 1)/p times that of k.
    #[inline]
    fn alternative<R: Rng + ?Sized>(&self, outcome: &u64, _: &mut R) -> Alternative<D, u64> {
        let (p, trials) = (self.p.peek(), *outcome as f64 + 1.0);
        let pick_weight = trials * (1.0 - p).max(1e-3);
        Alternative { outcome: outcome.saturating_add(1), shift: self.p * (-trials / p), pick_weight }
    }
}

/// dP/dp = (law of Y - law of 1 + Y)/p² for the failures Y before the second success
impl<D: Number> Decomposable<D> for Geometric<Smooth<D>> {
    #[inline]
    fn parts(&self) -> usize {
        1
    }
    #[inline]
    fn shift(&self, _: usize) -> Smooth<D> {
        let p = self.p.peek();
        self.p * (1.0 / p / p)
    }
    #[inline]
    fn draw_part<R: Rng + ?Sized>(&self, _: usize, positive: bool, rng: &mut R) -> u64 {
        let p = self.p.peek();
        let failures = draw(p, rng).saturating_add(draw(p, rng));
        failures.saturating_add(u64::from(!positive))
    }
}
