//! The Wishart distribution.

mod density;

use super::arguments::Argument;
use super::{combinators, drawn_pathwise, family, invalid, owned, require, simplex};
use crate::entries::Rows;
use crate::linalg::{self, start};
use crate::source::{Generator, Noise, Pathwise};
use crate::{Error, Join, Lift, Number, Real, Smooth};

/// The Wishart distribution of symmetric positive definite matrices with n rows: for a whole number ν, the sum of the
/// squares x xᵀ of ν draws from N(0, V).
///
/// The scale matrix V is given by its Cholesky factor ([`from_cholesky`](Self::from_cholesky)) or as it is
/// ([`new`](Self::new)); a draw is the rows of the matrix.
///
/// # Density
/// p(X) = det(X)^((ν - n - 1)/2) exp(-tr(V⁻¹ X)/2) / (2^(ν n/2) det(V)^(ν/2) Γₙ(ν/2)) with the multivariate gamma function,
/// over the entries on and below the diagonal, for ν > n - 1.
///
/// # Gradient
/// X = L A Aᵀ Lᵀ with V = L Lᵀ and Bartlett's lower triangular A (1933, <https://doi.org/10.1017/S0370164600022744>): Aᵢᵢ² is
/// a chi-squared number with ν - i + 1 degrees of freedom, which moves with ν by the implicit function theorem (Figurnov,
/// Mohamed and Mnih 2018, <https://doi.org/10.48550/arXiv.1805.08498>); below the diagonal there is normal noise.
///
/// Where ν is close to n - 1, draws are so close to singular that their entries, rounded, may not tell them from a matrix
/// that is not positive definite; the density is then zero or an error, as at every such matrix.
///
/// A scale matrix is a function of all its n² entries as they are given: V stands for (V + Vᵀ)/2 everywhere, and so does a
/// point X of the density.
///
/// # Example
/// ```
/// use stochastic_grad::prelude::*;
///
/// #[stochastic_grad]
/// fn product(nu: f64, scale: [[f64; 2]; 2], rng: &mut impl Rng) -> Result<f64, Error> {
///     let x = Wishart::new(nu, &scale)?.sample(rng);
///     Ok(x[0][0] * x[1][1])
/// }
///
/// // ν² V₁₁ V₂₂ + 2 ν V₁₂²
/// let at = (4.0, [[1.0, 0.5], [0.5, 1.0]]);
/// let est = product_grad(at, 10_000, &mut StdRng::seed_from_u64(1))?;
/// assert!((est.grad.nu - 8.5).abs() < 5.0 * est.grad_std_err.nu);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Wishart<T = f64> {
    nu: T,
    /// The rows up to the diagonal of the Cholesky factor of the scale matrix, or the rows of the matrix.
    scale: Vec<T>,
    /// The Cholesky factor of a matrix; else empty.
    factor: Vec<T>,
    dim: usize,
    /// Whether the Cholesky factor was given.
    triangular: bool,
}

family!(@lifting Wishart { nu, scale, factor; dim, triangular });
combinators!(<T: Real> Wishart<T>);
owned!(Wishart);
drawn_pathwise!(Wishart -> [Vec Vec]);

impl<T: Real> Wishart<T> {
    /// The distribution with `nu` degrees of freedom and the scale matrix L Lᵀ, from the rows of a lower triangular
    /// matrix L with a positive diagonal.
    ///
    /// The rows end at the diagonal, or go on with zeros. The degrees of freedom need not be whole, but exceed the number
    /// of rows less one.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] or [`Error::InvalidEntry`] where a bound is violated; [`Error::LengthMismatch`] where the
    /// rows do not fit.
    pub fn from_cholesky<A, L>(nu: A, l: &L) -> Result<Self, Error>
    where
        A: Join<L::Entry, Out = T> + Lift<T>,
        L: Rows<Entry: Lift<T>> + ?Sized,
    {
        let nu = degrees_of_freedom(nu.lift(), l.height())?;
        let scale = Argument { distribution: "Wishart", name: "cholesky" }.triangle(l, l.height())?;
        Ok(Wishart { nu, scale, factor: Vec::new(), dim: l.height(), triangular: true })
    }

