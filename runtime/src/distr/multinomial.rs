//! The multinomial distribution.

use super::counting::{deviance, draw_binomial, ln_stirling};
use super::{Categorical, Likelihood, combinators, drawn_by_fallback, every, family, owned};
use crate::number::Unary;
use crate::parameters::{Parameters, Role};
use crate::{Error, Number, Real, Smooth};
use rand::Rng;

/// The multinomial distribution: how often each of several outcomes occurs in n independent trials.
///
/// # Probability
/// P(k) = n! Π `p[i]^k[i] / k[i]!` for counts k that sum to n, where p may be given by weights that need not sum to one,
/// or by logits, as in [`Categorical`].
///
/// # Gradient
/// Counts have no pathwise derivative: with smooth parameters a fallback must be chosen. The score of a weight is
/// `k[i]/p[i] - n/Σ p`. Where a weight that moves is 0 the score function is an error, because that outcome is never
/// seen; a constant 0 is fine. Draws are binomial, one for each outcome given those before it (Davis 1993,
/// <https://doi.org/10.1016/0167-9473(93)90115-A>).
///
/// # Example
/// ```
/// use stochastic_grad::prelude::*;
///
/// #[stochastic_grad]
/// fn cost(weights: &[f64], rng: &mut impl Rng) -> Result<f64, Error> {
///     let counts = Multinomial::new(10, weights)?.score_function().sample(rng);
///     Ok((counts[0] * counts[1]) as f64)
/// }
///
/// // n (n - 1) p q with p = w / Σ w
/// let est = cost_grad([1.0, 1.0, 2.0], 20_000, &mut StdRng::seed_from_u64(1))?;
/// assert!((est.grad.weights[2] - -2.8125).abs() < 5.0 * est.grad_std_err.weights[2]);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Multinomial<T = f64> {
    trial: Categorical<T>,
    n: u64,
}

family!(@lifting Multinomial { trial; n });
combinators!(<T: Real> Multinomial<T>);
owned!(Multinomial);
drawn_by_fallback!(Multinomial -> Vec<u64>);

impl<T: Real> Multinomial<T> {
    /// The counts of `n` trials whose outcome i has probability `p[i]` over the sum of `p`: at least one weight, all
    /// finite and `>= 0`, with a finite sum `> 0`.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] where a bound is violated.
    pub fn new<A: Real<Own = T>>(n: u64, p: &[A]) -> Result<Self, Error> {
        Ok(Multinomial { trial: Categorical::from_weights("Multinomial", p)?, n })
    }

    /// The counts of `n` trials whose outcome i has probability proportional to exp(`logits[i]`): at least one logit, all
    /// finite.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] where a bound is violated.
    pub fn from_logits<A: Real<Own = T>>(n: u64, logits: &[A]) -> Result<Self, Error> {
        Ok(Multinomial { trial: Categorical::from_logits_of("Multinomial", logits)?, n })
    }

    /// ln of the probability of the counts `k`; minus infinity where they are impossible: as many as there are weights,
    /// with the sum n.
    pub fn ln_pmf(&self, k: &[u64]) -> T {
        T::leave(self.smooth().ln_probability(k))
    }

    /// The number of trials.
    #[inline]
    pub fn n(&self) -> u64 {
        self.n
    }

    /// The weights or logits that the distribution was made with.
    #[inline]
    pub fn given(&self) -> &[T] {
        self.trial.given()
    }

    /// The probabilities, which sum to one.
    #[inline]
    pub fn p(&self) -> &[T] {
        self.trial.p()
    }

    /// The means of the counts, n p.
    pub fn mean(&self) -> Vec<T> {
        self.p().iter().map(|p| T::leave(p.smooth() * self.n as f64)).collect()
    }

    /// The variances of the counts, n p (1 - p).
    pub fn variance(&self) -> Vec<T> {
        self.p().iter().map(|p| T::leave(p.smooth() * (1.0 - p.smooth()) * self.n as f64)).collect()
    }
}

