//! The Fréchet distribution.

use super::gamma_moments::{excess, excess_of_square};
use super::gumbel::of_largest;
use super::{
    Cumulative, Density, EULER, Redraw, between, cumulative, density, drawn_pathwise, family, finite, ln_quotient,
    positive, quantile, scaled_exp, supported, where_finite,
};
use crate::distr::support::Ends;
use crate::source::{Generator, Noise, Pathwise};
use crate::{Error, Join, Lift, Number, Real, Smooth};

/// The Fréchet distribution, the limit law of the largest of many draws with a heavy tail.
///
/// # Density
/// p(x) = (shape/scale) z^(-shape - 1) exp(-z^-shape) with z = (x - location)/scale, for x > location.
///
/// # Gradient
/// x = location + scale e^(-1/shape) with e ~ Exp(1): pathwise, explicit, by inversion (Devroye 1986,
/// <https://doi.org/10.1007/978-1-4613-8643-8>). With a shape below 0.05 a draw may be too large for an `f64`, and then
/// an estimate is an error.
///
/// # Example
/// ```
/// use stochastic_grad::prelude::*;
///
/// let flood = Frechet::new(0.5, 1.25, 3.0)?;
/// let x = flood.sample(&mut StdRng::seed_from_u64(1));
/// assert!(x > 0.5);
/// assert!((flood.mean() - 2.1926474242830003).abs() < 1e-14);
/// assert!((flood.ln_pdf(1.75) - -0.12453126264610007).abs() < 1e-15);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frechet<T = f64, M = <T as Real>::Ends> {
    location: T,
    scale: T,
    shape: T,
    ends: M,
}

family!(Frechet[M] { location, scale, shape });
drawn_pathwise!(Frechet[M]);
density! {
    /// ln of the density at `x`: minus infinity at a constant x <= location, an error at a smooth one.
    Frechet[M] { location, scale, shape }
}
cumulative! {
    /// The distribution function, exp(-z^-shape) with z = (x - location)/scale, and 0 for x <= location.
    Frechet[M] { location, scale, shape }
}
quantile! {
    /// The quantile, location + scale (-ln p)^(-1/shape), for 0 <= p <= 1 (infinite at 1).
    Frechet[M] { location, scale, shape }
}

impl<T: Real, M: Ends> Frechet<T, M> {
    /// A Fréchet distribution with a finite `location`, a finite `scale > 0` and a finite `shape > 0`.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] where a parameter violates its bound.
    #[inline(always)]
    pub fn new<A, B, C>(location: A, scale: B, shape: C) -> Result<Self, Error>
    where
        A: Join<B> + Lift<T> + Real<Ends = M>,
        A::Out: Join<C, Out = T>,
        B: Lift<T>,
        C: Lift<T>,
    {
        let (location, scale, shape) = (location.lift(), scale.lift(), shape.lift());
        finite(location, "Frechet", "location")?;
        positive(scale, "Frechet", "scale")?;
        positive(shape, "Frechet", "shape")?;
        Ok(Frechet { location, scale, shape, ends: M::default() })
    }

    /// The location, the lower end of the support.
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

    /// The mean, location + scale Γ(1 - 1/shape); infinite for shape <= 1.
    pub fn mean(&self) -> T {
        let h = -1.0 / self.shape.smooth();
        let mean = self.location.smooth() + self.scale.smooth() * (1.0 + h * excess(h));
        T::leave(where_finite(self.shape.smooth(), 1.0, mean))
    }

    /// The variance, scale² (Γ(1 - 2/shape) - Γ(1 - 1/shape)²); infinite for shape <= 2.
    pub fn variance(&self) -> T {
        let (h, scale) = (-1.0 / self.shape.smooth(), self.scale.smooth());
        let gamma = 1.0 + h * excess(h);
        let root = scale * gamma * h;
        T::leave(where_finite(self.shape.smooth(), 2.0, root * root * excess_of_square(h)))
    }

    /// The entropy, 1 + γ (1 + 1/shape) + ln(scale/shape) with Euler's constant γ = 0.577...
    #[inline]
    pub fn entropy(&self) -> T {
        let (scale, shape) = (self.scale.smooth(), self.shape.smooth());
        T::leave(1.0 + EULER * (1.0 + 1.0 / shape) + scale.ln() - shape.ln())
    }
}

impl<D: Number> Density<D> for Frechet<Smooth<D>> {
    #[inline(always)]
    fn ln_density(&self, x: Smooth<D>) -> Smooth<D> {
        let (above, nothing) = (x - self.location, Smooth::constant(f64::NEG_INFINITY));
        let ln_z = ln_quotient(above, self.scale);
        let power = self.shape * ln_z;
        let inside = self.shape.ln() - self.scale.ln() - ln_z - power - (-power).exp();
        supported("Frechet", x, above, nothing, inside)
    }
}

impl<D: Number> Cumulative<D> for Frechet<Smooth<D>> {
    #[inline]
    fn cumulative(&self, x: Smooth<D>) -> (Smooth<D>, Smooth<D>) {
        let above = x - self.location;
        let inside = of_largest(self.shape * ln_quotient(above, self.scale));
        between(above, Smooth::constant(1.0), [false; 2], inside)
    }
    #[inline]
    fn support(&self) -> (f64, f64) {
        (self.location.peek(), f64::INFINITY)
    }
}

impl<D: Number> Frechet<Smooth<D>> {
    #[inline(always)]
    fn inverse(&self, p: Smooth<D>) -> Smooth<D> {
        self.location + scaled_exp(self.scale, -(-p.ln()).ln() / self.shape)
    }
}

impl<D: Number> Pathwise<D> for Frechet<Smooth<D>> {
    type Value = Smooth<D>;
    #[inline(always)]
    fn path<G: Generator>(&self, noise: &mut Noise<'_, G>) -> Smooth<D> {
        let y: Smooth<D> = (-noise.exponential().ln()).smooth();
        self.location + scaled_exp(self.scale, y / self.shape)
    }
}

impl<D: Number> Redraw<D> for Frechet<Smooth<D>> {
    #[inline]
    fn redraw(&self, x: Smooth<D>) -> Smooth<D> {
        let y = (self.shape * ln_quotient(x - self.location, self.scale)).frozen();
        self.location + scaled_exp(self.scale, y / self.shape)
    }
}
