//! The distributions, one file each.
//!
//! A distribution is generic over its parameters' type: `Normal<f64>` from constants, `Normal<Smooth<D>>` as soon as
//! one argument is smooth. Its file has, in this order: parameters with their domains, sampling, density, moments.

mod bernoulli;
mod normal;

pub use bernoulli::Bernoulli;
pub use normal::Normal;

use crate::error::{self, Error};
use crate::private::Primal;
use crate::source::{Fallback, Mode};
use crate::{LiftBy, Number, Real, Smooth};
use rand::Rng;
use std::fmt::Debug;

/// A distribution whose draws cannot move with the parameters: drawn with a fallback, as plain values.
pub trait Discrete<D: Number> {
    /// The type of the draws.
    type Value: Clone + Debug;
    /// One plain draw.
    fn draw_plain<R: Rng + ?Sized>(&self, rng: &mut R) -> Self::Value;
    /// ln of the probability of an outcome, smooth in the parameters.
    fn ln_probability(&self, outcome: &Self::Value) -> Smooth<D>;
    /// The outcome that a moving parameter makes possible although its probability is zero here, if there is one.
    fn impossible(&self) -> Option<Error>;
}

/// Says which fallbacks can draw a distribution: any, where its parameters are constants.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no reparameterization: its samples cannot carry a gradient",
    label = "drawn here without a fallback",
    note = "choose one at the draw, `.score_function().sample(rng)`, or for the whole function, `#[stochastic_grad(fallback = score_function)]`; or `detach` its parameters if they may be treated as constants"
)]
pub trait DrawnBy<F> {}

/// A distribution together with the fallback that draws it.
#[derive(Clone, Debug, PartialEq)]
pub struct Scored<X>(pub(crate) X);

/// Draws from a discrete distribution with the fallback `F`, or plainly where all its parameters are constants.
#[inline]
pub(crate) fn choose<T, X, G, F>(distribution: &X, rng: &mut G) -> <X::Out as Discrete<G::Number>>::Value
where
    T: Real,
    G: Mode<T> + ?Sized,
    X: Clone + LiftBy<G::Number>,
    X::Out: Discrete<G::Number>,
    F: Fallback,
{
    let smooth = distribution.clone().lift_by();
    rng.with_core(|core| if T::Number::ORDER == 0 { smooth.draw_plain(core.plain()) } else { F::choose(&smooth, core) })
}

/// Checks a parameter; notes the failure if the parameter is smooth, because a caught error is a comparison.
#[inline]
pub(crate) fn require<T: Real>(
    x: T,
    holds: impl Fn(f64) -> bool,
    distribution: &'static str,
    parameter: &'static str,
    requirement: &'static str,
) -> Result<(), Error> {
    let x = x.smooth().0;
    match (0..T::Number::LANES).map(|lane| x.primal(lane)).find(|v| !holds(*v)) {
        None => Ok(()),
        Some(value) => Err(invalid::<T>(Error::InvalidParameter { distribution, parameter, requirement, value })),
    }
}

#[cold]
fn invalid<T: Real>(error: Error) -> Error {
    if T::Number::ORDER > 0 {
        error::report(error.clone());
    }
    error
}

/// A parameter that may be any finite number.
#[inline]
pub(crate) fn finite<T: Real>(x: T, distribution: &'static str, parameter: &'static str) -> Result<(), Error> {
    require(x, f64::is_finite, distribution, parameter, "finite")
}

/// A parameter that is finite and greater than zero.
#[inline]
pub(crate) fn positive<T: Real>(x: T, distribution: &'static str, parameter: &'static str) -> Result<(), Error> {
    require(x, |v| v > 0.0 && v < f64::INFINITY, distribution, parameter, "finite and > 0")
}

/// A parameter that is finite and not negative.
#[inline]
pub(crate) fn not_negative<T: Real>(x: T, distribution: &'static str, parameter: &'static str) -> Result<(), Error> {
    require(x, |v| (0.0..f64::INFINITY).contains(&v), distribution, parameter, "finite and >= 0")
}

/// The value of a density outside its support: minus infinity at a constant point, where nothing moves, and an error
/// at a smooth one, where the density has a jump that its derivative cannot see.
#[cold]
pub(crate) fn outside_support<D: Number>(distribution: &'static str, x: Smooth<D>) -> Smooth<D> {
    if x.0.is_constant() {
        return Smooth::constant(f64::NEG_INFINITY);
    }
    error::report(Error::OutsideSupport { distribution, value: x.peek() });
    Smooth::constant(f64::NAN)
}

