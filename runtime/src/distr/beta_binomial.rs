//! The beta-binomial distribution.

use super::counting::{deviance, digamma_rise, draw_binomial, draw_ln_gamma, ln_ratio, ln_stirling, stirling_error};
use super::{Likelihood, drawn_by_fallback, family, positive, require};
use crate::number::Binary;
use crate::special::value::sigmoid;
use crate::{Error, Join, Lift, Number, Real, Smooth};
use rand::Rng;

/// The beta-binomial distribution: how many of n trials succeed, where the probability of a success is itself drawn,
/// once for all of them, from a beta distribution.
///
/// # Probability
/// P(k) = n! / (k! (n - k)!) B(k + alpha, n - k + beta) / B(alpha, beta), for k = 0, ..., n
///
/// # Gradient
/// A count has no pathwise derivative: with a smooth parameter a fallback must be chosen. The score of alpha is
/// ψ(k + alpha) - ψ(alpha) - ψ(n + alpha + beta) + ψ(alpha + beta), and that of beta mirrors it. Draws are binomial, with a
/// probability from two gamma draws, whose logarithms are kept where they are small.
///
/// # Example
/// ```
/// use stochastic_grad::prelude::*;
///
/// #[stochastic_grad(fallback = score_function)]
/// fn cost(alpha: f64, beta: f64, rng: &mut impl Rng) -> Result<f64, Error> {
///     Ok(BetaBinomial::new(10, alpha, beta)?.sample(rng) as f64)
/// }
///
/// // 10 alpha / (alpha + beta)
/// let est = cost_grad((2.0, 3.0), 10_000, &mut StdRng::seed_from_u64(1))?;
/// assert!((est.grad.alpha - 1.2).abs() < 5.0 * est.grad_std_err.alpha);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BetaBinomial<T = f64> {
    alpha: T,
    beta: T,
    n: u64,
}

family!(BetaBinomial { alpha, beta; n });
drawn_by_fallback!(BetaBinomial -> u64);

impl<T: Real> BetaBinomial<T> {
    /// The successes of `n` trials whose probability has the beta distribution of finite `alpha > 0` and `beta > 0`,
    /// with a finite sum.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] where a bound is violated.
    #[inline(always)]
    pub fn new<A, B>(n: u64, alpha: A, beta: B) -> Result<Self, Error>
    where
        A: Join<B, Out = T> + Lift<T>,
        B: Lift<T>,
    {
        let (alpha, beta): (T, T) = (alpha.lift(), beta.lift());
        positive(alpha, "BetaBinomial", "alpha")?;
        positive(beta, "BetaBinomial", "beta")?;
        require(alpha.smooth() + beta.smooth(), f64::is_finite, "BetaBinomial", "alpha + beta", "finite")?;
        Ok(BetaBinomial { alpha, beta, n })
    }

    /// ln of the probability of the count `k`; minus infinity where it is impossible.
    #[inline]
    pub fn ln_pmf(&self, k: u64) -> T {
        T::leave(ln_probability(self.n, self.alpha.smooth(), self.beta.smooth(), k))
    }

    /// The number of trials.
    #[inline]
    pub fn n(&self) -> u64 {
        self.n
    }

    /// The first parameter of the beta distribution.
    #[inline]
    pub fn alpha(&self) -> T {
        self.alpha
    }

    /// The second parameter of the beta distribution.
    #[inline]
    pub fn beta(&self) -> T {
        self.beta
    }

    /// The mean, n alpha / (alpha + beta).
    #[inline]
    pub fn mean(&self) -> T {
        let (alpha, beta) = (self.alpha.smooth(), self.beta.smooth());
        T::leave(alpha / (alpha + beta) * self.n as f64)
    }

    /// The variance, n alpha beta (alpha + beta + n) / ((alpha + beta)² (alpha + beta + 1)).
    #[inline]
    pub fn variance(&self) -> T {
        let (alpha, beta, n) = (self.alpha.smooth(), self.beta.smooth(), self.n as f64);
        let sum = alpha + beta;
        T::leave(alpha / sum * (beta / sum) * ((sum + n) / (sum + 1.0)) * n)
    }
}

