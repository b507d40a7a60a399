//! The normal-inverse Gaussian distribution.

use super::{Density, InverseGaussian, density, drawn_pathwise, family, finite, positive, require};
use crate::source::{Generator, Noise, Pathwise};
use crate::special::bessel_k::ln_k1_scaled;
use crate::{Error, Join, Lift, Number, Real, Smooth};
use std::f64::consts::PI;

/// The normal-inverse Gaussian distribution with location 0 and scale 1: a normal distribution whose variance, and with
/// it the mean, is drawn from an inverse Gaussian distribution.
///
/// # Density
/// p(x) = alpha K₁(alpha q) exp(γ + beta x)/(π q) with q = sqrt(1 + x²) and γ = sqrt(alpha² - beta²), for every real x.
///
/// # Gradient
/// x = beta v + sqrt(v) z with z ~ N(0, 1) and v ~ InverseGaussian(1/γ, 1) (Barndorff-Nielsen 1997,
/// <https://doi.org/10.1111/1467-9469.00045>): pathwise, explicit in z, beta and v, implicit in how v moves
/// (Figurnov, Mohamed and Mnih 2018, <https://doi.org/10.48550/arXiv.1805.08498>). A location and a scale are explicit:
/// `mu + delta * x` has the parameters alpha/delta and beta/delta.
///
/// There is no closed distribution function, and none is given.
///
/// # Example
/// ```
/// use stochastic_grad::prelude::*;
///
/// let change = NormalInverseGaussian::new(2.0, 0.7)?;
/// let x = change.sample(&mut StdRng::seed_from_u64(1));
/// assert!(x.is_finite());
/// assert!((change.mean() - 0.7 / (4.0_f64 - 0.49).sqrt()).abs() < 1e-15);
/// assert!((change.ln_pdf(0.5) - -0.6123767577319058).abs() < 1e-15);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NormalInverseGaussian<T = f64> {
    alpha: T,
    beta: T,
}

family!(NormalInverseGaussian { alpha, beta });
drawn_pathwise!(NormalInverseGaussian -> []);
density! {
    /// ln of the density at `x`.
    NormalInverseGaussian { alpha, beta }
}

impl<T: Real> NormalInverseGaussian<T> {
    /// A distribution with a finite steepness `alpha > 0` and a finite asymmetry `beta`, `|beta| < alpha`.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] where a bound is violated.
    #[inline(always)]
    pub fn new<A, B>(alpha: A, beta: B) -> Result<Self, Error>
    where
        A: Join<B, Out = T> + Lift<T>,
        B: Lift<T>,
    {
        let (alpha, beta): (T, T) = (alpha.lift(), beta.lift());
        positive(alpha, "NormalInverseGaussian", "alpha")?;
        finite(beta, "NormalInverseGaussian", "beta")?;
        let (a, b) = (alpha.smooth(), beta.smooth());
        require(a - b, |v| v > 0.0, "NormalInverseGaussian", "alpha - beta", "> 0")?;
        require(a + b, |v| v > 0.0, "NormalInverseGaussian", "alpha + beta", "> 0")?;
        Ok(NormalInverseGaussian { alpha, beta })
    }

    /// The steepness of the tails.
    #[inline]
    pub fn alpha(&self) -> T {
        self.alpha
    }

    /// The asymmetry.
    #[inline]
    pub fn beta(&self) -> T {
        self.beta
    }

    /// The mean, beta/γ.
    #[inline]
    pub fn mean(&self) -> T {
        T::leave(self.beta.smooth() / self.smooth().gamma())
    }

    /// The variance, alpha²/γ³.
    #[inline]
    pub fn variance(&self) -> T {
        let gamma = self.smooth().gamma();
        let ratio = self.alpha.smooth() / gamma;
        T::leave(ratio * ratio / gamma)
    }
}

impl<D: Number> NormalInverseGaussian<Smooth<D>> {
    /// sqrt(alpha² - beta²)
    #[inline]
    fn gamma(&self) -> Smooth<D> {
        (self.alpha - self.beta).sqrt() * (self.alpha + self.beta).sqrt()
    }
}

impl<D: Number> Density<D> for NormalInverseGaussian<Smooth<D>> {
    #[inline(always)]
    fn ln_density(&self, x: Smooth<D>) -> Smooth<D> {
        let (alpha, beta, gamma) = (self.alpha, self.beta, self.gamma());
        let q = Smooth(x.0.unary(crate::number::rules::Hypot1));
        // γ + beta x - alpha q without cancellation
        let distance = alpha * x - beta * q;
        let exponent = -distance * (distance / (alpha * q - beta * x + gamma));
        (alpha / PI).ln() + Smooth(ln_k1_scaled((alpha * q).0)) + exponent - q.ln()
    }
}

impl<D: Number> Pathwise<D> for NormalInverseGaussian<Smooth<D>> {
    type Value = Smooth<D>;
    #[inline(always)]
    fn path<G: Generator>(&self, noise: &mut Noise<'_, G>) -> Smooth<D> {
        let v = InverseGaussian::standard(1.0 / self.gamma()).path(noise);
        self.beta * v + v.sqrt() * noise.normal()
    }
}
