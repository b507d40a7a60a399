//! The Poisson distribution.

use super::inversion::{cut, poisson_quantile};
use super::probabilities::PoissonProbability;
use super::{
    Alternative, Decomposable, Likelihood, Perturbable, Truncatable, Truncation, drawn_by_fallback, every, family,
    require,
};
use crate::special::{gamma_p, gamma_q};
use crate::{Error, Number, Real, Smooth};
use rand::{Rng, RngExt};

/// The Poisson distribution: how many events happen where lambda are expected.
///
/// # Probability
/// P(k) = lambda^k exp(-lambda) / k!, for k = 0, 1, 2, ...
///
/// # Gradient
/// A count has no pathwise derivative: with a smooth lambda a fallback must be chosen. The score is k/lambda - 1.
/// Draws come from rand_distr (Ahrens and Dieter 1982, <https://doi.org/10.1145/355993.355997>, from lambda = 12 on).
///
/// # Example
/// ```
/// use stochastic_grad::prelude::*;
///
/// #[stochastic_grad]
/// fn cost(lambda: f64, rng: &mut impl Rng) -> Result<f64, Error> {
///     let orders = Poisson::new(lambda)?.score_function().sample(rng);
///     Ok(if orders > 2 { 3.0 } else { 1.0 })
/// }
///
/// // d/d lambda of 1 + 2 P(k > 2) is lambda² exp(-lambda)
/// let est = cost_grad(1.5, 10_000, &mut StdRng::seed_from_u64(1))?;
/// assert!((est.grad.lambda - 0.502042860838969).abs() < 5.0 * est.grad_std_err.lambda);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Poisson<T = f64> {
    lambda: T,
}

family!(Poisson { lambda });
drawn_by_fallback!(Poisson -> u64);

/// Beyond it a draw might not fit into `u64`; rand_distr has the same bound.
const LARGEST: f64 = rand_distr::Poisson::<f64>::MAX_LAMBDA;

impl<T: Real> Poisson<T> {
    /// A Poisson distribution with a mean `lambda > 0`, at most 1.844e19, so that counts fit into `u64`.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] where lambda is outside (0, 1.844e19].
    #[inline(always)]
    pub fn new<A: Real<Own = T>>(lambda: A) -> Result<Self, Error> {
        require(lambda, |v| v > 0.0 && v <= LARGEST, "Poisson", "lambda", "> 0 and <= 1.844e19")?;
        Ok(Poisson { lambda: A::own(lambda.smooth()) })
    }

    /// ln of the probability of the count `k`.
    #[inline]
    pub fn ln_pmf(&self, k: u64) -> T {
        T::leave(ln_probability(self.lambda.smooth(), k))
    }

    /// The parameter, which is the mean and the variance.
    #[inline]
    pub fn lambda(&self) -> T {
        self.lambda
    }

    /// The mean, lambda.
    #[inline]
    pub fn mean(&self) -> T {
        self.lambda
    }

    /// The variance, lambda.
    #[inline]
    pub fn variance(&self) -> T {
        self.lambda
    }
}

/// For large counts by the deviance, because k ln(lambda), lambda and ln k! would cancel (Loader 2000, "Fast and
/// accurate computation of binomial probabilities").
#[inline]
fn ln_probability<D: Number>(lambda: Smooth<D>, k: u64) -> Smooth<D> {
    let count = k as f64;
    if k < 16 {
        let factorial: u64 = (1..=k).product();
        return lambda.ln() * count - lambda - (factorial as f64).ln();
    }
    let t = (lambda - count) / count;
    // Where lambda is much smaller than k, 1 + t would lose digits of it.
    let deviance = if every(t, |v| v > -0.5) { t.ln_1p() - t } else { (lambda / count).ln() - t };
    deviance * count - ln_stirling(count)
}

/// ln k! - (k ln k - k) for k >= 16
fn ln_stirling(k: f64) -> f64 {
    let r = 1.0 / (k * k);
    let rest = (1.0 / 12.0 - r * (1.0 / 360.0 - r * (1.0 / 1260.0 - r * (1.0 / 1680.0 - r / 1188.0)))) / k;
    rest + 0.5 * (std::f64::consts::TAU * k).ln()
}

impl<D: Number> Likelihood<D> for Poisson<Smooth<D>> {
    type Value = u64;
    #[inline]
    fn draw_plain<R: Rng + ?Sized>(&self, rng: &mut R) -> u64 {
        // `new` has checked what the other constructor checks.
        rand_distr::Poisson::new(self.lambda.detach()).map_or(0, |poisson| rng.sample(poisson) as u64)
    }
    #[inline]
    fn ln_likelihood(&self, outcome: &u64) -> Smooth<D> {
        ln_probability(self.lambda, *outcome)
    }
    #[inline]
    fn score(&self, outcome: &u64) -> Smooth<D> {
        let lambda = self.lambda.peek();
        self.lambda * ((*outcome as f64 - lambda) / lambda)
    }
}

impl<D: Number> Truncatable<D> for Poisson<Smooth<D>> {
    fn truncate(&self, tail: f64) -> Truncation {
        let lambda = self.lambda.peek();
        let below = |k: f64| if k > 0.0 { gamma_q(k, lambda) } else { 0.0 };
        cut("Poisson", tail, 0, [lambda; 2], below, |k| gamma_p(k + 1.0, lambda))
    }
    #[inline]
    fn outcome_at(&self, k: i64) -> u64 {
        k as u64
    }
    #[inline]
    fn probability_at(&self, k: i64) -> Smooth<D> {
        Smooth(self.lambda.0.unary(PoissonProbability(k as u64)))
    }
}

impl<D: Number> Perturbable<D> for Poisson<Smooth<D>> {
    fn invert(&self, u: f64) -> u64 {
        poisson_quantile(self.lambda.peek(), u)
    }
    /// One event more: dE f/dλ = E[f(X + 1) - f(X)].
    #[inline]
    fn alternative<R: Rng + ?Sized>(&self, outcome: &u64, _: &mut R) -> Alternative<D, u64> {
        let pick_weight = self.lambda.peek();
        Alternative { outcome: outcome.saturating_add(1), shift: self.lambda, pick_weight }
    }
}

/// dP/dλ = law of 1 + X - law of X
impl<D: Number> Decomposable<D> for Poisson<Smooth<D>> {
    #[inline]
    fn parts(&self) -> usize {
        1
    }
    #[inline]
    fn shift(&self, _: usize) -> Smooth<D> {
        self.lambda
    }
    #[inline]
    fn draw_part<R: Rng + ?Sized>(&self, _: usize, positive: bool, rng: &mut R) -> u64 {
        self.draw_plain(rng).saturating_add(u64::from(positive))
    }
}
