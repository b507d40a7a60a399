//! The normal distribution.

use super::{
    Cumulative, Density, Independent, Redraw, cumulative, density, drawn_pathwise, family, finite, invalid,
    not_negative, quantile,
};
use crate::source::{Generator, Noise, Pathwise};
use crate::{Error, Join, Lift, Number, Real, Smooth};

/// The normal distribution N(mean, std_dev²).
///
/// # Density
/// p(x) = exp(-(x - mean)² / (2 std_dev²)) / (std_dev sqrt(2π)), for every real x.
///
/// # Gradient
/// x = mean + std_dev z with z ~ N(0, 1): pathwise, explicit (Kingma and Welling 2014,
/// <https://doi.org/10.48550/arXiv.1312.6114>).
///
/// # Example
/// ```
/// use stochastic_grad::prelude::*;
///
/// let normal = Normal::new(2.0, 3.0)?;
/// let x = normal.sample(&mut StdRng::seed_from_u64(1));
/// assert!(x.is_finite());
/// assert_eq!(normal.variance(), 9.0);
/// assert!((normal.ln_pdf(2.0) - -2.0175508218727822).abs() < 1e-15);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Normal<T = f64> {
    mean: T,
    std_dev: T,
}

family!(Normal { mean, std_dev });
drawn_pathwise!(Normal);
density! {
    /// ln of the density at `x`; NaN where std_dev = 0, which has no density.
    Normal { mean, std_dev }
}
cumulative! {
    /// The distribution function, Φ((x - mean)/std_dev); NaN where std_dev = 0.
    Normal { mean, std_dev }
}
quantile! {
    /// The quantile, mean + std_dev Φ⁻¹(p), for 0 <= p <= 1 (infinite at both ends).
    Normal { mean, std_dev }
}

impl<T: Real> Normal<T> {
    /// A normal distribution with a finite `mean` and a finite standard deviation `std_dev >= 0`.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] where a parameter violates its bound.
    #[inline(always)]
    pub fn new<A, B>(mean: A, std_dev: B) -> Result<Self, Error>
    where
        A: Join<B, Out = T> + Lift<T>,
        B: Lift<T>,
    {
        let (mean, std_dev) = (mean.lift(), std_dev.lift());
        finite(mean, "Normal", "mean")?;
        not_negative(std_dev, "Normal", "std_dev")?;
        Ok(Normal { mean, std_dev })
    }

    /// Independent normal distributions with these means and standard deviations, of which there must be as many.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] where a parameter violates its bound, [`Error::LengthMismatch`] where the numbers of
    /// means and standard deviations differ.
    pub fn diagonal<A, B>(mean: &[A], std_dev: &[B]) -> Result<Independent<Self>, Error>
    where
        A: Join<B, Out = T> + Lift<T>,
        B: Copy + Lift<T>,
    {
        if mean.len() != std_dev.len() {
            let (expected, found) = (mean.len(), std_dev.len());
            return Err(invalid::<T>(Error::LengthMismatch { what: "Normal::diagonal", expected, found }));
        }
        let parts = mean.iter().zip(std_dev).map(|(mean, std_dev)| Normal::new(*mean, *std_dev));
        Ok(Independent::new(parts.collect::<Result<_, _>>()?))
    }

    /// The mean.
    #[inline]
    pub fn mean(&self) -> T {
        self.mean
    }

    /// The standard deviation.
    #[inline]
    pub fn std_dev(&self) -> T {
        self.std_dev
    }

    /// The variance, std_dev².
    #[inline]
    pub fn variance(&self) -> T {
        let s = self.std_dev.smooth();
        T::leave(s * s)
    }

    /// The entropy, ln(std_dev) + (1 + ln 2π)/2.
    #[inline]
    pub fn entropy(&self) -> T {
        T::leave(self.std_dev.smooth().ln() + 1.418_938_533_204_673)
    }
}

impl<D: Number> Density<D> for Normal<Smooth<D>> {
    #[inline(always)]
    fn ln_density(&self, x: Smooth<D>) -> Smooth<D> {
        let z = (x - self.mean) / self.std_dev;
        -0.5 * z * z - self.std_dev.ln() - 0.918_938_533_204_672_8
    }
}

impl<D: Number> Cumulative<D> for Normal<Smooth<D>> {
    #[inline]
    fn cumulative(&self, x: Smooth<D>) -> (Smooth<D>, Smooth<D>) {
        let z = (x - self.mean) / self.std_dev;
        (z.normal_cdf(), (-z).normal_cdf())
    }
}

impl<D: Number> Normal<Smooth<D>> {
    #[inline(always)]
    fn inverse(&self, p: Smooth<D>) -> Smooth<D> {
        self.mean + self.std_dev * p.normal_quantile()
    }
}

impl<D: Number> Pathwise<D> for Normal<Smooth<D>> {
    type Value = Smooth<D>;
    #[inline(always)]
    fn path<G: Generator>(&self, noise: &mut Noise<'_, G>) -> Smooth<D> {
        self.mean + self.std_dev * noise.normal()
    }
}

impl<D: Number> Redraw<D> for Normal<Smooth<D>> {
    #[inline]
    fn redraw(&self, x: Smooth<D>) -> Smooth<D> {
        let z = ((x - self.mean) / self.std_dev).frozen();
        self.mean + self.std_dev * z
    }
}