/// What every distribution has: lifting of its parameters, taking their plain values, and, for a family of real
/// random variables with a pathwise rule, the ways to draw it.
macro_rules! family {
    ($Name:ident { $($field:ident),+ }) => {
        impl<D: Number, T: Real + LiftBy<D, Out = Smooth<D>>> LiftBy<D> for $Name<T> {
            type Out = $Name<Smooth<D>>;
            #[inline]
            fn lift_by(self) -> $Name<Smooth<D>> {
                $Name { $($field: self.$field.lift_by()),+ }
            }
        }
        impl<T: Real + $crate::Lift<U>, U: Real> $crate::Lift<$Name<U>> for $Name<T> {
            #[inline]
            fn lift(self) -> $Name<U> {
                $Name { $($field: self.$field.lift()),+ }
            }
        }
        impl<R: Real> $crate::private::Leave<$Name<R>> for $Name<Smooth<R::Number>> {
            #[inline]
            fn leave(self) -> $Name<R> {
                $Name { $($field: R::leave(self.$field)),+ }
            }
        }
        impl<T: Real> $Name<T> {
            /// The same distribution with constant parameters: its draws carry no gradient.
            #[inline]
            pub fn detach(&self) -> $Name<f64> {
                $Name { $($field: self.$field.smooth().detach()),+ }
            }
        }
    };
}
pub(crate) use family;

/// The ways to draw a family with a pathwise rule.
macro_rules! drawn_pathwise {
    ($Name:ident) => {
        impl<T: Real> $Name<T> {
            /// One draw, smooth in the parameters.
            #[inline]
            pub fn sample<G>(&self, rng: &mut G) -> G::Real
            where
                G: Mode<T> + ?Sized,
                Self: LiftBy<G::Number, Out = $Name<Smooth<G::Number>>>,
            {
                $crate::source::pathwise(self, rng)
            }
        }
        impl<T: Real, G: Mode<T> + ?Sized> $crate::source::Draw<G> for $Name<T>
        where
            Self: LiftBy<G::Number, Out = $Name<Smooth<G::Number>>>,
        {
            type Out = G::Real;
            #[inline]
            fn draw(&self, rng: &mut G) -> G::Real {
                self.sample(rng)
            }
        }
        impl rand::distr::Distribution<f64> for $Name<f64> {
            #[inline]
            fn sample<R: rand::Rng + ?Sized>(&self, rng: &mut R) -> f64 {
                $Name::sample(self, rng)
            }
        }
    };
}
pub(crate) use drawn_pathwise;

/// The ways to draw a family that has no pathwise rule.
macro_rules! drawn_by_fallback {
    ($Name:ident -> $Value:ty) => {
        impl<F> DrawnBy<F> for $Name<f64> {}
        impl<D: Number> DrawnBy<ScoreFunction> for $Name<Smooth<D>> {}
        impl<T: Real> $Name<T> {
            /// One draw, a plain value. Where a parameter is smooth, a fallback must be chosen.
            #[inline]
            pub fn sample<G>(&self, rng: &mut G) -> $Value
            where
                G: Mode<T> + ?Sized,
                Self: DrawnBy<G::Fallback> + LiftBy<G::Number, Out = $Name<Smooth<G::Number>>>,
            {
                $crate::distr::choose::<T, _, G, G::Fallback>(self, rng)
            }

            /// Draws by the score function: the derivative of the probability of the outcome, times what it costs
            /// (Williams 1992, <https://doi.org/10.1007/BF00992696>).
            #[inline]
            pub fn score_function(self) -> Scored<Self> {
                Scored(self)
            }
        }
        impl<T: Real, G: Mode<T> + ?Sized> $crate::source::Draw<G> for $Name<T>
        where
            Self: DrawnBy<G::Fallback> + LiftBy<G::Number, Out = $Name<Smooth<G::Number>>>,
        {
            type Out = $Value;
            #[inline]
            fn draw(&self, rng: &mut G) -> $Value {
                self.sample(rng)
            }
        }
        impl<T: Real> Scored<$Name<T>> {
            /// One draw, a plain value, by the score function.
            #[inline]
            pub fn sample<G>(&self, rng: &mut G) -> $Value
            where
                G: Mode<T> + ?Sized,
                $Name<T>: LiftBy<G::Number, Out = $Name<Smooth<G::Number>>>,
            {
                $crate::distr::choose::<T, _, G, ScoreFunction>(&self.0, rng)
            }
        }
        impl<T: Real, G: Mode<T> + ?Sized> $crate::source::Draw<G> for Scored<$Name<T>>
        where
            $Name<T>: LiftBy<G::Number, Out = $Name<Smooth<G::Number>>>,
        {
            type Out = $Value;
            #[inline]
            fn draw(&self, rng: &mut G) -> $Value {
                self.sample(rng)
            }
        }
        impl rand::distr::Distribution<$Value> for $Name<f64> {
            #[inline]
            fn sample<R: rand::Rng + ?Sized>(&self, rng: &mut R) -> $Value {
                Discrete::draw_plain(&LiftBy::<f64>::lift_by(self.clone()), rng)
            }
        }
    };
}
pub(crate) use drawn_by_fallback;
