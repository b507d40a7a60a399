//! The multivariate normal distribution.

mod density;
mod divergence;
mod form;
mod transport;

use super::arguments::{Argument, FINITE, POSITIVE};
use super::{combinators, drawn_pathwise, family, invalid, owned};
use crate::entries::{Entries, Rows};
use crate::linalg::start;
use crate::source::{Generator, Noise, Pathwise};
use crate::{Error, Join, Lift, Number, Real, Smooth};
use form::Form;

/// The multivariate normal distribution N(mean, Σ), with its covariance given in one of four ways:
///
/// | constructor | covariance Σ | cost of a draw in n dimensions |
/// | --- | --- | --- |
/// | [`from_cholesky`](Self::from_cholesky) | L Lᵀ | n²/2 |
/// | [`from_covariance`](Self::from_covariance), [`new`](Self::new) | as given | n²/2, and n³/6 once |
/// | [`diagonal`](Self::diagonal) | diag(std_dev²) | n |
/// | [`low_rank`](Self::low_rank) | W Wᵀ + diag(d²), W with k columns | n k |
///
/// Vectors are slices, arrays or `Vec`s, matrices are rows of these, each of constants or of smooth values.
///
/// # Density
/// p(x) = exp(-(x - mean)ᵀ Σ⁻¹ (x - mean) / 2) / sqrt((2π)ⁿ det Σ), for every real vector x.
///
/// # Gradient
/// x = mean + L z with z ~ N(0, 1), where L is the Cholesky factor of Σ, or diag(std_dev); x = mean + W z + d z' for the
/// low rank: pathwise, explicit (Rezende, Mohamed and Wierstra 2014, <https://doi.org/10.48550/arXiv.1401.4082>). From a
/// covariance the derivative goes through its Cholesky factorisation (Smith 1995,
/// <https://doi.org/10.1080/10618600.1995.10474671>).
///
/// A covariance is a function of all its n² entries as they are given: Σ stands for (Σ + Σᵀ)/2 everywhere. So each of two
/// mirrored entries has half of the derivative of moving both, and where one parameter stands in both places (as a
/// correlation does), their sum arises by itself.
///
/// # Example
/// ```
/// use stochastic_grad::prelude::*;
///
/// /// The expected maximum of two correlated returns, smoothed.
/// #[stochastic_grad]
/// fn best(mean: &[f64], rho: f64, rng: &mut impl Rng) -> Result<f64, Error> {
///     let x = MultivariateNormal::from_covariance(mean, &[[1.0, rho], [rho, 2.0]])?.sample(rng);
///     Ok((x[0].exp() + x[1].exp()).ln())
/// }
///
/// let est = best_grad((vec![0.5, -0.2], 0.3), 10_000, &mut StdRng::seed_from_u64(1))?;
/// assert!(est.grad.rho < 0.0);
///
/// let normal = MultivariateNormal::from_cholesky(&[0.5, -0.2], &[[1.0, 0.0], [0.5, 2.0]])?;
/// assert_eq!(normal.covariance(), [[1.0, 0.5], [0.5, 4.25]]);
/// assert!((normal.ln_pdf(&[0.5, -0.2]) - -2.5310242469692907).abs() < 1e-15);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct MultivariateNormal<T = f64> {
    mean: Vec<T>,
    /// What the covariance was given by: the rows of the Cholesky factor up to the diagonal, those of the covariance, the
    /// standard deviations, or the rows of W.
    scale: Vec<T>,
    /// d of the low rank; else empty.
    d: Vec<T>,
    /// The Cholesky factor of a covariance; else empty.
    factor: Vec<T>,
    form: Form,
}

family!(@lifting MultivariateNormal { mean, scale, d, factor; form });
combinators!(<T: Real> MultivariateNormal<T>);
owned!(MultivariateNormal);
drawn_pathwise!(MultivariateNormal -> [Vec]);

const fn argument(name: &'static str) -> Argument {
    Argument { distribution: "MultivariateNormal", name }
}

