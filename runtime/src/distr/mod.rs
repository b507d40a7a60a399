//! The distributions, one file each.
//!
//! A distribution is generic over its parameters' type: `Normal<f64>` from constants, `Normal<Smooth<D>>` as soon as
//! one argument is smooth. Its file has, in this order: parameters with their domains, moments, density, sampling.

mod bernoulli;
mod beta_binomial;
mod binomial;
mod categorical;
mod cauchy;
mod checks;
mod counting;
mod discrete_uniform;
mod exp;
mod families;
mod geometric;
mod gumbel;
mod half_normal;
mod hypergeometric;
pub(crate) mod implicit;
mod laplace;
mod log_normal;
mod logistic;
mod multinomial;
mod negative_binomial;
mod normal;
mod poisson;
mod skellam;
#[cfg(test)]
mod tests;
mod uniform;
mod weibull;
mod zeta;
mod zipf;

pub use bernoulli::Bernoulli;
pub use beta_binomial::BetaBinomial;
pub use binomial::Binomial;
pub use categorical::Categorical;
pub use cauchy::Cauchy;
pub use discrete_uniform::DiscreteUniform;
pub use exp::Exp;
pub use geometric::Geometric;
pub use gumbel::Gumbel;
pub use half_normal::HalfNormal;
pub use hypergeometric::Hypergeometric;
pub use laplace::Laplace;
pub use log_normal::LogNormal;
pub use logistic::Logistic;
pub use multinomial::Multinomial;
pub use negative_binomial::NegativeBinomial;
pub use normal::Normal;
pub use poisson::Poisson;
pub use skellam::Skellam;
pub use uniform::Uniform;
pub use weibull::Weibull;
pub use zeta::Zeta;
pub use zipf::Zipf;

pub(crate) use checks::*;
pub(crate) use families::*;

use crate::error::Error;
use crate::source::{Draw, Fallback, Mode, Pathwise};
use crate::{Number, Real, Smooth};
use rand::Rng;
use std::fmt::Debug;

/// A distribution with parameters.
pub trait Family {
    /// The type of its parameters: `f64`, or a smooth value.
    type Real: Real;
}

/// A distribution on the smooth numbers of a run, whose constants are lifted only if there are any.
pub trait Raised<D: Number> {
    /// The distribution on smooth numbers.
    type Out;
    /// Runs with it.
    fn raised<R>(&self, run: impl FnOnce(&Self::Out) -> R) -> R;
}

/// Says that a distribution is reparameterized by default: its draws are smooth in its parameters, by a pathwise rule,
/// explicit or implicit. All others need a fallback as soon as a parameter is smooth.
///
/// ```
/// use stochastic_grad::distr::Reparameterized;
/// use stochastic_grad::prelude::*;
///
/// fn answer<X: Reparameterized>(_: &X) -> &'static str {
///     "yes"
/// }
/// assert_eq!(answer(&Normal::new(0.0, 1.0)?), "yes");
/// # Ok::<(), Error>(())
/// ```
pub trait Reparameterized {}

/// The density of a distribution of real numbers.
pub trait Density<D: Number> {
    /// ln of the density at `x`, smooth in the point and in the parameters. Where the density is zero: minus infinity
    /// at a constant point, and an error at one that moves.
    fn ln_density(&self, x: Smooth<D>) -> Smooth<D>;
}

/// The distribution function of a distribution of real numbers.
pub trait Cumulative<D: Number>: Density<D> {
    /// F(x) and 1 - F(x), each accurate where it is small, smooth in the point and in the parameters.
    fn cumulative(&self, x: Smooth<D>) -> (Smooth<D>, Smooth<D>);
}

/// A pathwise distribution of real numbers whose noise can be told from a draw.
pub trait Redraw<D: Number>: Pathwise<D, Value = Smooth<D>> + Density<D> {
    /// The draw that has the noise of `x`, a constant inside the support: its value is that of `x`, up to rounding.
    fn redraw(&self, x: Smooth<D>) -> Smooth<D>;
}