    /// The distribution with `nu` degrees of freedom and the given scale matrix, symmetric and positive definite, as its
    /// rows.
    ///
    /// The degrees of freedom need not be whole, but exceed the number of rows less one. Mirrored entries of the matrix
    /// may differ by what rounding leaves of a symmetric product.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] or [`Error::InvalidEntry`] where a bound is violated; [`Error::LengthMismatch`] where the
    /// rows do not fit.
    pub fn new<A, V>(nu: A, scale: &V) -> Result<Self, Error>
    where
        A: Join<V::Entry, Out = T> + Lift<T>,
        V: Rows<Entry: Lift<T>> + ?Sized,
    {
        let dim = scale.height();
        let nu = degrees_of_freedom(nu.lift(), dim)?;
        let (scale, factor) = Argument { distribution: "Wishart", name: "scale" }.positive_definite(scale, dim)?;
        Ok(Wishart { nu, scale, factor, dim, triangular: false })
    }

    /// The degrees of freedom.
    #[inline]
    pub fn nu(&self) -> T {
        self.nu
    }

    /// The number of rows.
    #[inline]
    pub fn dim(&self) -> usize {
        self.dim
    }

    /// The scale matrix V, as its rows.
    pub fn scale(&self) -> Vec<Vec<T>> {
        self.rows(|at, i, j| at.scale_at(i, j))
    }

    /// The mean ν V, as its rows.
    pub fn mean(&self) -> Vec<Vec<T>> {
        self.rows(|at, i, j| at.nu * at.scale_at(i, j))
    }

    /// The variance of each entry, ν (Vᵢⱼ² + Vᵢᵢ Vⱼⱼ), as rows.
    pub fn variance(&self) -> Vec<Vec<T>> {
        self.rows(|at, i, j| {
            let shared = at.scale_at(i, j);
            at.nu * (shared * shared + at.scale_at(i, i) * at.scale_at(j, j))
        })
    }

    fn rows(&self, entry: impl Fn(&Wishart<Smooth<T::Number>>, usize, usize) -> Smooth<T::Number>) -> Vec<Vec<T>> {
        let at = self.smooth();
        let row = |i| (0..self.dim).map(|j| T::leave(entry(&at, i, j))).collect();
        (0..self.dim).map(row).collect()
    }
}

fn degrees_of_freedom<T: Real>(nu: T, dim: usize) -> Result<T, Error> {
    let least = dim as f64 - 1.0;
    if dim > 0 {
        require(nu, |v| v > least && v < f64::INFINITY, "Wishart", "nu", "finite and > the number of rows less 1")?;
        return Ok(nu);
    }
    let (distribution, parameter, requirement) = ("Wishart", "number of rows", ">= 1");
    Err(invalid::<T>(Error::InvalidParameter { distribution, parameter, requirement, value: 0.0 }))
}

impl<D: Number> Wishart<Smooth<D>> {
    /// The rows up to the diagonal of the Cholesky factor.
    #[inline]
    fn triangle(&self) -> &[Smooth<D>] {
        if self.triangular { &self.scale } else { &self.factor }
    }

    fn scale_at(&self, i: usize, j: usize) -> Smooth<D> {
        let n = self.dim;
        if self.triangular {
            linalg::square(&self.scale, i, j)
        } else {
            (self.scale[i * n + j] + self.scale[j * n + i]) * 0.5
        }
    }

    /// Column `j` of L A, from row `j` on.
    #[inline]
    fn column<G: Generator>(&self, j: usize, noise: &mut Noise<'_, G>, column: &mut [Smooth<D>]) {
        let l = self.triangle();
        let shape = (self.nu - j as f64) * 0.5;
        let ln_square = super::implicit::gamma::draw_ln(shape, noise) + std::f64::consts::LN_2;
        let root = simplex::exp_above_zero(0.5 * ln_square);
        (j..self.dim).for_each(|i| column[i] = l[start(i) + j] * root);
        for k in j + 1..self.dim {
            let z = noise.normal();
            (k..self.dim).for_each(|i| column[i] += l[start(i) + k] * z);
        }
    }
}

impl<D: Number> Pathwise<D> for Wishart<Smooth<D>> {
    type Value = Vec<Vec<Smooth<D>>>;
    #[inline]
    fn path<G: Generator>(&self, noise: &mut Noise<'_, G>) -> Vec<Vec<Smooth<D>>> {
        let n = self.dim;
        let mut x = vec![vec![Smooth::constant(0.0); n]; n];
        let mut column = vec![Smooth::constant(0.0); n];
        for j in 0..n {
            self.column(j, noise, &mut column);
            for (i, row) in x.iter_mut().enumerate().skip(j) {
                (j..=i).for_each(|k| row[k] += column[i] * column[k]);
            }
        }
        for (i, j) in (0..n).flat_map(|i| (0..i).map(move |j| (i, j))) {
            x[j][i] = x[i][j];
        }
        x
    }
}
