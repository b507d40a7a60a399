//! Write your own distribution.
//!
//! A distribution is a struct over a number type, `struct Name<T = f64>`, whose fields are its parameters. One derive
//! lifts it between plain and smooth numbers, `#[derive(Parameters)]`; another lets it be drawn from,
//! `#[derive(Distribution)]`. What is left is one trait for each way to draw it, on smooth numbers:
//!
//! - [`Pathwise`]: a draw as a differentiable function of the parameters and of noise that does not depend on them.
//!   Draws are smooth.
//! - [`Likelihood`]: a plain draw, and the logarithm of its probability. Draws are plain values and need a fallback.
//!
//! `#[distribution(pathwise)]`, which is what the derive does when nothing is said, `#[distribution(score_function)]`, or
//! `#[distribution(pathwise, score_function)]` says which there are. With both, `sample` is pathwise, and
//! `.score_function().sample(rng)` gives a plain value.
//!
//! # A pathwise rule
//! The Gompertz distribution has F(x) = 1 - exp(-η (exp(b x) - 1)) on x > 0. With e ~ Exp(1), 1 - F(x) = exp(-e) is
//! solved by x = ln(1 + e/η)/b.
//!
//! ```
//! use stochastic_grad::distr::own::{Density, Generator, Noise, Pathwise};
//! use stochastic_grad::prelude::*;
//! use stochastic_grad::{Join, Lift, Number, Real, Smooth};
//!
//! /// The Gompertz distribution with shape eta and rate b.
//! #[derive(Parameters, Distribution, Clone, Copy, Debug, PartialEq)]
//! struct Gompertz<T = f64> {
//!     eta: T,
//!     b: T,
//! }
//!
//! impl<T: Real> Gompertz<T> {
//!     /// Constants and smooth values in any mix, as in all the other distributions.
//!     fn new<A, B>(eta: A, b: B) -> Result<Self, Error>
//!     where
//!         A: Join<B, Out = T> + Lift<T>,
//!         B: Lift<T>,
//!     {
//!         let (eta, b) = (own::positive(eta.lift(), "Gompertz", "eta")?, own::positive(b.lift(), "Gompertz", "b")?);
//!         Ok(Gompertz { eta, b })
//!     }
//! }
//!
//! impl<D: Number> Pathwise<D> for Gompertz<Smooth<D>> {
//!     type Value = Smooth<D>;
//!     fn path<G: Generator>(&self, noise: &mut Noise<'_, G>) -> Smooth<D> {
//!         let e: Smooth<D> = noise.draw(Exp::new(1.0).expect("1 is a rate"));
//!         (e / self.eta).ln_1p() / self.b
//!     }
//! }
//!
//! # use stochastic_grad::distr::own;
//! #[stochastic_grad]
//! fn lifetime(eta: f64, b: f64, rng: &mut impl Rng) -> Result<f64, Error> {
//!     Ok(Gompertz::new(eta, b)?.sample(rng))
//! }
//!
//! // One sample at a time, against differences of the quantile: x moves with the parameters as the quantile does.
//! let quantile = |u: f64, eta: f64, b: f64| (-(-u).ln_1p() / eta).ln_1p() / b;
//! let cdf = |x: f64, eta: f64, b: f64| -(-eta * (b * x).exp_m1()).exp_m1();
//! let (eta, b, h) = (0.7, 1.3, 1e-5);
//! let mut rng = StdRng::seed_from_u64(1);
//! for _ in 0..100 {
//!     let one = lifetime_grad((eta, b), 1, &mut rng)?;
//!     let u = cdf(one.value, eta, b);
//!     let slope_eta = (quantile(u, eta + h, b) - quantile(u, eta - h, b)) / (2.0 * h);
//!     let slope_b = (quantile(u, eta, b + h) - quantile(u, eta, b - h)) / (2.0 * h);
//!     assert!((one.grad.eta - slope_eta).abs() < 1e-8 && (one.grad.b - slope_b).abs() < 1e-8);
//! }
//! # Ok::<(), Error>(())
//! ```
//!
//! # An implicit rule
//! Where the noise cannot be written down, draw a plain value in any way, and let [`implicit`] attach the derivatives:
//! it wants what stays the same while the parameters move, which is F(x), and its slope in x, the density (Figurnov,
//! Mohamed and Mnih 2018, <https://doi.org/10.48550/arXiv.1805.08498>). Never differentiate a sampler that accepts and
//! rejects.
//!
//! ```
//! use stochastic_grad::distr::own::{self, Generator, Noise, Pathwise};
//! use stochastic_grad::prelude::*;
//! use stochastic_grad::{Number, Smooth};
//!
//! /// The raised cosine on (-1, 1), tilted by a: p(x) = (1 + cos πx)(1 + a x)/2, |a| <= 1.
//! #[derive(Parameters, Distribution, Clone, Copy, Debug, PartialEq)]
//! struct Tilted<T = f64> {
//!     a: T,
//! }
//!
//! const PI: f64 = std::f64::consts::PI;
//!
//! impl<D: Number> Pathwise<D> for Tilted<Smooth<D>> {
//!     type Value = Smooth<D>;
//!     fn path<G: Generator>(&self, noise: &mut Noise<'_, G>) -> Smooth<D> {
//!         let a = self.a.detach();
//!         let x = noise.plain(|rng| loop {
//!             let (x, y) = (rng.random_range(-1.0..1.0_f64), rng.random_range(0.0..2.0));
//!             if y < 0.5 * (1.0 + (PI * x).cos()) * (1.0 + a * x) {
//!                 return x;
//!             }
//!         });
//!         own::implicit(x, |x| {
//!             let (sin, cos) = (PI * x).sin_cos();
//!             let tilt = 0.5 * x * x + x * sin / PI + cos / (PI * PI);
//!             let cdf = 0.5 * (x + sin / PI) + 0.5 * self.a * tilt;
//!             (cdf - 0.5 * self.a * (0.5 - 1.0 / (PI * PI)), 0.5 * (1.0 + cos) * (1.0 + self.a * x))
//!         })
//!     }
//! }
//!
//! #[stochastic_grad]
//! fn square(a: f64, rng: &mut impl Rng) -> f64 {
//!     Tilted { a }.sample(rng).exp()
//! }
//!
//! // E exp(x) = m0 + a m1
//! let est = square_grad(0.4, 20_000, &mut StdRng::seed_from_u64(1))?;
//! let m1 = 0.137_692_076_846_767; // ∫ x exp(x) (1 + cos πx)/2 dx
//! assert!((est.grad.a - m1).abs() < 5.0 * est.grad_std_err.a, "{est}");
//! # Ok::<(), Error>(())
//! ```
//!
//! # A score function
//! ```
//! use stochastic_grad::distr::own::{self, Likelihood};
//! use stochastic_grad::prelude::*;
//! use stochastic_grad::{Number, Real, Smooth};
//!
//! /// The logarithmic series distribution: P(k) = -p^k / (k ln(1 - p)) for k = 1, 2, ...
//! #[derive(Parameters, Distribution, Clone, Copy, Debug, PartialEq)]
//! #[distribution(score_function)]
//! struct LogSeries<T = f64> {
//!     p: T,
//! }
//!
//! impl<T: Real> LogSeries<T> {
//!     fn new(p: T) -> Result<Self, Error> {
//!         Ok(LogSeries { p: own::require(p, |p| 0.0 < p && p < 1.0, "LogSeries", "p", "in (0, 1)")? })
//!     }
//! }
//!
//! impl<D: Number> Likelihood<D> for LogSeries<Smooth<D>> {
//!     type Value = u64;
//!     fn draw_plain<R: Rng + ?Sized>(&self, rng: &mut R) -> u64 {
//!         let (p, mut u, mut k) = (self.p.detach(), rng.random::<f64>(), 1);
//!         let mut mass = -p / (-p).ln_1p();
//!         while u > mass {
//!             u -= mass;
//!             mass *= p * k as f64 / (k + 1) as f64;
//!             k += 1;
//!         }
//!         k
//!     }
//!     fn ln_likelihood(&self, k: &u64) -> Smooth<D> {
//!         let k = *k as f64;
//!         k * self.p.ln() - k.ln() - (-(-self.p).ln_1p()).ln()
//!     }
//! }
//!
//! #[stochastic_grad]
//! fn cost(p: f64, rng: &mut impl Rng) -> Result<f64, Error> {
//!     let k = LogSeries::new(p)?.score_function().sample(rng);
//!     Ok(if k > 2 { 1.0 } else { 0.0 })
//! }
//!
//! // P(k > 2) = 1 + (p + p²/2)/ln(1 - p)
//! let est = cost_grad(0.5, 100_000, &mut StdRng::seed_from_u64(1))?;
//! let l = 0.5_f64.ln();
//! let exact = 1.5 / l + 0.625 / (0.5 * l * l);
//! assert!((est.grad.p - exact).abs() < 5.0 * est.grad_std_err.p);
//! # Ok::<(), Error>(())
//! ```
//!
//! # What else there is
//! [`Density`] and [`Cumulative`] make a distribution of real numbers a component of a
//! [`Mixture`](crate::distr::Mixture) and the base of a [`Transformed`](crate::distr::Transformed) one with a density.
//! An invalid parameter must be an `Err` that [`require`] makes: it fails the estimate even if the program catches it.

