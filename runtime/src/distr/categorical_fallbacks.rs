//! The fallbacks of the categorical distribution. Its probabilities sum to one, so their slopes p' sum to zero.

use super::categorical::index_at;
use super::{Alternative, Categorical, Decomposable, Enumerable, Perturbable};
use crate::{Number, Smooth};
use rand::{Rng, RngExt};

impl<D: Number> Enumerable<D> for Categorical<Smooth<D>> {
    #[inline]
    fn outcomes(&self) -> u64 {
        self.p().len() as u64
    }
    #[inline]
    fn outcome(&self, index: u64) -> usize {
        index as usize
    }
    #[inline]
    fn probability(&self, index: u64) -> Smooth<D> {
        self.p().get(index as usize).copied().unwrap_or(Smooth::constant(0.0))
    }
}

/// Another index j than i, drawn with probability q: Σ p' f is the mean of p'\[j\]/q (f(j) - f(i)).
#[derive(Clone, Copy, Debug)]
pub(super) struct Other {
    pub(super) index: usize,
    pub(super) q: f64,
}

impl<D: Number> Categorical<Smooth<D>> {
    /// Half of the time an index other than `i` by its probability, because slopes mostly are as large as that; else any,
    /// because also one that is impossible may be about to become possible. None if there is no other.
    pub(super) fn other<R: Rng + ?Sized>(&self, i: usize, rng: &mut R) -> Option<Other> {
        let count = self.p().len();
        if count < 2 {
            return None;
        }
        let by_probability = rng.random::<bool>();
        let others = || self.p().iter().enumerate().map(|(j, p)| if j == i { 0.0 } else { p.peek() });
        let rest: f64 = others().sum();
        let any = 1.0 / (count - 1) as f64;
        let index = if by_probability && rest > 0.0 {
            index_at(others(), rng.random::<f64>() * rest)
        } else {
            let j = rng.random_range(0..count - 1);
            if j < i { j } else { j + 1 }
        };
        let share = if rest > 0.0 { self.p()[index].peek() / rest } else { any };
        Some(Other { index, q: 0.5 * (share + any) })
    }

    /// How much the probability of an index typically moves.
    pub(super) fn spread(&self, index: usize) -> f64 {
        let p = self.p()[index].peek();
        (p * (1.0 - p)).max(1e-3)
    }

    /// The most probable index.
    pub(super) fn mode(&self) -> usize {
        let p = |k: usize| self.p()[k].peek();
        (1..self.p().len()).fold(0, |best, k| if p(k) > p(best) { k } else { best })
    }
}

impl<D: Number> Perturbable<D> for Categorical<Smooth<D>> {
    fn invert(&self, u: f64) -> usize {
        index_at(self.p().iter().map(|p| p.peek()), u)
    }
    fn alternative<R: Rng + ?Sized>(&self, outcome: &usize, rng: &mut R) -> Alternative<D, usize> {
        match self.other(*outcome, rng) {
            None => Alternative { outcome: *outcome, shift: Smooth::constant(0.0), pick_weight: 0.0 },
            Some(Other { index, q }) => {
                Alternative { outcome: index, shift: self.p()[index] / q, pick_weight: self.spread(index) / q }
            }
        }
    }
}

/// Σ p' f = Σ p'\[j\] (f(j) - f(mode)): the part of each probability but the largest is a difference of two constants.
impl<D: Number> Decomposable<D> for Categorical<Smooth<D>> {
    #[inline]
    fn parts(&self) -> usize {
        self.p().len().saturating_sub(1)
    }
    fn shift(&self, part: usize) -> Smooth<D> {
        self.p()[part + usize::from(part >= self.mode())]
    }
    fn draw_part<R: Rng + ?Sized>(&self, part: usize, positive: bool, _: &mut R) -> usize {
        let mode = self.mode();
        if positive { part + usize::from(part >= mode) } else { mode }
    }
}
