//! Pathwise rules to choose from, where a distribution has several: `distribution.with_rule(rule::Composed)`.
//!
//! All of them are unbiased; they differ in variance and cost. The first of each pair is the default: the rule with the
//! smallest variance, except for vectors, where the other rule has a little less variance, takes several times as long,
//! and has first derivatives only. The last column is what counts for a given time: the variance of a gradient times the
//! time of a sample, relative to the default.
//!
//! | f, and the parameter of the gradient | rule | variance per sample | ns per sample | variance × time |
//! | --- | --- | --- | --- | --- |
//! | `Gamma(0.5, 1)`: ln(1 + x²), shape | `Cdf` | 5.610e-1 | 73 | 1.00 |
//! | `Gamma(0.5, 1)`: ln(1 + x²), shape | `Composed` | 7.060e-1 | 81 | 1.40 |
//! | `Gamma(2.5, 1)`: ln(1 + x²), shape | `Cdf` | 1.648e-2 | 54 | 1.00 |
//! | `Gamma(2.5, 1)`: ln(1 + x²), shape | `Composed` | 2.614e-2 | 90 | 2.67 |
//! | `Beta(2, 3)`: sin x, alpha | `Cdf` | 6.753e-4 | 183 | 1.00 |
//! | `Beta(2, 3)`: sin x, alpha | `Composed` | 1.320e-3 | 122 | 1.30 |
//! | `Beta(0.3, 0.5)`: sin x, alpha | `Cdf` | 3.297e-1 | 189 | 1.00 |
//! | `Beta(0.3, 0.5)`: sin x, alpha | `Composed` | 5.882e-1 | 148 | 1.40 |
//! | `StudentT(2.5)`: ln(1 + x²), nu | `Cdf` | 4.246e-2 | 171 | 1.00 |
//! | `StudentT(2.5)`: ln(1 + x²), nu | `Composed` | 6.151e-2 | 77 | 0.65 |
//! | `Dirichlet(1, 2, 3)`: x₀ ln x₁, α₀ | `Gammas` | 2.982e-2 | 254 | 1.00 |
//! | `Dirichlet(1, 2, 3)`: x₀ ln x₁, α₀ | `Direct` | 2.572e-2 | 685 | 2.32 |
//! | `MultivariateNormal`, 3-D: sin(x₀ + 2 x₁) + x₀ x₂², Σ₀₀ | `Cholesky` | 8.512e-1 | 636 | 1.00 |
//! | `MultivariateNormal`, 3-D: sin(x₀ + 2 x₁) + x₀ x₂², Σ₀₀ | `OptimalTransport` | 7.366e-1 | 2376 | 3.23 |
//! | `Mixture` of two normals: sin x, w₀ | `implicit` | 2.789e-1 | 355 | 1.00 |
//! | `Mixture` of two normals: sin x, w₀ | `component by score function` | 4.998e-1 | 102 | 0.52 |
//!
//! Measured with `cargo bench -p stochastic-grad --bench rules` (one thread of a shared machine). The choice between the
//! implicit rule of a [`Mixture`](crate::distr::Mixture) and drawing its component with a fallback is made by writing one
//! or the other; where components lie far apart, the derivative by the weights needs the second.

use super::own::{Draw, Generator, Noise, Pathwise};
use super::{Family, Raised, Reparameterized};
use crate::private::{Leave, LeaveAs, Mode};
use crate::{Number, Smooth};
use rand::Rng;
use rand::distr::Distribution;

macro_rules! rules {
    ($($(#[$doc:meta])* $Name:ident;)*) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub struct $Name;
    )* };
}

rules! {
    /// The draw moves so that the value of the distribution function stays: the rule of smallest variance for a real
    /// number, because it is the mean of every other rule given the draw (Figurnov, Mohamed and Mnih 2018,
    /// <https://doi.org/10.48550/arXiv.1805.08498>). The default of `Gamma`, `Beta` and `StudentT`.
    Cdf;
    /// The draw is an explicit function of simpler ones, which move each by its own rule.
    Composed;
    /// x = mean + L z with the Cholesky factor L.
    Cholesky;
    /// The velocity of optimal transport, which is the symmetric one (Jankowiak and Obermeyer 2018,
    /// <https://doi.org/10.48550/arXiv.1806.01851>). First derivatives only.
    OptimalTransport;
    /// Independent gamma draws over their sum.
    Gammas;
    /// Each component's marginal distribution function stays, and the others share what it takes (Jankowiak and
    /// Obermeyer 2018, <https://doi.org/10.48550/arXiv.1806.01851>). First derivatives only.
    Direct;
}

/// A distribution that can be drawn by the rule `R`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no rule `{R}`",
    label = "not one of the rules of this distribution",
    note = "the table in `stochastic_grad::distr::rule` says which there are"
)]
pub trait HasRule<R> {}

