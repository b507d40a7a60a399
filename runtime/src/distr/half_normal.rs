//! The half-normal distribution.

use super::{
    Cumulative, Density, Redraw, above, cumulative, density, drawn_pathwise, family, on_half_line, positive, quantile,
};
use crate::source::{Generator, Noise, Pathwise};
use crate::{Error, Number, Real, Smooth};

/// The half-normal distribution: the absolute value of a draw from N(0, scale²).
///
/// # Density
/// p(x) = sqrt(2/π) exp(-x² / (2 scale²)) / scale, for x >= 0.
///
/// # Gradient
/// x = scale |z| with z ~ N(0, 1): pathwise, explicit (Kingma and Welling 2014,
/// <https://doi.org/10.48550/arXiv.1312.6114>).
///
/// # Example
/// ```
/// use stochastic_grad::prelude::*;
///
/// let error = HalfNormal::new(0.7)?;
/// let x = error.sample(&mut StdRng::seed_from_u64(1));
/// assert!(x > 0.0);
/// assert!((error.mean() - 0.5585191925620057).abs() < 1e-15);
/// assert_eq!(error.ln_pdf(-1.0), f64::NEG_INFINITY);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HalfNormal<T = f64> {
    scale: T,
}

family!(HalfNormal { scale });
drawn_pathwise!(HalfNormal);
density! {
    /// ln of the density at `x`: minus infinity at a constant x < 0, an error at a smooth x <= 0.
    HalfNormal { scale }
}

cumulative! {
    /// The distribution function, erf(x / (scale sqrt(2))), and 0 for x < 0.
    HalfNormal { scale }
}
quantile! {
    /// The quantile, scale Φ⁻¹((1 + p)/2), for 0 <= p <= 1 (infinite at 1).
    HalfNormal { scale }
}

impl<T: Real> HalfNormal<T> {
    /// A half-normal distribution with a finite `scale > 0`, the standard deviation of the whole normal distribution.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] where the parameter violates its bound.
    #[inline(always)]
    pub fn new<A: Real<Own = T>>(scale: A) -> Result<Self, Error> {
        positive(scale, "HalfNormal", "scale")?;
        Ok(HalfNormal { scale: A::own(scale.smooth()) })
    }

    /// The scale: the standard deviation of the whole normal distribution.
    #[inline]
    pub fn scale(&self) -> T {
        self.scale
    }

    /// The mean, scale sqrt(2/π).
    #[inline]
    pub fn mean(&self) -> T {
        T::leave(self.scale.smooth() * 0.797_884_560_802_865_4)
    }

    /// The variance, scale² (1 - 2/π).
    #[inline]
    pub fn variance(&self) -> T {
        let scale = self.scale.smooth();
        T::leave(scale * scale * 0.363_380_227_632_418_7)
    }

    /// The entropy, ln(scale) + (1 + ln(π/2))/2.
    #[inline]
    pub fn entropy(&self) -> T {
        T::leave(self.scale.smooth().ln() + 0.725_791_352_644_727_4)
    }
}

impl<D: Number> Density<D> for HalfNormal<Smooth<D>> {
    #[inline(always)]
    fn ln_density(&self, x: Smooth<D>) -> Smooth<D> {
        let z = x / self.scale;
        let inside = -0.5 * z * z - self.scale.ln() - 0.225_791_352_644_727_44;
        on_half_line("HalfNormal", x, inside, inside)
    }
}

impl<D: Number> Cumulative<D> for HalfNormal<Smooth<D>> {
    #[inline]
    fn cumulative(&self, x: Smooth<D>) -> (Smooth<D>, Smooth<D>) {
        let z = x / self.scale;
        above(0.0, x, ((z * std::f64::consts::FRAC_1_SQRT_2).erf(), 2.0 * (-z).normal_cdf()))
    }
    #[inline]
    fn support(&self) -> (f64, f64) {
        (0.0, f64::INFINITY)
    }
}

impl<D: Number> HalfNormal<Smooth<D>> {
    #[inline(always)]
    fn inverse(&self, p: Smooth<D>) -> Smooth<D> {
        self.scale * p.half_normal_quantile()
    }
}

impl<D: Number> Pathwise<D> for HalfNormal<Smooth<D>> {
    type Value = Smooth<D>;
    #[inline(always)]
    fn path<G: Generator>(&self, noise: &mut Noise<'_, G>) -> Smooth<D> {
        self.scale * noise.normal().map(D::Base::abs)
    }
}

impl<D: Number> Redraw<D> for HalfNormal<Smooth<D>> {
    #[inline]
    fn redraw(&self, x: Smooth<D>) -> Smooth<D> {
        self.scale * (x / self.scale).frozen()
    }
}
