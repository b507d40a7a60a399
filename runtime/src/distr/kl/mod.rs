//! Kullback-Leibler divergences in closed form: [`kl_divergence`], and the trait [`KlDivergence`] behind it.
//!
//! # Pairs
//! In one family:
//!
//! | family | divergence of p from q; the parameters of q have a dash |
//! | --- | --- |
//! | Normal, LogNormal, HalfNormal | ln(σ'/σ) + (σ² + (μ - μ')²)/(2σ'²) - 1/2; for HalfNormal with μ = μ' |
//! | MultivariateNormal, in any form | (tr Σ'⁻¹Σ + (μ - μ')ᵀ Σ'⁻¹ (μ - μ') - n + ln det Σ' - ln det Σ)/2 |
//! | Laplace | ln(b'/b) + (b exp(-d/b) + d)/b' - 1 with d = \|μ - μ'\| |
//! | Cauchy | ln(((γ + γ')² + (x - x')²)/(4 γ γ')) |
//! | Gumbel | ln(β'/β) + (μ - μ')/β' + γ (β/β' - 1) + exp((μ' - μ)/β') Γ(1 + β/β') - 1 with Euler's γ |
//! | Exp | ln(λ/λ') + λ'/λ - 1 |
//! | Gamma | (k - k') ψ(k) - ln Γ(k) + ln Γ(k') + k' ln(θ'/θ) + k (θ/θ' - 1) |
//! | Beta, Dirichlet | Σ (ln Γ(α') - ln Γ(α) + (α - α') ψ(α)) - (the same of the sums of α and α') |
//! | Pareto | α' ln(m/m') + ln(α/α') + α'/α - 1 if m >= m', else infinite |
//! | Uniform | ln((h' - l')/(h - l)) if \[l, h\] lies in \[l', h'\], else infinite |
//! | Bernoulli, Categorical | Σ p ln(p/p') over the outcomes |
//! | Binomial | n times that of Bernoulli for n = n'; infinite for n > n'; for n < n' a sum over the counts |
//! | Geometric | that of Bernoulli, over p |
//! | Poisson | λ ln(λ/λ') - λ + λ' |
//! | Independent, Iid | the sum over the parts, of which there must be as many |
//! | Transformed by the same bijection | that of what is transformed |
//!
//! In different families E ln p(x) - E ln q(x), from the entropy of p and those moments of p that ln q is made of:
//!
//! | p | q | besides the entropy of p |
//! | --- | --- | --- |
//! | Bernoulli | Poisson | E x |
//! | Beta | Exp, Gamma, Normal, Uniform | E x, E ln x, E x²; infinite where (0, 1) is not in the interval |
//! | Exp, Gamma | Exp, Gamma | E x, E ln x |
//! | Exp, Gamma | Gumbel, Normal | E x, E exp(-x/β), E x² |
//! | Gumbel, Laplace | Normal | E x, E x² |
//! | Normal | Gumbel, Laplace | E x, E exp(-x/β), E \|x - μ\| |
//! | Pareto | Exp, Gamma, Normal | E x, E ln x, E x²; infinite where a moment is |
//! | Uniform | Beta, Exp, Gamma, Gumbel, Normal, Pareto | E x, E ln x, E ln(1 - x), E exp(-x/β), E x²; infinite where the interval is not in the support of q |
//!
//! And infinite, because p has outcomes that q has not: Beta from Pareto; Exp and Gamma from Beta, Pareto, Uniform;
//! Gumbel, Laplace and Normal from Beta, Exp, Gamma, Pareto, Uniform; Pareto from Beta, Uniform; Poisson from Bernoulli,
//! Binomial.
//!
//! No formula is computed as it stands here: they are rearranged into terms that are not negative, so that the divergence
//! of nearly equal distributions of one family is right to nearly as many digits as that of different ones.

mod binomial;
mod made;
mod mixed;
mod same;
mod terms;
mod uniform;

pub(super) use terms::normal;

use super::{Family, Raised};
use crate::{Join, Lift, Number, Real, Smooth};

