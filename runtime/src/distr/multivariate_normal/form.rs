//! The four ways to give a covariance: what follows from each, and what its parameters are called.

use super::MultivariateNormal;
use crate::distr::arguments::fits;
use crate::distr::{Part, arguments, outside_support};
use crate::linalg::{self, row, start};
use crate::parameters::{Parameters, Role, join_names};
use crate::{Number, Real, Smooth};
use std::borrow::Cow;

/// What a covariance was given by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Cholesky,
    Covariance,
    Diagonal,
    LowRank { rank: usize },
}

impl Form {
    /// The name of an entry of the scale in `n` dimensions.
    fn name(self, index: usize, n: usize) -> String {
        match self {
            Form::Diagonal => format!("std_dev[{index}]"),
            Form::Covariance => format!("covariance[{}][{}]", index / n, index % n),
            Form::LowRank { rank } => format!("w[{}][{}]", index / rank, index % rank),
            Form::Cholesky => {
                let i = (0..n).rfind(|i| start(*i) <= index).unwrap_or(0);
                format!("cholesky[{i}][{}]", index - start(i))
            }
        }
    }
}

/// The same parameters.
impl<T: PartialEq> PartialEq for MultivariateNormal<T> {
    fn eq(&self, other: &Self) -> bool {
        (self.form, &self.mean, &self.scale, &self.d) == (other.form, &other.mean, &other.scale, &other.d)
    }
}

impl<D: Number> MultivariateNormal<Smooth<D>> {
    /// The rows up to the diagonal of the Cholesky factor, where there is one.
    #[inline]
    pub(super) fn triangle(&self) -> &[Smooth<D>] {
        if self.form == Form::Cholesky { &self.scale } else { &self.factor }
    }

    pub(super) fn covariance_at(&self, i: usize, j: usize) -> Smooth<D> {
        let n = self.dim();
        let on_diagonal = |d: Smooth<D>| if i == j { d * d } else { Smooth::constant(0.0) };
        match self.form {
            Form::Cholesky => linalg::square(&self.scale, i, j),
            Form::Covariance => (self.scale[i * n + j] + self.scale[j * n + i]) * 0.5,
            Form::Diagonal => on_diagonal(self.scale[i]),
            Form::LowRank { rank } => {
                let w = |i: usize| &self.scale[i * rank..][..rank];
                w(i).iter().zip(w(j)).fold(on_diagonal(self.d[i]), |sum, (a, b)| sum + *a * *b)
            }
        }
    }

    /// The Cholesky factor of the covariance, whatever it was given by.
    fn factor_of_any(&self) -> Cow<'_, [Smooth<D>]> {
        match self.form {
            Form::Cholesky | Form::Covariance => Cow::Borrowed(self.triangle()),
            Form::Diagonal | Form::LowRank { .. } => {
                let factor = linalg::cholesky(self.dim(), |i, j| self.covariance_at(i, j));
                Cow::Owned(factor.unwrap_or_else(|_| undefined(start(self.dim()))))
            }
        }
    }

    pub(super) fn redraw(&self, x: &[f64]) -> Vec<Smooth<D>> {
        let n = self.dim();
        if !fits("MultivariateNormal", n, x.len()) {
            return undefined(n);
        }
        if let Some(x) = x.iter().find(|x| !x.is_finite()) {
            outside_support("MultivariateNormal", Smooth::<D>::constant(*x));
            return undefined(n);
        }
        let l = self.factor_of_any();
        let frozen: Vec<_> = l.iter().map(|l| l.frozen()).collect();
        let mut z: Vec<_> = self.mean.iter().zip(x).map(|(mean, x)| *x - mean.frozen()).collect();
        linalg::solve_lower(&frozen, &mut z);
        let moved = |i: usize| (row(&l, i).iter().zip(&z)).fold(self.mean[i], |sum, (l, z)| sum + *l * *z);
        (0..n).map(moved).zip(x).map(|(moved, x)| moved + (*x - moved.frozen())).collect()
    }
}

fn undefined<D: Number>(count: usize) -> Vec<Smooth<D>> {
    vec![Smooth::constant(f64::NAN); count]
}

/// The Cholesky factor that the form keeps beside its parameters. What is no covariance, as a gradient is none, has
/// none.
fn kept<D: Number>(form: Form, scale: &[Smooth<D>], n: usize) -> Vec<Smooth<D>> {
    match form {
        Form::Covariance => arguments::factor(scale, n).unwrap_or_else(|_| undefined(start(n))),
        _ => Vec::new(),
    }
}

impl Parameters for MultivariateNormal<f64> {
    type With<D: Number> = MultivariateNormal<Smooth<D>>;
    const COUNT: Option<usize> = None;
    fn seed<D: Number>(&self, next: &mut dyn FnMut(f64) -> D) -> MultivariateNormal<Smooth<D>> {
        let (mean, scale, d) = (self.mean.seed(next), self.scale.seed(next), self.d.seed(next));
        let factor = kept(self.form, &scale, mean.len());
        MultivariateNormal { mean, scale, d, factor, form: self.form }
    }
    fn traverse(&self, next: &mut dyn FnMut(f64) -> f64, role: Role) -> Self {
        let mean = self.mean.traverse(next, role);
        let (scale, d) = (self.scale.traverse(next, role), self.d.traverse(next, role));
        let factor = kept(self.form, &scale.each(f64::smooth), mean.len()).each(f64::leave);
        MultivariateNormal { mean, scale, d, factor, form: self.form }
    }
    fn visit_names(&self, prefix: &str, visit: &mut dyn FnMut(String)) {
        self.mean.visit_names(&join_names(prefix, "mean"), visit);
        for index in 0..self.scale.len() {
            visit(join_names(prefix, &self.form.name(index, self.dim())));
        }
        self.d.visit_names(&join_names(prefix, "d"), visit);
    }
}
