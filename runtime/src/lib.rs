#![doc = include_str!("../README.md")]

mod custom;
pub mod distr;
mod driver;
mod error;
mod estimate;
mod estimator;
mod lift;
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
pub use driver::Estimator;
pub use error::Error;
pub use estimate::{Estimate, HessianEstimate, SquareMatrix};
pub use lift::{Join, Lift, LiftBy, Real};
pub use number::Number;
pub use objective::{Objective, TwiceDifferentiable};
pub use parameters::Parameters;
pub use smooth::Smooth;
pub use source::{Source, Tracer};
pub use stochastic_grad_macros::{Parameters, stochastic_grad};
pub use vector::dot;