pub use super::outcomes::{Alternative, Decomposable, Enumerable, Perturbable, Truncatable, Truncation};
pub use super::transformed::Point;
pub use super::wrappers::Drawn;
pub use crate::number::Implicit;
pub use crate::source::{Draw, Generator, Noise, Pathwise};

use crate::error::Error;
use crate::{Number, Real, Smooth};
use rand::Rng;
use std::fmt::Debug;

/// A distribution with parameters.
pub trait Family {
    /// The type of its parameters: `f64`, or a smooth value.
    type Real: Real;
    /// The same distribution with parameters of another type.
    type With<U: Real>;
}

/// A distribution on the smooth numbers of a run, whose constants are lifted only if there are any.
pub trait Raised<D: Number> {
    /// The distribution on smooth numbers.
    type Out;
    /// Runs with it.
    fn raised<R>(&self, run: impl FnOnce(&Self::Out) -> R) -> R;
}

/// What has constant parameters in the place of smooth ones.
pub trait Detach {
    /// The same with plain numbers.
    type Plain;
    /// The same with constant parameters.
    fn detached(&self) -> Self::Plain;
}

/// The density of a distribution of points `P`: real numbers, or `Vec<Smooth<D>>`.
pub trait Density<D: Number, P = Smooth<D>> {
    /// ln of the density at `x`, smooth in the point and in the parameters. Where the density is zero: minus infinity
    /// at a constant point, and an error at one that moves.
    fn ln_density(&self, x: P) -> Smooth<D>;

