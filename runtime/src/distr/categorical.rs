//! The categorical distribution.

use super::{Likelihood, Part, combinators, drawn_by_fallback, family, finite, invalid, not_negative, owned, require};
use crate::parameters::{Parameters, Role, join_names};
use crate::private::Leave;
use crate::{Error, Number, Real, Smooth};
use rand::{Rng, RngExt};

/// The categorical distribution: the index k of one of several outcomes, counted from 0.
///
/// # Probability
/// P(k) = `p[k]` / Σ p from weights that need not sum to one, or `exp(logits[k])` / Σ exp(logits). Both are normalised
/// with their derivatives, so a gradient is that of the normalised distribution.
///
/// # Gradient
/// An index has no pathwise derivative: with smooth parameters a fallback must be chosen. The score of a weight is
/// `1/p[k] - 1/Σ p` for the outcome k and -1/Σ p for every other. Where a weight that moves is 0 the score function is
/// an error, because that outcome is never seen; a constant 0 is fine.
///
/// # Example
/// ```
/// use stochastic_grad::prelude::*;
///
/// #[stochastic_grad]
/// fn cost(logits: &[f64], #[constant] costs: &[f64], rng: &mut impl Rng) -> Result<f64, Error> {
///     let k = Categorical::from_logits(logits)?.score_function().sample(rng);
///     Ok(costs[k])
/// }
///
/// let est = cost_grad([0.0, 0.0], &[1.0, 3.0], 10_000, &mut StdRng::seed_from_u64(1))?;
/// assert!((est.grad.logits[1] - 0.5).abs() < 5.0 * est.grad_std_err.logits[1]);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Categorical<T = f64> {
    /// The weights or logits that were given: they are its parameters.
    given: Vec<T>,
    /// The probabilities.
    p: Vec<T>,
    /// Their logarithms where logits were given, which may lie below ln of the smallest `f64`; else empty.
    ln_p: Vec<T>,
}

family!(@lifting Categorical { given, p, ln_p });
combinators!(<T: Real> Categorical<T>);
owned!(Categorical);
drawn_by_fallback!(Categorical -> usize);

impl<T: Real> Categorical<T> {
    /// The index k with probability `p[k]` over the sum of `p`: at least one weight, all finite and `>= 0`, with a
    /// finite sum `> 0`.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] where a bound is violated.
    pub fn new<A: Real<Own = T>>(p: &[A]) -> Result<Self, Error> {
        Categorical::from_weights("Categorical", p)
    }

    /// The index k with probability proportional to exp(`logits[k]`): at least one logit, all finite.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] where a bound is violated.
    pub fn from_logits<A: Real<Own = T>>(logits: &[A]) -> Result<Self, Error> {
        Categorical::from_logits_of("Categorical", logits)
    }

    /// From weights, with errors of the given distribution.
    pub(super) fn from_weights<A: Real<Own = T>>(name: &'static str, p: &[A]) -> Result<Self, Error> {
        not_empty(p, name, "number of p")?;
        p.iter().try_for_each(|x| not_negative(*x, name, "p"))?;
        let total: Smooth<A::Number> = p.iter().map(|x| x.smooth()).sum();
        require(total, |v| v > 0.0 && v < f64::INFINITY, name, "sum of p", "finite and > 0")?;
        Ok(normalised(p.iter().map(|x| x.smooth()).collect(), false).own::<A>())
    }

    /// From logits, with errors of the given distribution.
    pub(super) fn from_logits_of<A: Real<Own = T>>(name: &'static str, logits: &[A]) -> Result<Self, Error> {
        not_empty(logits, name, "number of logits")?;
        logits.iter().try_for_each(|x| finite(*x, name, "logits"))?;
        Ok(normalised(logits.iter().map(|x| x.smooth()).collect(), true).own::<A>())
    }

    /// ln of the probability of the index `k` where logits were given.
    pub(super) fn ln_p(&self, k: usize) -> Option<T> {
        self.ln_p.get(k).copied()
    }

    /// ln of the probability of the index `k`; minus infinity where it is impossible.
    #[inline]
    pub fn ln_pmf(&self, k: usize) -> T {
        T::leave(self.ln_probability_at(k))
    }

    /// The weights or logits that the distribution was made with.
    #[inline]
    pub fn given(&self) -> &[T] {
        &self.given
    }

    /// The probabilities, which sum to one.
    #[inline]
    pub fn p(&self) -> &[T] {
        &self.p
    }

    /// The mean index, Σ k p\[k\].
    #[inline]
    pub fn mean(&self) -> T {
        T::leave(self.expectation(Smooth::constant))
    }

    /// The variance of the index.
    #[inline]
    pub fn variance(&self) -> T {
        let mean = self.expectation(Smooth::constant);
        T::leave(self.expectation(|k| (mean - k) * (mean - k)))
    }

    /// The entropy, -Σ p\[k\] ln p\[k\].
    #[inline]
    pub fn entropy(&self) -> T {
        let terms = self.p.iter().enumerate().map(|(k, p)| match self.ln_p.get(k) {
            Some(ln_p) => p.smooth() * ln_p.smooth(),
            None => p.smooth().x_ln_x(),
        });
        T::leave(-terms.sum::<Smooth<T::Number>>())
    }