impl<T: Real> MultivariateNormal<T> {
    /// The distribution with the covariance L Lᵀ from the rows of a lower triangular matrix L with a positive diagonal.
    ///
    /// The rows end at the diagonal, or go on with zeros.
    ///
    /// # Errors
    /// [`Error::InvalidEntry`] where an entry is not finite, one on the diagonal not positive, or one to its right not 0;
    /// [`Error::LengthMismatch`] where the lengths do not fit.
    pub fn from_cholesky<M, L>(mean: &M, l: &L) -> Result<Self, Error>
    where
        M: Entries<Entry: Join<L::Entry, Out = T> + Lift<T>> + ?Sized,
        L: Rows<Entry: Lift<T>> + ?Sized,
    {
        let mean = mean_of(mean)?;
        let scale = argument("cholesky").triangle(l, mean.len())?;
        Ok(MultivariateNormal { mean, scale, d: Vec::new(), factor: Vec::new(), form: Form::Cholesky })
    }

    /// The distribution with the given covariance, a symmetric positive definite matrix as its rows.
    ///
    /// Mirrored entries may differ by what rounding leaves of a symmetric product.
    ///
    /// # Errors
    /// [`Error::InvalidEntry`] where an entry is not finite, the matrix is not symmetric or not positive definite;
    /// [`Error::LengthMismatch`] where the lengths do not fit.
    pub fn from_covariance<M, S>(mean: &M, covariance: &S) -> Result<Self, Error>
    where
        M: Entries<Entry: Join<S::Entry, Out = T> + Lift<T>> + ?Sized,
        S: Rows<Entry: Lift<T>> + ?Sized,
    {
        let mean = mean_of(mean)?;
        let (scale, factor) = argument("covariance").positive_definite(covariance, mean.len())?;
        Ok(MultivariateNormal { mean, scale, d: Vec::new(), factor, form: Form::Covariance })
    }

    /// The same as [`from_covariance`](Self::from_covariance).
    ///
    /// # Errors
    /// Those of [`from_covariance`](Self::from_covariance).
    pub fn new<M, S>(mean: &M, covariance: &S) -> Result<Self, Error>
    where
        M: Entries<Entry: Join<S::Entry, Out = T> + Lift<T>> + ?Sized,
        S: Rows<Entry: Lift<T>> + ?Sized,
    {
        Self::from_covariance(mean, covariance)
    }

    /// Independent normal numbers with the given means and standard deviations, which are positive.
    ///
    /// # Errors
    /// [`Error::InvalidEntry`] where an entry violates its bound; [`Error::LengthMismatch`] where the lengths do not fit.
    pub fn diagonal<M, S>(mean: &M, std_dev: &S) -> Result<Self, Error>
    where
        M: Entries<Entry: Join<S::Entry, Out = T> + Lift<T>> + ?Sized,
        S: Entries<Entry: Lift<T>> + ?Sized,
    {
        let mean = mean_of(mean)?;
        let scale = argument("std_dev").vector(std_dev, POSITIVE)?;
        argument("std_dev").length::<T>(scale.len(), mean.len())?;
        Ok(MultivariateNormal { mean, scale, d: Vec::new(), factor: Vec::new(), form: Form::Diagonal })
    }

    /// The distribution with the covariance W Wᵀ + diag(d²), from the rows of W and positive `d`.
    ///
    /// # Errors
    /// [`Error::InvalidEntry`] where an entry violates its bound; [`Error::LengthMismatch`] where the lengths do not fit.
    pub fn low_rank<M, W, S>(mean: &M, w: &W, d: &S) -> Result<Self, Error>
    where
        M: Entries<Entry: Join<W::Entry, Out: Join<S::Entry, Out = T>> + Lift<T>> + ?Sized,
        W: Rows<Entry: Lift<T>> + ?Sized,
        S: Entries<Entry: Lift<T>> + ?Sized,
    {
        let mean = mean_of(mean)?;
        let rank = if w.height() > 0 { w.width(0) } else { 0 };
        let scale = argument("w").matrix(w, mean.len(), rank)?;
        let d = argument("d").vector(d, POSITIVE)?;
        argument("d").length::<T>(d.len(), mean.len())?;
        Ok(MultivariateNormal { mean, scale, d, factor: Vec::new(), form: Form::LowRank { rank } })
    }