    /// Whether the density jumps at an end of the support that moves with a parameter: its derivative cannot see that,
    /// so `ln_pdf` is an error then.
    #[inline]
    fn jumps(&self) -> bool {
        false
    }
}

/// The distribution function of a distribution of real numbers.
pub trait Cumulative<D: Number>: Density<D> {
    /// F(x) and 1 - F(x), each accurate where it is small, smooth in the point and in the parameters.
    fn cumulative(&self, x: Smooth<D>) -> (Smooth<D>, Smooth<D>);

    /// The ends of the interval where the density of real numbers is not zero, as plain values.
    #[inline]
    fn support(&self) -> (f64, f64) {
        (f64::NEG_INFINITY, f64::INFINITY)
    }

    /// Whether there is an interval without density between others, whose weights move.
    #[inline]
    fn has_moving_gap(&self) -> bool {
        false
    }
}

/// A pathwise distribution of real numbers whose noise can be told from a draw.
pub trait Redraw<D: Number>: Pathwise<D, Value = Smooth<D>> + Density<D> {
    /// The draw that has the noise of `x`, a constant inside the support: its value is that of `x`, up to rounding.
    fn redraw(&self, x: Smooth<D>) -> Smooth<D>;
}

/// A distribution whose draws can be plain values, because their likelihood carries the derivative.
pub trait Likelihood<D: Number> {
    /// The type of the draws.
    type Value: Clone + Debug;
    /// One plain draw.
    fn draw_plain<R: Rng + ?Sized>(&self, rng: &mut R) -> Self::Value;
    /// ln of the probability of an outcome, or of the density there, smooth in the parameters.
    fn ln_likelihood(&self, outcome: &Self::Value) -> Smooth<D>;
    /// A number whose derivatives are those of `ln_likelihood`; its value does not matter. Where it costs less than the
    /// logarithm, it may be written by hand.
    #[inline]
    fn score(&self, outcome: &Self::Value) -> Smooth<D> {
        self.ln_likelihood(outcome)
    }
    /// The outcome that a moving parameter makes possible although its probability is zero here, if there is one.
    fn impossible(&self) -> Option<Error> {
        None
    }
}

/// A draw `x`, made in any way, as it moves with the parameters while something stays the same: `level` gives that, for
/// example F(x), and its derivative in x, for example the density.
///
/// dx/dθ = -(∂F/∂θ) / (∂F/∂x), and every order of derivative that the number carries.
#[inline]
pub fn implicit<D: Number>(x: f64, level: impl Fn(Smooth<D>) -> (Smooth<D>, Smooth<D>)) -> Smooth<D> {
    solve(x, |x| {
        let (value, slope) = level(x);
        (value - value.frozen(), slope)
    })
}

/// The solution of an equation, as it moves with the parameters: `x` solves it for their plain values, `equation` gives
/// what is zero there, and its derivative in x.
///
/// Every order of derivative that the number carries is right: a step of Newton doubles the orders that are.
#[inline]
pub fn solve<D: Number>(x: f64, equation: impl Fn(Smooth<D>) -> (Smooth<D>, Smooth<D>)) -> Smooth<D> {
    newton(Smooth::constant(x), equation)
}

/// The steps of Newton from a constant solution that make every order of derivative right.
#[inline]
pub(crate) fn newton<D: Number>(mut x: Smooth<D>, equation: impl Fn(Smooth<D>) -> (Smooth<D>, Smooth<D>)) -> Smooth<D> {
    let mut right = 0;
    while right < D::ORDER {
        let (value, slope) = equation(x);
        x -= value / slope;
        right = 2 * right + 1;
    }
    x
}

/// Checks a parameter: an error that names it and the value unless `holds`.
///
/// # Errors
/// [`Error::InvalidParameter`]
#[inline(always)]
pub fn require<T: Real>(
    x: T,
    holds: impl Fn(f64) -> bool,
    distribution: &'static str,
    parameter: &'static str,
    requirement: &'static str,
) -> Result<T, Error> {
    super::checks::require(x, holds, distribution, parameter, requirement)?;
    Ok(x)
}

/// A parameter that is finite and greater than zero.
///
/// # Errors
/// [`Error::InvalidParameter`]
#[inline(always)]
pub fn positive<T: Real>(x: T, distribution: &'static str, parameter: &'static str) -> Result<T, Error> {
    super::checks::positive(x, distribution, parameter)?;
    Ok(x)
}
