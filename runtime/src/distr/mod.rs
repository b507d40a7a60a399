//! The distributions, one file each.
//!
//! A distribution is generic over its parameters' type: `Normal<f64>` from constants, `Normal<Smooth<D>>` as soon as
//! one argument is smooth. Its file has, in this order: parameters with their domains, moments, density, sampling.
//!
#![doc = include_str!("catalogue.md")]
//!
//! The same as data: [`CATALOGUE`]. The marker trait [`Reparameterized`] answers it for a type. [`Mixture`],
//! [`Transformed`], [`Iid`] and [`Independent`] make further distributions of these, and [`own`] is about writing one.

mod arguments;
mod bernoulli;
mod beta;
mod beta_binomial;
mod beta_binomial_fallbacks;
mod beta_prime;
pub mod bijection;
mod binomial;
mod catalogue;
mod categorical;
mod categorical_fallbacks;
mod cauchy;
mod checks;
mod chi;
mod chi_squared;
pub mod components;
mod counting;
mod decomposed;
mod dirichlet;
mod discrete_uniform;
mod ends;
mod exp;
mod extreme;
mod families;
mod fisher_f;
mod flow;
mod frechet;
mod gamma;
mod gamma_moments;
mod generalized_extreme_value;
mod generalized_pareto;
mod geometric;
mod gumbel;
mod half_cauchy;
mod half_normal;
mod hypergeometric;
pub(crate) mod implicit;
mod independent;
mod inverse_gamma;
mod inverse_gaussian;
mod inversion;
pub mod kl;
mod kumaraswamy;
mod laplace;
mod lkj_cholesky;
mod log_logistic;
mod log_normal;
mod logistic;
mod logit_normal;
mod mixture;
mod multinomial;
mod multinomial_fallbacks;
mod multivariate_normal;
mod negative_binomial;
mod negative_binomial_fallbacks;
mod normal;
mod normal_inverse_gaussian;
mod outcomes;
pub mod own;
mod pareto;
mod pert;
mod poisson;
mod power_law;
mod probabilities;
mod range;
mod rayleigh;
mod relaxed_bernoulli;
mod relaxed_categorical;
pub mod rule;
mod scored;
mod simplex;
mod skellam;
mod skellam_fallbacks;
mod skew_normal;
mod student_t;
pub mod support;
#[cfg(test)]
mod tests;
mod transformed;
mod triangular;
mod truncated_normal;
mod uniform;
mod von_mises;
mod weibull;
mod wishart;
mod wrappers;
mod zeta;
mod zipf;

pub use bernoulli::Bernoulli;
pub use beta::Beta;
pub use beta_binomial::BetaBinomial;
pub use beta_prime::BetaPrime;
pub use binomial::Binomial;
pub use catalogue::{CATALOGUE, Entry, Gradient};
pub use categorical::Categorical;
pub use cauchy::Cauchy;
pub use chi::Chi;
pub use chi_squared::ChiSquared;
pub use dirichlet::Dirichlet;
pub use discrete_uniform::DiscreteUniform;
pub use exp::Exp;
pub use fisher_f::FisherF;
pub use frechet::Frechet;
pub use gamma::Gamma;
pub use generalized_extreme_value::GeneralizedExtremeValue;
pub use generalized_pareto::GeneralizedPareto;
pub use geometric::Geometric;
pub use gumbel::Gumbel;
pub use half_cauchy::HalfCauchy;
pub use half_normal::HalfNormal;
pub use hypergeometric::Hypergeometric;
pub use independent::{Iid, Independent};
pub use inverse_gamma::InverseGamma;
pub use inverse_gaussian::InverseGaussian;
pub use kl::kl_divergence;
pub use kumaraswamy::Kumaraswamy;
pub use laplace::Laplace;
pub use lkj_cholesky::LkjCholesky;
pub use log_logistic::LogLogistic;
pub use log_normal::LogNormal;
pub use logistic::Logistic;
pub use logit_normal::LogitNormal;
pub use mixture::Mixture;
pub use multinomial::Multinomial;
pub use multivariate_normal::MultivariateNormal;
pub use negative_binomial::NegativeBinomial;
pub use normal::Normal;
pub use normal_inverse_gaussian::NormalInverseGaussian;
pub use pareto::Pareto;
pub use pert::{Pert, PertBuilder};
pub use poisson::Poisson;
pub use rayleigh::Rayleigh;
pub use relaxed_bernoulli::RelaxedBernoulli;
pub use relaxed_categorical::RelaxedCategorical;
pub use skellam::Skellam;
pub use skew_normal::SkewNormal;
pub use student_t::StudentT;
pub use transformed::Transformed;
pub use triangular::Triangular;
pub use truncated_normal::TruncatedNormal;
pub use uniform::Uniform;
pub use von_mises::VonMises;
pub use weibull::Weibull;
pub use wishart::Wishart;
pub use zeta::Zeta;
pub use zipf::Zipf;