/// A distribution on smooth numbers that can be drawn by the rule `R`.
pub trait PathwiseBy<R, D: Number> {
    /// What is drawn.
    type Value;
    /// One draw.
    fn path_by<G: Generator>(&self, rule: R, noise: &mut Noise<'_, G>) -> Self::Value;
}

/// A distribution that is drawn by a chosen rule.
///
/// # Example
/// ```
/// use stochastic_grad::prelude::*;
///
/// #[stochastic_grad]
/// fn loss(a: f64, rng: &mut impl Rng) -> Result<f64, Error> {
///     Ok(Beta::new(a, 3.0)?.with_rule(rule::Composed).sample(rng))
/// }
///
/// let est = loss_grad(2.0, 20_000, &mut StdRng::seed_from_u64(1))?;
/// assert!((est.grad.a - 3.0 / 25.0).abs() < 5.0 * est.grad_std_err.a); // E x = a / (a + 3)
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ruled<X, R> {
    distribution: X,
    rule: R,
}

impl<X, R> Ruled<X, R> {
    #[inline(always)]
    pub(crate) fn new(distribution: X, rule: R) -> Self {
        Ruled { distribution, rule }
    }

    /// The distribution.
    #[inline]
    pub fn distribution(&self) -> &X {
        &self.distribution
    }

    /// One draw, smooth in the parameters.
    #[inline(always)]
    pub fn sample<G: ?Sized>(&self, rng: &mut G) -> <Self as Draw<G>>::Out
    where
        Self: Draw<G>,
    {
        self.draw(rng)
    }
}

impl<X: Reparameterized, R> Reparameterized for Ruled<X, R> {}

/// What is drawn by the rule `R`.
type Value<X, R, D> = <<X as Raised<D>>::Out as PathwiseBy<R, D>>::Value;

impl<X, R, G> Draw<G> for Ruled<X, R>
where
    X: Family + Raised<G::Number, Out: PathwiseBy<R, G::Number, Value: LeaveAs<G::Real>>>,
    R: Copy,
    G: Mode<X::Real> + ?Sized,
{
    type Out = <Value<X, R, G::Number> as LeaveAs<G::Real>>::Out;
    #[inline(always)]
    fn draw(&self, rng: &mut G) -> Self::Out {
        self.distribution.raised(
            #[inline(always)]
            |x| {
                rng.with_core(
                    #[inline(always)]
                    |core| x.path_by(self.rule, &mut core.noise()).leave(),
                )
            },
        )
    }
}
impl<X, R> Distribution<<Value<X, R, f64> as LeaveAs<f64>>::Out> for Ruled<X, R>
where
    X: Family<Real = f64> + Raised<f64, Out: PathwiseBy<R, f64, Value: LeaveAs<f64>>>,
    R: Copy,
{
    #[inline(always)]
    fn sample<G: Rng + ?Sized>(&self, rng: &mut G) -> <Value<X, R, f64> as LeaveAs<f64>>::Out {
        self.draw(rng)
    }
}

/// The rules of a family: for each how a draw is made.
macro_rules! rules_of {
    ($($Name:ident -> $Value:ty { $($Rule:ident: |$x:ident, $noise:ident| $path:expr;)+ })*) => { $($(
        impl<T: crate::Real> HasRule<$Rule> for super::$Name<T> {}
        impl<D: Number> PathwiseBy<$Rule, D> for super::$Name<Smooth<D>> {
            type Value = $Value;
            #[inline(always)]
            fn path_by<G: Generator>(&self, _: $Rule, $noise: &mut Noise<'_, G>) -> Self::Value {
                let $x = self;
                $path
            }
        }
    )+)* };
}
rules_of! {
    Gamma -> Smooth<D> {
        Cdf: |x, noise| x.path(noise);
        Composed: |x, noise| x.path_composed(noise);
    }
    Beta -> Smooth<D> {
        Cdf: |x, noise| x.path(noise);
        Composed: |x, noise| x.path_composed(noise);
    }
    StudentT -> Smooth<D> {
        Cdf: |x, noise| x.path(noise);
        Composed: |x, noise| x.path_composed(noise);
    }
    Dirichlet -> Vec<Smooth<D>> {
        Gammas: |x, noise| x.path(noise);
        Direct: |x, noise| x.path_by_marginals(noise);
    }
    MultivariateNormal -> Vec<Smooth<D>> {
        Cholesky: |x, noise| x.path(noise);
        OptimalTransport: |x, noise| x.path_by_transport(noise);
    }
}
