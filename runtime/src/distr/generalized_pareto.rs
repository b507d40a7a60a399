//! The generalized Pareto distribution.

use super::extreme::{bends_at_far_end, jumps_at_far_end, ln_density_at_end, margin, relax, stretch, stretch_to_end};
use super::{
    Cumulative, Density, Redraw, between, cumulative, density, drawn_pathwise, family, finite, moves, positive,
    probability, quantile, supported, where_finite,
};
use crate::smooth::kink;
use crate::source::{Generator, Noise, Pathwise};
use crate::{Error, Join, Lift, Number, Real, Smooth};

/// The generalized Pareto distribution, the limit law of what exceeds a high threshold: a power tail for shape > 0,
/// exponential for shape = 0, with an upper end for shape < 0.
///
/// # Density
/// p(x) = (1 + shape z)^(-1/shape - 1) / scale, which is exp(-z)/scale at shape 0, with z = (x - location)/scale, where
/// z >= 0 and 1 + shape z > 0.
///
/// # Gradient
/// x = location + scale (exp(shape e) - 1)/shape with e ~ Exp(1): pathwise, explicit, by inversion (Devroye 1986,
/// <https://doi.org/10.1007/978-1-4613-8643-8>), with all derivatives smooth at shape 0. There is no score function,
/// because the parameters move the support.
///
/// # Example
/// ```
/// use stochastic_grad::prelude::*;
///
/// let excess = GeneralizedPareto::new(0.5, 1.5, 0.25)?;
/// let x = excess.sample(&mut StdRng::seed_from_u64(1));
/// assert!(x > 0.5);
/// assert_eq!(excess.mean(), 2.5);
/// assert!((excess.ln_pdf(0.75) - -0.60957508070944).abs() < 1e-15);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GeneralizedPareto<T = f64> {
    location: T,
    scale: T,
    shape: T,
}

family!(GeneralizedPareto { location, scale, shape });
drawn_pathwise!(GeneralizedPareto);
density! {
    /// ln of the density at `x`: minus infinity at a constant x outside the support, an error at a smooth one. The
    /// density jumps at the location, which must be a constant. With shape <= -1 it jumps at the upper end too, and a
    /// smooth scale or shape, which move it, is an error; with shape <= -1/2 it bends there too sharply for a Hessian.
    GeneralizedPareto { location, scale, shape }
}
cumulative! {
    /// The distribution function, 1 - (1 + shape z)^(-1/shape) with z = (x - location)/scale, and 0 for z < 0.
    GeneralizedPareto { location, scale, shape }
}
quantile! {
    /// The quantile, location + scale ((1 - p)^-shape - 1)/shape, for 0 <= p <= 1.
    GeneralizedPareto { location, scale, shape }
}

impl<T: Real> GeneralizedPareto<T> {
    /// A generalized Pareto distribution with a finite `location`, a finite `scale > 0` and a finite `shape`.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] where a parameter violates its bound.
    #[inline(always)]
    pub fn new<A, B, C>(location: A, scale: B, shape: C) -> Result<Self, Error>
    where
        A: Join<B> + Lift<T>,
        A::Out: Join<C, Out = T>,
        B: Lift<T>,
        C: Lift<T>,
    {
        let (location, scale, shape) = (location.lift(), scale.lift(), shape.lift());
        finite(location, "GeneralizedPareto", "location")?;
        positive(scale, "GeneralizedPareto", "scale")?;
        finite(shape, "GeneralizedPareto", "shape")?;
        Ok(GeneralizedPareto { location, scale, shape })
    }

    /// The location, the least value.
    #[inline]
    pub fn location(&self) -> T {
        self.location
    }

    /// The scale.
    #[inline]
    pub fn scale(&self) -> T {
        self.scale
    }

    /// The shape.
    #[inline]
    pub fn shape(&self) -> T {
        self.shape
    }

    /// The mean, location + scale/(1 - shape); infinite for shape >= 1.
    #[inline]
    pub fn mean(&self) -> T {
        let shape = self.shape.smooth();
        T::leave(where_finite(-shape, -1.0, self.location.smooth() + self.scale.smooth() / (1.0 - shape)))
    }

    /// The variance, scale² / ((1 - shape)² (1 - 2 shape)); infinite for shape >= 1/2.
    #[inline]
    pub fn variance(&self) -> T {
        let shape = self.shape.smooth();
        let root = self.scale.smooth() / (1.0 - shape);
        T::leave(where_finite(-shape, -0.5, root * root / (1.0 - 2.0 * shape)))
    }

    /// The entropy, ln(scale) + shape + 1.
    #[inline]
    pub fn entropy(&self) -> T {
        T::leave(self.scale.smooth().ln() + self.shape.smooth() + 1.0)
    }
}

impl<D: Number> Density<D> for GeneralizedPareto<Smooth<D>> {
    #[inline(always)]
    fn ln_density(&self, x: Smooth<D>) -> Smooth<D> {
        let still = self.scale.0.is_constant() && self.shape.0.is_constant();
        if D::ORDER > 1 && bends_at_far_end(self.shape) && !still {
            kink::<D>("GeneralizedPareto::ln_pdf");
        }
        let z = (x - self.location) / self.scale;
        let inside = -self.scale.ln() - (1.0 + self.shape) * relax(self.shape, z);
        let margin = margin(self.shape, z);
        let far = ln_density_at_end("GeneralizedPareto", x, margin, [self.scale, self.shape]);
        // The nearer end: z = 0 belongs to the support.
        let above = z.0.greater(D::constant(0.0));
        let choose = |upper: Smooth<D>, lower: Smooth<D>| Smooth(D::select(above, upper.0, lower.0));
        supported("GeneralizedPareto", x, choose(margin, z), choose(far, inside), inside)
    }
    #[inline]
    fn jumps(&self) -> bool {
        moves(self.location) || jumps_at_far_end(self.shape) && (moves(self.scale) || moves(self.shape))
    }
}

impl<D: Number> Cumulative<D> for GeneralizedPareto<Smooth<D>> {
    #[inline]
    fn cumulative(&self, x: Smooth<D>) -> (Smooth<D>, Smooth<D>) {
        let z = (x - self.location) / self.scale;
        let e = -relax(self.shape, z);
        between(z, margin(self.shape, z), [true, jumps_at_far_end(self.shape)], (-e.exp_m1(), e.exp()))
    }
    #[inline]
    fn support(&self) -> (f64, f64) {
        let (location, far) = (self.location.peek(), -self.scale.peek() / self.shape.peek());
        (location, if far > 0.0 { location + far } else { f64::INFINITY })
    }
}

impl<D: Number> GeneralizedPareto<Smooth<D>> {
    #[inline(always)]
    fn inverse(&self, p: Smooth<D>) -> Smooth<D> {
        self.location + self.scale * stretch_to_end(self.shape, -(-probability(p)).ln_1p())
    }
}

impl<D: Number> Pathwise<D> for GeneralizedPareto<Smooth<D>> {
    type Value = Smooth<D>;
    #[inline(always)]
    fn path<G: Generator>(&self, noise: &mut Noise<'_, G>) -> Smooth<D> {
        let e: Smooth<D> = noise.exponential().smooth();
        self.location + self.scale * stretch(self.shape, e)
    }
}

impl<D: Number> Redraw<D> for GeneralizedPareto<Smooth<D>> {
    #[inline]
    fn redraw(&self, x: Smooth<D>) -> Smooth<D> {
        let e = relax(self.shape, (x - self.location) / self.scale).frozen();
        self.location + self.scale * stretch(self.shape, e)
    }
}
