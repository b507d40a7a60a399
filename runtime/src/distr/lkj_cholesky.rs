//! The LKJ distribution of correlation matrices, as their Cholesky factors.

use super::arguments::fits;
use super::implicit::beta;
use super::{drawn_pathwise, every, family, invalid, outside_support, positive, simplex};
use crate::entries::Rows;
use crate::linalg::norm_squared;
use crate::source::{Generator, Noise, Pathwise};
use crate::special::{ln_beta, ln_gamma};
use crate::{Error, Join, Lift, Number, Real, Smooth};
use std::f64::consts::PI;

/// The distribution of Lewandowski, Kurowicka and Joe of correlation matrices R with n rows, as their lower triangular
/// Cholesky factors L, R = L Lᵀ.
///
/// A draw is the n rows of L, of n entries each, with zeros to the right of the diagonal. With standard deviations s,
/// `s[i] * L[i][j]` is the Cholesky factor of a covariance, as [`MultivariateNormal`](super::MultivariateNormal) takes it.
///
/// # Density
/// Proportional to (det R)^(η - 1) over correlation matrices with concentration η: uniform at η = 1, close to the identity
/// for large η. As a density over the entries of L below the diagonal it is proportional to Π Lᵢᵢ^(n - i + 2η - 2) over
/// i = 2 .. n.
///
/// # Gradient
/// The onion method (Lewandowski, Kurowicka and Joe 2009, <https://doi.org/10.1016/j.jmva.2009.04.008>): below the diagonal
/// row k + 1 is sqrt(y) times a uniform direction in k dimensions, and on it sqrt(1 - y), with
/// y ~ Beta(k/2, η + (n - 1 - k)/2), whose logit moves with η by the implicit function theorem (Figurnov, Mohamed and Mnih
/// 2018, <https://doi.org/10.48550/arXiv.1805.08498>).
///
/// # Example
/// ```
/// use stochastic_grad::prelude::*;
///
/// /// The expected squared correlation of the first two of three variables.
/// #[stochastic_grad]
/// fn square(concentration: f64, rng: &mut impl Rng) -> Result<f64, Error> {
///     let l = LkjCholesky::new(3, concentration)?.sample(rng);
///     Ok(l[1][0] * l[1][0])
/// }
///
/// // 1 / (2η + 2)
/// let est = square_grad(1.0, 10_000, &mut StdRng::seed_from_u64(1))?;
/// assert!((est.value - 0.25).abs() < 5.0 * est.value_std_err);
/// assert!((est.grad.concentration - -0.125).abs() < 5.0 * est.grad_std_err.concentration);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LkjCholesky<T = f64> {
    concentration: T,
    dim: usize,
}

family!(LkjCholesky { concentration; dim });
drawn_pathwise!(LkjCholesky -> [Vec Vec]);

impl<T: Real> LkjCholesky<T> {
    /// The distribution of matrices with `dim >= 1` rows and a positive `concentration`.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] where a parameter violates its bound.
    #[inline(always)]
    pub fn new<A: Real<Own = T> + Lift<T>>(dim: usize, concentration: A) -> Result<Self, Error> {
        let concentration = concentration.lift();
        positive(concentration, "LkjCholesky", "concentration")?;
        if dim > 0 {
            return Ok(LkjCholesky { concentration, dim });
        }
        let (distribution, parameter, requirement) = ("LkjCholesky", "dim", ">= 1");
        Err(invalid::<T>(Error::InvalidParameter { distribution, parameter, requirement, value: 0.0 }))
    }

    /// The number of rows.
    #[inline]
    pub fn dim(&self) -> usize {
        self.dim
    }

    /// The concentration η.
    #[inline]
    pub fn concentration(&self) -> T {
        self.concentration
    }

    /// The mean of the factor, as its rows: 0 below the diagonal, B(b + 1/2, k/2) / B(b, k/2) on it, where
    /// b = η + (n - 1 - k)/2 in row k + 1.
    pub fn mean(&self) -> Vec<Vec<T>> {
        let on_diagonal = |k: usize| match k {
            0 => Smooth::constant(1.0),
            _ => (ln_beta(self.rest(k) + 0.5, half(k)) - ln_beta(self.rest(k), half(k))).exp(),
        };
        self.rows(|k, j| if j == k { on_diagonal(k) } else { Smooth::constant(0.0) })
    }

    /// The entropy of the factor, over its entries below the diagonal.
    pub fn entropy(&self) -> T {
        let row = |k: usize| {
            let b = self.rest(k);
            let ln_last = 0.5 * (b.digamma() - (b + half(k)).digamma());
            -self.ln_row(k, ln_last)
        };
        T::leave((1..self.dim).map(row).sum::<Smooth<T::Number>>() + 0.0)
    }

