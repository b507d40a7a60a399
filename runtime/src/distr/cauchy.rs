//! The Cauchy distribution.

use super::{
    Cumulative, Density, Redraw, cumulative, density, drawn_pathwise, family, finite, positive, probability, quantile,
};
use crate::source::{Generator, Noise, Pathwise};
use crate::{Error, Join, Lift, Number, Real, Smooth};
use rand::distr::{Distribution, Open01};
use std::f64::consts::PI;

/// The Cauchy distribution. Its tails are so heavy that it has neither a mean nor a variance, hence no such methods.
///
/// # Density
/// p(x) = 1 / (π scale (1 + z²)) with z = (x - median) / scale, for every real x.
///
/// # Gradient
/// x = median + scale tan(π (u - 1/2)) with u uniform on (0, 1): pathwise, explicit, by inversion (Devroye 1986,
/// <https://doi.org/10.1007/978-1-4613-8643-8>). The gradient of E[f(x)] exists where f grows slowly enough.
///
/// # Example
/// ```
/// use stochastic_grad::prelude::*;
///
/// let cauchy = Cauchy::new(0.7, 1.2)?;
/// let x = cauchy.sample(&mut StdRng::seed_from_u64(1));
/// assert!(x.is_finite());
/// assert_eq!(cauchy.median(), 0.7);
/// assert!((cauchy.ln_pdf(0.7) - -1.3270514426433547).abs() < 1e-15);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cauchy<T = f64> {
    median: T,
    scale: T,
}

family!(Cauchy { median, scale });
drawn_pathwise!(Cauchy);
density! {
    /// ln of the density at `x`.
    Cauchy { median, scale }
}

cumulative! {
    /// The distribution function, 1/2 + atan((x - median)/scale)/π.
    Cauchy { median, scale }
}
quantile! {
    /// The quantile, median + scale tan(π (p - 1/2)), for 0 <= p <= 1 (infinite at both ends).
    Cauchy { median, scale }
}

impl<T: Real> Cauchy<T> {
    /// A Cauchy distribution with a finite `median` and a finite `scale > 0`.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] where a parameter violates its bound.
    #[inline(always)]
    pub fn new<A, B>(median: A, scale: B) -> Result<Self, Error>
    where
        A: Join<B, Out = T> + Lift<T>,
        B: Lift<T>,
    {
        let (median, scale) = (median.lift(), scale.lift());
        finite(median, "Cauchy", "median")?;
        positive(scale, "Cauchy", "scale")?;
        Ok(Cauchy { median, scale })
    }

    /// The median.
    #[inline]
    pub fn median(&self) -> T {
        self.median
    }

    /// The scale, half the distance between the quartiles.
    #[inline]
    pub fn scale(&self) -> T {
        self.scale
    }

    /// The entropy, ln(4π scale).
    #[inline]
    pub fn entropy(&self) -> T {
        T::leave(self.scale.smooth().ln() + 2.531_024_246_969_291)
    }
}

impl<D: Number> Density<D> for Cauchy<Smooth<D>> {
    #[inline(always)]
    fn ln_density(&self, x: Smooth<D>) -> Smooth<D> {
        let z = (x - self.median) / self.scale;
        // hypot, because z² may overflow
        -2.0 * z.hypot1().ln() - self.scale.ln() - 1.144_729_885_849_400_2
    }
}

impl<D: Number> Cumulative<D> for Cauchy<Smooth<D>> {
    #[inline]
    fn cumulative(&self, x: Smooth<D>) -> (Smooth<D>, Smooth<D>) {
        let difference = x - self.median;
        (below(difference, self.scale), below(-difference, self.scale))
    }
}

/// The distribution function; far below the median by the inverse tangent of 1/z, where nothing cancels.
#[inline]
fn below<D: Number>(difference: Smooth<D>, scale: Smooth<D>) -> Smooth<D> {
    let z = difference / scale;
    let (near, far) = (0.5 + z.atan() / PI, -(scale / difference).atan() / PI);
    Smooth(D::select(D::constant(-1.0).greater(z.0), far.0, near.0))
}

impl<D: Number> Cauchy<Smooth<D>> {
    #[inline(always)]
    fn inverse(&self, p: Smooth<D>) -> Smooth<D> {
        let p = probability(p);
        let middle = (PI * (p - 0.5)).tan();
        let (low, high) = (-1.0 / (PI * p).tan(), 1.0 / (PI * (1.0 - p)).tan());
        let lower = D::select(D::constant(0.25).greater(p.0), low.0, middle.0);
        self.median + self.scale * Smooth(D::select(p.0.greater(D::constant(0.75)), high.0, lower))
    }
}

impl<D: Number> Pathwise<D> for Cauchy<Smooth<D>> {
    type Value = Smooth<D>;
    #[inline(always)]
    fn path<G: Generator>(&self, noise: &mut Noise<'_, G>) -> Smooth<D> {
        self.median + self.scale * noise.still::<D::Base, _>(Open01.map(standard))
    }
}

impl<D: Number> Redraw<D> for Cauchy<Smooth<D>> {
    #[inline]
    fn redraw(&self, x: Smooth<D>) -> Smooth<D> {
        let z = ((x - self.median) / self.scale).frozen();
        self.median + self.scale * z
    }
}

/// tan(π (u - 1/2)): near the ends, where the tangent would magnify the rounding of π, by the cotangent of the
/// distance from the end.
#[inline]
fn standard(u: f64) -> f64 {
    let t = u - 0.5;
    let size = if t.abs() < 0.25 { (PI * t.abs()).tan() } else { 1.0 / (PI * (0.5 - t.abs())).tan() };
    size.copysign(t)
}
