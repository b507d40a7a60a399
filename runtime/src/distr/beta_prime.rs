//! The beta prime distribution.

use super::beta::Point;
use super::implicit::beta;
use super::{
    Cumulative, Density, Redraw, between, cumulative, density, drawn_pathwise, every, exp_in_range, family,
    jumps_by_power, moving_quantile, on_half_line, positive, power_limit, quantile, where_finite,
};
use crate::source::{Generator, Noise, Pathwise};
use crate::special::{beta_inc, beta_inc_upper};
use crate::special::{beta_quantile, beta_quantile_upper};
use crate::{Error, Join, Lift, Number, Real, Smooth};

/// The beta prime distribution: the odds of a beta distribution, or the ratio of two gamma distributions.
///
/// # Density
/// p(x) = x^(alpha - 1) (1 + x)^(-alpha - beta) / B(alpha, beta), for x > 0.
///
/// # Gradient
/// ln x is the logit of a draw from Beta(alpha, beta), which moves at a fixed value of its distribution function: pathwise,
/// implicit (Figurnov, Mohamed and Mnih 2018, <https://doi.org/10.48550/arXiv.1805.08498>). Draws that leave the range of
/// numbers are the smallest normal number, or about 1e300, with the right derivative of their logarithm.
///
/// # Example
/// ```
/// use stochastic_grad::prelude::*;
///
/// let odds = BetaPrime::new(2.0, 3.0)?;
/// let x = odds.sample(&mut StdRng::seed_from_u64(1));
/// assert!(x > 0.0);
/// assert_eq!(odds.mean(), 1.0);
/// assert!((odds.ln_pdf(0.5) - -0.23556607131276691).abs() < 1e-15);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BetaPrime<T = f64> {
    alpha: T,
    beta: T,
}

family!(BetaPrime { alpha, beta });
drawn_pathwise!(BetaPrime);
density! {
    /// ln of the density at `x`: minus infinity at a constant x < 0, the limit at a constant x = 0, an error at a smooth
    /// x <= 0.
    BetaPrime { alpha, beta }
}
cumulative! {
    /// The distribution function, the incomplete beta function at x/(1 + x); 0 for x < 0.
    BetaPrime { alpha, beta }
}
quantile! {
    /// The quantile, for 0 <= p <= 1 (0 and infinite at the ends); smooth in p strictly between them.
    BetaPrime { alpha, beta }
}

impl<T: Real> BetaPrime<T> {
    /// A beta prime distribution with finite shapes `alpha > 0` and `beta > 0`.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] where a parameter violates its bound.
    #[inline(always)]
    pub fn new<A, B>(alpha: A, beta: B) -> Result<Self, Error>
    where
        A: Join<B, Out = T> + Lift<T>,
        B: Lift<T>,
    {
        let (alpha, beta) = (alpha.lift(), beta.lift());
        positive(alpha, "BetaPrime", "alpha")?;
        positive(beta, "BetaPrime", "beta")?;
        Ok(BetaPrime { alpha, beta })
    }

    /// The shape that rules the small values.
    #[inline]
    pub fn alpha(&self) -> T {
        self.alpha
    }

    /// The shape that rules the large values.
    #[inline]
    pub fn beta(&self) -> T {
        self.beta
    }

    /// The mean, alpha/(beta - 1); infinite for beta <= 1.
    #[inline]
    pub fn mean(&self) -> T {
        let (a, b) = (self.alpha.smooth(), self.beta.smooth());
        T::leave(where_finite(b, 1.0, a / (b - 1.0)))
    }

    /// The variance, alpha (alpha + beta - 1)/((beta - 1)² (beta - 2)); infinite for beta <= 2.
    #[inline]
    pub fn variance(&self) -> T {
        let (a, b) = (self.alpha.smooth(), self.beta.smooth());
        let mean = a / (b - 1.0);
        T::leave(where_finite(b, 2.0, mean * (mean + 1.0) / (b - 2.0)))
    }

