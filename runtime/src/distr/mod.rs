//! The distributions, one file each.
//!
//! A distribution is generic over its parameters' type: `Normal<f64>` from constants, `Normal<Smooth<D>>` as soon as
//! one argument is smooth. Its file has, in this order: parameters with their domains, sampling, density, moments.

mod bernoulli;
mod categorical;
mod cauchy;
mod exp;
mod gumbel;
mod half_normal;
pub(crate) mod implicit;
mod laplace;
mod log_normal;
mod logistic;
mod normal;
mod poisson;
#[cfg(test)]
mod tests;
mod uniform;
mod weibull;

pub use bernoulli::Bernoulli;
pub use categorical::Categorical;
pub use cauchy::Cauchy;
pub use exp::Exp;
pub use gumbel::Gumbel;
pub use half_normal::HalfNormal;
pub use laplace::Laplace;
pub use log_normal::LogNormal;
pub use logistic::Logistic;
pub use normal::Normal;
pub use poisson::Poisson;
pub use uniform::Uniform;
pub use weibull::Weibull;

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

/// The fallbacks that need nothing but the probability of an outcome. (A bound, because a lone impl for the one type
/// would be taken for what the user meant, and its error would hide the text above.)
pub trait Scoring {}
impl Scoring for crate::source::ScoreFunction {}

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

/// The same as `f64::is_finite`, which the compiler turns into a dozen instructions on bits (measured: 30 of them per
/// draw of a normal distribution).
#[inline]
#[allow(clippy::eq_op)]
fn is_finite(x: f64) -> bool {
    x - x == 0.0
}

/// A parameter that may be any finite number.
#[inline]
pub(crate) fn finite<T: Real>(x: T, distribution: &'static str, parameter: &'static str) -> Result<(), Error> {
    require(x, is_finite, distribution, parameter, "finite")
}

/// A parameter that is finite and greater than zero.
#[inline]
pub(crate) fn positive<T: Real>(x: T, distribution: &'static str, parameter: &'static str) -> Result<(), Error> {
    require(x, |v| v > 0.0 && is_finite(v), distribution, parameter, "finite and > 0")
}

/// A parameter that is finite and not negative.
#[inline]
pub(crate) fn not_negative<T: Real>(x: T, distribution: &'static str, parameter: &'static str) -> Result<(), Error> {
    require(x, |v| v >= 0.0 && is_finite(v), distribution, parameter, "finite and >= 0")
}

/// Whether a condition holds for the plain value in every lane, so that a branch on it serves all of them.
#[inline]
pub(crate) fn every<D: Number>(x: Smooth<D>, holds: impl Fn(f64) -> bool) -> bool {
    (0..D::LANES).all(|lane| holds(x.0.primal(lane)))
}

/// The value of a density at a smooth point where it is zero or jumps: an error, because its derivative there cannot
/// see the jump.
#[cold]
pub(crate) fn outside_support<D: Number>(distribution: &'static str, x: Smooth<D>) -> Smooth<D> {
    error::report(Error::OutsideSupport { distribution, value: x.peek() });
    Smooth::constant(f64::NAN)
}

/// ln of a density on x > 0: `inside` there, `at_zero` at the end, minus infinity below it. A smooth point must lie
/// inside.
#[inline]
pub(crate) fn on_half_line<D: Number>(
    distribution: &'static str,
    x: Smooth<D>,
    at_zero: Smooth<D>,
    inside: Smooth<D>,
) -> Smooth<D> {
    if every(x, |v| v > 0.0) {
        return inside;
    }
    if !x.0.is_constant() {
        return outside_support(distribution, x);
    }
    let (zero, nothing) = (D::constant(0.0), D::constant(f64::NEG_INFINITY));
    // Neither greater nor less than zero is also NaN, which adding x keeps.
    let beyond = D::select(zero.greater(x.0), nothing, (at_zero + x).0);
    Smooth(D::select(x.0.greater(zero), inside.0, beyond))
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

/// A part of a distribution, a number or a list of numbers, with `f` applied to each.
pub(crate) trait Part<A, B> {
    /// The same shape of other numbers.
    type Out;
    fn each(&self, f: impl Fn(A) -> B) -> Self::Out;
}
impl<A: Real, B> Part<A, B> for A {
    type Out = B;
    #[inline]
    fn each(&self, f: impl Fn(A) -> B) -> B {
        f(*self)
    }
}
impl<A: Real, B> Part<A, B> for Vec<A> {
    type Out = Vec<B>;
    fn each(&self, f: impl Fn(A) -> B) -> Vec<B> {
        self.iter().map(|x| f(*x)).collect()
    }
}

/// What every distribution has: lifting of its parameters, leaving a body, and taking their plain values.
macro_rules! family {
    ($Name:ident { $($field:ident),+ }) => {
        impl<D: Number, T: Real + LiftBy<D, Out = Smooth<D>>> LiftBy<D> for $Name<T> {
            type Out = $Name<Smooth<D>>;
            #[inline]
            fn lift_by(self) -> $Name<Smooth<D>> {
                $Name { $($field: self.$field.lift_by()),+ }
            }
        }
        #[diagnostic::do_not_recommend]
        impl<T: Real + $crate::Lift<U>, U: Real> $crate::Lift<$Name<U>> for $Name<T> {
            #[inline]
            fn lift(self) -> $Name<U> {
                $Name { $($field: self.$field.lift()),+ }
            }
        }
        impl<T: Real + $crate::Lift<U>, U: Real> $crate::private::LiftRef<$Name<U>> for $Name<T> {
            #[inline]
            fn lift_ref(&self) -> std::borrow::Cow<'_, $Name<U>> {
                std::borrow::Cow::Owned($crate::Lift::lift(self.clone()))
            }
        }
        impl<R: Real> $crate::private::Leave<$Name<R>> for $Name<Smooth<R::Number>> {
            #[inline]
            fn leave(self) -> $Name<R> {
                $Name { $($field: $crate::distr::Part::each(&self.$field, R::leave)),+ }
            }
        }
        impl<T: Real> $Name<T> {
            /// The same distribution with constant parameters: its draws carry no gradient.
            #[inline]
            pub fn detach(&self) -> $Name<f64> {
                $Name { $($field: $crate::distr::Part::each(&self.$field, |x: T| x.smooth().detach())),+ }
            }
        }
    };
}
pub(crate) use family;

/// The density at a constant or smooth point, from `ln_density` on smooth numbers.
macro_rules! density {
    ($(#[$doc:meta])* $Name:ident { $($field:ident),+ }) => {
        impl<T: Real> $Name<T> {
            $(#[$doc])*
            #[inline]
            pub fn ln_pdf<X>(&self, x: X) -> T::Out
            where
                T: $crate::Join<X> + $crate::Lift<T::Out>,
                X: $crate::Lift<T::Out>,
            {
                let at = $Name { $($field: $crate::Lift::<T::Out>::lift(self.$field).smooth()),+ };
                T::Out::leave(at.ln_density(x.lift().smooth()))
            }
        }
    };
}
pub(crate) use density;

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
        #[diagnostic::do_not_recommend]
        impl<F> DrawnBy<F> for $Name<f64> {}
        #[diagnostic::do_not_recommend]
        impl<D: Number, F: $crate::distr::Scoring> DrawnBy<F> for $Name<Smooth<D>> {}
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
