//! The fallbacks of the multinomial distribution: those of one trial, n times.

use super::categorical_fallbacks::Other;
use super::counting::draw_binomial;
use super::inversion::{binomial_quantile, expand};
use super::probabilities::PoissonProbability;
use super::{Alternative, Decomposable, Enumerable, Multinomial, Perturbable};
use crate::number::Unary;
use crate::{Number, Smooth};
use rand::{Rng, RngExt};

/// n! / (k! (n - k)!), or the largest number
fn binomial(n: u64, k: u64) -> u64 {
    let (n, k) = (u128::from(n), u128::from(k.min(n - k)));
    let mut product: u128 = 1;
    for i in 0..k {
        product = match product.checked_mul(n - i) {
            Some(next) if next / (i + 1) < u128::from(u64::MAX) => next / (i + 1),
            _ => return u64::MAX,
        };
    }
    product as u64
}

/// In how many ways `n` trials can be shared out among `parts` outcomes.
fn compositions(n: u64, parts: u64) -> u64 {
    match parts {
        0 => u64::from(n == 0),
        _ => n.checked_add(parts - 1).map_or(u64::MAX, |all| binomial(all, parts - 1)),
    }
}

impl<D: Number> Enumerable<D> for Multinomial<Smooth<D>> {
    fn outcomes(&self) -> u64 {
        compositions(self.n(), self.p().len() as u64)
    }

    /// In lexicographic order.
    fn outcome(&self, index: u64) -> Vec<u64> {
        let (mut rank, mut left) = (index, self.n());
        let share = |after: u64| {
            let count = match after {
                0 => left,
                1 => rank.min(left),
                _ => {
                    let mut count = 0;
                    while count < left {
                        let with = compositions(left - count, after);
                        if rank < with {
                            break;
                        }
                        (rank, count) = (rank - with, count + 1);
                    }
                    count
                }
            };
            left -= count;
            count
        };
        (0..self.p().len() as u64).rev().map(share).collect()
    }

    /// Independent Poisson counts with the means n p, given their sum, whose mean n does not move.
    fn probability(&self, index: u64) -> Smooth<D> {
        let n = self.n() as f64;
        let counts = self.outcome(index);
        let poisson = |(p, k): (&Smooth<D>, &u64)| Smooth((*p * n).0.unary(PoissonProbability(*k)));
        let product: Smooth<D> = self.p().iter().zip(&counts).map(poisson).product();
        product / PoissonProbability(self.n()).value(n)
    }
}

impl<D: Number> Perturbable<D> for Multinomial<Smooth<D>> {
    /// Binomial quantiles, one for each outcome given those after it.
    fn invert(&self, u: f64) -> Vec<u64> {
        let mut uniforms = expand(u);
        self.counts(self.n(), |left, share| binomial_quantile(left, share, uniforms.random()))
    }

    /// Another outcome of one of the trials that is picked at random, times n.
    fn alternative<R: Rng + ?Sized>(&self, outcome: &Vec<u64>, rng: &mut R) -> Alternative<D, Vec<u64>> {
        let (trial, n) = (self.trial(), self.n() as f64);
        let nothing = || Alternative { outcome: outcome.clone(), shift: Smooth::constant(0.0), pick_weight: 0.0 };
        if self.n() == 0 {
            return nothing();
        }
        let from = picked(outcome, rng.random_range(0..self.n()));
        let Some(Other { index, q }) = trial.other(from, rng) else { return nothing() };
        let mut other = outcome.clone();
        other[from] = other[from].saturating_sub(1);
        other[index] += 1;
        Alternative { outcome: other, shift: trial.p()[index] * (n / q), pick_weight: n * trial.spread(index) / q }
    }
}

/// The outcome of a trial, where the trials are sorted by it.
fn picked(counts: &[u64], trial: u64) -> usize {
    let mut rest = trial;
    for (i, count) in counts.iter().enumerate() {
        if rest < *count {
            return i;
        }
        rest -= count;
    }
    counts.len().saturating_sub(1)
}

/// n times the parts of one trial, where the other n - 1 are drawn.
impl<D: Number> Decomposable<D> for Multinomial<Smooth<D>> {
    #[inline]
    fn parts(&self) -> usize {
        if self.n() == 0 { 0 } else { self.trial().parts() }
    }
    fn shift(&self, part: usize) -> Smooth<D> {
        self.trial().shift(part) * self.n() as f64
    }
    fn draw_part<R: Rng + ?Sized>(&self, part: usize, positive: bool, rng: &mut R) -> Vec<u64> {
        let mut counts = self.counts(self.n().saturating_sub(1), |left, share| draw_binomial(left, share, rng));
        let one = self.trial().draw_part(part, positive, rng);
        if let Some(count) = counts.get_mut(one) {
            *count += u64::from(self.n() > 0);
        }
        counts
    }
}
