#![doc = include_str!("../README.md")]

mod custom;
pub mod distr;
mod driver;
mod entries;
mod error;
mod estimate;
mod estimator;
pub mod guide;
mod keyed;
mod lift;
mod linalg;
#[cfg(feature = "nalgebra")]
mod matrices;
pub mod number;
mod objective;
mod parameters;
pub mod prelude;
#[doc(hidden)]
pub mod private;
mod refused;
mod smooth;
mod source;
pub mod special;
mod support;
mod vector;

pub use custom::custom;
#[doc(inline)]
pub use distr::kl_divergence;
pub use driver::{Baseline, Estimator, MovingAverage, RunningBaseline};
pub use entries::{Entries, Rows};
pub use error::Error;
pub use estimate::{Estimate, HessianEstimate, SquareMatrix};
#[doc(inline)]
pub use estimator::credit;
pub use lift::{Join, Lift, LiftBy, Real};
pub use number::Number;
pub use objective::{Objective, TwiceDifferentiable};
#[doc(inline)]
pub use parameters::Parameters;
pub use smooth::Smooth;
pub use source::{Source, Tracer};
/// Makes a struct a bijection that transforms distributions: see [`distr::bijection::Bijection`].
pub use stochastic_grad_macros::Bijection;
/// Makes a struct a distribution that can be drawn from: see [`distr::own`].
pub use stochastic_grad_macros::Distribution;
/// Makes a struct with a number parameter, `struct Theta<T = f64> { mu: T, weights: Vec<T> }`, a point of a parameter
/// space: an argument `theta: &Theta<f64>` of an annotated function is then differentiable, and its gradient is a
/// `Theta<f64>`.
///
/// The number parameter is the one with the default `f64`. Fields mention it (`T`, `Vec<T>`, `[T; 3]`, `(T, T)`,
/// `Option<T>`, `Inner<T>`) or are constants; a field of type `f64` is ambiguous and needs `#[constant]`. The struct must
/// be `Clone`. `#[parameters(crate = path)]` says where this crate is, if it has another name.
///
/// See the trait [`Parameters`](trait@Parameters) for what such a point can do.
pub use stochastic_grad_macros::Parameters;
/// Makes a function that draws random numbers differentiable: its *expected* value gets a gradient.
///
/// On `fn loss(mu: f64, #[constant] data: &[f64], k: usize, rng: &mut impl Rng) -> Result<f64, Error>` it generates
///
/// | item | what it is |
/// | --- | --- |
/// | `loss` | the same function; called with the generator of another annotated function it carries derivatives |
/// | `LossParams` | one public field per differentiable argument; gradients have this type, too |
/// | `loss_grad(params, data, k, n, rng)` | estimates the expected value and its gradient from n samples |
/// | `Loss` | the objective, `Loss::new(data, k)`, with everything of [`Objective`] |
///
/// An argument is differentiable when its type mentions `f64`; `#[constant]` before it makes it a constant. A function
/// without a generator becomes a helper that takes constants and smooth values in any mix. On an `impl` block the
/// attribute treats each method that is marked with it: `Market::call` gets `market.call_grad(..)`, `MarketCallParams` and
/// `MarketCall::new(&market, ..)`.
///
/// # Options
/// `fallback = score_function` (or `enumerate`, `measure_valued`, `perturb`) draws what has no pathwise rule by that
/// estimator; `objective = Name` names the objective; `crate = path` says where this crate is, if it has another name.
///
/// # What is refused
/// Whatever would bias the gradient: a comparison of a smooth value, a branch on it, its rounding or cast, a draw that
/// cannot carry the gradient. The message stands at the token and says what to write instead.
///
/// # Limits of the rewriting
/// Arguments of annotated functions are generic, so what takes its type from an argument (`h(None, rng)`,
/// `h(text.parse()?, rng)`) needs its type written. A `Result` under another name must end in `Result`. A generic helper
/// that draws must be annotated, or be given `rng.noise()`.
pub use stochastic_grad_macros::stochastic_grad;
pub use vector::{dot, matvec};
