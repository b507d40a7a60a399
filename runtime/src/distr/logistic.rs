//! The logistic distribution.

use super::{Cumulative, Density, Redraw, cumulative, density, drawn_pathwise, family, finite, positive, quantile};
use crate::source::{Generator, Noise, Pathwise, Still};
use crate::{Error, Join, Lift, Number, Real, Smooth};

/// The logistic distribution, whose distribution function is the logistic function.
///
/// # Density
/// p(x) = exp(-z) / (scale (1 + exp(-z))²) with z = (x - location) / scale, for every real x.
///
/// # Gradient
/// x = location + scale ln(u / (1 - u)) with u uniform on (0, 1): pathwise, explicit, by inversion (Devroye 1986,
/// <https://doi.org/10.1007/978-1-4613-8643-8>).
///
/// # Example
/// ```
/// use stochastic_grad::prelude::*;
///
/// let logistic = Logistic::new(-0.6, 0.8)?;
/// let x = logistic.sample(&mut StdRng::seed_from_u64(1));
/// assert!(x.is_finite());
/// assert_eq!(logistic.mean(), -0.6);
/// assert!((logistic.ln_pdf(-0.6) - -1.163150809805681).abs() < 1e-15);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Logistic<T = f64> {
    location: T,
    scale: T,
}

family!(Logistic { location, scale });
drawn_pathwise!(Logistic);
density! {
    /// ln of the density at `x`.
    Logistic { location, scale }
}

cumulative! {
    /// The distribution function, 1 / (1 + exp(-z)) with z = (x - location)/scale.
    Logistic { location, scale }
}
quantile! {
    /// The quantile, location + scale ln(p/(1 - p)), for 0 <= p <= 1 (infinite at both ends).
    Logistic { location, scale }
}

impl<T: Real> Logistic<T> {
    /// A logistic distribution with a finite `location` and a finite `scale > 0`.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] where a parameter violates its bound.
    #[inline(always)]
    pub fn new<A, B>(location: A, scale: B) -> Result<Self, Error>
    where
        A: Join<B, Out = T> + Lift<T>,
        B: Lift<T>,
    {
        let (location, scale) = (location.lift(), scale.lift());
        finite(location, "Logistic", "location")?;
        positive(scale, "Logistic", "scale")?;
        Ok(Logistic { location, scale })
    }

    /// The location.
    #[inline]
    pub fn location(&self) -> T {
        self.location
    }

    /// The scale.
    #[inline]
    pub fn scale(&self) -> T {
        self.scale
    }

    /// The mean, which is the location.
    #[inline]
    pub fn mean(&self) -> T {
        self.location
    }

    /// The variance, scale² π²/3.
    #[inline]
    pub fn variance(&self) -> T {
        let scale = self.scale.smooth();
        T::leave(scale * scale * (std::f64::consts::PI * std::f64::consts::PI / 3.0))
    }

    /// The entropy, ln(scale) + 2.
    #[inline]
    pub fn entropy(&self) -> T {
        T::leave(self.scale.smooth().ln() + 2.0)
    }
}

impl<D: Number> Density<D> for Logistic<Smooth<D>> {
    #[inline(always)]
    fn ln_density(&self, x: Smooth<D>) -> Smooth<D> {
        let z = (x - self.location) / self.scale;
        z.ln_sigmoid() + (-z).ln_sigmoid() - self.scale.ln()
    }
}

impl<D: Number> Cumulative<D> for Logistic<Smooth<D>> {
    #[inline]
    fn cumulative(&self, x: Smooth<D>) -> (Smooth<D>, Smooth<D>) {
        let z = (x - self.location) / self.scale;
        (z.sigmoid(), (-z).sigmoid())
    }
}

impl<D: Number> Logistic<Smooth<D>> {
    #[inline(always)]
    fn inverse(&self, p: Smooth<D>) -> Smooth<D> {
        self.location + self.scale * p.logit()
    }
}

impl<D: Number> Pathwise<D> for Logistic<Smooth<D>> {
    type Value = Smooth<D>;
    #[inline(always)]
    fn path<G: Generator>(&self, noise: &mut Noise<'_, G>) -> Smooth<D> {
        self.location + self.scale * standard(noise.uniform())
    }
}

impl<D: Number> Redraw<D> for Logistic<Smooth<D>> {
    #[inline]
    fn redraw(&self, x: Smooth<D>) -> Smooth<D> {
        let z = ((x - self.location) / self.scale).frozen();
        self.location + self.scale * z
    }
}

/// The logistic distribution with location 0 and scale 1, from a uniform number.
#[inline]
pub(super) fn standard<B: Number<Base = B>>(u: Still<B>) -> Still<B> {
    u.map(|u| u.div(u.rsub_f64(1.0))).ln()
}
