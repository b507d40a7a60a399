//! The exponential distribution.

use super::{
    Cumulative, Density, Redraw, above, cumulative, density, drawn_pathwise, family, on_half_line, positive,
    probability, quantile,
};
use crate::source::{Generator, Noise, Pathwise};
use crate::{Error, Number, Real, Smooth};

/// The exponential distribution with rate lambda.
///
/// # Density
/// p(x) = lambda exp(-lambda x), for x >= 0.
///
/// # Gradient
/// x = e / lambda with e ~ Exp(1): pathwise, explicit. The noise comes from the ziggurat of rand_distr (Marsaglia and
/// Tsang 2000, <https://doi.org/10.18637/jss.v005.i08>).
///
/// # Example
/// ```
/// use stochastic_grad::prelude::*;
///
/// let wait = Exp::new(1.7)?;
/// let x = wait.sample(&mut StdRng::seed_from_u64(1));
/// assert!(x > 0.0);
/// assert_eq!(wait.mean(), 1.0 / 1.7);
/// assert!((wait.ln_pdf(2.0) - -2.8693717489378296).abs() < 1e-15);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Exp<T = f64> {
    lambda: T,
}

family!(Exp { lambda });
drawn_pathwise!(Exp);
density! {
    /// ln of the density at `x`: minus infinity at a constant x < 0, an error at a smooth x <= 0.
    Exp { lambda }
}
cumulative! {
    /// The distribution function, 1 - exp(-lambda x), and 0 for x < 0.
    Exp { lambda }
}
quantile! {
    /// The quantile, -ln(1 - p)/lambda, for 0 <= p <= 1 (infinite at 1).
    Exp { lambda }
}

impl<T: Real> Exp<T> {
    /// An exponential distribution with a finite rate `lambda > 0`.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] where the parameter violates its bound.
    #[inline(always)]
    pub fn new<A: Real<Own = T>>(lambda: A) -> Result<Self, Error> {
        positive(lambda, "Exp", "lambda")?;
        Ok(Exp { lambda: A::own(lambda.smooth()) })
    }

    /// The rate.
    #[inline]
    pub fn lambda(&self) -> T {
        self.lambda
    }

    /// The mean, 1/lambda.
    #[inline]
    pub fn mean(&self) -> T {
        T::leave(1.0 / self.lambda.smooth())
    }

    /// The variance, 1/lambda².
    #[inline]
    pub fn variance(&self) -> T {
        let mean = 1.0 / self.lambda.smooth();
        T::leave(mean * mean)
    }

    /// The entropy, 1 - ln(lambda).
    #[inline]
    pub fn entropy(&self) -> T {
        T::leave(1.0 - self.lambda.smooth().ln())
    }
}

impl<D: Number> Density<D> for Exp<Smooth<D>> {
    #[inline(always)]
    fn ln_density(&self, x: Smooth<D>) -> Smooth<D> {
        let inside = self.lambda.ln() - self.lambda * x;
        on_half_line("Exp", x, inside, inside)
    }
}

impl<D: Number> Cumulative<D> for Exp<Smooth<D>> {
    #[inline]
    fn cumulative(&self, x: Smooth<D>) -> (Smooth<D>, Smooth<D>) {
        let e = -(self.lambda * x);
        above(0.0, x, (-e.exp_m1(), e.exp()))
    }
    #[inline]
    fn support(&self) -> (f64, f64) {
        (0.0, f64::INFINITY)
    }
}

impl<D: Number> Exp<Smooth<D>> {
    #[inline(always)]
    fn inverse(&self, p: Smooth<D>) -> Smooth<D> {
        -(-probability(p)).ln_1p() / self.lambda
    }
}

impl<D: Number> Pathwise<D> for Exp<Smooth<D>> {
    type Value = Smooth<D>;
    #[inline(always)]
    fn path<G: Generator>(&self, noise: &mut Noise<'_, G>) -> Smooth<D> {
        let e: Smooth<D> = noise.exponential().smooth();
        e / self.lambda
    }
}

impl<D: Number> Redraw<D> for Exp<Smooth<D>> {
    #[inline]
    fn redraw(&self, x: Smooth<D>) -> Smooth<D> {
        (x * self.lambda).frozen() / self.lambda
    }
}
