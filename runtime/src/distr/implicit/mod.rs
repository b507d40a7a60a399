//! Derivatives of draws at a fixed value of the distribution function, for distributions without an explicit quantile
//! (implicit reparameterization: Figurnov, Mohamed and Mnih 2018, <https://doi.org/10.48550/arXiv.1805.08498>).
//!
//! With the density p(x; θ) and its score s = d ln p/dθ the derivative is
//!
//! dx/dθ = -(1/p(x)) ∫₋∞ˣ s p dt = (1/p(x)) ∫ₓ^∞ s p dt.
//!
//! Everything here computes one of the two integrals, on the side where the score has one sign, by a series of positive
//! terms, a continued fraction, an expansion or a quadrature. So nothing cancels, the distribution function itself is
//! never computed, and the relative errors are a few units in the last place in the deepest tails too. It is written
//! on numbers that may themselves carry derivatives, which gives the second derivatives.
//!
//! - [`gamma`]: d ln x / d shape
//! - [`beta`]: d logit x / d(a, b)
//! - [`student_t`]: dx / d degrees of freedom, and plain draws
//! - [`von_mises`]: dx / d concentration, and plain draws
//! - [`quadrature`]: integrals over a tail
//! - `functions`: differences without cancellation
//! - `sampler`: plain draws from the gamma distribution

pub(crate) mod beta;
mod beta_wide;
#[cfg(test)]
mod circular_tests;
mod digamma;
mod fraction;
pub(crate) mod functions;
pub(crate) mod gamma;
pub(crate) mod quadrature;
mod sampler;
pub(crate) mod student_t;
mod table;
#[cfg(test)]
mod tests;
pub(crate) mod von_mises;
