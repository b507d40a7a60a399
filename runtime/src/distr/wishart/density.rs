//! The density of the Wishart distribution, and its parameters.

use super::Wishart;
use crate::distr::{Part, arguments, every, outside_support};
use crate::entries::Rows;
use crate::linalg::{self, norm_squared, row, start};
use crate::parameters::{Parameters, Role, join_names};
use crate::{Join, Lift, Number, Real, Smooth};
use std::f64::consts::{LN_2, PI};

impl<T: Real> Wishart<T> {
    /// The entropy, (n + 1)/2 ln det V + n (n + 1)/2 ln 2 + ln Γₙ(ν/2) - (ν - n - 1)/2 ψₙ(ν/2) + ν n/2 with the multivariate
    /// gamma function and the derivative ψₙ of its logarithm.
    pub fn entropy(&self) -> T {
        let (at, n) = (self.smooth(), self.dim as f64);
        let half = 0.5 * at.nu;
        let digammas: Smooth<T::Number> = (0..self.dim).map(|i| (half - 0.5 * i as f64).digamma()).sum();
        let of_scale = (n + 1.0) * linalg::ln_diagonal(at.triangle(), self.dim) + 0.5 * n * (n + 1.0) * LN_2;
        let of_nu = ln_gamma(half, self.dim) - (half - 0.5 * (n + 1.0)) * digammas + half * n;
        T::leave(of_scale + of_nu)
    }

    /// ln of the density at the matrix with the rows `x`, of constants or of smooth values.
    ///
    /// At a constant matrix that is not symmetric and positive definite it is minus infinity, at a smooth one an error; so
    /// is a matrix of another size, and NaN.
    pub fn ln_pdf<X>(&self, x: &X) -> T::Out
    where
        T: Join<X::Entry> + Lift<Smooth<<T::Out as Real>::Number>>,
        X: Rows<Entry: Lift<Smooth<<T::Out as Real>::Number>>> + ?Sized,
    {
        let triangle = T::lift_all(if self.triangular { &self.scale } else { &self.factor });
        T::Out::leave(ln_density(self.nu.lift(), &triangle, self.dim, x))
    }
}

/// ln of the multivariate gamma function
fn ln_gamma<D: Number>(half_nu: Smooth<D>, n: usize) -> Smooth<D> {
    let factors: Smooth<D> = (0..n).map(|i| (half_nu - 0.5 * i as f64).ln_gamma()).sum();
    factors + 0.25 * (n * (n - 1)) as f64 * PI.ln()
}

fn ln_density<D: Number, X>(nu: Smooth<D>, l: &[Smooth<D>], n: usize, x: &X) -> Smooth<D>
where
    X: Rows<Entry: Lift<Smooth<D>>> + ?Sized,
{
    let widths = (0..x.height()).map(|i| x.width(i));
    if let Some(found) = std::iter::once(x.height()).chain(widths).find(|found| *found != n) {
        arguments::fits("Wishart", n, found);
        return Smooth::constant(f64::NAN);
    }
    let entries: Vec<Smooth<D>> = (0..n * n).map(|i| x.entry(i / n, i % n).lift()).collect();
    let point = match point(&entries, n) {
        Ok(point) => point,
        Err(outside) => return outside,
    };
    let (of_point, of_scale) = (linalg::ln_diagonal(&point, n), linalg::ln_diagonal(l, n));
    let powers = (nu - (n as f64 + 1.0)) * of_point - nu * of_scale;
    powers - 0.5 * trace(l, &point, n) - 0.5 * LN_2 * n as f64 * nu - ln_gamma(0.5 * nu, n)
}

/// The Cholesky factor of a point, or what the density is where it has none.
fn point<D: Number>(entries: &[Smooth<D>], n: usize) -> Result<Vec<Smooth<D>>, Smooth<D>> {
    let symmetric = (0..n).all(|i| (0..i).all(|j| arguments::mirrored(entries, n, i, j)));
    let refused = match arguments::factor(entries, n) {
        Ok(factor) if symmetric => return Ok(factor),
        Ok(_) => 0,
        Err(row) => row,
    };
    if !entries.iter().all(|x| x.0.is_constant()) {
        return Err(outside_support("Wishart", entries[refused * n + refused]));
    }
    let nan = !entries.iter().all(|x| every(*x, |v| !v.is_nan()));
    Err(Smooth::constant(if nan { f64::NAN } else { f64::NEG_INFINITY }))
}

/// tr(V⁻¹ X) = |L⁻¹ C|² for V = L Lᵀ and X = C Cᵀ
fn trace<D: Number>(l: &[Smooth<D>], c: &[Smooth<D>], n: usize) -> Smooth<D> {
    let mut column = vec![Smooth::constant(0.0); n];
    let mut square = |j: usize| {
        // Column j is zero above row j, and so is the solution.
        column[..j].fill(Smooth::constant(0.0));
        (j..n).for_each(|i| column[i] = row(c, i)[j]);
        linalg::solve_lower(l, &mut column);
        norm_squared(&column[j..])
    };
    (0..n).map(&mut square).sum()
}

/// The same parameters.
impl<T: PartialEq> PartialEq for Wishart<T> {
    fn eq(&self, other: &Self) -> bool {
        (self.triangular, &self.nu, &self.scale) == (other.triangular, &other.nu, &other.scale)
    }
}

/// The Cholesky factor beside a scale matrix. What is none, as a gradient is none, has no factor.
fn kept<D: Number>(triangular: bool, scale: &[Smooth<D>], n: usize) -> Vec<Smooth<D>> {
    if triangular {
        return Vec::new();
    }
    arguments::factor(scale, n).unwrap_or_else(|_| vec![Smooth::constant(f64::NAN); start(n)])
}

impl Parameters for Wishart<f64> {
    type With<D: Number> = Wishart<Smooth<D>>;
    const COUNT: Option<usize> = None;
    fn seed<D: Number>(&self, next: &mut dyn FnMut(f64) -> D) -> Wishart<Smooth<D>> {
        let (nu, scale) = (self.nu.seed(next), self.scale.seed(next));
        let factor = kept(self.triangular, &scale, self.dim);
        Wishart { nu, scale, factor, dim: self.dim, triangular: self.triangular }
    }
    fn traverse(&self, next: &mut dyn FnMut(f64) -> f64, role: Role) -> Self {
        let (nu, scale) = (self.nu.traverse(next, role), self.scale.traverse(next, role));
        let factor = kept(self.triangular, &scale.each(f64::smooth), self.dim).each(f64::leave);
        Wishart { nu, scale, factor, dim: self.dim, triangular: self.triangular }
    }
    fn visit_names(&self, prefix: &str, visit: &mut dyn FnMut(String)) {
        visit(join_names(prefix, "nu"));
        let name = if self.triangular { "cholesky" } else { "scale" };
        for i in 0..self.dim {
            let width = if self.triangular { i + 1 } else { self.dim };
            (0..width).for_each(|j| visit(join_names(prefix, &format!("{name}[{i}][{j}]"))));
        }
    }
}