pub(crate) use checks::*;
pub(crate) use ends::*;
pub(crate) use families::*;
pub(crate) use own::{
    Alternative, Cumulative, Decomposable, Density, Drawn, Enumerable, Family, Likelihood, Perturbable, Raised, Redraw,
    Truncatable, Truncation,
};
pub(crate) use range::*;
pub(crate) use wrappers::wrapper;

use crate::error::Reports;
use crate::source::{Draw, DrawnBy, Fallback, Mode, OutcomeOf};
use crate::{Number, Smooth};
use rand::Rng;

/// Says that a distribution is reparameterized by default: its draws are smooth in its parameters, by a pathwise rule,
/// explicit or implicit. All others need a fallback as soon as a parameter is smooth.
///
/// ```
/// use stochastic_grad::distr::Reparameterized;
/// use stochastic_grad::prelude::*;
///
/// fn answer<X: Reparameterized>(_: &X) -> &'static str {
///     "yes"
/// }
/// assert_eq!(answer(&Normal::new(0.0, 1.0)?), "yes");
/// # Ok::<(), Error>(())
/// ```
pub trait Reparameterized {}

/// `x` as it moves with the parameters of the distribution that it was drawn from.
#[inline]
pub(crate) fn redrawn<D: Number, X: Redraw<D>>(name: &'static str, from: &X, x: f64) -> Smooth<D> {
    let x = Smooth::constant(x);
    let inside = {
        // Only the value counts, so a kink of the density is nobody's business.
        let _dropped = Reports::collect();
        from.ln_density(x).peek() > f64::NEG_INFINITY
    };
    if !inside {
        return outside_support(name, x);
    }
    let moved = from.redraw(x);
    // What rounding took away comes back, so that the value is x.
    moved + (x - moved.frozen())
}

/// A distribution together with the fallback that draws it: `Bernoulli::new(p)?.perturb()`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WithFallback<X, F> {
    distribution: X,
    by: F,
}

impl<X, F> WithFallback<X, F> {
    /// The distribution, drawn by a fallback.
    #[inline(always)]
    pub fn new(distribution: X, by: F) -> Self {
        WithFallback { distribution, by }
    }

    /// `n` independent draws, as a vector.
    #[inline]
    pub fn iid(self, n: usize) -> Iid<Self> {
        Iid::new(self, n)
    }
}

impl<X: Family, F: Fallback> WithFallback<X, F> {
    /// One draw, a plain value.
    #[inline(always)]
    pub fn sample<G>(&self, rng: &mut G) -> OutcomeOf<X, F, G::Number>
    where
        G: Mode<X::Real> + ?Sized,
        X: Raised<G::Number, Out: DrawnBy<F, G::Number>>,
    {
        self.distribution.raised(|smooth| rng.with_core(|core| smooth.chosen(self.by, core)))
    }

    /// Draws again and again.
    #[inline]
    pub fn sample_iter<G>(self, rng: &mut G) -> impl Iterator<Item = OutcomeOf<X, F, G::Number>>
    where
        G: Mode<X::Real> + ?Sized,
        X: Raised<G::Number, Out: DrawnBy<F, G::Number>>,
    {
        std::iter::repeat_with(move || self.sample(rng))
    }
}

impl<X: Family, F: Fallback, G: Mode<X::Real> + ?Sized> Draw<G> for WithFallback<X, F>
where
    X: Raised<G::Number, Out: DrawnBy<F, G::Number>>,
{
    type Out = OutcomeOf<X, F, G::Number>;
    #[inline(always)]
    fn draw(&self, rng: &mut G) -> Self::Out {
        self.sample(rng)
    }
}

/// The exponential distribution with mean 1.
///
/// The tail of rand_distr's sampler is the logarithm of a uniform number that can be 0; infinity becomes a number
/// that is as good as never exceeded.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StandardExp;
impl rand::distr::Distribution<f64> for StandardExp {
    #[inline(always)]
    fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        let e: f64 = rand_distr::Exp1.sample(rng);
        e.min(50.0)
    }
}

/// Euler's constant γ
pub(crate) const EULER: f64 = 0.577_215_664_901_532_9;
