//! The half-Cauchy distribution.

use super::{
    Cumulative, Density, Redraw, above, cumulative, density, drawn_pathwise, family, on_half_line, positive,
    probability, quantile,
};
use crate::number::rules::Hypot;
use crate::source::{Generator, Noise, Pathwise};
use crate::{Error, Number, Real, Smooth};
use rand::distr::{Distribution, Open01};
use std::f64::consts::{FRAC_2_PI, FRAC_PI_2};

/// The half-Cauchy distribution: the absolute value of a draw from a Cauchy distribution around 0.
///
/// # Density
/// p(x) = 2 / (π scale (1 + z²)) with z = x/scale, for x >= 0.
///
/// # Gradient
/// x = scale tan(π u/2) with u uniform on (0, 1): pathwise, explicit, by inversion (Devroye 1986,
/// <https://doi.org/10.1007/978-1-4613-8643-8>). The gradient of E[f(x)] exists where f grows slowly enough.
///
/// # Example
/// ```
/// use stochastic_grad::prelude::*;
///
/// let prior = HalfCauchy::new(0.75)?;
/// let x = prior.sample(&mut StdRng::seed_from_u64(1));
/// assert!(x > 0.0);
/// assert_eq!(prior.cdf(0.75), 0.5);
/// assert!((prior.ln_pdf(0.75) - -0.8570478133976193).abs() < 1e-15);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HalfCauchy<T = f64> {
    scale: T,
}

family!(HalfCauchy { scale });
drawn_pathwise!(HalfCauchy);
density! {
    /// ln of the density at `x`: minus infinity at a constant x < 0, an error at a smooth x <= 0.
    HalfCauchy { scale }
}
cumulative! {
    /// The distribution function, 2/π atan(x/scale), and 0 for x < 0.
    HalfCauchy { scale }
}
quantile! {
    /// The quantile, scale tan(π p/2), for 0 <= p <= 1 (infinite at 1).
    HalfCauchy { scale }
}

impl<T: Real> HalfCauchy<T> {
    /// A half-Cauchy distribution with a finite `scale > 0`.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] where the parameter violates its bound.
    #[inline(always)]
    pub fn new<A: Real<Own = T>>(scale: A) -> Result<Self, Error> {
        positive(scale, "HalfCauchy", "scale")?;
        Ok(HalfCauchy { scale: A::own(scale.smooth()) })
    }

    /// The scale, which is the median.
    #[inline]
    pub fn scale(&self) -> T {
        self.scale
    }

    /// The mean, which is infinite.
    #[inline]
    pub fn mean(&self) -> T {
        T::leave(Smooth::constant(f64::INFINITY))
    }

    /// The variance, which is infinite.
    #[inline]
    pub fn variance(&self) -> T {
        T::leave(Smooth::constant(f64::INFINITY))
    }

    /// The entropy, ln(2π scale).
    #[inline]
    pub fn entropy(&self) -> T {
        T::leave(self.scale.smooth().ln() + 1.837_877_066_409_345_5)
    }
}

impl<D: Number> Density<D> for HalfCauchy<Smooth<D>> {
    #[inline(always)]
    fn ln_density(&self, x: Smooth<D>) -> Smooth<D> {
        // Neither x/scale nor its square has to be representable. The scale keeps away from the kink at the origin.
        let length = Smooth(x.0.binary(self.scale.0, Hypot));
        let inside = self.scale.ln() - 2.0 * length.ln() - 0.451_582_705_289_454_9;
        on_half_line("HalfCauchy", x, inside, inside)
    }
}

impl<D: Number> Cumulative<D> for HalfCauchy<Smooth<D>> {
    #[inline]
    fn cumulative(&self, x: Smooth<D>) -> (Smooth<D>, Smooth<D>) {
        let z = x / self.scale;
        // On either side of the median the smaller of the two, and its complement.
        let (below, beyond) = (FRAC_2_PI * z.atan(), FRAC_2_PI * (self.scale / x).atan());
        let upper = z.0.greater(D::constant(1.0));
        let choose = |near: Smooth<D>, far: Smooth<D>| Smooth(D::select(upper, far.0, near.0));
        above(0.0, x, (choose(below, 1.0 - beyond), choose(1.0 - below, beyond)))
    }
    #[inline]
    fn support(&self) -> (f64, f64) {
        (0.0, f64::INFINITY)
    }
}

impl<D: Number> HalfCauchy<Smooth<D>> {
    #[inline(always)]
    fn inverse(&self, p: Smooth<D>) -> Smooth<D> {
        let p = probability(p);
        let (low, high) = ((FRAC_PI_2 * p).tan(), 1.0 / (FRAC_PI_2 * (1.0 - p)).tan());
        self.scale * Smooth(D::select(p.0.greater(D::constant(0.5)), high.0, low.0))
    }
}

impl<D: Number> Pathwise<D> for HalfCauchy<Smooth<D>> {
    type Value = Smooth<D>;
    #[inline(always)]
    fn path<G: Generator>(&self, noise: &mut Noise<'_, G>) -> Smooth<D> {
        self.scale * noise.still::<D::Base, _>(Open01.map(standard))
    }
}

impl<D: Number> Redraw<D> for HalfCauchy<Smooth<D>> {
    #[inline]
    fn redraw(&self, x: Smooth<D>) -> Smooth<D> {
        self.scale * (x / self.scale).frozen()
    }
}

/// tan(π u/2); near the pole, where the tangent would magnify the rounding of π, by the tangent of the distance.
#[inline]
fn standard(u: f64) -> f64 {
    if u < 0.5 { (FRAC_PI_2 * u).tan() } else { 1.0 / (FRAC_PI_2 * (1.0 - u)).tan() }
}
