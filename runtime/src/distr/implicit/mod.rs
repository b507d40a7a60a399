//! How a number drawn from a distribution without an explicit path moves with the parameters: the derivative of the
//! quantile at a fixed probability, -(∂F/∂θ)/p, computed without forming F.
//!
//! The score s = ∂ ln p/∂θ has mean zero, so that
//! dx/dθ = -1/p(x) ∫ s p over the lower tail = 1/p(x) ∫ s p over the upper tail. On one of the two the score keeps its
//! sign; summed there, nothing cancels, and the relative error is that of the summation.

mod quadrature;
pub(crate) mod student_t;
#[cfg(test)]
mod circular_tests;
pub(crate) mod von_mises;
