//! The generalized extreme value distribution.

use super::extreme::{bends_at_far_end, jumps_at_far_end, ln_density_at_end, margin, relax, stretch, stretch_to_end};
use super::gamma_moments::{excess, excess_of_square};
use super::gumbel::of_largest;
use super::{
    Cumulative, Density, EULER, Redraw, between, cumulative, density, drawn_pathwise, family, finite, moves, positive,
    quantile, supported, where_finite,
};
use crate::smooth::kink;
use crate::source::{Generator, Noise, Pathwise};
use crate::{Error, Join, Lift, Number, Real, Smooth};

/// The generalized extreme value distribution, the limit law of the largest of many draws: Fréchet for shape > 0, Gumbel
/// for shape = 0, a mirrored Weibull distribution for shape < 0.
///
/// # Density
/// p(x) = t^(1 + shape) exp(-t) / scale with t = (1 + shape z)^(-1/shape), which is exp(-z) at shape 0, and
/// z = (x - location)/scale, where 1 + shape z > 0.
///
/// # Gradient
/// x = location + scale (e^-shape - 1)/shape with e ~ Exp(1): pathwise, explicit, by inversion (Devroye 1986,
/// <https://doi.org/10.1007/978-1-4613-8643-8>), with all derivatives smooth at shape 0. There is no score function,
/// because the parameters move the support.
///
/// # Example
/// ```
/// use stochastic_grad::prelude::*;
///
/// let flood = GeneralizedExtremeValue::new(0.5, 1.5, 0.25)?;
/// let x = flood.sample(&mut StdRng::seed_from_u64(1));
/// assert!(x > 0.5 - 1.5 / 0.25);
/// assert!((flood.mean() - 1.8525002147910659).abs() < 1e-14);
/// assert!((flood.ln_pdf(0.75) - -1.45892164070944).abs() < 1e-15);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GeneralizedExtremeValue<T = f64> {
    location: T,
    scale: T,
    shape: T,
}

family!(GeneralizedExtremeValue { location, scale, shape });
drawn_pathwise!(GeneralizedExtremeValue);
density! {
    /// ln of the density at `x`: minus infinity at a constant x outside the support, an error at a smooth one. With
    /// shape <= -1 the density jumps at the upper end, and smooth parameters, which move it, are an error; with
    /// shape <= -1/2 it bends there too sharply for a Hessian.
    GeneralizedExtremeValue { location, scale, shape }
}
cumulative! {
    /// The distribution function, exp(-t).
    GeneralizedExtremeValue { location, scale, shape }
}
quantile! {
    /// The quantile, location + scale ((-ln p)^-shape - 1)/shape, for 0 <= p <= 1.
    GeneralizedExtremeValue { location, scale, shape }
}

impl<T: Real> GeneralizedExtremeValue<T> {
    /// A generalized extreme value distribution with a finite `location`, a finite `scale > 0` and a finite `shape`.
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
        finite(location, "GeneralizedExtremeValue", "location")?;
        positive(scale, "GeneralizedExtremeValue", "scale")?;
        finite(shape, "GeneralizedExtremeValue", "shape")?;
        Ok(GeneralizedExtremeValue { location, scale, shape })
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

    /// The shape.
    #[inline]
    pub fn shape(&self) -> T {
        self.shape
    }

    /// The mean, location + scale (Γ(1 - shape) - 1)/shape; infinite for shape >= 1.
    pub fn mean(&self) -> T {
        let h = -self.shape.smooth();
        let mean = self.location.smooth() - self.scale.smooth() * excess(h);
        T::leave(where_finite(h, -1.0, mean))
    }

    /// The variance, scale² (Γ(1 - 2 shape) - Γ(1 - shape)²)/shape²; infinite for shape >= 1/2.
    pub fn variance(&self) -> T {
        let h = -self.shape.smooth();
        let root = self.scale.smooth() * (1.0 + h * excess(h));
        T::leave(where_finite(h, -0.5, root * root * excess_of_square(h)))
    }

    /// The entropy, ln(scale) + γ (1 + shape) + 1 with Euler's constant γ = 0.577...
    #[inline]
    pub fn entropy(&self) -> T {
        T::leave(self.scale.smooth().ln() + EULER * (1.0 + self.shape.smooth()) + 1.0)
    }
}

impl<D: Number> Density<D> for GeneralizedExtremeValue<Smooth<D>> {
    #[inline(always)]
    fn ln_density(&self, x: Smooth<D>) -> Smooth<D> {
        if D::ORDER > 1 && bends_at_far_end(self.shape) && !self.is_constant() {
            kink::<D>("GeneralizedExtremeValue::ln_pdf");
        }
        let z = (x - self.location) / self.scale;
        let y = relax(self.shape, z);
        let inside = -self.scale.ln() - (1.0 + self.shape) * y - (-y).exp();
        let margin = margin(self.shape, z);
        let at_end = ln_density_at_end("GeneralizedExtremeValue", x, margin, [self.scale, self.shape]);
        supported("GeneralizedExtremeValue", x, margin, at_end, inside)
    }
    #[inline]
    fn jumps(&self) -> bool {
        jumps_at_far_end(self.shape) && (moves(self.location) || moves(self.scale) || moves(self.shape))
    }
}

impl<D: Number> Cumulative<D> for GeneralizedExtremeValue<Smooth<D>> {
    #[inline]
    fn cumulative(&self, x: Smooth<D>) -> (Smooth<D>, Smooth<D>) {
        let z = (x - self.location) / self.scale;
        let (margin, zero, one) = (margin(self.shape, z).0, D::constant(0.0), D::constant(1.0));
        let from_low = Smooth(D::select(zero.greater(z.0), margin, one));
        let from_high = Smooth(D::select(z.0.greater(zero), margin, one));
        between(from_low, from_high, [false, jumps_at_far_end(self.shape)], of_largest(relax(self.shape, z)))
    }
    #[inline]
    fn support(&self) -> (f64, f64) {
        let (shape, end) = (self.shape.peek(), self.location.peek() - self.scale.peek() / self.shape.peek());
        (if shape > 0.0 { end } else { f64::NEG_INFINITY }, if shape < 0.0 { end } else { f64::INFINITY })
    }
}

impl<D: Number> GeneralizedExtremeValue<Smooth<D>> {
    #[inline]
    fn is_constant(&self) -> bool {
        self.location.0.is_constant() && self.scale.0.is_constant() && self.shape.0.is_constant()
    }

    #[inline(always)]
    fn inverse(&self, p: Smooth<D>) -> Smooth<D> {
        self.location + self.scale * stretch_to_end(self.shape, -(-p.ln()).ln())
    }
}

impl<D: Number> Pathwise<D> for GeneralizedExtremeValue<Smooth<D>> {
    type Value = Smooth<D>;
    #[inline(always)]
    fn path<G: Generator>(&self, noise: &mut Noise<'_, G>) -> Smooth<D> {
        let y: Smooth<D> = (-noise.exponential().ln()).smooth();
        self.location + self.scale * stretch(self.shape, y)
    }
}

impl<D: Number> Redraw<D> for GeneralizedExtremeValue<Smooth<D>> {
    #[inline]
    fn redraw(&self, x: Smooth<D>) -> Smooth<D> {
        let y = relax(self.shape, (x - self.location) / self.scale).frozen();
        self.location + self.scale * stretch(self.shape, y)
    }
}
