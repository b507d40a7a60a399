//! The negative binomial distribution.

use super::counting::{deviance, digamma_rise, draw_poisson, ln_ratio, ln_stirling, stirling_error};
use super::{Likelihood, drawn_by_fallback, family, positive, require};
use crate::number::{Binary, rules::Ln};
use crate::{Error, Join, Lift, Number, Real, Smooth, error};
use rand::{Rng, RngExt};

/// The negative binomial distribution: how many trials fail before the r-th success, where each succeeds with
/// probability p; r may be any positive number.
///
/// # Probability
/// P(k) = Γ(k + r) / (Γ(r) k!) p^r (1 - p)^k, for k = 0, 1, 2, ...
///
/// # Gradient
/// A count has no pathwise derivative: with a smooth parameter a fallback must be chosen. The score of p is
/// r/p - k/(1 - p), that of r is ψ(k + r) - ψ(r) + ln p. At a p = 1 that moves the score function is an error, because
/// only 0 is ever seen. A draw is Poisson with a rate (1 - p)/p times a gamma draw of shape r (Devroye 1986, "Non-uniform
/// random variate generation", chapter X.4.7, <https://doi.org/10.1007/978-1-4613-8643-8>). Beyond `u64` it is `u64::MAX`,
/// whose score is an error.
///
/// # Example
/// ```
/// use stochastic_grad::prelude::*;
///
/// #[stochastic_grad(fallback = score_function)]
/// fn cost(r: f64, p: f64, rng: &mut impl Rng) -> Result<f64, Error> {
///     let claims = NegativeBinomial::new(r, p)?.sample(rng);
///     Ok(if claims == 0 { 1.0 } else { 0.0 })
/// }
///
/// // p^r
/// let est = cost_grad((1.5, 0.4), 10_000, &mut StdRng::seed_from_u64(1))?;
/// assert!((est.grad.p - 1.5 * 0.4_f64.sqrt()).abs() < 5.0 * est.grad_std_err.p);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NegativeBinomial<T = f64> {
    r: T,
    p: T,
}

family!(NegativeBinomial { r, p });
drawn_by_fallback!(NegativeBinomial -> u64);

impl<T: Real> NegativeBinomial<T> {
    /// The failures before success number `r`, finite and positive, where a success has a probability `p` in (0, 1].
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] where a parameter violates its bound.
    #[inline(always)]
    pub fn new<A, B>(r: A, p: B) -> Result<Self, Error>
    where
        A: Join<B, Out = T> + Lift<T>,
        B: Lift<T>,
    {
        let (r, p) = (r.lift(), p.lift());
        positive(r, "NegativeBinomial", "r")?;
        require(p, |v| v > 0.0 && v <= 1.0, "NegativeBinomial", "p", "in (0, 1]")?;
        Ok(NegativeBinomial { r, p })
    }

    /// ln of the probability of the count `k`; minus infinity where it is impossible.
    #[inline]
    pub fn ln_pmf(&self, k: u64) -> T {
        T::leave(ln_probability(self.r.smooth(), self.p.smooth(), k))
    }

    /// The number of successes.
    #[inline]
    pub fn r(&self) -> T {
        self.r
    }

    /// The probability of a success.
    #[inline]
    pub fn p(&self) -> T {
        self.p
    }

    /// The mean, r (1 - p)/p.
    #[inline]
    pub fn mean(&self) -> T {
        let p = self.p.smooth();
        T::leave(self.r.smooth() * (1.0 - p) / p)
    }

    /// The variance, r (1 - p)/p².
    #[inline]
    pub fn variance(&self) -> T {
        let p = self.p.smooth();
        T::leave(self.r.smooth() * (1.0 - p) / p / p)
    }
}

#[inline]
pub(super) fn ln_probability<D: Number>(r: Smooth<D>, p: Smooth<D>, k: u64) -> Smooth<D> {
    Smooth(r.0.binary(p.0, LnProbability(k)))
}

/// ln P(k) as a function of r and p
#[derive(Clone, Copy, Debug)]
struct LnProbability(u64);
impl Binary for LnProbability {
    fn value(self, r: f64, p: f64) -> f64 {
        if self.0 == 0 {
            return r * p.ln();
        }
        let (k, q) = (self.0 as f64, 1.0 - p);
        let total = r + k;
        // What the total of trials, shared out by p and q, exceeds r by.
        let d = k * p - r * q;
        let gammas = stirling_error(total) - stirling_error(r) - ln_stirling(k);
        gammas - deviance(r, total * p, d) - deviance(k, total * q, -d) - 0.5 * ln_ratio(total, r)
    }
    #[inline]
    fn partials<T: Number>(self, r: T, p: T, _: T) -> (T, T) {
        let (k, q) = (self.0 as f64, p.rsub_f64(1.0));
        let dr = digamma_rise(r, self.0).add(p.unary(Ln));
        // At p = 1 the quotient is not finite.
        let dp = if self.0 == 0 { r.div(p) } else { r.mul(q).sub(p.mul_f64(k)).div(p.mul(q)) };
        (dr, dp)
    }
}

/// A draw, by one from a Poisson distribution of a gamma draw.
pub(super) fn draw<R: Rng + ?Sized>(r: f64, p: f64, rng: &mut R) -> u64 {
    let gamma: f64 = rand_distr::Gamma::new(r, 1.0).map_or(0.0, |gamma| rng.sample(gamma));
    draw_poisson(gamma * (1.0 - p) / p, rng)
}

impl<D: Number> Likelihood<D> for NegativeBinomial<Smooth<D>> {
    type Value = u64;
    fn draw_plain<R: Rng + ?Sized>(&self, rng: &mut R) -> u64 {
        draw(self.r.detach(), self.p.detach(), rng)
    }
    #[inline]
    fn ln_likelihood(&self, outcome: &u64) -> Smooth<D> {
        if *outcome == u64::MAX && D::ORDER > 0 {
            let (parameter, requirement) = ("r (1 - p) / p", "so small that counts fit into u64");
            let value = self.mean().peek();
            error::report(Error::InvalidParameter { distribution: "NegativeBinomial", parameter, requirement, value });
        }
        ln_probability(self.r, self.p, *outcome)
    }
    #[inline]
    fn score(&self, outcome: &u64) -> Smooth<D> {
        if *outcome == u64::MAX {
            return self.ln_likelihood(outcome);
        }
        let (r, p) = LnProbability(*outcome).partials(self.r.peek(), self.p.peek(), 0.0);
        self.r * r + self.p * p
    }
    #[inline]
    fn impossible(&self) -> Option<Error> {
        (self.p.peek() == 1.0 && self.p.0.moves()).then(|| Error::ImpossibleOutcome {
            distribution: "NegativeBinomial",
            outcome: "1".into(),
            parameter: "p",
            value: 1.0,
        })
    }
}