impl<D: Number> Multinomial<Smooth<D>> {
    fn ln_probability(&self, k: &[u64]) -> Smooth<D> {
        let total = k.iter().try_fold(0, |sum: u64, k| sum.checked_add(*k));
        if k.len() != self.p().len() || total != Some(self.n) {
            return Smooth::constant(f64::NEG_INFINITY);
        }
        let n = self.n as f64;
        // ln n! - n ln n + n, and the same for each count: n and the n p cancel.
        let terms: Smooth<D> =
            k.iter().enumerate().map(|(i, k)| self.term(i, *k as f64) - ln_stirling(*k as f64)).sum();
        terms + ln_stirling(n)
    }

    /// The counts of `n` trials: of each outcome, from the last to the first, its share of the trials that are left.
    pub(super) fn counts(&self, n: u64, mut draw: impl FnMut(u64, f64) -> u64) -> Vec<u64> {
        let (mut sum, mut left) = (0.0, n);
        // For each outcome the probability of it among those up to it: exactly 1 for the first that is possible.
        let shares: Vec<f64> = (self.p().iter().map(|p| p.detach()))
            .map(|p| {
                sum += p;
                if p > 0.0 { p / sum } else { 0.0 }
            })
            .collect();
        let mut counts: Vec<u64> = (shares.iter().rev())
            .map(|share| {
                let count = draw(left, *share);
                left -= count;
                count
            })
            .collect();
        counts.reverse();
        counts
    }

    /// One of the trials.
    #[inline]
    pub(super) fn trial(&self) -> &Categorical<Smooth<D>> {
        &self.trial
    }

    /// k ln(n p/k) + k - n p for outcome i. The slopes of all p sum to zero, and so do those of n p.
    fn term(&self, i: usize, k: f64) -> Smooth<D> {
        let (n, p) = (self.n as f64, self.p()[i]);
        // Where a logit is so small that its probability is not an accurate number, its logarithm still is.
        match self.trial.ln_p(i) {
            Some(ln_p) if k > 0.0 && !every(p, f64::is_normal) => (ln_p + (n / k).ln() + 1.0) * k - p * n,
            _ => Smooth(p.0.unary(Term { k, n })),
        }
    }
}

/// k ln(n p/k) + k - n p as a function of p
#[derive(Clone, Copy, Debug)]
struct Term {
    k: f64,
    n: f64,
}
impl Unary for Term {
    const SINGULAR: bool = true;
    #[inline]
    fn value(self, p: f64) -> f64 {
        let mean = self.n * p;
        -deviance(self.k, mean, mean - self.k)
    }
    #[inline]
    fn derivative<T: Number>(self, p: T, _: T) -> T {
        // At p = 0 a count of 0 has no pole.
        if self.k == 0.0 { T::constant(-self.n) } else { p.rdiv_f64(self.k).add_f64(-self.n) }
    }
}

impl Parameters for Multinomial<f64> {
    type With<D: Number> = Multinomial<Smooth<D>>;
    const COUNT: Option<usize> = None;
    fn seed<D: Number>(&self, next: &mut dyn FnMut(f64) -> D) -> Multinomial<Smooth<D>> {
        Multinomial { trial: self.trial.seed(next), n: self.n }
    }
    fn traverse(&self, next: &mut dyn FnMut(f64) -> f64, role: Role) -> Self {
        Multinomial { trial: self.trial.traverse(next, role), n: self.n }
    }
    fn visit_names(&self, prefix: &str, visit: &mut dyn FnMut(String)) {
        self.trial.visit_names(prefix, visit);
    }
}

impl<D: Number> Likelihood<D> for Multinomial<Smooth<D>> {
    type Value = Vec<u64>;
    fn draw_plain<R: Rng + ?Sized>(&self, rng: &mut R) -> Vec<u64> {
        self.counts(self.n, |left, share| draw_binomial(left, share, rng))
    }
    fn ln_likelihood(&self, outcome: &Vec<u64>) -> Smooth<D> {
        self.ln_probability(outcome)
    }
    fn score(&self, outcome: &Vec<u64>) -> Smooth<D> {
        let seen = outcome.iter().enumerate().filter(|(_, k)| **k > 0);
        seen.map(|(i, k)| self.trial.score_of(i, *k as f64)).sum()
    }
    fn impossible(&self) -> Option<Error> {
        if self.n == 0 { None } else { self.trial.moving_zero("Multinomial") }
    }
}
