//! An expected value as an object: what the attribute generates as `Loss` for `fn loss`.

use crate::driver::{self, Estimator};
use crate::source::{Generator, NoFallback, Tracer};
use crate::{Error, Estimate, HessianEstimate, Number, Parameters, Smooth};
use rand::Rng;

/// An expected value that can be estimated and differentiated.
///
/// The attribute implements it: for `fn loss(mu: f64, #[constant] data: &[f64], rng: &mut impl Rng) -> f64` there is
/// `Loss::new(data)`.
pub trait Objective: Sized {
    /// The differentiable arguments.
    type Params: Parameters;
    /// The error of the function, or [`Error`] where it has none.
    type Error: From<Error>;
    /// Whether it is worth while to try several samples side by side: not where the function is seen to take plain values.
    #[doc(hidden)]
    const LANES: bool = true;

    /// The slices of constants among the arguments, as far as their types tell: they stay where they are, and what they
    /// are, during an estimate.
    #[doc(hidden)]
    fn constants<'a>(&'a self, _each: &mut dyn FnMut(&'a [f64])) {}

    /// One run of the function.
    #[doc(hidden)]
    fn eval<G: Generator, D: Number>(
        &self,
        params: &<Self::Params as Parameters>::With<D>,
        rng: &mut Tracer<'_, G, D, NoFallback>,
    ) -> Result<Smooth<D>, Self::Error>;

    /// Estimates the expected value alone, from `n` samples.
    ///
    /// # Errors
    /// As [`grad`](Objective::grad).
    fn value<R: Rng + ?Sized>(
        &self,
        params: impl Into<Self::Params>,
        n: usize,
        rng: &mut R,
    ) -> Result<Estimate<()>, Self::Error> {
        driver::value(self, &params.into(), n, rng)
    }

    /// Estimates the expected value and its gradient from `n` samples.
    ///
    /// # Errors
    /// [`Error::NoSamples`] for n = 0, [`Error::NonFiniteParameter`], [`Error::NonFinite`] where the function or its
    /// derivative is not finite in some sample, any error of a distribution, and the function's own error: that of
    /// the first sample that fails. No sample is ever dropped.
    fn grad<R: Rng + ?Sized>(
        &self,
        params: impl Into<Self::Params>,
        n: usize,
        rng: &mut R,
    ) -> Result<Estimate<Self::Params>, Self::Error> {
        self.estimator(params).samples(n).run(rng)
    }

    /// Estimates the expected value, its gradient and its Hessian from `n` samples.
    ///
    /// A function with a kink (`abs`, `max`, `min`, `clamp`) has a right gradient but a wrong pathwise Hessian, so
    /// this does not compile for one, and where the kink hides in a helper it is an error.
    ///
    /// # Errors
    /// As [`grad`](Objective::grad), and [`Error::Kink`], [`Error::SecondDerivative`].
    fn hessian<R: Rng + ?Sized>(
        &self,
        params: impl Into<Self::Params>,
        n: usize,
        rng: &mut R,
    ) -> Result<HessianEstimate<Self::Params>, Self::Error>
    where
        Self: TwiceDifferentiable,
    {
        driver::hessian(self, &params.into(), n, rng)
    }

    /// An estimate with options.
    fn estimator(&self, params: impl Into<Self::Params>) -> Estimator<'_, Self> {
        Estimator::new(self, params.into())
    }
}

/// An objective without a kink of its own.
#[diagnostic::on_unimplemented(
    message = "a pathwise Hessian of `{Self}` would be wrong, because the function has a kink",
    label = "its function uses `abs`, `max`, `min` or `clamp`",
    note = "its gradient is right; for a Hessian write the function without the kink, for instance with `softplus` in the place of `max(0.0)`"
)]
pub trait TwiceDifferentiable {}
