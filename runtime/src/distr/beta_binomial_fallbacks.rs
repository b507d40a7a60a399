//! The fallbacks of the beta-binomial distribution.

use super::beta_binomial::{draw, draw_logit, logit};
use super::binomial::flipped;
use super::counting::{digamma_rise, draw_ln_gamma};
use super::implicit::beta::redrawn_logit;
use super::inversion::{add_up, binomial_quantile, least, second};
use super::{Alternative, BetaBinomial, Decomposable, Enumerable, Likelihood, Perturbable, StandardExp};
use crate::special::beta_quantile;
use crate::special::value::sigmoid;
use crate::{Number, Smooth};
use rand::{Rng, RngExt};

/// Up to so many trials, probabilities may be products.
const FEW: u64 = 1000;

impl<D: Number> BetaBinomial<Smooth<D>> {
    /// The plain parameters.
    fn plain(&self) -> [f64; 2] {
        [self.alpha().peek(), self.beta().peek()]
    }
}

impl<D: Number> Enumerable<D> for BetaBinomial<Smooth<D>> {
    #[inline]
    fn outcomes(&self) -> u64 {
        self.n().saturating_add(1)
    }
    #[inline]
    fn outcome(&self, index: u64) -> u64 {
        index
    }
    fn probability(&self, index: u64) -> Smooth<D> {
        let [alpha, beta] = self.plain();
        let product = self.n() <= 32 || self.n() <= FEW && alpha.min(beta) < 1e-3;
        if product { self.as_product(index) } else { self.ln_likelihood(&index).exp() }
    }
}

impl<D: Number> BetaBinomial<Smooth<D>> {
    /// Without logarithms, whose slopes have poles at 0 that cancel: as an urn with alpha and beta balls to begin with,
    /// to which a ball of the drawn colour is added each time.
    fn as_product(&self, k: u64) -> Smooth<D> {
        let (alpha, beta, n) = (self.alpha(), self.beta(), self.n());
        let total = alpha + beta;
        let hit = |j: u64| (alpha + j as f64) / (total + j as f64) * ((n - j) as f64 / (j + 1) as f64);
        let miss = |j: u64| (beta + j as f64) / (total + (k + j) as f64);
        (0..k).map(hit).chain((0..n.saturating_sub(k)).map(miss)).product()
    }
}

impl<D: Number> Perturbable<D> for BetaBinomial<Smooth<D>> {
    /// By its probabilities; for many trials by two quantiles, of the success probability and of the count.
    fn invert(&self, u: f64) -> u64 {
        let ([alpha, beta], n) = (self.plain(), self.n());
        let (all, first) = (n as f64, self.ln_likelihood(&0).peek().exp());
        let ratio = |k: f64| (all - k) / (k + 1.0) * ((alpha + k) / (beta + all - k - 1.0));
        let few = if n < 300 && first > 1e-280 { add_up(u, first, ratio) } else { None };
        few.map_or_else(|| binomial_quantile(n, beta_quantile(alpha, beta, u), second(u)), |k| k.min(n))
    }

    /// The success probability p given the count, as it moves implicitly with alpha and beta, and then the other outcome
    /// of one of the trials.
    fn alternative<R: Rng + ?Sized>(&self, outcome: &u64, rng: &mut R) -> Alternative<D, u64> {
        let ([alpha, beta], k) = (self.plain(), *outcome);
        let misses = self.n().saturating_sub(k) as f64;
        // Further out, p does not move.
        let drawn = draw_logit(alpha + k as f64, beta + misses, rng).clamp(-800.0, 800.0);
        let p = redrawn_logit(self.alpha(), self.beta(), Smooth::constant(drawn)).sigmoid();
        flipped(self.n(), p, k, rng)
    }
}

/// In the score of alpha, Σ 1/(alpha + i) over i < k minus the constant c = Σ 1/(alpha + beta + t) over t < n, the sum is
/// one over the trials t that succeed, with i the successes before. So dP/dalpha = c (P₊ - P), where P₊ is P with a trial
/// that succeeds for certain, picked with probability 1/(alpha + beta + t)/c. For beta it is one that fails.
impl<D: Number> Decomposable<D> for BetaBinomial<Smooth<D>> {
    #[inline]
    fn parts(&self) -> usize {
        if self.n() == 0 { 0 } else { 2 }
    }
    fn shift(&self, part: usize) -> Smooth<D> {
        let [alpha, beta] = self.plain();
        let parameter = if part == 0 { self.alpha() } else { self.beta() };
        parameter * digamma_rise(alpha + beta, self.n())
    }
    fn draw_part<R: Rng + ?Sized>(&self, part: usize, positive: bool, rng: &mut R) -> u64 {
        let [alpha, beta] = self.plain();
        let t = picked(alpha + beta, self.n(), rng.random());
        let hits = draw(t, [alpha, beta], rng);
        let shapes = [alpha + hits as f64, beta + (t - hits) as f64];
        let gammas = shapes.map(|shape| draw_ln_gamma(shape, rng));
        let (one, u): (f64, f64) = (rng.sample(StandardExp), rng.random());
        let left = self.n() - t;
        if !positive {
            return hits + binomial_quantile(left, sigmoid(logit(shapes, gammas)), u);
        }
        // A gamma draw of a shape that is larger by one is larger by an exponential draw.
        let full = |i: usize| (gammas[i].0 - gammas[i].1 / shapes[i]).exp() + if i == part { one } else { 0.0 };
        let (x, y) = (full(0), full(1));
        hits + u64::from(part == 0) + binomial_quantile(left.saturating_sub(1), x / (x + y), u)
    }
}

/// The trial t < n with probability proportional to 1/(total + t).
fn picked(total: f64, n: u64, u: f64) -> u64 {
    let wanted = u * digamma_rise(total, n);
    let guess = total * wanted.exp_m1();
    least(guess, 0, i128::from(n) - 1, |t| digamma_rise(total, t as u64 + 1) > wanted) as u64
}
