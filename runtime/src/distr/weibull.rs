//! The Weibull distribution.

use super::gamma_moments::excess_of_square;
use super::{
    Cumulative, Density, EULER, Redraw, at_most, between, cumulative, density, drawn_pathwise, family, jumps_by_power,
    ln_quotient, on_half_line, positive, power_limit, quantile, scaled_exp,
};
use crate::source::{Generator, Noise, Pathwise};
use crate::{Error, Join, Lift, Number, Real, Smooth};

/// The Weibull distribution, a power of an exponential distribution.
///
/// # Density
/// p(x) = (shape/scale) (x/scale)^(shape - 1) exp(-(x/scale)^shape), for x > 0.
///
/// # Gradient
/// x = scale e^(1/shape) with e ~ Exp(1): pathwise, explicit, by inversion (Devroye 1986,
/// <https://doi.org/10.1007/978-1-4613-8643-8>).
///
/// # Example
/// ```
/// use stochastic_grad::prelude::*;
///
/// let life = Weibull::new(2.0, 1.5)?;
/// let x = life.sample(&mut StdRng::seed_from_u64(1));
/// assert!(x > 0.0);
/// assert!((life.mean() - 1.805490585901867).abs() < 1e-14);
/// assert!((life.ln_pdf(2.0) - -1.2876820724517808).abs() < 1e-15);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weibull<T = f64> {
    scale: T,
    shape: T,
}

family!(Weibull { scale, shape });
drawn_pathwise!(Weibull);
density! {
    /// ln of the density at `x`: minus infinity at a constant x < 0, the limit at a constant x = 0, an error at a smooth
    /// x <= 0.
    Weibull { scale, shape }
}

cumulative! {
    /// The distribution function, 1 - exp(-(x/scale)^shape), and 0 for x < 0.
    Weibull { scale, shape }
}
quantile! {
    /// The quantile, scale (-ln(1 - p))^(1/shape), for 0 <= p <= 1 (infinite at 1).
    Weibull { scale, shape }
}

impl<T: Real> Weibull<T> {
    /// A Weibull distribution with a finite `scale > 0` and a finite `shape > 0`.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] where a parameter violates its bound.
    #[inline(always)]
    pub fn new<A, B>(scale: A, shape: B) -> Result<Self, Error>
    where
        A: Join<B, Out = T> + Lift<T>,
        B: Lift<T>,
    {
        let (scale, shape) = (scale.lift(), shape.lift());
        positive(scale, "Weibull", "scale")?;
        positive(shape, "Weibull", "shape")?;
        Ok(Weibull { scale, shape })
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

    /// The mean, scale Γ(1 + 1/shape).
    #[inline]
    pub fn mean(&self) -> T {
        T::leave(self.scale.smooth() * (1.0 + 1.0 / self.shape.smooth()).gamma())
    }

    /// The variance, scale² (Γ(1 + 2/shape) - Γ(1 + 1/shape)²).
    #[inline]
    pub fn variance(&self) -> T {
        let mean = self.mean().smooth();
        let h = 1.0 / self.shape.smooth();
        T::leave(mean * mean * h * h * excess_of_square(h))
    }

    /// The entropy, γ (1 - 1/shape) + ln(scale/shape) + 1 with Euler's constant γ = 0.577...
    #[inline]
    pub fn entropy(&self) -> T {
        let (scale, shape) = (self.scale.smooth(), self.shape.smooth());
        T::leave(EULER * (1.0 - 1.0 / shape) + scale.ln() - shape.ln() + 1.0)
    }
}

impl<D: Number> Density<D> for Weibull<Smooth<D>> {
    #[inline(always)]
    fn ln_density(&self, x: Smooth<D>) -> Smooth<D> {
        let ln_z = ln_quotient(x, self.scale);
        let inside = (self.shape / self.scale).ln() + (self.shape - 1.0) * ln_z - (self.shape * ln_z).exp();
        on_half_line("Weibull", x, power_limit("Weibull", x, x, self.shape, -self.scale.ln()), inside)
    }
}

impl<D: Number> Cumulative<D> for Weibull<Smooth<D>> {
    #[inline]
    fn cumulative(&self, x: Smooth<D>) -> (Smooth<D>, Smooth<D>) {
        // Above 7 the survival has underflowed together with its derivatives.
        let e = -at_most(self.shape * ln_quotient(x, self.scale), 7.0).exp();
        between(x, Smooth::constant(1.0), [jumps_by_power(self.shape), false], (-e.exp_m1(), e.exp()))
    }
    #[inline]
    fn support(&self) -> (f64, f64) {
        (0.0, f64::INFINITY)
    }
}

impl<D: Number> Weibull<Smooth<D>> {
    #[inline(always)]
    fn inverse(&self, p: Smooth<D>) -> Smooth<D> {
        scaled_exp(self.scale, (-(-p).ln_1p()).ln() / self.shape)
    }
}

impl<D: Number> Pathwise<D> for Weibull<Smooth<D>> {
    type Value = Smooth<D>;
    #[inline(always)]
    fn path<G: Generator>(&self, noise: &mut Noise<'_, G>) -> Smooth<D> {
        let ln_e: Smooth<D> = noise.exponential().ln().smooth();
        scaled_exp(self.scale, ln_e / self.shape)
    }
}

impl<D: Number> Redraw<D> for Weibull<Smooth<D>> {
    #[inline]
    fn redraw(&self, x: Smooth<D>) -> Smooth<D> {
        let ln_e = (self.shape * ln_quotient(x, self.scale)).frozen();
        scaled_exp(self.scale, ln_e / self.shape)
    }
}
