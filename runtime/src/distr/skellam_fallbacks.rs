//! The fallbacks of the Skellam distribution.

use super::inversion::{cut, poisson_quantile, second};
use super::skellam::ln_probability;
use super::{Alternative, Decomposable, Likelihood, Perturbable, Skellam, Truncatable, Truncation, every};
use crate::number::Binary;
use crate::{Number, Smooth};
use rand::{Rng, RngExt};

/// P(k) as a function of mu1 and mu2, whose slopes are differences of neighbours
#[derive(Clone, Copy, Debug)]
struct Probability(i64);
impl Binary for Probability {
    fn value(self, mu1: f64, mu2: f64) -> f64 {
        ln_probability::<f64>(Smooth(mu1), Smooth(mu2), self.0).peek().exp()
    }
    fn partials<T: Number>(self, mu1: T, mu2: T, y: T) -> (T, T) {
        let neighbour = |step: i64| mu1.binary(mu2, Probability(self.0.saturating_add(step)));
        (neighbour(-1).sub(y), neighbour(1).sub(y))
    }
}

/// So many probabilities are added up at most.
const MOST: u32 = 1000;

/// A bound of P(X > k): exact but for a millionth, or where that would take too many terms a geometric series.
fn above(mu1: f64, mu2: f64, k: f64) -> f64 {
    if k + 1.0 >= mu1 - mu2 {
        let (sum, rest) = tail(mu1, mu2, k);
        return (sum + rest).min(1.0);
    }
    1.0 - tail(mu2, mu1, -k - 1.0).0
}

/// A sum of P(j) over the first j > k, and a bound of the others: beyond the mode, ratios of neighbours are below 1, and
/// fall.
fn tail(mu1: f64, mu2: f64, k: f64) -> (f64, f64) {
    let p = |j: f64| Probability(j as i64).value(mu1, mu2);
    let (mut sum, mut rest, mut next) = (0.0, 1.0, p(k + 1.0));
    for j in 2..MOST + 2 {
        let (term, after) = (next, p(k + f64::from(j)));
        sum += term;
        rest = if after < term { after / (1.0 - after / term) } else { 1.0 };
        // Zeros, too, are an end.
        if rest <= 1e-6 * sum || term == 0.0 {
            return (sum, if term > 0.0 { rest } else { 0.0 });
        }
        next = after;
    }
    (sum, rest)
}

impl<D: Number> Truncatable<D> for Skellam<Smooth<D>> {
    fn least(&self) -> i64 {
        i64::MIN
    }
    fn truncate(&self, tail: f64) -> Truncation {
        let (mu1, mu2) = (self.mu1().peek(), self.mu2().peek());
        let below = |k: f64| above(mu2, mu1, -k);
        cut("Skellam", tail, i64::MIN / 2, [mu1 - mu2, mu1 + mu2], below, |k| above(mu1, mu2, k))
    }
    #[inline]
    fn outcome_at(&self, k: i64) -> i64 {
        k
    }
    fn probability_at(&self, k: i64) -> Smooth<D> {
        let (mu1, mu2) = (self.mu1(), self.mu2());
        let large = |v| v > 10.0;
        if every(mu1, large) && every(mu2, large) {
            return ln_probability(mu1, mu2, k).exp();
        }
        // Where a mean is small, the slopes of the logarithm have poles that cancel.
        Smooth(mu1.0.binary(mu2.0, Probability(k)))
    }
}

impl<D: Number> Perturbable<D> for Skellam<Smooth<D>> {
    /// The difference of two quantiles: of a number and of one that is made from it.
    fn invert(&self, u: f64) -> i64 {
        let count = |mu: f64, u| poisson_quantile(mu, u).min(i64::MAX as u64) as i64;
        count(self.mu1().peek(), u) - count(self.mu2().peek(), second(u))
    }

    /// One event more in one of both counts, which is picked by their means.
    fn alternative<R: Rng + ?Sized>(&self, outcome: &i64, rng: &mut R) -> Alternative<D, i64> {
        let (mu1, mu2) = (self.mu1().peek(), self.mu2().peek());
        let first = (mu1 / (mu1 + mu2)).clamp(0.1, 0.9);
        if rng.random::<f64>() < first {
            Alternative { outcome: outcome.saturating_add(1), shift: self.mu1() / first, pick_weight: mu1 / first }
        } else {
            let second = 1.0 - first;
            Alternative { outcome: outcome.saturating_sub(1), shift: self.mu2() / second, pick_weight: mu2 / second }
        }
    }
}

/// dP/dmu1 = law of X + 1 - law of X, and dP/dmu2 = law of X - 1 - law of X
impl<D: Number> Decomposable<D> for Skellam<Smooth<D>> {
    #[inline]
    fn parts(&self) -> usize {
        2
    }
    #[inline]
    fn shift(&self, part: usize) -> Smooth<D> {
        if part == 0 { self.mu1() } else { self.mu2() }
    }
    fn draw_part<R: Rng + ?Sized>(&self, part: usize, positive: bool, rng: &mut R) -> i64 {
        let step = if part == 0 { 1 } else { -1 };
        self.draw_plain(rng).saturating_add(if positive { step } else { 0 })
    }
}
