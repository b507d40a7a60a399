//! The Kullback-Leibler divergence of multivariate normal distributions.

use super::{Form, MultivariateNormal};
use crate::distr::arguments::fits;
use crate::distr::kl::{KlDivergence, normal};
use crate::linalg::{self, diagonal, dot, norm_squared, row, solve_lower, start};
use crate::{Number, Smooth};
use std::borrow::Cow;

#[diagnostic::do_not_recommend]
impl<D: Number> KlDivergence<D, MultivariateNormal<Smooth<D>>> for MultivariateNormal<Smooth<D>> {
    /// With M = L'⁻¹ L, (|M|² - n)/2 - ln det M + |L'⁻¹ (mean - mean')|²/2, and M is lower triangular: its diagonal has
    /// the divergences of numbers, and all else adds half its square.
    fn divergence(&self, q: &Self) -> Smooth<D> {
        let n = self.dim();
        if !fits("kl_divergence", n, q.dim()) {
            return Smooth::constant(f64::NAN);
        }
        let mut delta: Vec<_> = self.mean.iter().zip(&q.mean).map(|(p, q)| *p - *q).collect();
        if (self.form, q.form) == (Form::Diagonal, Form::Diagonal) {
            return (0..n).map(|i| normal(delta[i], self.scale[i], q.scale[i])).sum();
        }
        let (l, m) = (self.any_factor(), q.any_factor());
        solve_lower(&m, &mut delta);
        let still = Smooth::constant(0.0);
        let variances = (0..n).map(|i| normal(still, diagonal(&l, i), diagonal(&m, i))).sum::<Smooth<D>>();
        variances + 0.5 * norm_squared(&delta) + 0.5 * squares_below(&m, &l, n)
    }
}

/// The sum of the squares of M⁻¹ L below the diagonal.
fn squares_below<D: Number>(m: &[Smooth<D>], l: &[Smooth<D>], n: usize) -> Smooth<D> {
    let mut sum = Smooth::constant(0.0);
    for j in 0..n {
        let mut column = vec![diagonal(l, j) / diagonal(m, j)];
        for i in j + 1..n {
            let known = dot(&row(m, i)[j..i], &column);
            column.push((row(l, i)[j] - known) / diagonal(m, i));
        }
        sum += norm_squared(&column[1..]);
    }
    sum
}

impl<D: Number> MultivariateNormal<Smooth<D>> {
    /// The Cholesky factor of the covariance. That of a low rank is found by rotations, so that d is not lost beside W.
    fn any_factor(&self) -> Cow<'_, [Smooth<D>]> {
        let n = self.dim();
        let diagonal = |d: &[Smooth<D>]| {
            let mut l = vec![Smooth::constant(0.0); start(n)];
            d.iter().enumerate().for_each(|(i, d)| l[start(i) + i] = *d);
            l
        };
        match self.form {
            Form::Cholesky | Form::Covariance => Cow::Borrowed(self.triangle()),
            Form::Diagonal => Cow::Owned(diagonal(&self.scale)),
            Form::LowRank { rank } => {
                let mut l = diagonal(&self.d);
                for k in 0..rank {
                    let column = self.scale.iter().skip(k).step_by(rank).copied().collect();
                    linalg::add_square(&mut l, column);
                }
                Cow::Owned(l)
            }
        }
    }
}
