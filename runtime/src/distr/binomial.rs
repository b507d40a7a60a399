//! The binomial distribution.

use super::counting::{draw_binomial, ln_binomial_probability};
use super::inversion::binomial_quantile;
use super::probabilities::BinomialProbability;
use super::{Alternative, Decomposable, Enumerable, Likelihood, Perturbable, drawn_by_fallback, family, require};
use crate::number::Unary;
use crate::{Error, Number, Real, Smooth};
use rand::{Rng, RngExt};

/// The binomial distribution: how many of n independent trials succeed, each with probability p.
///
/// # Probability
/// P(k) = n! / (k! (n - k)!) p^k (1 - p)^(n - k), for k = 0, ..., n
///
/// # Gradient
/// A count has no pathwise derivative: with a smooth p a fallback must be chosen. The score is (k - n p) / (p (1 - p)).
/// At p = 0 or p = 1 the score function is an error, because other counts are never seen. Draws come from rand_distr
/// (Kachitvichyanukul and Schmeiser 1988, <https://doi.org/10.1145/42372.42381>), and by inversion where few succeed or
/// fail.
///
/// # Example
/// ```
/// use stochastic_grad::prelude::*;
///
/// #[stochastic_grad]
/// fn cost(p: f64, rng: &mut impl Rng) -> Result<f64, Error> {
///     let defects = Binomial::new(10, p)?.score_function().sample(rng);
///     Ok(if defects == 0 { 0.0 } else { 5.0 })
/// }
///
/// // 5 (1 - (1 - p)^10)
/// let est = cost_grad(0.1, 10_000, &mut StdRng::seed_from_u64(1))?;
/// assert!((est.grad.p - 50.0 * 0.9_f64.powi(9)).abs() < 5.0 * est.grad_std_err.p);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Binomial<T = f64> {
    p: T,
    n: u64,
}

family!(Binomial { p; n });
drawn_by_fallback!(Binomial -> u64);

impl<T: Real> Binomial<T> {
    /// The successes of `n` trials of probability `p` in [0, 1].
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] where p is outside [0, 1].
    #[inline(always)]
    pub fn new<A: Real<Own = T>>(n: u64, p: A) -> Result<Self, Error> {
        require(p, |v| (0.0..=1.0).contains(&v), "Binomial", "p", "in [0, 1]")?;
        Ok(Binomial { p: A::own(p.smooth()), n })
    }

    /// ln of the probability of the count `k`; minus infinity where it is impossible.
    #[inline]
    pub fn ln_pmf(&self, k: u64) -> T {
        T::leave(ln_probability(self.n, self.p.smooth(), k))
    }

    /// The number of trials.
    #[inline]
    pub fn n(&self) -> u64 {
        self.n
    }

    /// The probability of a success.
    #[inline]
    pub fn p(&self) -> T {
        self.p
    }

    /// The mean, n p.
    #[inline]
    pub fn mean(&self) -> T {
        T::leave(self.p.smooth() * self.n as f64)
    }

    /// The variance, n p (1 - p).
    #[inline]
    pub fn variance(&self) -> T {
        let p = self.p.smooth();
        T::leave(p * (1.0 - p) * self.n as f64)
    }
}

#[inline]
fn ln_probability<D: Number>(n: u64, p: Smooth<D>, k: u64) -> Smooth<D> {
    match n.checked_sub(k) {
        Some(misses) => Smooth(p.0.unary(LnProbability { k, misses })),
        None => Smooth::constant(f64::NEG_INFINITY),
    }
}

/// ln P(k) of k + misses trials as a function of p
#[derive(Clone, Copy, Debug)]
struct LnProbability {
    k: u64,
    misses: u64,
}
impl Unary for LnProbability {
    const SINGULAR: bool = true;
    #[inline]
    fn value(self, p: f64) -> f64 {
        ln_binomial_probability(self.k, self.k + self.misses, p, 1.0 - p)
    }
    #[inline]
    fn derivative<T: Number>(self, p: T, _: T) -> T {
        let (k, misses, q) = (self.k as f64, self.misses as f64, p.rsub_f64(1.0));
        match (self.k, self.misses) {
            // At p = 0 and at p = 1 these are finite, and the quotient is not.
            (0, 0) => T::constant(0.0),
            (0, _) => q.rdiv_f64(-misses),
            (_, 0) => p.rdiv_f64(k),
            _ => q.mul_f64(k).sub(p.mul_f64(misses)).div(p.mul(q)),
        }
    }
}

