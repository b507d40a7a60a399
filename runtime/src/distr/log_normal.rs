//! The log-normal distribution.

use super::{
    Cumulative, Density, Redraw, between, cumulative, density, drawn_pathwise, family, finite, not_negative,
    on_half_line, quantile,
};
use crate::source::{Generator, Noise, Pathwise};
use crate::{Error, Join, Lift, Number, Real, Smooth};

/// The log-normal distribution: ln x is N(mu, sigma²).
///
/// # Density
/// p(x) = exp(-(ln x - mu)² / (2 sigma²)) / (x sigma sqrt(2π)), for x > 0.
///
/// # Gradient
/// x = exp(mu + sigma z) with z ~ N(0, 1): pathwise, explicit (Kingma and Welling 2014,
/// <https://doi.org/10.48550/arXiv.1312.6114>).
///
/// # Example
/// ```
/// use stochastic_grad::prelude::*;
///
/// let income = LogNormal::new(0.2, 0.5)?;
/// let x = income.sample(&mut StdRng::seed_from_u64(1));
/// assert!(x > 0.0);
/// assert!((income.mean() - 1.3840306459807514).abs() < 1e-15);
/// assert!((income.ln_pdf(1.0) - -0.3057913526447273).abs() < 1e-15);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LogNormal<T = f64> {
    mu: T,
    sigma: T,
}

family!(LogNormal { mu, sigma });
drawn_pathwise!(LogNormal);
density! {
    /// ln of the density at `x`: minus infinity at a constant x <= 0, an error at a smooth one; NaN where sigma = 0,
    /// which has no density.
    LogNormal { mu, sigma }
}

cumulative! {
    /// The distribution function, Φ((ln x - mu)/sigma), and 0 for x <= 0; NaN where sigma = 0.
    LogNormal { mu, sigma }
}
quantile! {
    /// The quantile, exp(mu + sigma Φ⁻¹(p)), for 0 <= p <= 1 (infinite at 1).
    LogNormal { mu, sigma }
}

impl<T: Real> LogNormal<T> {
    /// A log-normal distribution with a finite `mu` and a finite `sigma >= 0`, the mean and the standard deviation of ln x.
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
        finite(mu, "LogNormal", "mu")?;
        not_negative(sigma, "LogNormal", "sigma")?;
        Ok(LogNormal { mu, sigma })
    }

    /// The mean of ln x.
    #[inline]
    pub fn mu(&self) -> T {
        self.mu
    }

    /// The standard deviation of ln x.
    #[inline]
    pub fn sigma(&self) -> T {
        self.sigma
    }

    /// The mean, exp(mu + sigma²/2).
    #[inline]
    pub fn mean(&self) -> T {
        let (mu, sigma) = (self.mu.smooth(), self.sigma.smooth());
        T::leave((mu + 0.5 * sigma * sigma).exp())
    }

    /// The variance, (exp(sigma²) - 1) exp(2 mu + sigma²).
    #[inline]
    pub fn variance(&self) -> T {
        let (mu, sigma) = (self.mu.smooth(), self.sigma.smooth());
        let square = sigma * sigma;
        T::leave(square.exp_m1() * (2.0 * mu + square).exp())
    }

    /// The entropy, mu + ln(sigma) + (1 + ln 2π)/2.
    #[inline]
    pub fn entropy(&self) -> T {
        T::leave(self.mu.smooth() + self.sigma.smooth().ln() + 1.418_938_533_204_673)
    }
}

impl<D: Number> Density<D> for LogNormal<Smooth<D>> {
    #[inline(always)]
    fn ln_density(&self, x: Smooth<D>) -> Smooth<D> {
        let ln_x = x.ln();
        let z = (ln_x - self.mu) / self.sigma;
        let inside = -0.5 * z * z - ln_x - self.sigma.ln() - 0.918_938_533_204_672_8;
        on_half_line("LogNormal", x, Smooth::constant(f64::NEG_INFINITY), inside)
    }
}

impl<D: Number> Cumulative<D> for LogNormal<Smooth<D>> {
    #[inline]
    fn cumulative(&self, x: Smooth<D>) -> (Smooth<D>, Smooth<D>) {
        let z = (x.ln() - self.mu) / self.sigma;
        between(x, Smooth::constant(1.0), [false; 2], (z.normal_cdf(), (-z).normal_cdf()))
    }
    #[inline]
    fn support(&self) -> (f64, f64) {
        (0.0, f64::INFINITY)
    }
}

impl<D: Number> LogNormal<Smooth<D>> {
    #[inline(always)]
    fn inverse(&self, p: Smooth<D>) -> Smooth<D> {
        (self.mu + self.sigma * p.normal_quantile()).exp()
    }
}

impl<D: Number> Pathwise<D> for LogNormal<Smooth<D>> {
    type Value = Smooth<D>;
    #[inline(always)]
    fn path<G: Generator>(&self, noise: &mut Noise<'_, G>) -> Smooth<D> {
        (self.mu + self.sigma * noise.normal()).exp()
    }
}

impl<D: Number> Redraw<D> for LogNormal<Smooth<D>> {
    #[inline]
    fn redraw(&self, x: Smooth<D>) -> Smooth<D> {
        let z = ((x.ln() - self.mu) / self.sigma).frozen();
        (self.mu + self.sigma * z).exp()
    }
}
