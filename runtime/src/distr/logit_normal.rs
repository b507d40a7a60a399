//! The logit-normal distribution.

use super::{
    Cumulative, Density, Redraw, between, cumulative, density, drawn_pathwise, family, finite, not_negative,
    open_sigmoid, quantile, supported, unit_margin,
};
use crate::source::{Generator, Noise, Pathwise};
use crate::{Error, Join, Lift, Number, Real, Smooth};

/// The logit-normal distribution: ln(x / (1 - x)) is N(mu, sigma²). Its moments and its entropy have no closed form.
///
/// # Density
/// p(x) = exp(-(logit(x) - mu)² / (2 sigma²)) / (x (1 - x) sigma sqrt(2π)), for 0 < x < 1.
///
/// # Gradient
/// x = 1 / (1 + exp(-mu - sigma z)) with z ~ N(0, 1): pathwise, explicit (Kingma and Welling 2014,
/// <https://doi.org/10.48550/arXiv.1312.6114>). A draw that would round to 0 or 1 is the nearest number inside, and its
/// derivative is such that ln x, ln(1 - x) and logit(x) have the derivatives of the unrounded draw.
///
/// # Example
/// ```
/// use stochastic_grad::prelude::*;
///
/// let share = LogitNormal::new(0.25, 1.5)?;
/// let x = share.sample(&mut StdRng::seed_from_u64(1));
/// assert!(0.0 < x && x < 1.0);
/// assert!((share.cdf(0.5) - 0.43381616738909634).abs() < 1e-15);
/// assert!((share.ln_pdf(0.5) - 0.04800183091816461).abs() < 1e-15);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LogitNormal<T = f64> {
    mu: T,
    sigma: T,
}

family!(LogitNormal { mu, sigma });
drawn_pathwise!(LogitNormal);
density! {
    /// ln of the density at `x`: minus infinity at a constant x outside (0, 1), an error at a smooth one; NaN where
    /// sigma = 0, which has no density.
    LogitNormal { mu, sigma }
}
cumulative! {
    /// The distribution function, Φ((logit(x) - mu)/sigma) between 0 and 1; NaN where sigma = 0.
    LogitNormal { mu, sigma }
}
quantile! {
    /// The quantile, 1 / (1 + exp(-mu - sigma Φ⁻¹(p))), for 0 <= p <= 1.
    LogitNormal { mu, sigma }
}

impl<T: Real> LogitNormal<T> {
    /// A logit-normal distribution with a finite `mu` and a finite `sigma >= 0`, the mean and the standard deviation of
    /// logit(x).
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] where a parameter violates its bound.
    #[inline(always)]
    pub fn new<A, B>(mu: A, sigma: B) -> Result<Self, Error>
    where
        A: Join<B, Out = T> + Lift<T>,
        B: Lift<T>,
    {
        let (mu, sigma) = (mu.lift(), sigma.lift());
        finite(mu, "LogitNormal", "mu")?;
        not_negative(sigma, "LogitNormal", "sigma")?;
        Ok(LogitNormal { mu, sigma })
    }

    /// The mean of logit(x).
    #[inline]
    pub fn mu(&self) -> T {
        self.mu
    }

    /// The standard deviation of logit(x).
    #[inline]
    pub fn sigma(&self) -> T {
        self.sigma
    }
}

impl<D: Number> Density<D> for LogitNormal<Smooth<D>> {
    #[inline(always)]
    fn ln_density(&self, x: Smooth<D>) -> Smooth<D> {
        let z = (x.logit() - self.mu) / self.sigma;
        let inside = -0.5 * z * z - x.ln() - (-x).ln_1p() - self.sigma.ln() - 0.918_938_533_204_672_8;
        supported("LogitNormal", x, unit_margin(x), Smooth::constant(f64::NEG_INFINITY), inside)
    }
}

impl<D: Number> Cumulative<D> for LogitNormal<Smooth<D>> {
    #[inline]
    fn cumulative(&self, x: Smooth<D>) -> (Smooth<D>, Smooth<D>) {
        let z = (x.logit() - self.mu) / self.sigma;
        between(x, 1.0 - x, [false; 2], (z.normal_cdf(), (-z).normal_cdf()))
    }
    #[inline]
    fn support(&self) -> (f64, f64) {
        (0.0, 1.0)
    }
}

impl<D: Number> LogitNormal<Smooth<D>> {
    #[inline(always)]
    fn inverse(&self, p: Smooth<D>) -> Smooth<D> {
        (self.mu + self.sigma * p.normal_quantile()).sigmoid()
    }
}

impl<D: Number> Pathwise<D> for LogitNormal<Smooth<D>> {
    type Value = Smooth<D>;
    #[inline(always)]
    fn path<G: Generator>(&self, noise: &mut Noise<'_, G>) -> Smooth<D> {
        open_sigmoid(self.mu + self.sigma * noise.normal())
    }
}

impl<D: Number> Redraw<D> for LogitNormal<Smooth<D>> {
    #[inline]
    fn redraw(&self, x: Smooth<D>) -> Smooth<D> {
        let z = ((x.logit() - self.mu) / self.sigma).frozen();
        open_sigmoid(self.mu + self.sigma * z)
    }
}
