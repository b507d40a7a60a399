//! The Dirichlet distribution.

use super::arguments::{Argument, POSITIVE, fits};
use super::implicit::{beta, gamma};
use super::{drawn_pathwise, every, family, invalid, outside_support, simplex};
use crate::entries::Entries;
use crate::source::{Generator, Noise, Pathwise};
use crate::special::ln_beta;
use crate::{Error, Join, Lift, Number, Real, Smooth};

/// The Dirichlet distribution of n >= 2 positive numbers that sum to one.
///
/// # Density
/// p(x) = Π xᵢ^(αᵢ - 1) / B(α) with B(α) = Π Γ(αᵢ) / Γ(Σ αᵢ), over all coordinates but one.
///
/// # Gradient
/// x = g / Σ g with independent gᵢ ~ Gamma(αᵢ, 1), whose logarithms move with the shapes by the implicit function theorem
/// (Figurnov, Mohamed and Mnih 2018, <https://doi.org/10.48550/arXiv.1805.08498>), so that ln xᵢ is right where gᵢ is too
/// small for a number. A component that is too small itself is the smallest normal number, and moves by that times the
/// derivative of its logarithm.
///
/// # Example
/// ```
/// use stochastic_grad::prelude::*;
///
/// #[stochastic_grad]
/// fn purity(alpha: &[f64], rng: &mut impl Rng) -> Result<f64, Error> {
///     let x = Dirichlet::new(alpha)?.sample(rng);
///     Ok(dot(&x, &x))
/// }
///
/// let est = purity_grad([1.0, 1.0, 2.0], 10_000, &mut StdRng::seed_from_u64(1))?;
/// assert!((est.value - 0.5).abs() < 5.0 * est.value_std_err);
///
/// let dirichlet = Dirichlet::new(&[1.0, 1.0, 2.0])?;
/// assert_eq!(dirichlet.mean(), [0.25, 0.25, 0.5]);
/// assert!((dirichlet.ln_pdf(&[0.2, 0.3, 0.5]) - 3.0_f64.ln()).abs() < 1e-14);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Dirichlet<T = f64> {
    alpha: Vec<T>,
}

family!(Dirichlet { alpha: Vec });
drawn_pathwise!(Dirichlet -> [Vec]);

impl<T: Real> Dirichlet<T> {
    /// The distribution with the given concentrations: at least two, all finite and positive, as is their sum.
    ///
    /// # Errors
    /// [`Error::InvalidEntry`] or [`Error::InvalidParameter`] where a bound is violated.
    pub fn new<X>(alpha: &X) -> Result<Self, Error>
    where
        X: Entries<Entry: Real<Own = T> + Lift<T>> + ?Sized,
    {
        let refused = |parameter, requirement, value| {
            Err(invalid::<T>(Error::InvalidParameter { distribution: "Dirichlet", parameter, requirement, value }))
        };
        let alpha: Vec<T> = Argument { distribution: "Dirichlet", name: "alpha" }.vector(alpha, POSITIVE)?;
        if alpha.len() < 2 {
            return refused("number of alpha", ">= 2", alpha.len() as f64);
        }
        let total: Smooth<T::Number> = alpha.iter().map(|alpha| alpha.smooth().frozen()).sum();
        if !every(total, f64::is_finite) {
            return refused("sum of alpha", "finite", total.peek());
        }
        Ok(Dirichlet { alpha })
    }

    /// The concentrations.
    #[inline]
    pub fn alpha(&self) -> &[T] {
        &self.alpha
    }

    /// The mean, α / Σ α.
    pub fn mean(&self) -> Vec<T> {
        let total = self.total();
        self.alpha.iter().map(|alpha| T::leave(alpha.smooth() / total)).collect()
    }

    /// The variance of each component, mᵢ (1 - mᵢ) / (1 + Σ α) with the mean m.
    pub fn variance(&self) -> Vec<T> {
        (0..self.alpha.len()).map(|i| T::leave(self.covariance_at(i, i))).collect()
    }

