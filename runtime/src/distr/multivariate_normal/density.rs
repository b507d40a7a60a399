//! The density of the multivariate normal distribution.

use super::{Form, MultivariateNormal};
use crate::distr::arguments::fits;
use crate::linalg::{self, norm_squared, solve_lower, solve_upper, start};
use crate::{Number, Smooth};

/// ln sqrt(2π)
const LN_SQRT_2PI: f64 = 0.918_938_533_204_672_8;

/// A borrowed distribution.
pub(super) struct At<'a, D> {
    pub(super) mean: &'a [Smooth<D>],
    pub(super) scale: &'a [Smooth<D>],
    pub(super) d: &'a [Smooth<D>],
    pub(super) factor: &'a [Smooth<D>],
    pub(super) form: Form,
}

impl<D: Number> MultivariateNormal<Smooth<D>> {
    /// ln det Σ / 2
    pub(super) fn half_ln_det(&self) -> Smooth<D> {
        let MultivariateNormal { mean, scale, d, factor, form } = self;
        At { mean, scale, d, factor, form: *form }.half_ln_det()
    }
}

impl<D: Number> At<'_, D> {
    pub(super) fn ln_density(&self, x: &[Smooth<D>]) -> Smooth<D> {
        let n = self.mean.len();
        if !fits("MultivariateNormal", n, x.len()) {
            return Smooth::constant(f64::NAN);
        }
        let mut z: Vec<_> = x.iter().zip(self.mean).map(|(x, mean)| *x - *mean).collect();
        let (square, half_ln_det) = match self.form {
            Form::LowRank { rank } => self.low_rank(rank, &mut z),
            Form::Diagonal => {
                z.iter_mut().zip(self.scale).for_each(|(z, s)| *z /= *s);
                (norm_squared(&z), self.half_ln_det())
            }
            Form::Cholesky | Form::Covariance => {
                solve_lower(self.triangle(), &mut z);
                (norm_squared(&z), self.half_ln_det())
            }
        };
        -0.5 * square - half_ln_det - n as f64 * LN_SQRT_2PI
    }

    fn triangle(&self) -> &[Smooth<D>] {
        if self.form == Form::Cholesky { self.scale } else { self.factor }
    }

    fn half_ln_det(&self) -> Smooth<D> {
        match self.form {
            Form::Cholesky | Form::Covariance => linalg::ln_diagonal(self.triangle(), self.mean.len()),
            Form::Diagonal => self.scale.iter().map(|s| s.ln()).sum(),
            Form::LowRank { rank } => self.half_ln_det_of_low_rank(&self.capacitance(rank), rank),
        }
    }

    /// det Σ = det(1 + Wᵀ D⁻² W) det D²
    fn half_ln_det_of_low_rank(&self, capacitance: &[Smooth<D>], rank: usize) -> Smooth<D> {
        linalg::ln_diagonal(capacitance, rank) + self.d.iter().map(|d| d.ln()).sum::<Smooth<D>>()
    }

    /// The Cholesky factor of 1 + Wᵀ D⁻² W, which has `rank` rows.
    fn capacitance(&self, rank: usize) -> Vec<Smooth<D>> {
        let entry = |a: usize, b: usize| {
            let one = Smooth::constant(if a == b { 1.0 } else { 0.0 });
            (self.scale.chunks_exact(rank).zip(self.d)).fold(one, |sum, (w, d)| sum + (w[a] / *d) * (w[b] / *d))
        };
        linalg::cholesky(rank, entry).unwrap_or_else(|_| vec![Smooth::constant(f64::NAN); start(rank)])
    }

    /// rᵀ Σ⁻¹ r and ln det Σ / 2 for a residual r.
    ///
    /// The square is the least value of |D⁻¹ (r - W z)|² + |z|² over z, which is where z is the mean of the noise given r.
    /// Nothing cancels in it, as much would in Woodbury's identity where W is large beside D.
    fn low_rank(&self, rank: usize, r: &mut [Smooth<D>]) -> (Smooth<D>, Smooth<D>) {
        if rank == 0 {
            r.iter_mut().zip(self.d).for_each(|(r, d)| *r /= *d);
            return (norm_squared(r), self.d.iter().map(|d| d.ln()).sum());
        }
        let capacitance = self.capacitance(rank);
        let mut z = vec![Smooth::constant(0.0); rank];
        for ((w, d), r) in self.scale.chunks_exact(rank).zip(self.d).zip(r.iter()) {
            z.iter_mut().zip(w).for_each(|(z, w)| *z += (*w / *d) * (*r / *d));
        }
        solve_lower(&capacitance, &mut z);
        solve_upper(&capacitance, &mut z);
        for ((w, d), r) in self.scale.chunks_exact(rank).zip(self.d).zip(r.iter_mut()) {
            *r = w.iter().zip(&z).fold(*r, |rest, (w, z)| rest - *w * *z) / *d;
        }
        (norm_squared(r) + norm_squared(&z), self.half_ln_det_of_low_rank(&capacitance, rank))
    }
}