    #[inline]
    fn expectation(&self, f: impl Fn(f64) -> Smooth<T::Number>) -> Smooth<T::Number> {
        self.p.iter().enumerate().map(|(k, p)| p.smooth() * f(k as f64)).sum()
    }

    #[inline]
    fn ln_probability_at(&self, k: usize) -> Smooth<T::Number> {
        match (self.ln_p.get(k), self.p.get(k)) {
            (Some(ln_p), _) => ln_p.smooth(),
            (None, Some(p)) => p.smooth().ln(),
            (None, None) => Smooth::constant(f64::NEG_INFINITY),
        }
    }
}

impl<D: Number> Categorical<Smooth<D>> {
    #[inline]
    fn own<A: Real<Number = D>>(self) -> Categorical<A::Own> {
        let own = |x: Smooth<D>| A::own(x);
        Categorical { given: self.given.each(own), p: self.p.each(own), ln_p: self.ln_p.each(own) }
    }

    /// A number with the slopes of `times` the logarithm of the probability of the index `k`.
    #[inline]
    pub(super) fn score_of(&self, k: usize, times: f64) -> Smooth<D> {
        match (self.ln_p.get(k), self.p.get(k)) {
            (Some(ln_p), _) => *ln_p * times,
            (None, Some(p)) => *p * (times / p.peek()),
            (None, None) => Smooth::constant(f64::NEG_INFINITY),
        }
    }

    /// The outcome of a weight that moves away from 0, if there is one.
    pub(super) fn moving_zero(&self, distribution: &'static str) -> Option<Error> {
        if !self.ln_p.is_empty() {
            return None;
        }
        let k = self.p.iter().position(|p| p.peek() == 0.0 && p.0.moves())?;
        Some(Error::ImpossibleOutcome { distribution, outcome: k.to_string(), parameter: "p", value: 0.0 })
    }
}

impl<A: Real, B> Part<A, B> for Categorical<A> {
    type Out = Categorical<B>;
    fn each(&self, f: impl Fn(A) -> B) -> Categorical<B> {
        Categorical { given: self.given.each(&f), p: self.p.each(&f), ln_p: self.ln_p.each(&f) }
    }
}

/// The distribution with the given weights or logits, with the derivatives of their normalisation.
fn normalised<D: Number>(given: Vec<Smooth<D>>, logits: bool) -> Categorical<Smooth<D>> {
    if !logits {
        let total: Smooth<D> = given.iter().sum();
        let p = given.iter().map(|x| *x / total).collect();
        return Categorical { given, p, ln_p: Vec::new() };
    }
    // The shift cancels, with its derivatives: that the largest has kinks does not matter.
    let largest = given.iter().skip(1).fold(given[0], |a, b| Smooth(a.0.max(b.0)));
    let exps: Vec<_> = given.iter().map(|x| (*x - largest).exp()).collect();
    let total: Smooth<D> = exps.iter().sum();
    let ln_total = total.ln();
    let p = exps.into_iter().map(|x| x / total).collect();
    let ln_p = given.iter().map(|x| *x - largest - ln_total).collect();
    Categorical { given, p, ln_p }
}

impl Parameters for Categorical<f64> {
    type With<D: Number> = Categorical<Smooth<D>>;
    const COUNT: Option<usize> = None;
    fn seed<D: Number>(&self, next: &mut dyn FnMut(f64) -> D) -> Categorical<Smooth<D>> {
        normalised(self.given.seed(next), !self.ln_p.is_empty())
    }
    fn traverse(&self, next: &mut dyn FnMut(f64) -> f64, role: Role) -> Self {
        let given = self.given.traverse(next, role);
        normalised(given.each(Smooth::constant), !self.ln_p.is_empty()).leave()
    }
    fn visit_names(&self, prefix: &str, visit: &mut dyn FnMut(String)) {
        let name = if self.ln_p.is_empty() { "p" } else { "logits" };
        self.given.visit_names(&join_names(prefix, name), visit);
    }
}

fn not_empty<A: Real>(values: &[A], distribution: &'static str, parameter: &'static str) -> Result<(), Error> {
    if !values.is_empty() {
        return Ok(());
    }
    Err(invalid::<A>(Error::InvalidParameter { distribution, parameter, requirement: ">= 1", value: 0.0 }))
}

/// The index at which the sum of the probabilities up to it exceeds `below`.
#[inline]
pub(super) fn index_at(p: impl Iterator<Item = f64>, below: f64) -> usize {
    let (mut rest, mut last) = (below, 0);
    for (k, p) in p.enumerate() {
        if rest < p {
            return k;
        }
        rest -= p;
        if p > 0.0 {
            last = k;
        }
    }
    // The rounded probabilities may sum to a little less than one.
    last
}

impl<D: Number> Likelihood<D> for Categorical<Smooth<D>> {
    type Value = usize;
    #[inline]
    fn draw_plain<R: Rng + ?Sized>(&self, rng: &mut R) -> usize {
        index_at(self.p.iter().map(|p| p.detach()), rng.random())
    }
    #[inline]
    fn ln_likelihood(&self, outcome: &usize) -> Smooth<D> {
        self.ln_probability_at(*outcome)
    }
    #[inline]
    fn score(&self, outcome: &usize) -> Smooth<D> {
        self.score_of(*outcome, 1.0)
    }
    fn impossible(&self) -> Option<Error> {
        self.moving_zero("Categorical")
    }
}