#[inline]
fn ln_probability<D: Number>(n: u64, alpha: Smooth<D>, beta: Smooth<D>, k: u64) -> Smooth<D> {
    match n.checked_sub(k) {
        Some(misses) => Smooth(alpha.0.binary(beta.0, LnProbability { k, misses })),
        None => Smooth::constant(f64::NEG_INFINITY),
    }
}

/// ln P(k) of k + misses trials as a function of alpha and beta
#[derive(Clone, Copy, Debug)]
struct LnProbability {
    k: u64,
    misses: u64,
}
impl Binary for LnProbability {
    /// By Stirling's formula for all the gamma functions: what is left are errors of it, square roots, and deviances of
    /// the parameters and of the counts from what the shares of `alpha + k` and `beta + misses` make of their sums.
    fn value(self, alpha: f64, beta: f64) -> f64 {
        let (k, misses) = (self.k as f64, self.misses as f64);
        let (n, sum) = (k + misses, alpha + beta);
        let total = sum + n;
        let d = beta * (k / total) - alpha * (misses / total);
        let arm = |a: f64, k: f64, d: f64| {
            let share = (a + k) / total;
            let roots = stirling_error(a + k) - stirling_error(a) - 0.5 * ln_ratio(a + k, a) - ln_stirling(k);
            // The products are greater than zero; where they underflow, the deviance is too small to matter.
            let shared = |whole: f64| (whole * share).max(f64::MIN_POSITIVE);
            roots - deviance(a, shared(sum), d) - deviance(k, shared(n), -d)
        };
        let whole = stirling_error(sum) - stirling_error(total) + 0.5 * ln_ratio(total, sum) + ln_stirling(n);
        whole + arm(alpha, k, d) + arm(beta, misses, -d)
    }
    #[inline]
    fn partials<T: Number>(self, alpha: T, beta: T, _: T) -> (T, T) {
        let total = digamma_rise(alpha.add(beta), self.k + self.misses);
        (digamma_rise(alpha, self.k).sub(total), digamma_rise(beta, self.misses).sub(total))
    }
}

/// ln(p / (1 - p)) of a draw p from the beta distribution, finite or infinite but never NaN
pub(super) fn draw_logit<R: Rng + ?Sized>(alpha: f64, beta: f64, rng: &mut R) -> f64 {
    logit([alpha, beta], [draw_ln_gamma(alpha, rng), draw_ln_gamma(beta, rng)])
}

/// The difference of the logarithms of two gamma draws.
pub(super) fn logit([alpha, beta]: [f64; 2], [(ln_x, e), (ln_y, f)]: [(f64, f64); 2]) -> f64 {
    // e/alpha and f/beta may both be infinite.
    let boost = if alpha > beta { (f - e * (beta / alpha)) / beta } else { (f * (alpha / beta) - e) / alpha };
    ln_x - ln_y + boost
}

/// The successes of `n` trials.
pub(super) fn draw<R: Rng + ?Sized>(n: u64, [alpha, beta]: [f64; 2], rng: &mut R) -> u64 {
    let logit = draw_logit(alpha, beta, rng);
    let fewer = draw_binomial(n, sigmoid(-logit.abs()), rng);
    if logit > 0.0 { n - fewer } else { fewer }
}

impl<D: Number> Likelihood<D> for BetaBinomial<Smooth<D>> {
    type Value = u64;
    fn draw_plain<R: Rng + ?Sized>(&self, rng: &mut R) -> u64 {
        draw(self.n, [self.alpha.detach(), self.beta.detach()], rng)
    }
    #[inline]
    fn ln_likelihood(&self, outcome: &u64) -> Smooth<D> {
        ln_probability(self.n, self.alpha, self.beta, *outcome)
    }
    fn score(&self, outcome: &u64) -> Smooth<D> {
        let k = (*outcome).min(self.n);
        let rule = LnProbability { k, misses: self.n - k };
        let (slope, slope_beta) = rule.partials(self.alpha.peek(), self.beta.peek(), 0.0);
        self.alpha * slope + self.beta * slope_beta
    }
}
