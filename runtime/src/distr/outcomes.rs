//! What a distribution must tell for each fallback beyond the score function.

use super::Likelihood;
use crate::{Number, Smooth};
use rand::Rng;

/// A distribution with finitely many outcomes, which can all be tried.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be enumerated: it has infinitely many outcomes",
    label = "this distribution has no `enumerate`",
    note = "`.enumerate_to(1e-12)` at the draw enumerates the outcomes of a distribution of counts up to a tail of that probability; or choose another fallback"
)]
pub trait Enumerable<D: Number>: Likelihood<D> {
    /// The number of outcomes, or `u64::MAX` if there are more.
    fn outcomes(&self) -> u64;
    /// The outcome with an index below `outcomes`.
    fn outcome(&self, index: u64) -> Self::Value;
    /// The probability of the outcome with an index: it may be zero, and has its derivatives there, too.
    fn probability(&self, index: u64) -> Smooth<D>;
}

/// A distribution of integers with infinitely many outcomes, most of which lie in a tail of little probability.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no tail of outcomes that could be left out",
    label = "this distribution has no `enumerate_to`",
    note = "distributions with finitely many outcomes have `.enumerate()`"
)]
pub trait Truncatable<D: Number>: Likelihood<D> {
    /// The outcomes that are left when tails of a probability of at most `tail` are cut off.
    fn truncate(&self, tail: f64) -> Truncation;
    /// The smallest possible outcome.
    fn least(&self) -> i64 {
        0
    }
    /// The integer `k` as an outcome.
    fn outcome_at(&self, k: i64) -> Self::Value;
    /// The probability of the outcome `k`, with its derivatives.
    fn probability_at(&self, k: i64) -> Smooth<D>;
}

/// The integers from `start` on, `count` of them, outside of which there is a probability of at most `left_out`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Truncation {
    /// The first outcome.
    pub start: i64,
    /// How many outcomes there are.
    pub count: u64,
    /// A bound on the probability of all others.
    pub left_out: f64,
}

/// A distribution whose outcomes have an alternative each (Arya, Schauer, Schäfer and Rackauckas 2022,
/// <https://doi.org/10.48550/arXiv.2210.08572>).
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be perturbed: no alternative to its outcomes is known",
    label = "this distribution has no `perturb`",
    note = "choose another fallback"
)]
pub trait Perturbable<D: Number>: Likelihood<D> {
    /// The outcome for a uniform number in [0, 1), by inversion: a run with other parameters stays as close as it can.
    fn invert(&self, u: f64) -> Self::Value;
    /// An alternative to the outcome. Which one depends on the plain parameters, the outcome and the generator only, as
    /// it is found again in a run without derivatives.
    fn alternative<R: Rng + ?Sized>(&self, outcome: &Self::Value, rng: &mut R) -> Alternative<D, Self::Value>;
}

/// An alternative to an outcome x: d E f(X)/dθ is the mean of d `shift`/dθ · (f(`outcome`) - f(x)).
#[derive(Debug)]
pub struct Alternative<D: Number, V> {
    /// The alternative.
    pub outcome: V,
    /// The parameters that move the outcome, each times its weight. Its value does not matter, its derivatives do.
    pub shift: Smooth<D>,
    /// How likely this draw is to be the one of its run whose alternative is tried, relative to other draws: best in
    /// proportion to the expected size of d `shift`. It must be positive wherever `shift` moves.
    pub pick_weight: f64,
}

/// A distribution whose density has derivatives that are differences of densities: for each part θ of its parameters,
/// dp/dθ = c (p₊ - p₋) (Pflug 1989, <https://doi.org/10.1007/BF01442469>; Mohamed, Rosca, Figurnov and Mnih 2020,
/// <https://doi.org/10.48550/arXiv.1906.10652>).
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no measure-valued derivative here",
    label = "this distribution has no `measure_valued`",
    note = "choose another fallback"
)]
pub trait Decomposable<D: Number>: Likelihood<D> {
    /// The number of parts.
    fn parts(&self) -> usize;
    /// The parameter of a part, times its constant c. Its value does not matter, its derivatives do.
    fn shift(&self, part: usize) -> Smooth<D>;
    /// A draw from p₊ or from p₋. Both are made from the same random bits, so that they can be close together.
    fn draw_part<R: Rng + ?Sized>(&self, part: usize, positive: bool, rng: &mut R) -> Self::Value;
}
