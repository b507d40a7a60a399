//! # Which estimator?
//!
//! A draw that carries its derivative itself needs nothing: `.sample(rng)` is *pathwise*. All others are drawn by a
//! fallback. Within the limitations of the README all of them are unbiased where they compile and give no error, but for
//! what `enumerate_to` leaves out and says. So the choice is about variance and time, and different draws of one program
//! may be drawn in different ways.
//!
//! # By what you have
#![doc = include_str!("estimators/situations.md")]
//!
//! # Measured
//! What matters is variance × time: the time in which an estimate reaches a given standard error is proportional to it.
//! Where your program costs much more than the draws, time is the number of runs, so look at variance × runs; these
//! programs are cheap, and there the time of the draws themselves decides.
//!
//! "Variance" is that of the derivative from one sample, "runs" how often the program runs for one, "ns" the time of a
//! sample with all its runs. Variances have errors of about a percent, and times are those of one machine with other
//! things to do, so compare them with one another only. The baseline of the score function is the mean of the other
//! samples, unless the table says otherwise. Zero is exact: no randomness is left. The table is what
//! `cargo bench -p stochastic-grad --bench estimators` prints, and the programs are in
//! `runtime/benches/estimators.rs`.
#![doc = include_str!("estimators/measured.md")]
//!
//! In words:
//! - Enumeration of a single draw is exact, and the sample that remains is enough.
//! - A baseline is what makes the score function good: without one it has ten times the variance on the walk.
//! - The score function needs no second run. For a single cheap draw that makes up for more variance: it is the first in
//!   time on the binomial and the Poisson draw, on one of five and on cos 5x, if they are not enumerated.
//! - `perturb` gains with the number of draws that matter: on the walk three times in time, six times in variance. With
//!   ten flips or so it has the smaller variance, but not yet the smaller product.
//! - `perturb` and `measure_valued` look at differences between neighbouring outcomes. Where the cost jumps between two
//!   of them, as in the branch on the binomial draw, that is rarely seen and large; where outcomes have no order, as
//!   in one of five, a neighbour is as far away as any other.
//! - A pathwise derivative has the slope of the cost in it, so a steep cost with a small range, cos 5x, is the case
//!   where it loses.
//! - A settled cost takes half of the variance here, but keeping its baselines takes longer than these flips. It pays
//!   where a step costs more than some 50 ns, as it asks for no more runs.
//!
//! More programs, with the variances that others have published, are in [`published`](super::published).
//!
//! # What each cannot do
//! Each of these is a compile error or an [`Error`](crate::Error), except where it says otherwise.
//!
//! - **Pathwise**: be compared, rounded, or used as an index. That is a compile error; `detach` silences it at your risk.
//! - **`score_function`**: see what is never drawn. Where a smooth parameter moves the support it does not compile, and at
//!   parameters where an outcome is impossible (`Bernoulli` at p = 0) it is
//!   [`ImpossibleOutcome`](crate::Error::ImpossibleOutcome). Its variance grows with the number of draws that meet a
//!   cost, without a word: the standard error shows it. With one sample there is no other sample to take a baseline
//!   from.
//! - **`enumerate`**: go on for long. Paths multiply, and more than `max_paths` (a million unless you say otherwise) are
//!   [`TooManyPaths`](crate::Error::TooManyPaths), so fifty coins are out of reach; a path of more than `max_depth`
//!   choices (a thousand) is [`PathTooLong`](crate::Error::PathTooLong), as a loop or a recursion without end would be.
//!   Distributions with infinitely many outcomes have `enumerate_to(tail)` instead, which is biased by what lies
//!   in the tail; `truncation` in the estimate bounds the probability of that, not its cost.
//! - **`perturb`**: second derivatives, which are [`SecondDerivative`](crate::Error::SecondDerivative). It tries the
//!   alternative of one draw of a run, so a sample has two runs; if that alternative meets the first run again, the sample
//!   contributes nothing. What does not matter cannot be dropped before the choice, because the program is run again
//!   rather than followed, and that shows in the variance of long programs that forget.
//!   Where a tiny parameter has a large score (`r` of a negative binomial draw, `alpha` of a beta-binomial one near 0), its
//!   alternatives are rare and heavy.
//! - **`measure_valued`**: second derivatives, as above. It has two runs for each parameter of each such draw (a
//!   categorical draw has its probabilities but one), so it is for few draws with few parameters.
//! - **All of them**: see what is too rare to be drawn. An outcome with a probability far below 1/n is missing from most
//!   estimates and from their standard errors; only `enumerate` tries it, and `measure_valued` where its parts do.
//! - **All of them**: see state outside the function. They run it again, or more than once, and it must do the same for
//!   the same arguments and randomness. Nothing checks that.
//!
//! ```
//! use stochastic_grad::prelude::*;
//!
//! #[stochastic_grad]
//! fn scored(p: f64, rng: &mut impl Rng) -> Result<f64, Error> {
//!     Ok(if Bernoulli::new(p)?.score_function().sample(rng) { 3.0 } else { 1.0 })
//! }
//! #[stochastic_grad]
//! fn perturbed(p: f64, rng: &mut impl Rng) -> Result<f64, Error> {
//!     Ok(if Bernoulli::new(p)?.perturb().sample(rng) { 3.0 } else { 1.0 })
//! }
//! #[stochastic_grad]
//! fn measured(p: f64, rng: &mut impl Rng) -> Result<f64, Error> {
//!     Ok(if Bernoulli::new(p)?.measure_valued().sample(rng) { 3.0 } else { 1.0 })
//! }
//! #[stochastic_grad]
//! fn heads(p: f64, rng: &mut impl Rng) -> Result<f64, Error> {
//!     let mut heads = 0.0;
//!     for _ in 0..50 {
//!         heads += if Bernoulli::new(p)?.enumerate().sample(rng) { 1.0 } else { 0.0 };
//!     }
//!     Ok(heads)
//! }
//! #[stochastic_grad]
//! fn visits(rate: f64, rng: &mut impl Rng) -> Result<f64, Error> {
//!     Ok(if Poisson::new(rate)?.enumerate_to(1e-3).sample(rng) > 2 { 1.0 } else { 0.0 })
//! }
//!
//! let rng = &mut StdRng::seed_from_u64(1);
//! // Probability 0: the score function says so, and others are right.
//! assert!(matches!(scored_grad(0.0, 100, rng), Err(Error::ImpossibleOutcome { .. })));
//! assert_eq!(perturbed_grad(0.0, 100, rng)?.grad.p, 2.0);
//! assert_eq!(measured_grad(0.0, 100, rng)?.grad.p, 2.0);
//! // Second derivatives.
//! assert!(Scored.hessian(0.4, 100, rng).is_ok());
//! assert!(matches!(Perturbed.hessian(0.4, 100, rng), Err(Error::SecondDerivative { of: "perturb" })));
//! assert!(matches!(Measured.hessian(0.4, 100, rng), Err(Error::SecondDerivative { of: "measure_valued" })));
//! // Paths.
//! let few = Heads.estimator(0.4).samples(1).max_paths(1000).run(rng);
//! assert!(matches!(few, Err(Error::TooManyPaths { cap: 1000, .. })));
//! // A tail that is left out.
//! let est = visits_grad(1.5, 1, rng)?;
//! let exact = 1.5 * 1.5 / 2.0 * (-1.5_f64).exp(); // d/dλ P(k > 2) = P(k = 2)
//! assert!(0.0 < est.truncation && est.truncation <= 1e-3 && (est.grad.rate - exact).abs() < 1e-2);
//! # Ok::<(), Error>(())
//! ```
//!
//! # By distribution
//! With all parameters smooth. `enumerate` "up to a tail" is `enumerate_to(tail)`. A score function with "`scale`
//! constant" compiles where that is a constant. Where there is a measure-valued derivative, it has all parameters. A test
//! asks the types for this table. `Iid` and `Independent` have the score functions of what they are made of; for a
//! `Mixture` draw the component by `Categorical` and then from it. The parameters of `DiscreteUniform` and
//! `Hypergeometric` are integers, so that nothing is there to be differentiated, but they can be enumerated.
#![doc = include_str!("estimators/distributions.md")]
