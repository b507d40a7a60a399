//! The Rayleigh distribution.

use super::{
    Cumulative, Density, Redraw, at_most, between, cumulative, density, drawn_pathwise, family, on_half_line, positive,
    quantile,
};
use crate::number::rules::Sqrt;
use crate::source::{Generator, Noise, Pathwise};
use crate::{Error, Number, Real, Smooth};

/// The Rayleigh distribution: the length of a vector of two draws from N(0, scale²).
///
/// # Density
/// p(x) = x exp(-x² / (2 scale²)) / scale², for x > 0.
///
/// # Gradient
/// x = scale sqrt(2e) with e ~ Exp(1): pathwise, explicit, by inversion (Devroye 1986,
/// <https://doi.org/10.1007/978-1-4613-8643-8>).
///
/// # Example
/// ```
/// use stochastic_grad::prelude::*;
///
/// let wind = Rayleigh::new(1.25)?;
/// let x = wind.sample(&mut StdRng::seed_from_u64(1));
/// assert!(x > 0.0);
/// assert!((wind.mean() - 1.5666426716443753).abs() < 1e-15);
/// assert!((wind.ln_pdf(0.75) - -0.9139691750802005).abs() < 1e-15);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rayleigh<T = f64> {
    scale: T,
}

family!(Rayleigh { scale });
drawn_pathwise!(Rayleigh);
density! {
    /// ln of the density at `x`: minus infinity at a constant x <= 0, an error at a smooth one.
    Rayleigh { scale }
}
cumulative! {
    /// The distribution function, 1 - exp(-x² / (2 scale²)), and 0 for x < 0.
    Rayleigh { scale }
}
quantile! {
    /// The quantile, scale sqrt(-2 ln(1 - p)), for 0 <= p <= 1 (infinite at 1).
    Rayleigh { scale }
}

impl<T: Real> Rayleigh<T> {
    /// A Rayleigh distribution with a finite `scale > 0`, the standard deviation of either coordinate.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] where the parameter violates its bound.
    #[inline(always)]
    pub fn new<A: Real<Own = T>>(scale: A) -> Result<Self, Error> {
        positive(scale, "Rayleigh", "scale")?;
        Ok(Rayleigh { scale: A::own(scale.smooth()) })
    }

    /// The scale, which is the mode.
    #[inline]
    pub fn scale(&self) -> T {
        self.scale
    }

    /// The mean, scale sqrt(π/2).
    #[inline]
    pub fn mean(&self) -> T {
        T::leave(self.scale.smooth() * 1.253_314_137_315_500_3)
    }

    /// The variance, scale² (2 - π/2).
    #[inline]
    pub fn variance(&self) -> T {
        let scale = self.scale.smooth();
        T::leave(scale * scale * 0.429_203_673_205_103_4)
    }

    /// The entropy, 1 + ln(scale/sqrt(2)) + γ/2 with Euler's constant γ = 0.577...
    #[inline]
    pub fn entropy(&self) -> T {
        T::leave(self.scale.smooth().ln() + 0.942_034_242_170_793_8)
    }
}

impl<D: Number> Density<D> for Rayleigh<Smooth<D>> {
    #[inline(always)]
    fn ln_density(&self, x: Smooth<D>) -> Smooth<D> {
        let z = x / self.scale;
        // An infinite x must not meet its own square.
        let inside = at_most(x, f64::MAX).ln() - 2.0 * self.scale.ln() - 0.5 * z * z;
        on_half_line("Rayleigh", x, Smooth::constant(f64::NEG_INFINITY), inside)
    }
}

impl<D: Number> Cumulative<D> for Rayleigh<Smooth<D>> {
    #[inline]
    fn cumulative(&self, x: Smooth<D>) -> (Smooth<D>, Smooth<D>) {
        let z = x / self.scale;
        let e = -0.5 * z * z;
        // The density has a kink at 0 and no jump.
        between(x, Smooth::constant(1.0), [false; 2], (-e.exp_m1(), e.exp()))
    }
    #[inline]
    fn support(&self) -> (f64, f64) {
        (0.0, f64::INFINITY)
    }
}

impl<D: Number> Rayleigh<Smooth<D>> {
    #[inline(always)]
    fn inverse(&self, p: Smooth<D>) -> Smooth<D> {
        self.scale * (-2.0 * (-p).ln_1p()).sqrt()
    }
}

impl<D: Number> Pathwise<D> for Rayleigh<Smooth<D>> {
    type Value = Smooth<D>;
    #[inline(always)]
    fn path<G: Generator>(&self, noise: &mut Noise<'_, G>) -> Smooth<D> {
        self.scale * noise.exponential::<D::Base>().map(|e| e.mul_f64(2.0).unary(Sqrt))
    }
}

impl<D: Number> Redraw<D> for Rayleigh<Smooth<D>> {
    #[inline]
    fn redraw(&self, x: Smooth<D>) -> Smooth<D> {
        self.scale * (x / self.scale).frozen()
    }
}
