//! Probabilities of counts as functions of their parameters, with derivatives of every order also where they are zero.

use super::counting::{deviance, ln_binomial_probability, ln_stirling};
use crate::number::{Number, Unary};

/// exp(-λ) λ^k/k! as a function of λ >= 0
#[derive(Clone, Copy, Debug)]
pub(super) struct PoissonProbability(pub(super) u64);
impl Unary for PoissonProbability {
    fn value(self, lambda: f64) -> f64 {
        let k = self.0 as f64;
        (-deviance(k, lambda, lambda - k) - ln_stirling(k)).exp()
    }
    fn derivative<T: Number>(self, lambda: T, y: T) -> T {
        // Where λ is small the quotient has poles that cancel; where it is large the difference cancels.
        match self.0.checked_sub(1) {
            None => y.neg(),
            Some(_) if lambda.sole() > 10.0 => y.mul(lambda.rdiv_f64(self.0 as f64).add_f64(-1.0)),
            Some(before) => lambda.unary(PoissonProbability(before)).sub(y),
        }
    }
}

/// The binomial probability of k hits and the given misses as a function of the probability p of a hit
#[derive(Clone, Copy, Debug)]
pub(super) struct BinomialProbability {
    pub(super) k: u64,
    pub(super) misses: u64,
}
impl Unary for BinomialProbability {
    fn value(self, p: f64) -> f64 {
        ln_binomial_probability(self.k, self.k + self.misses, p, 1.0 - p).exp()
    }
    fn derivative<T: Number>(self, p: T, y: T) -> T {
        let BinomialProbability { k, misses } = self;
        let (n, plain) = ((k + misses) as f64, p.sole());
        if n * plain * (1.0 - plain) > 10.0 {
            let q = p.rsub_f64(1.0);
            return y.mul(q.mul_f64(k as f64).sub(p.mul_f64(misses as f64)).div(p.mul(q)));
        }
        // Of one trial less: no poles at p = 0 and p = 1.
        let hit = k.checked_sub(1).map(|k| p.unary(BinomialProbability { k, misses }));
        let miss = misses.checked_sub(1).map(|misses| p.unary(BinomialProbability { k, misses }));
        let none = T::constant(0.0);
        hit.unwrap_or(none).sub(miss.unwrap_or(none)).mul_f64(n)
    }
}

/// (1 - p)^k as a function of p, for a number k >= 0 of trials
#[derive(Clone, Copy, Debug)]
pub(super) struct Failures(pub(super) f64);
impl Unary for Failures {
    #[inline]
    fn value(self, p: f64) -> f64 {
        if self.0 == 0.0 { 1.0 } else { (self.0 * (-p).ln_1p()).exp() }
    }
    #[inline]
    fn derivative<T: Number>(self, p: T, _: T) -> T {
        if self.0 == 0.0 { T::constant(0.0) } else { p.unary(Failures(self.0 - 1.0)).mul_f64(-self.0) }
    }
}
