//! The Pareto distribution.

use super::{
    Cumulative, Density, Redraw, between, cumulative, density, drawn_pathwise, family, ln_quotient, moves, positive,
    probability, quantile, scaled_exp, supported, where_finite,
};
use crate::distr::support::Ends;
use crate::source::{Generator, Noise, Pathwise};
use crate::{Error, Join, Lift, Number, Real, Smooth};

/// The Pareto distribution, whose tail is a power.
///
/// # Density
/// p(x) = (shape/scale) (x/scale)^(-shape - 1), for x >= scale.
///
/// # Gradient
/// x = scale exp(e/shape) with e ~ Exp(1): pathwise, explicit, by inversion (Devroye 1986,
/// <https://doi.org/10.1007/978-1-4613-8643-8>). There is no score function for the scale, which moves the support. With
/// a shape below 0.07 a draw may be too large for an `f64`, and then an estimate is an error.
///
/// # Example
/// ```
/// use stochastic_grad::prelude::*;
///
/// let wealth = Pareto::new(1.5, 2.5)?;
/// let x = wealth.sample(&mut StdRng::seed_from_u64(1));
/// assert!(x > 1.5);
/// assert_eq!(wealth.mean(), 2.5);
/// assert!((wealth.ln_pdf(2.0) - -0.49606162981524254).abs() < 1e-15);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pareto<T = f64, M = <T as Real>::Ends> {
    scale: T,
    shape: T,
    ends: M,
}

family!(Pareto[M] { scale, shape });
drawn_pathwise!(Pareto[M]);
density! {
    /// ln of the density at `x`: minus infinity at a constant x < scale. A smooth point must be greater than the scale,
    /// and the scale must be a constant, because the density jumps there; otherwise it is an error.
    Pareto[M] { scale, shape }
}
cumulative! {
    /// The distribution function, 1 - (x/scale)^-shape, and 0 for x < scale.
    Pareto[M] { scale, shape }
}
quantile! {
    /// The quantile, scale (1 - p)^(-1/shape), for 0 <= p <= 1 (infinite at 1).
    Pareto[M] { scale, shape }
}

impl<T: Real, M: Ends> Pareto<T, M> {
    /// A Pareto distribution with a finite `scale > 0`, the least value, and a finite `shape > 0`.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] where a parameter violates its bound.
    #[inline(always)]
    pub fn new<A, B>(scale: A, shape: B) -> Result<Self, Error>
    where
        A: Join<B, Out = T> + Lift<T> + Real<Ends = M>,
        B: Lift<T>,
    {
        let (scale, shape) = (scale.lift(), shape.lift());
        positive(scale, "Pareto", "scale")?;
        positive(shape, "Pareto", "shape")?;
        Ok(Pareto { scale, shape, ends: M::default() })
    }

    /// The scale, the least value.
    #[inline]
    pub fn scale(&self) -> T {
        self.scale
    }

    /// The shape.
    #[inline]
    pub fn shape(&self) -> T {
        self.shape
    }

    /// The mean, scale shape/(shape - 1); infinite for shape <= 1.
    #[inline]
    pub fn mean(&self) -> T {
        let (scale, shape) = (self.scale.smooth(), self.shape.smooth());
        T::leave(where_finite(shape, 1.0, scale * (shape / (shape - 1.0))))
    }

    /// The variance, scale² shape / ((shape - 1)² (shape - 2)); infinite for shape <= 2.
    #[inline]
    pub fn variance(&self) -> T {
        let (scale, shape) = (self.scale.smooth(), self.shape.smooth());
        let root = scale / (shape - 1.0);
        T::leave(where_finite(shape, 2.0, root * root * (shape / (shape - 2.0))))
    }

    /// The entropy, ln(scale/shape) + 1/shape + 1.
    #[inline]
    pub fn entropy(&self) -> T {
        let (scale, shape) = (self.scale.smooth(), self.shape.smooth());
        T::leave(scale.ln() - shape.ln() + 1.0 / shape + 1.0)
    }
}

impl<D: Number> Density<D> for Pareto<Smooth<D>> {
    #[inline(always)]
    fn ln_density(&self, x: Smooth<D>) -> Smooth<D> {
        let inside = self.shape.ln() - self.scale.ln() - (self.shape + 1.0) * ln_quotient(x, self.scale);
        supported("Pareto", x, x - self.scale, inside, inside)
    }
    #[inline]
    fn jumps(&self) -> bool {
        moves(self.scale)
    }
}

impl<D: Number> Cumulative<D> for Pareto<Smooth<D>> {
    #[inline]
    fn cumulative(&self, x: Smooth<D>) -> (Smooth<D>, Smooth<D>) {
        let e = -self.shape * ln_quotient(x, self.scale);
        between(x - self.scale, Smooth::constant(1.0), [true, false], (-e.exp_m1(), e.exp()))
    }
    #[inline]
    fn support(&self) -> (f64, f64) {
        (self.scale.peek(), f64::INFINITY)
    }
}

impl<D: Number> Pareto<Smooth<D>> {
    #[inline(always)]
    fn inverse(&self, p: Smooth<D>) -> Smooth<D> {
        scaled_exp(self.scale, -(-probability(p)).ln_1p() / self.shape)
    }
}

impl<D: Number> Pathwise<D> for Pareto<Smooth<D>> {
    type Value = Smooth<D>;
    #[inline(always)]
    fn path<G: Generator>(&self, noise: &mut Noise<'_, G>) -> Smooth<D> {
        let e: Smooth<D> = noise.exponential().smooth();
        scaled_exp(self.scale, e / self.shape)
    }
}

impl<D: Number> Redraw<D> for Pareto<Smooth<D>> {
    #[inline]
    fn redraw(&self, x: Smooth<D>) -> Smooth<D> {
        let e = (self.shape * ln_quotient(x, self.scale)).frozen();
        scaled_exp(self.scale, e / self.shape)
    }
}
