//! The Bernoulli distribution.

use super::{Alternative, Decomposable, Enumerable, Likelihood, Perturbable, drawn_by_fallback, family, require};
use crate::{Error, Number, Real, Smooth};
use rand::{Rng, RngExt};

/// The Bernoulli distribution: `true` with probability p.
///
/// # Probability
/// P(true) = p, P(false) = 1 - p
///
/// # Gradient
/// A coin has no pathwise derivative: with a smooth p a fallback must be chosen. The score is 1/p for `true` and
/// -1/(1 - p) for `false`. At p = 0 or p = 1 the score function is an error, because one outcome is never seen.
///
/// # Example
/// ```
/// use stochastic_grad::prelude::*;
///
/// #[stochastic_grad]
/// fn cost(p: f64, rng: &mut impl Rng) -> Result<f64, Error> {
///     let hit = Bernoulli::new(p)?.score_function().sample(rng);
///     Ok(if hit { 3.0 } else { 1.0 })
/// }
///
/// let est = cost_grad(0.4, 10_000, &mut StdRng::seed_from_u64(1))?;
/// assert!((est.grad.p - 2.0).abs() < 5.0 * est.grad_std_err.p);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bernoulli<T = f64> {
    p: T,
}

family!(Bernoulli { p });
drawn_by_fallback!(Bernoulli -> bool);

impl<T: Real> Bernoulli<T> {
    /// A coin that shows `true` with probability `p` in [0, 1].
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] where p is outside [0, 1].
    #[inline(always)]
    pub fn new<A: Real<Own = T>>(p: A) -> Result<Self, Error> {
        require(p, |v| (0.0..=1.0).contains(&v), "Bernoulli", "p", "in [0, 1]")?;
        Ok(Bernoulli { p: A::own(p.smooth()) })
    }

    /// ln of the probability of an outcome; minus infinity where it is impossible.
    #[inline]
    pub fn ln_pmf(&self, outcome: bool) -> T {
        T::leave(ln_probability(self.p.smooth(), outcome))
    }

    /// The mean, p.
    #[inline]
    pub fn mean(&self) -> T {
        self.p
    }

    /// The variance, p (1 - p).
    #[inline]
    pub fn variance(&self) -> T {
        let p = self.p.smooth();
        T::leave(p * (1.0 - p))
    }

    /// The entropy, -p ln p - (1 - p) ln(1 - p).
    #[inline]
    pub fn entropy(&self) -> T {
        let p = self.p.smooth();
        T::leave(-p.x_ln_x() - (1.0 - p).x_ln_x())
    }
}

#[inline]
fn ln_probability<D: Number>(p: Smooth<D>, outcome: bool) -> Smooth<D> {
    if outcome { p.ln() } else { (-p).ln_1p() }
}

impl<D: Number> Likelihood<D> for Bernoulli<Smooth<D>> {
    type Value = bool;
    #[inline]
    fn draw_plain<R: Rng + ?Sized>(&self, rng: &mut R) -> bool {
        let p = self.p.detach();
        // The same coin, but for one word in 2^53. Where the build compares numbers into masks, p is better not made into an
        // integer; elsewhere that ends in a better loop (`--bench walk`, `--bench fallbacks`).
        if cfg!(target_feature = "avx512f") { rng.random::<f64>() < p } else { rng.random_bool(p) }
    }
    #[inline]
    fn ln_likelihood(&self, outcome: &bool) -> Smooth<D> {
        ln_probability(self.p, *outcome)
    }
    #[inline]
    fn score(&self, outcome: &bool) -> Smooth<D> {
        let p = self.p.peek();
        self.p * if *outcome { 1.0 / p } else { 1.0 / (p - 1.0) }
    }
    #[inline]
    fn impossible(&self) -> Option<Error> {
        let value = self.p.peek();
        // One comparison instead of two, in a loop that may have little else to do. A probability that rounding cannot
        // tell from 0 is no better.
        if (value - 0.5).abs() < 0.5 {
            return None;
        }
        let outcome = if value < 0.5 { "true" } else { "false" };
        self.p.0.moves().then(|| Error::ImpossibleOutcome {
            distribution: "Bernoulli",
            outcome: outcome.into(),
            parameter: "p",
            value,
        })
    }
}

impl<D: Number> Enumerable<D> for Bernoulli<Smooth<D>> {
    #[inline]
    fn outcomes(&self) -> u64 {
        2
    }
    #[inline]
    fn outcome(&self, index: u64) -> bool {
        index == 1
    }
    #[inline]
    fn probability(&self, index: u64) -> Smooth<D> {
        if index == 1 { self.p } else { 1.0 - self.p }
    }
}

impl<D: Number> Perturbable<D> for Bernoulli<Smooth<D>> {
    #[inline]
    fn invert(&self, u: f64) -> bool {
        1.0 - u <= self.p.peek()
    }
    /// The other outcome: f(true) - f(false) times the slope of p, whichever was drawn.
    #[inline]
    fn alternative<R: Rng + ?Sized>(&self, outcome: &bool, _: &mut R) -> Alternative<D, bool> {
        let p = self.p.peek();
        let shift = if *outcome { -self.p } else { self.p };
        Alternative { outcome: !outcome, shift, pick_weight: (p * (1.0 - p)).max(1e-3) }
    }
}

/// dP/dp = δ(true) - δ(false)
impl<D: Number> Decomposable<D> for Bernoulli<Smooth<D>> {
    #[inline]
    fn parts(&self) -> usize {
        1
    }
    #[inline]
    fn shift(&self, _: usize) -> Smooth<D> {
        self.p
    }
    #[inline]
    fn draw_part<R: Rng + ?Sized>(&self, _: usize, positive: bool, _: &mut R) -> bool {
        positive
    }
}