/// `x` as it moves with the parameters of the distribution that it was drawn from.
#[inline]
pub(crate) fn redrawn<D: Number, X: Redraw<D>>(name: &'static str, from: &X, x: f64) -> Smooth<D> {
    let x = Smooth::constant(x);
    if !(from.ln_density(x).peek() > f64::NEG_INFINITY) {
        return outside_support(name, x);
    }
    let moved = from.redraw(x);
    // What rounding took away comes back, so that the value is x.
    moved + (x - moved.frozen())
}

/// A distribution whose draws can be plain values, because their likelihood carries the derivative.
pub trait Likelihood<D: Number> {
    /// The type of the draws.
    type Value: Clone + Debug;
    /// One plain draw.
    fn draw_plain<R: Rng + ?Sized>(&self, rng: &mut R) -> Self::Value;
    /// ln of the probability of an outcome, or of the density there, smooth in the parameters.
    fn ln_likelihood(&self, outcome: &Self::Value) -> Smooth<D>;
    /// The outcome that a moving parameter makes possible although its probability is zero here, if there is one.
    fn impossible(&self) -> Option<Error> {
        None
    }
}

/// Says which fallbacks can draw a distribution: any, where its parameters are constants.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no reparameterization: its samples cannot carry a gradient",
    label = "drawn here without a fallback",
    note = "choose one at the draw, `.score_function().sample(rng)`, or for the whole function, `#[stochastic_grad(fallback = score_function)]`; or `detach` its parameters if they may be treated as constants"
)]
pub trait DrawnBy<F> {}

/// The fallbacks that need nothing but the probability of an outcome. (A bound, because a lone impl for the one type
/// would be taken for what the user meant, and its error would hide the text above.)
pub trait Scoring {}
impl Scoring for crate::source::ScoreFunction {}

/// A distribution together with the fallback that draws it.
#[derive(Clone, Debug, PartialEq)]
pub struct Scored<X>(pub(crate) X);

impl<X: Family> Scored<X> {
    /// One draw, a plain value, by the score function.
    #[inline]
    pub fn sample<G>(&self, rng: &mut G) -> <X::Out as Likelihood<G::Number>>::Value
    where
        G: Mode<X::Real> + ?Sized,
        X: Raised<G::Number, Out: Likelihood<G::Number>>,
    {
        choose::<X::Real, _, G, crate::source::ScoreFunction>(&self.0, rng)
    }
}

impl<X: Family, G: Mode<X::Real> + ?Sized> Draw<G> for Scored<X>
where
    X: Raised<G::Number, Out: Likelihood<G::Number>>,
{
    type Out = <X::Out as Likelihood<G::Number>>::Value;
    #[inline]
    fn draw(&self, rng: &mut G) -> Self::Out {
        self.sample(rng)
    }
}

/// Draws a plain value with the fallback `F`, or plainly where all parameters are constants.
#[inline]
pub(crate) fn choose<T, X, G, F>(distribution: &X, rng: &mut G) -> <X::Out as Likelihood<G::Number>>::Value
where
    T: Real,
    G: Mode<T> + ?Sized,
    X: Raised<G::Number, Out: Likelihood<G::Number>>,
    F: Fallback,
{
    distribution.raised(|smooth| {
        rng.with_core(
            |core| {
                if T::Number::ORDER == 0 { smooth.draw_plain(core.plain()) } else { F::choose(smooth, core) }
            },
        )
    })
}

/// The exponential distribution with mean 1.
///
/// The tail of rand_distr's sampler is the logarithm of a uniform number that can be 0; infinity becomes a number
/// that is as good as never exceeded.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StandardExp;
impl rand::distr::Distribution<f64> for StandardExp {
    #[inline]
    fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        let e: f64 = rand_distr::Exp1.sample(rng);
        e.min(50.0)
    }
}

/// Euler's constant γ
pub(crate) const EULER: f64 = 0.577_215_664_901_532_9;
