//! The uniform distribution.

use super::{
    Cumulative, Density, Redraw, between, cumulative, density, drawn_pathwise, every, family, finite, moves,
    outside_support, probability, quantile, require,
};
use crate::source::{Generator, Noise, Pathwise};
use crate::{Error, Join, Lift, Number, Real, Smooth};

/// The uniform distribution on the interval from low to high.
///
/// # Density
/// p(x) = 1 / (high - low), for low <= x <= high.
///
/// # Gradient
/// x = low + (high - low) u with u uniform on (0, 1): pathwise, explicit (Kingma and Welling 2014,
/// <https://doi.org/10.48550/arXiv.1312.6114>). There is no score function, because the parameters move the support.
///
/// # Example
/// ```
/// use stochastic_grad::prelude::*;
///
/// let uniform = Uniform::new(-1.0, 3.0)?;
/// let x = uniform.sample(&mut StdRng::seed_from_u64(1));
/// assert!(-1.0 < x && x < 3.0);
/// assert_eq!(uniform.mean(), 1.0);
/// assert_eq!(uniform.ln_pdf(0.5), -(4.0_f64.ln()));
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Uniform<T = f64> {
    low: T,
    high: T,
}

family!(Uniform { low, high });
drawn_pathwise!(Uniform);
density! {
    /// ln of the density at `x`: minus infinity at a constant point outside the interval. A smooth point must lie
    /// inside, and the ends must be constants, because the density jumps there; otherwise it is an error.
    Uniform { low, high }
}

cumulative! {
    /// The distribution function, (x - low)/(high - low) between the ends, 0 below and 1 above.
    Uniform { low, high }
}
quantile! {
    /// The quantile, low + (high - low) p, for 0 <= p <= 1.
    Uniform { low, high }
}

impl<T: Real> Uniform<T> {
    /// A uniform distribution between finite `low < high`, whose difference is finite.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] where a parameter violates its bound.
    #[inline(always)]
    pub fn new<A, B>(low: A, high: B) -> Result<Self, Error>
    where
        A: Join<B, Out = T> + Lift<T>,
        B: Lift<T>,
    {
        let (low, high): (T, T) = (low.lift(), high.lift());
        finite(low, "Uniform", "low")?;
        finite(high, "Uniform", "high")?;
        let width = high.smooth() - low.smooth();
        require(width, |v| v > 0.0 && v < f64::INFINITY, "Uniform", "high - low", "finite and > 0")?;
        Ok(Uniform { low, high })
    }

    /// The lower end.
    #[inline]
    pub fn low(&self) -> T {
        self.low
    }

    /// The upper end.
    #[inline]
    pub fn high(&self) -> T {
        self.high
    }

    /// The mean, (low + high)/2.
    #[inline]
    pub fn mean(&self) -> T {
        T::leave(0.5 * self.low.smooth() + 0.5 * self.high.smooth())
    }

    /// The variance, (high - low)²/12.
    #[inline]
    pub fn variance(&self) -> T {
        let width = self.high.smooth() - self.low.smooth();
        T::leave(width * width / 12.0)
    }

    /// The entropy, ln(high - low).
    #[inline]
    pub fn entropy(&self) -> T {
        T::leave((self.high.smooth() - self.low.smooth()).ln())
    }
}

impl<D: Number> Density<D> for Uniform<Smooth<D>> {
    #[inline(always)]
    fn ln_density(&self, x: Smooth<D>) -> Smooth<D> {
        let (zero, low, high) = (D::constant(0.0), self.low, self.high);
        let inside = -(high - low).ln();
        if every(x - low, |v| v > 0.0) && every(high - x, |v| v > 0.0) {
            return inside;
        }
        if !x.0.is_constant() {
            return outside_support("Uniform", x);
        }
        let nothing = D::constant(f64::NEG_INFINITY);
        let below = (low - x).0.greater(zero);
        let above = (x - high).0.greater(zero);
        // x times zero keeps NaN.
        Smooth(D::select(below, nothing, D::select(above, nothing, (inside + x * 0.0).0)))
    }
    #[inline]
    fn jumps(&self) -> bool {
        moves(self.low) || moves(self.high)
    }
}

impl<D: Number> Cumulative<D> for Uniform<Smooth<D>> {
    #[inline]
    fn cumulative(&self, x: Smooth<D>) -> (Smooth<D>, Smooth<D>) {
        let (below, above, width) = (x - self.low, self.high - x, self.high - self.low);
        between(below, above, [true; 2], (below / width, above / width))
    }
    #[inline]
    fn support(&self) -> (f64, f64) {
        (self.low.peek(), self.high.peek())
    }
}

impl<D: Number> Uniform<Smooth<D>> {
    #[inline(always)]
    fn inverse(&self, p: Smooth<D>) -> Smooth<D> {
        self.low + (self.high - self.low) * probability(p)
    }
}

impl<D: Number> Pathwise<D> for Uniform<Smooth<D>> {
    type Value = Smooth<D>;
    #[inline(always)]
    fn path<G: Generator>(&self, noise: &mut Noise<'_, G>) -> Smooth<D> {
        self.low + (self.high - self.low) * noise.uniform()
    }
}

impl<D: Number> Redraw<D> for Uniform<Smooth<D>> {
    #[inline]
    fn redraw(&self, x: Smooth<D>) -> Smooth<D> {
        let u = ((x - self.low) / (self.high - self.low)).frozen();
        self.low + (self.high - self.low) * u
    }
}