    /// The number of dimensions.
    #[inline]
    pub fn dim(&self) -> usize {
        self.mean.len()
    }

    /// The mean.
    #[inline]
    pub fn mean(&self) -> &[T] {
        &self.mean
    }

    /// The variance of each entry: the diagonal of the covariance.
    pub fn variance(&self) -> Vec<T> {
        let at = self.smooth();
        (0..self.dim()).map(|i| T::leave(at.covariance_at(i, i))).collect()
    }

    /// The covariance, as its rows.
    pub fn covariance(&self) -> Vec<Vec<T>> {
        let at = self.smooth();
        let row = |i| (0..self.dim()).map(|j| T::leave(at.covariance_at(i, j))).collect();
        (0..self.dim()).map(row).collect()
    }

    /// The entropy, (n (1 + ln 2π) + ln det Σ)/2.
    pub fn entropy(&self) -> T {
        T::leave(self.smooth().half_ln_det() + self.dim() as f64 * 1.418_938_533_204_672_7)
    }

    /// ln of the density at `x`, a vector of constants or of smooth values.
    ///
    /// At a vector of another length it is NaN, and inside an estimate [`Error::LengthMismatch`].
    pub fn ln_pdf<X>(&self, x: &X) -> T::Out
    where
        T: Join<X::Entry> + Lift<Smooth<<T::Out as Real>::Number>>,
        X: Entries<Entry: Lift<Smooth<<T::Out as Real>::Number>>> + ?Sized,
    {
        let [mean, scale, d, factor] = [&self.mean, &self.scale, &self.d, &self.factor].map(|part| T::lift_all(part));
        let at = density::At { mean: &mean, scale: &scale, d: &d, factor: &factor, form: self.form };
        T::Out::leave(at.ln_density(&X::Entry::lift_all(x.entries())))
    }

    /// A draw `x` that was made elsewhere, as it moves with the parameters while its noise stays: the value is `x`, the
    /// derivative that of x = mean + L z with the Cholesky factor L of the covariance.
    ///
    /// The caller vouches that `x` was drawn from this distribution, and that it was not selected: a gradient of what is
    /// done with other points is biased. A vector of another length, or with an entry that is not finite, is an error.
    pub fn assume_drawn(&self, x: &[f64]) -> Vec<T> {
        self.smooth().redraw(x).into_iter().map(T::leave).collect()
    }
}

fn mean_of<T: Real, M: Entries<Entry: Lift<T>> + ?Sized>(mean: &M) -> Result<Vec<T>, Error> {
    let mean = argument("mean").vector(mean, FINITE)?;
    if !mean.is_empty() {
        return Ok(mean);
    }
    Err(invalid::<T>(Error::InvalidParameter {
        distribution: "MultivariateNormal",
        parameter: "number of mean",
        requirement: ">= 1",
        value: 0.0,
    }))
}

impl<D: Number> Pathwise<D> for MultivariateNormal<Smooth<D>> {
    type Value = Vec<Smooth<D>>;
    #[inline]
    fn path<G: Generator>(&self, noise: &mut Noise<'_, G>) -> Vec<Smooth<D>> {
        let mut x = self.mean.clone();
        let mut z = || noise.normal();
        match self.form {
            Form::Diagonal => x.iter_mut().zip(&self.scale).for_each(|(x, s)| *x += *s * z()),
            Form::Cholesky | Form::Covariance => {
                let l = self.triangle();
                for j in 0..x.len() {
                    let z = z();
                    (j..x.len()).for_each(|i| x[i] += l[start(i) + j] * z);
                }
            }
            Form::LowRank { rank } => {
                for j in 0..rank {
                    let z = z();
                    x.iter_mut().zip(self.scale.chunks_exact(rank)).for_each(|(x, w)| *x += w[j] * z);
                }
                x.iter_mut().zip(&self.d).for_each(|(x, d)| *x += *d * z());
            }
        }
        x
    }
}