impl<D: Number> Likelihood<D> for Binomial<Smooth<D>> {
    type Value = u64;
    #[inline]
    fn draw_plain<R: Rng + ?Sized>(&self, rng: &mut R) -> u64 {
        draw_binomial(self.n, self.p.detach(), rng)
    }
    #[inline]
    fn ln_likelihood(&self, outcome: &u64) -> Smooth<D> {
        ln_probability(self.n, self.p, *outcome)
    }
    #[inline]
    fn score(&self, outcome: &u64) -> Smooth<D> {
        let k = (*outcome).min(self.n);
        self.p * LnProbability { k, misses: self.n - k }.derivative(self.p.peek(), 0.0)
    }
    #[inline]
    fn impossible(&self) -> Option<Error> {
        let value = self.p.peek();
        let outcome = match value {
            0.0 => 1,
            1.0 => self.n.wrapping_sub(1),
            _ => return None,
        };
        (self.n > 0 && self.p.0.moves()).then(|| Error::ImpossibleOutcome {
            distribution: "Binomial",
            outcome: outcome.to_string(),
            parameter: "p",
            value,
        })
    }
}

impl<D: Number> Enumerable<D> for Binomial<Smooth<D>> {
    #[inline]
    fn outcomes(&self) -> u64 {
        self.n.saturating_add(1)
    }
    #[inline]
    fn outcome(&self, index: u64) -> u64 {
        index
    }
    #[inline]
    fn probability(&self, index: u64) -> Smooth<D> {
        let misses = self.n.checked_sub(index);
        misses.map_or(Smooth::constant(0.0), |misses| Smooth(self.p.0.unary(BinomialProbability { k: index, misses })))
    }
}

impl<D: Number> Perturbable<D> for Binomial<Smooth<D>> {
    fn invert(&self, u: f64) -> u64 {
        binomial_quantile(self.n, self.p.peek(), u)
    }
    /// The other outcome of one of the trials, times n: weights are bounded, and none for a single trial is random.
    #[inline]
    fn alternative<R: Rng + ?Sized>(&self, outcome: &u64, rng: &mut R) -> Alternative<D, u64> {
        flipped(self.n, self.p, *outcome, rng)
    }
}

/// The alternative where one of `n` trials of probability `p` that is picked at random comes out otherwise.
#[inline]
pub(super) fn flipped<D: Number, R: Rng + ?Sized>(n: u64, p: Smooth<D>, k: u64, rng: &mut R) -> Alternative<D, u64> {
    let (all, plain) = (n as f64, p.peek());
    let hit = rng.random::<f64>() * all < k as f64;
    let outcome = if hit { k - 1 } else { (k + 1).min(n) };
    // As much as n coins have together.
    let pick_weight = all * (plain * (1.0 - plain)).max(1e-3);
    Alternative { outcome, shift: p * if hit { -all } else { all }, pick_weight }
}

/// dP/dp = n (law of 1 + Y - law of Y) for the hits Y of n - 1 trials
impl<D: Number> Decomposable<D> for Binomial<Smooth<D>> {
    #[inline]
    fn parts(&self) -> usize {
        usize::from(self.n > 0)
    }
    #[inline]
    fn shift(&self, _: usize) -> Smooth<D> {
        self.p * self.n as f64
    }
    #[inline]
    fn draw_part<R: Rng + ?Sized>(&self, _: usize, positive: bool, rng: &mut R) -> u64 {
        draw_binomial(self.n.saturating_sub(1), self.p.peek(), rng) + u64::from(positive && self.n > 0)
    }
}