    /// The covariance, as its rows: mᵢ (δᵢⱼ - mⱼ) / (1 + Σ α) with the mean m.
    pub fn covariance(&self) -> Vec<Vec<T>> {
        let n = self.alpha.len();
        (0..n).map(|i| (0..n).map(|j| T::leave(self.covariance_at(i, j))).collect()).collect()
    }

    /// The entropy, ln B(α) + (Σ α - n) ψ(Σ α) - Σ (αᵢ - 1) ψ(αᵢ).
    pub fn entropy(&self) -> T {
        let total = self.total();
        let above = total.digamma();
        // The digammas meet first: both grow with the concentrations, while the entropy does not.
        let terms = self.alpha.iter().map(|alpha| (alpha.smooth() - 1.0) * (above - alpha.smooth().digamma()));
        T::leave(ln_b(&self.smooth().alpha) + terms.sum::<Smooth<T::Number>>())
    }

    /// ln of the density at `x`, a vector of constants or of smooth values on the simplex.
    ///
    /// At a constant point that does not lie on the simplex it is minus infinity (the sum may be off by 1e-6), at a smooth
    /// one an error; so is a vector of another length, and NaN. Where a component is 0 it is the limit, and NaN if the
    /// limit depends on the way there.
    pub fn ln_pdf<X>(&self, x: &X) -> T::Out
    where
        T: Join<X::Entry> + Lift<Smooth<<T::Out as Real>::Number>>,
        X: Entries<Entry: Lift<Smooth<<T::Out as Real>::Number>>> + ?Sized,
    {
        T::Out::leave(ln_density(&T::lift_all(&self.alpha), &X::Entry::lift_all(x.entries())))
    }

    /// A draw `x` that was made elsewhere, as it moves with the parameters: its value is `x`.
    ///
    /// When αᵢ moves, xᵢ moves by the implicit rule of its marginal distribution Beta(αᵢ, Σ α - αᵢ), and the others
    /// keep their ratios (Jankowiak and Obermeyer 2018, <https://doi.org/10.48550/arXiv.1806.01851>). That has a first
    /// derivative only: a second one is an error.
    ///
    /// The caller vouches that `x` was drawn from this distribution, and that it was not selected: a gradient of what is
    /// done with other points is biased. A point that does not lie on the simplex, or has a component 0, is an error.
    pub fn assume_drawn(&self, x: &[f64]) -> Vec<T> {
        self.smooth().redraw(x).into_iter().map(T::leave).collect()
    }

    fn total(&self) -> Smooth<T::Number> {
        self.alpha.iter().map(|alpha| alpha.smooth()).sum()
    }

    fn covariance_at(&self, i: usize, j: usize) -> Smooth<T::Number> {
        let total = self.total();
        let part = |i: usize| self.alpha[i].smooth() / total;
        let others = || self.alpha.iter().enumerate().filter(|(k, _)| *k != i).map(|(_, alpha)| alpha.smooth());
        // 1 - mᵢ as a sum of positive numbers
        let factor = if i == j { others().sum::<Smooth<T::Number>>() / total } else { -part(j) };
        part(i) * factor / (total + 1.0)
    }
}

/// ln B(α), as a sum over one component after the other beside all that follow, in which nothing cancels
fn ln_b<D: Number>(alpha: &[Smooth<D>]) -> Smooth<D> {
    let (mut sum, mut rest) = (Smooth::constant(0.0), alpha[alpha.len() - 1]);
    for alpha in alpha.iter().rev().skip(1) {
        sum += ln_beta(*alpha, rest);
        rest += *alpha;
    }
    sum
}

fn ln_density<D: Number>(alpha: &[Smooth<D>], x: &[Smooth<D>]) -> Smooth<D> {
    if !fits("Dirichlet", alpha.len(), x.len()) {
        return Smooth::constant(f64::NAN);
    }
    if let Some(outside) = simplex::beyond("Dirichlet", x, true) {
        return outside;
    }
    let powers: Smooth<D> = alpha.iter().zip(x).map(|(alpha, x)| ln_power(*alpha - 1.0, *x)).sum();
    // On the edge, where the density is zero or infinite, it does not move.
    if every(powers, f64::is_infinite) { powers.frozen() } else { powers - ln_b(alpha) }
}

