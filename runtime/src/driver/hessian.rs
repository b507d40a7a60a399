//! Second derivatives: duals of duals, in tiles.

use super::blocks::{self, Block, Columns, Options, Run};
use super::direction::Auto;
use super::moments::Moments;
use super::schedule::Serial;
use super::{check, grad};
use crate::estimate::SquareMatrix;
use crate::number::Dual;
use crate::{Estimate, HessianEstimate, Number, Objective, Parameters, Smooth};
use rand::Rng;

pub(crate) fn hessian<O: Objective, R: Rng + ?Sized>(
    objective: &O,
    params: &O::Params,
    n: usize,
    rng: &mut R,
) -> Result<HessianEstimate<O::Params>, O::Error> {
    let count = check(params, n)?;
    // Both passes see the same samples: the caller's generator seeds one that is cloned.
    let mut seeded = <rand::rngs::Xoshiro256PlusPlus as rand::SeedableRng>::from_rng(rng);
    let first = grad::<O, Auto, Serial, _>(objective, params, n, Options::default(), &mut seeded.clone())?;
    let blocks = blocks::split(n, &mut seeded);
    let entries = Curvature { objective, params, count, n, blocks: &blocks }.tiles()?;
    let part = |read: fn((f64, f64)) -> f64| SquareMatrix::from_fn(count, |i, j| read(entries.entry(i, j)));
    let (hessian, hessian_std_err) = (part(|e| e.0), part(|e| e.1));
    let Estimate { value, value_std_err, grad, grad_std_err, truncation, .. } = first;
    Ok(HessianEstimate { value, value_std_err, grad, grad_std_err, hessian, hessian_std_err, n, truncation })
}

type Second<const N: usize> = Dual<Dual<f64, N>, N>;

#[inline]
fn second<const N: usize, const M: usize>(y: Smooth<Second<N>>) -> [f64; M] {
    std::array::from_fn(|k| y.0.eps[k / N].eps[k % N])
}

/// The upper half of a symmetric matrix in square tiles, each entry with its standard error.
struct Tiles {
    width: usize,
    places: Vec<(usize, usize)>,
    columns: Vec<Vec<(f64, f64)>>,
}

impl Tiles {
    fn entry(&self, i: usize, j: usize) -> (f64, f64) {
        let (i, j, n) = (i.min(j), i.max(j), self.width);
        let tile = self.places.iter().position(|place| *place == (i / n, j / n)).unwrap_or_default();
        self.columns[tile][(i % n) * n + j % n]
    }
}

/// A Hessian to estimate.
struct Curvature<'a, O: Objective> {
    objective: &'a O,
    params: &'a O::Params,
    count: usize,
    n: usize,
    blocks: &'a [Block],
}

impl<O: Objective> Curvature<'_, O> {
    /// The second derivatives, in tiles of a width that a type of scalars settles.
    fn tiles(&self) -> Result<Tiles, O::Error> {
        if const { matches!(O::Params::COUNT, Some(0 | 1)) } {
            self.second::<1, 1>()
        } else if const { matches!(O::Params::COUNT, Some(2)) } {
            self.second::<2, 4>()
        } else {
            self.second::<4, 16>()
        }
    }

    /// The second derivatives in tiles of N x N = M.
    fn second<const N: usize, const M: usize>(&self) -> Result<Tiles, O::Error> {
        let chunks = self.count.div_ceil(N);
        let places: Vec<(usize, usize)> = (0..chunks).flat_map(|i| (i..chunks).map(move |j| (i, j))).collect();
        let run = Run::new(self.objective, self.params, None, self.n, Options::default());
        let mut total = vec![Moments::default(); places.len()];
        for block in self.blocks.chunks(1) {
            for (&(a, b), total) in places.iter().zip(&mut total) {
                let with = twice_seeded::<_, N>(self.params, a, b);
                total.merge(run.group(&with, block, |settling| Columns::new(settling, second::<N, M>))?);
            }
        }
        let columns = total.iter().map(Moments::columns).collect();
        Ok(Tiles { width: N, places, columns })
    }
}

/// The parameters as numbers, of which chunk `a` moves along the outer and chunk `b` along the inner directions.
fn twice_seeded<P: Parameters, const N: usize>(params: &P, a: usize, b: usize) -> P::With<Second<N>> {
    let mut index = 0;
    params.seed(&mut |x| {
        let along = |chunk: usize| std::array::from_fn(|k| if chunk * N + k == index { 1.0 } else { 0.0 });
        let (outer, inner) = (along(a), along(b));
        index += 1;
        Dual::new(Dual::new(x, inner), outer.map(Number::constant))
    })
}
