//! The Gumbel distribution.

use super::{
    Cumulative, Density, EULER, Redraw, at_least, cumulative, density, drawn_pathwise, family, finite, positive,
    quantile,
};
use crate::source::{Generator, Noise, Pathwise};
use crate::{Error, Join, Lift, Number, Real, Smooth};

/// The Gumbel distribution, the limit law of the largest of many draws.
///
/// # Density
/// p(x) = exp(-z - exp(-z)) / scale with z = (x - location) / scale, for every real x.
///
/// # Gradient
/// x = location - scale ln(e) with e ~ Exp(1): pathwise, explicit, by inversion (Devroye 1986,
/// <https://doi.org/10.1007/978-1-4613-8643-8>).
///
/// # Example
/// ```
/// use stochastic_grad::prelude::*;
///
/// let flood = Gumbel::new(0.3, 0.9)?;
/// let x = flood.sample(&mut StdRng::seed_from_u64(1));
/// assert!(x.is_finite());
/// assert!((flood.mean() - 0.8194940984113796).abs() < 1e-15);
/// assert!((flood.ln_pdf(0.3) - -0.8946394843421738).abs() < 1e-15);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gumbel<T = f64> {
    location: T,
    scale: T,
}

family!(Gumbel { location, scale });
drawn_pathwise!(Gumbel);
density! {
    /// ln of the density at `x`.
    Gumbel { location, scale }
}

cumulative! {
    /// The distribution function, exp(-exp(-z)) with z = (x - location)/scale.
    Gumbel { location, scale }
}
quantile! {
    /// The quantile, location - scale ln(-ln p), for 0 <= p <= 1 (infinite at both ends).
    Gumbel { location, scale }
}

impl<T: Real> Gumbel<T> {
    /// A Gumbel distribution with a finite `location` and a finite `scale > 0`.
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
        finite(location, "Gumbel", "location")?;
        positive(scale, "Gumbel", "scale")?;
        Ok(Gumbel { location, scale })
    }

    /// The location, which is the mode.
    #[inline]
    pub fn location(&self) -> T {
        self.location
    }

    /// The scale.
    #[inline]
    pub fn scale(&self) -> T {
        self.scale
    }

    /// The mean, location + γ scale with Euler's constant γ = 0.577...
    #[inline]
    pub fn mean(&self) -> T {
        T::leave(self.location.smooth() + self.scale.smooth() * EULER)
    }

    /// The variance, scale² π²/6.
    #[inline]
    pub fn variance(&self) -> T {
        let scale = self.scale.smooth();
        T::leave(scale * scale * (std::f64::consts::PI * std::f64::consts::PI / 6.0))
    }

    /// The entropy, ln(scale) + γ + 1.
    #[inline]
    pub fn entropy(&self) -> T {
        T::leave(self.scale.smooth().ln() + (1.0 + EULER))
    }
}

impl<D: Number> Density<D> for Gumbel<Smooth<D>> {
    #[inline(always)]
    fn ln_density(&self, x: Smooth<D>) -> Smooth<D> {
        let z = (x - self.location) / self.scale;
        -z - (-z).exp() - self.scale.ln()
    }
}

impl<D: Number> Cumulative<D> for Gumbel<Smooth<D>> {
    #[inline]
    fn cumulative(&self, x: Smooth<D>) -> (Smooth<D>, Smooth<D>) {
        of_largest((x - self.location) / self.scale)
    }
}

/// exp(-exp(-z)) and its complement.
#[inline]
pub(super) fn of_largest<D: Number>(z: Smooth<D>) -> (Smooth<D>, Smooth<D>) {
    // Below -7 the first has underflowed together with its derivatives.
    let e = -(-at_least(z, -7.0)).exp();
    (e.exp(), -e.exp_m1())
}

impl<D: Number> Gumbel<Smooth<D>> {
    #[inline(always)]
    fn inverse(&self, p: Smooth<D>) -> Smooth<D> {
        self.location - self.scale * (-p.ln()).ln()
    }
}

impl<D: Number> Pathwise<D> for Gumbel<Smooth<D>> {
    type Value = Smooth<D>;
    #[inline(always)]
    fn path<G: Generator>(&self, noise: &mut Noise<'_, G>) -> Smooth<D> {
        self.location + self.scale * -noise.exponential().ln()
    }
}

impl<D: Number> Redraw<D> for Gumbel<Smooth<D>> {
    #[inline]
    fn redraw(&self, x: Smooth<D>) -> Smooth<D> {
        let z = ((x - self.location) / self.scale).frozen();
        self.location + self.scale * z
    }
}