/// p ln x, and its limit where x = 0, which is a constant
fn ln_power<D: Number>(p: Smooth<D>, x: Smooth<D>) -> Smooth<D> {
    if every(x, |v| v != 0.0) {
        return p * x.ln();
    }
    if p.peek() != 0.0 {
        return Smooth::constant(-p.peek() * f64::INFINITY);
    }
    // An exponent that moves through 0 makes the density jump.
    if p.0.is_constant() { p } else { outside_support("Dirichlet", x) }
}

impl<D: Number> Pathwise<D> for Dirichlet<Smooth<D>> {
    type Value = Vec<Smooth<D>>;
    #[inline(always)]
    fn path<G: Generator>(&self, noise: &mut Noise<'_, G>) -> Vec<Smooth<D>> {
        // Loops, which have the instructions of the caller. Only with concentrations below 1 do gamma numbers come so close
        // to 0 that their logarithms are needed.
        let mut x = Vec::with_capacity(self.alpha.len());
        if self.alpha.iter().all(|alpha| every(*alpha, |v| v >= 1.0)) {
            for alpha in &self.alpha {
                x.push(gamma::draw(*alpha, noise));
            }
            simplex::divide_by_sum(&mut x);
        } else {
            for alpha in &self.alpha {
                x.push(gamma::draw_ln(*alpha, noise));
            }
            simplex::normalise(&mut x);
        }
        x
    }
}

impl<D: Number> Dirichlet<Smooth<D>> {
    fn redraw(&self, x: &[f64]) -> Vec<Smooth<D>> {
        if simplex::drawn::<D>("Dirichlet", x, self.alpha.len()).is_none() {
            return vec![Smooth::constant(f64::NAN); self.alpha.len()];
        }
        let ln_x: Vec<f64> = x.iter().map(|x| x.ln()).collect();
        let moved = self.direct(&ln_x);
        // What rounding took away comes back, so that the value is x.
        moved.into_iter().zip(x).map(|(moved, x)| moved + (*x - moved.frozen())).collect()
    }

    /// One draw that moves by the direct rule, by which gradients have less variance; it has a first derivative only.
    pub(crate) fn path_by_marginals<G: Generator>(&self, noise: &mut Noise<'_, G>) -> Vec<Smooth<D>> {
        let ln_x: Vec<f64> = self.alpha.iter().map(|alpha| gamma::draw_ln(alpha.frozen(), noise).detach()).collect();
        self.direct(&ln_x)
    }

    /// The point with the given logarithms of its components (up to a common constant), as it moves by the direct rule.
    ///
    /// If logit xᵢ moves by tᵢ with its own αᵢ, and the other components keep their ratios, then ln xᵢ moves by
    /// tᵢ - Σ xⱼ tⱼ: as a softmax of ln x + t does.
    pub(crate) fn direct(&self, ln_x: &[f64]) -> Vec<Smooth<D>> {
        if D::ORDER > 1 {
            crate::error::report(Error::SecondDerivative { of: "the direct rule of Dirichlet" });
        }
        let mut x: Vec<_> = (0..ln_x.len()).map(|i| self.slope_of_logit(ln_x, i) + ln_x[i]).collect();
        simplex::normalise(&mut x);
        x
    }

    /// Zero, which moves with αᵢ as the logit of xᵢ does.
    fn slope_of_logit(&self, ln_x: &[f64], i: usize) -> Smooth<D> {
        let others = || (0..ln_x.len()).filter(|j| *j != i);
        let largest = others().map(|j| ln_x[j]).fold(f64::NEG_INFINITY, f64::max);
        let rest = others().map(|j| (ln_x[j] - largest).exp()).sum::<f64>().ln() + largest;
        let beyond: Smooth<D> = others().map(|j| self.alpha[j].frozen()).sum();
        let logit = D::Base::constant(ln_x[i] - rest);
        let moved = Smooth(D::implicit([self.alpha[i].0, beyond.0], logit, beta::LogitDraw));
        moved - moved.frozen()
    }
}
