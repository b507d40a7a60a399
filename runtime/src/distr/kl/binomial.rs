//! The divergence between binomial distributions.

use super::KlDivergence;
use super::terms::{bernoulli, infinite};
use crate::distr::{Binomial, Likelihood, every, outside_support};
use crate::special::ln_binomial;
use crate::{Number, Smooth};
use std::cmp::Ordering;

#[diagnostic::do_not_recommend]
impl<D: Number> KlDivergence<D, Binomial<Smooth<D>>> for Binomial<Smooth<D>> {
    fn divergence(&self, q: &Self) -> Smooth<D> {
        let trials = bernoulli("Binomial", self.p(), q.p()) * self.n() as f64;
        match self.n().cmp(&q.n()) {
            Ordering::Equal => trials,
            Ordering::Less => trials + more_trials(self, q),
            Ordering::Greater => fewer_trials(self, q),
        }
    }
}

/// More successes than the other has trials are possible, unless none is.
fn fewer_trials<D: Number>(p: &Binomial<Smooth<D>>, q: &Binomial<Smooth<D>>) -> Smooth<D> {
    if every(p.p(), |v| v > 0.0) {
        return infinite();
    }
    if !p.p().0.is_constant() {
        return outside_support("Binomial", Smooth::<D>::constant(p.n() as f64));
    }
    bernoulli("Binomial", p.p(), q.p()) * q.n() as f64
}

/// What trials of q alone add: they all fail, in as many of the ways to place the successes as there are.
fn more_trials<D: Number>(p: &Binomial<Smooth<D>>, q: &Binomial<Smooth<D>>) -> Smooth<D> {
    let failures = -(-q.p()).ln_1p() * (q.n() - p.n()) as f64;
    let ways = |k: u64| ln_binomial(p.n(), k) - ln_binomial(q.n(), k);
    failures + counts(p).map(|k| p.ln_likelihood(&k).exp() * ways(k)).sum::<Smooth<D>>()
}

/// The counts that are not as good as impossible: beyond them lies less than 1e-30.
fn counts<D: Number>(p: &Binomial<Smooth<D>>) -> std::ops::RangeInclusive<u64> {
    let (mean, variance) = (p.mean().peek(), p.variance().peek());
    let reach = 20.0 * variance.sqrt() + 60.0;
    (mean - reach).max(0.0) as u64..=((mean + reach) as u64).min(p.n())
}