    /// The entropy, ln B(alpha, beta) - (alpha - 1) ψ(alpha) - (beta + 1) ψ(beta) + (alpha + beta) ψ(alpha + beta).
    #[inline]
    pub fn entropy(&self) -> T {
        T::leave(entropy(self.alpha.smooth(), self.beta.smooth()))
    }
}

/// The entropy of Beta(a, b), and the mean of -2 ln(1 - x): the logarithm of what stretches a density when x becomes odds
pub(crate) fn entropy<D: Number>(a: Smooth<D>, b: Smooth<D>) -> Smooth<D> {
    super::beta::entropy(a, b) + 2.0 * ((a + b).digamma() - b.digamma())
}

/// ln of the density of ln x
#[inline]
pub(crate) fn ln_density_of_ln<D: Number>(a: Smooth<D>, b: Smooth<D>, x: Smooth<D>) -> Smooth<D> {
    Point::of_odds(x).ln_density_of_logit(a, b)
}

/// F and 1 - F of the odds, by x/(1 + x) or by 1/(1 + x), whichever is small.
pub(crate) fn cumulative_of_odds<D: Number>(a: Smooth<D>, b: Smooth<D>, odds: Smooth<D>) -> (Smooth<D>, Smooth<D>) {
    if every(odds, |v| v <= 1.0) {
        let x = odds / (1.0 + odds);
        return (beta_inc(a, b, x), beta_inc_upper(a, b, x));
    }
    let xc = 1.0 / (1.0 + odds);
    (beta_inc_upper(b, a, xc), beta_inc(b, a, xc))
}

/// The odds at which F is p: both parts of the fraction are quantiles, and accurate where they are small.
pub(crate) fn quantile_of_odds(a: f64, b: f64, p: f64) -> f64 {
    beta_quantile(a, b, p) / beta_quantile_upper(b, a, p)
}

impl<D: Number> Density<D> for BetaPrime<Smooth<D>> {
    #[inline(always)]
    fn ln_density(&self, x: Smooth<D>) -> Smooth<D> {
        let (a, b) = (self.alpha, self.beta);
        let inside = ln_density_of_ln(a, b, x) - x.ln();
        // The density of BetaPrime(1, b) at 0 is b.
        let at_zero = power_limit("BetaPrime", x, x, a, b.ln());
        on_half_line("BetaPrime", x, at_zero, inside)
    }
}

impl<D: Number> Cumulative<D> for BetaPrime<Smooth<D>> {
    #[inline]
    fn cumulative(&self, x: Smooth<D>) -> (Smooth<D>, Smooth<D>) {
        let kinks = [jumps_by_power(self.alpha), false];
        between(x, Smooth::constant(1.0), kinks, cumulative_of_odds(self.alpha, self.beta, x))
    }
    #[inline]
    fn support(&self) -> (f64, f64) {
        (0.0, f64::INFINITY)
    }
}

impl<D: Number> BetaPrime<Smooth<D>> {
    #[inline(always)]
    fn inverse(&self, p: Smooth<D>) -> Smooth<D> {
        moving_quantile(self, p, |lane, p| quantile_of_odds(self.alpha.0.primal(lane), self.beta.0.primal(lane), p))
    }
}

impl<D: Number> Pathwise<D> for BetaPrime<Smooth<D>> {
    type Value = Smooth<D>;
    #[inline(always)]
    fn path<G: Generator>(&self, noise: &mut Noise<'_, G>) -> Smooth<D> {
        exp_in_range(beta::draw_logit(self.alpha, self.beta, noise))
    }
}

impl<D: Number> Redraw<D> for BetaPrime<Smooth<D>> {
    #[inline]
    fn redraw(&self, x: Smooth<D>) -> Smooth<D> {
        exp_in_range(beta::redrawn_logit(self.alpha, self.beta, x.ln()))
    }
}
