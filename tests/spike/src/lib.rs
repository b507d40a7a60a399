//! The shape of a generated function body, with its real mathematics and nothing else.
//!
//! The tests hold functions expanded by hand, as the attribute would expand them, and compare what the drivers below
//! make of them with exact answers, in forward and in reverse mode.
//!
//! | file | what it holds |
//! | --- | --- |
//! | `error.rs` | errors, and the two thread-local reports that a run can make behind the program's back |
//! | `number.rs` | `Number`, duals, lanes, the elementary functions, `Smooth` |
//! | `tape.rs` | reverse mode |
//! | `source.rs` | `Source`, `Tracer`, keyed randomness, lifting, credits |
//! | `distr.rs` | distributions and the fallbacks |
//! | `driver.rs` | re-execution, estimators, Hessians |
//!
//! A second derivative asks for the marker that the attribute implements when a body shows no kink:
//!
//! ```compile_fail,E0277
//! use stochastic_grad_spike::*;
//!
//! struct Kinked;
//! impl Objective<1> for Kinked {
//!     type Error = Error;
//!     fn eval<D: Number, G: Generator>(
//!         &self,
//!         [x]: [Smooth<D>; 1],
//!         _: &mut Tracer<'_, G, D, NoFallback>,
//!     ) -> Result<Smooth<D>, Error> {
//!         Ok(x.abs())
//!     }
//! }
//! let _ = Estimator::new(&Kinked, [1.0]).hessian(10, 1); // `Kinked: TwiceSmooth` is not satisfied
//! ```

mod distr;
mod driver;
mod error;
mod number;
mod source;
mod tape;

pub use distr::{Bernoulli, Discrete, Draw, Exp, Fallback, Geometric, Normal, Poisson, With};
pub use distr::{Enumerate, NoFallback, Perturb, ScoreFunction};
pub use driver::{Estimate, Estimator, Hessian, Objective, TwiceSmooth};
pub use error::Error;
pub use number::{Dual, Function, Lanes, Number, Smooth};
pub use source::{Generator, Join, JoinAll, Keyed, Lift, Real, Source, Tracer, credit, up};
pub use tape::{Tape, Var};
