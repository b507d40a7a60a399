//! The Laplace distribution.

use super::{
    Cumulative, Density, Redraw, StandardExp, cumulative, density, drawn_pathwise, family, finite, positive, quantile,
};
use crate::source::{Generator, Noise, Pathwise};
use crate::{Error, Join, Lift, Number, Real, Smooth};
use rand::distr::Distribution;
use rand::{Rng, RngExt};

/// The Laplace distribution, two exponential distributions back to back.
///
/// # Density
/// p(x) = exp(-|x - location| / scale) / (2 scale), for every real x.
///
/// # Gradient
/// x = location + scale s e with a fair sign s and e ~ Exp(1): pathwise, explicit.
///
/// # Example
/// ```
/// use stochastic_grad::prelude::*;
///
/// let noise = Laplace::new(0.4, 0.9)?;
/// let x = noise.sample(&mut StdRng::seed_from_u64(1));
/// assert!(x.is_finite());
/// assert_eq!(noise.mean(), 0.4);
/// assert!((noise.ln_pdf(0.4) - -0.587786664902119).abs() < 1e-15);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Laplace<T = f64> {
    location: T,
    scale: T,
}

family!(Laplace { location, scale });
drawn_pathwise!(Laplace);
density! {
    /// ln of the density at `x`. It has a kink at the location, so a Hessian through it is an error unless x and the
    /// location are constants.
    Laplace { location, scale }
}

cumulative! {
    /// The distribution function, exp(z)/2 for z = (x - location)/scale < 0, else 1 - exp(-z)/2.
    ///
    /// Its derivative has a kink at the location and no jump, so a Hessian through it is right.
    Laplace { location, scale }
}
quantile! {
    /// The quantile, location + scale ln(2p) for p < 1/2, else location - scale ln(2 - 2p), for 0 <= p <= 1 (infinite at
    /// both ends).
    Laplace { location, scale }
}

impl<T: Real> Laplace<T> {
    /// A Laplace distribution with a finite `location` and a finite `scale > 0`.
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
        finite(location, "Laplace", "location")?;
        positive(scale, "Laplace", "scale")?;
        Ok(Laplace { location, scale })
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

    /// The variance, 2 scale².
    #[inline]
    pub fn variance(&self) -> T {
        let scale = self.scale.smooth();
        T::leave(2.0 * scale * scale)
    }

    /// The entropy, 1 + ln(2 scale).
    #[inline]
    pub fn entropy(&self) -> T {
        T::leave(self.scale.smooth().ln() + 1.693_147_180_559_945_3)
    }
}

impl<D: Number> Density<D> for Laplace<Smooth<D>> {
    #[inline(always)]
    fn ln_density(&self, x: Smooth<D>) -> Smooth<D> {
        let difference = x - self.location;
        // What does not move stays on its side of the kink.
        let distance = if difference.0.is_constant() { Smooth(difference.0.abs()) } else { difference.abs() };
        -distance / self.scale - self.scale.ln() - std::f64::consts::LN_2
    }
}

impl<D: Number> Cumulative<D> for Laplace<Smooth<D>> {
    #[inline]
    fn cumulative(&self, x: Smooth<D>) -> (Smooth<D>, Smooth<D>) {
        let z = ((x - self.location) / self.scale).0;
        let zero = D::constant(0.0);
        let (below, above) = (0.5 * Smooth(z).exp(), 0.5 * Smooth(z.neg()).exp());
        let choose = |low: Smooth<D>, high: Smooth<D>| Smooth(D::select(zero.greater(z), low.0, high.0));
        (choose(below, 1.0 - above), choose(1.0 - below, above))
    }
}

impl<D: Number> Laplace<Smooth<D>> {
    #[inline(always)]
    fn inverse(&self, p: Smooth<D>) -> Smooth<D> {
        let half = D::constant(0.5);
        let (low, high) = ((2.0 * p).ln(), -(2.0 * (1.0 - p)).ln());
        self.location + self.scale * Smooth(D::select(half.greater(p.0), low.0, high.0))
    }
}

impl<D: Number> Pathwise<D> for Laplace<Smooth<D>> {
    type Value = Smooth<D>;
    #[inline(always)]
    fn path<G: Generator>(&self, noise: &mut Noise<'_, G>) -> Smooth<D> {
        self.location + self.scale * noise.still::<D::Base, _>(Standard)
    }
}

impl<D: Number> Redraw<D> for Laplace<Smooth<D>> {
    #[inline]
    fn redraw(&self, x: Smooth<D>) -> Smooth<D> {
        let z = ((x - self.location) / self.scale).frozen();
        self.location + self.scale * z
    }
}

/// The Laplace distribution with location 0 and scale 1.
struct Standard;
impl Distribution<f64> for Standard {
    #[inline(always)]
    fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        let e = StandardExp.sample(rng);
        if rng.random() { e } else { -e }
    }
}