/// A divergence in closed form of a distribution on smooth numbers from another one.
///
/// An `impl<D: Number> KlDivergence<D, Mine<Smooth<D>>> for Mine<Smooth<D>>` makes [`kl_divergence`] take a distribution
/// [of your own](mod@crate::distr::own).
#[diagnostic::on_unimplemented(
    message = "no closed form of the divergence of `{Self}` from `{Q}`",
    label = "not in the table of `stochastic_grad::distr::kl`",
    note = "estimate it: `p.ln_pdf(x) - q.ln_pdf(x)` at draws `x` of p has the divergence as its mean"
)]
pub trait KlDivergence<D: Number, Q> {
    /// The divergence from `q`, smooth in the parameters of both.
    fn divergence(&self, q: &Q) -> Smooth<D>;
}

/// The type of the parameters of two distributions together.
type Both<P, Q> = <<P as Family>::Real as Join<<Q as Family>::Real>>::Out;
/// The distribution `X` on them.
type On<X, P, Q> = <X as Family>::With<Both<P, Q>>;
/// What they compute with.
type At<P, Q> = <Both<P, Q> as Real>::Number;

/// The Kullback-Leibler divergence of p from q, E ln(p(x)/q(x)) for x drawn from p: a number `>= 0`, smooth in the
/// parameters of both, which are constants and smooth values in any mix.
///
/// The [table](mod@crate::distr::kl) has the pairs of distributions with a closed form. For any other, `p.ln_pdf(x) -
/// q.ln_pdf(x)` at a draw x of p is an unbiased estimate.
///
/// The divergence is infinite where p has outcomes that are impossible under q.
///
/// # Errors
/// Where a smooth parameter moves one support out of another, the divergence jumps to infinity. Inside an estimate that
/// is [`Error::OutsideSupport`](crate::Error::OutsideSupport) unless the support of p lies properly inside that of q, and
/// the divergence is NaN. So it is, with [`Error::LengthMismatch`](crate::Error::LengthMismatch) or
/// [`Error::DifferentBijections`](crate::Error::DifferentBijections), between distributions of different numbers of parts,
/// or transformed by different bijections.
///
/// # Example
/// An evidence lower bound whose divergence from the prior has no noise:
/// ```
/// use stochastic_grad::prelude::*;
///
/// /// One measurement y = z + noise, with the prior z ~ N(0, 4).
/// #[stochastic_grad]
/// fn elbo(mu: f64, sigma: f64, #[constant] y: f64, rng: &mut impl Rng) -> Result<f64, Error> {
///     let q = Normal::new(mu, sigma)?;
///     let z = q.sample(rng);
///     Ok(Normal::new(z, 1.0)?.ln_pdf(y) - kl_divergence(&q, &Normal::new(0.0, 2.0)?))
/// }
///
/// // The posterior is N(0.8 y, 0.8): there the bound is the evidence N(y; 0, 5), and its gradient vanishes.
/// let y = 1.5;
/// let est = elbo_grad((0.8 * y, 0.8_f64.sqrt()), y, 10_000, &mut StdRng::seed_from_u64(1))?;
/// let evidence = Normal::new(0.0, 5.0_f64.sqrt())?.ln_pdf(y);
/// assert!((est.value - evidence).abs() < 5.0 * est.value_std_err);
/// assert!(est.grad.mu.abs() < 5.0 * est.grad_std_err.mu);
/// assert!(est.grad.sigma.abs() < 5.0 * est.grad_std_err.sigma);
///
/// let divergence = kl_divergence(&Exp::new(2.0)?, &Gamma::new(1.0, 1.0)?);
/// assert!((divergence - (2.0_f64.ln() - 0.5)).abs() < 1e-15);
/// assert_eq!(kl_divergence(&Uniform::new(0.0, 2.0)?, &Uniform::new(0.0, 1.0)?), f64::INFINITY);
/// # Ok::<(), Error>(())
/// ```
///
/// # Source
/// Kullback and Leibler 1951, <https://doi.org/10.1214/aoms/1177729694>
pub fn kl_divergence<P, Q>(p: &P, q: &Q) -> Both<P, Q>
where
    P: Family<Real: Join<Q::Real>> + Lift<On<P, P, Q>> + Clone,
    Q: Family + Lift<On<Q, P, Q>> + Clone,
    On<Q, P, Q>: Raised<At<P, Q>>,
    On<P, P, Q>: Raised<At<P, Q>, Out: KlDivergence<At<P, Q>, <On<Q, P, Q> as Raised<At<P, Q>>>::Out>>,
{
    let p: On<P, P, Q> = p.clone().lift();
    let q: On<Q, P, Q> = q.clone().lift();
    Both::<P, Q>::leave(p.raised(|p| q.raised(|q| p.divergence(q))))
}
