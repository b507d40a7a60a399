//! Settling a cost: what no later draw can change need not meet the scores of later draws.

use super::Credit;
use crate::source::{Argument, Core, Generator, NoFallback, Scope, Source};
use crate::{Number, Real, Smooth};

/// Settles a cost that no draw after this call influences: returns `cost`, and takes the product of the cost and the
/// scores of all later draws off the estimate.
///
/// With the score function every draw meets all costs of its run, also those of the past, which adds nothing but
/// variance. With S the sum of ln p over the draws so far, the term -`cost` (S_end - S_now) has mean zero, whatever the
/// program does with the cost afterwards: a credit never biases an estimate. It is credit to where credit is due if the
/// result of the program contains `cost` as a summand (Schulman, Heess, Weber and Abbeel 2015,
/// <https://doi.org/10.48550/arXiv.1506.05254>). With the baseline
/// [`LeaveOneOut`](crate::Baseline::LeaveOneOut) each settlement has its own baseline, from the settlements with the same
/// number in the other samples. Outside annotated functions, and where second derivatives are asked for, it does nothing.
///
/// # Example
/// The number of flips until heads, one cost at a time:
/// ```
/// use stochastic_grad::prelude::*;
///
/// #[stochastic_grad]
/// fn flips(p: f64, rng: &mut impl Rng) -> Result<f64, Error> {
///     let mut total = 0.0;
///     loop {
///         total += credit(1.0, rng);
///         if Bernoulli::new(p)?.score_function().sample(rng) {
///             return Ok(total);
///         }
///     }
/// }
///
/// let est = flips_grad(0.4, 10_000, &mut StdRng::seed_from_u64(1))?;
/// assert!((est.grad.p - -6.25).abs() < 5.0 * est.grad_std_err.p); // d/dp 1/p
/// # Ok::<(), Error>(())
/// ```
#[inline]
pub fn credit<S: Source + ?Sized>(cost: impl Argument<S>, rng: &mut S) -> S::Real {
    let cost: Smooth<S::Number> = cost.lift();
    rng.scope().tracer::<NoFallback>().core().credit(cost);
    S::Real::leave(cost)
}

impl<G: Generator, D: Number> Core<G, D> {
    #[inline]
    fn credit(&mut self, cost: Smooth<D>) {
        let before = self.score().unwrap_or(Smooth::constant(0.0));
        if let Some(log) = self.log.as_deref_mut().filter(|_| D::MOVES) {
            crate::smooth::needs_scalar::<D>();
            log.touched = true;
            log.credits.push(Credit { cost: cost.peek(), before });
        }
    }
}