    /// ln of the density of the factor with the rows `l`, of constants or of smooth values, over its entries below the
    /// diagonal.
    ///
    /// A factor has rows of norm 1 (up to 1e-6), a positive diagonal, and zeros to its right. At another constant point
    /// the density is minus infinity, at a smooth one an error; so is another number of rows or entries, and NaN.
    pub fn ln_pdf<X>(&self, l: &X) -> T::Out
    where
        T: Join<X::Entry> + Lift<Smooth<<T::Out as Real>::Number>>,
        X: Rows<Entry: Lift<Smooth<<T::Out as Real>::Number>>> + ?Sized,
    {
        let at = LkjCholesky { concentration: self.concentration.lift(), dim: self.dim };
        T::Out::leave(at.ln_density(l))
    }

    fn rows(&self, entry: impl Fn(usize, usize) -> Smooth<T::Number>) -> Vec<Vec<T>> {
        (0..self.dim).map(|i| (0..self.dim).map(|j| T::leave(entry(i, j))).collect()).collect()
    }

    /// The second parameter of the beta distribution in row k + 1, whose first is k/2.
    #[inline]
    fn rest(&self, k: usize) -> Smooth<T::Number> {
        self.concentration.smooth() + half(self.dim - 1 - k)
    }

    /// ln of the density of row k + 1 from ln of its entry on the diagonal: (1 - |r|²)^(b - 1) over the unit ball.
    fn ln_row(&self, k: usize, ln_last: Smooth<T::Number>) -> Smooth<T::Number> {
        let b = self.rest(k);
        2.0 * (b - 1.0) * ln_last - ln_beta(b, half(k)) + (ln_gamma(half(k)) - half(k) * PI.ln())
    }
}

fn half(k: usize) -> f64 {
    0.5 * k as f64
}

impl<D: Number> LkjCholesky<Smooth<D>> {
    fn ln_density<X: Rows<Entry: Lift<Smooth<D>>> + ?Sized>(&self, l: &X) -> Smooth<D> {
        let n = self.dim;
        let widths = (0..l.height()).map(|i| l.width(i));
        if let Some(found) = std::iter::once(l.height()).chain(widths).find(|found| *found != n) {
            fits("LkjCholesky", n, found);
            return Smooth::constant(f64::NAN);
        }
        let row = |i: usize| (0..n).map(move |j| l.entry(i, j).lift());
        let mut outside = None;
        for i in 0..n {
            let row: Vec<Smooth<D>> = row(i).collect();
            let norm = norm_squared(&row);
            let inside = every(norm, |v| (v - 1.0).abs() <= 1e-6)
                && every(row[i], |v| v > 0.0)
                && row[i + 1..].iter().all(|x| every(*x, |v| v == 0.0));
            outside = outside.or((!inside).then_some(norm));
        }
        match outside {
            None => (1..n).map(|k| self.ln_row(k, l.entry(k, k).lift().ln())).sum::<Smooth<D>>() + 0.0,
            Some(norm) if (0..n).flat_map(row).all(|x| x.0.is_constant()) => {
                Smooth::constant(if norm.peek().is_nan() { f64::NAN } else { f64::NEG_INFINITY })
            }
            Some(norm) => outside_support("LkjCholesky", norm),
        }
    }

    /// Row k + 1: a point in the unit ball of k dimensions, and its distance from the sphere.
    #[inline]
    fn row<G: Generator>(&self, k: usize, noise: &mut Noise<'_, G>) -> Vec<Smooth<D>> {
        let logit = beta::draw_logit(Smooth::constant(half(k)), self.rest(k), noise);
        let mut row = Vec::with_capacity(self.dim);
        row.extend((0..k).map(|_| noise.normal().smooth::<D>()));
        let radius = simplex::exp_above_zero(0.5 * logit.ln_sigmoid());
        let scale = norm_squared(&row).sqrt().recip();
        row.iter_mut().for_each(|x| *x = radius * (*x * scale));
        row.push(simplex::exp_above_zero(0.5 * (-logit).ln_sigmoid()));
        row.resize(self.dim, Smooth::constant(0.0));
        row
    }
}

impl<D: Number> Pathwise<D> for LkjCholesky<Smooth<D>> {
    type Value = Vec<Vec<Smooth<D>>>;
    #[inline(always)]
    fn path<G: Generator>(&self, noise: &mut Noise<'_, G>) -> Vec<Vec<Smooth<D>>> {
        let mut rows = Vec::with_capacity(self.dim);
        let mut first = vec![Smooth::constant(0.0); self.dim];
        first[0] = Smooth::constant(1.0);
        rows.push(first);
        rows.extend((1..self.dim).map(|k| self.row(k, noise)));
        rows
    }
}
