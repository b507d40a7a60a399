//! Running an objective many times: blocks of samples, each with its own generator, reduced in the order of their
//! indices, so that the same seed gives the same bits.

mod blocks;
mod moments;

use crate::estimate::SquareMatrix;
use crate::number::Dual;
use crate::parameters::gradient;
use crate::{Error, Estimate, HessianEstimate, Number, Objective, Parameters, Smooth};
use blocks::Run;
use moments::{Moments, Reading};
use rand::Rng;

/// An estimate with options: `objective.estimator(params).samples(n).run(rng)`.
#[derive(Debug)]
pub struct Estimator<'o, O: Objective> {
    objective: &'o O,
    params: O::Params,
    samples: usize,
}

impl<'o, O: Objective> Estimator<'o, O> {
    pub(crate) fn new(objective: &'o O, params: O::Params) -> Self {
        Estimator { objective, params, samples: 1000 }
    }

    /// The number of samples, 1000 if not said.
    #[must_use]
    pub fn samples(mut self, n: usize) -> Self {
        self.samples = n;
        self
    }

    /// Estimates the expected value and its gradient.
    ///
    /// # Errors
    /// As [`Objective::grad`].
    pub fn run<R: Rng + ?Sized>(self, rng: &mut R) -> Result<Estimate<O::Params>, O::Error> {
        grad(self.objective, &self.params, self.samples, rng)
    }
}

/// Checks what an estimate is asked for.
fn check<P: Parameters>(params: &P, n: usize) -> Result<Vec<f64>, Error> {
    if n == 0 {
        return Err(Error::NoSamples);
    }
    let flat = params.flatten();
    match flat.iter().position(|x| !x.is_finite()) {
        None => Ok(flat),
        Some(i) => Err(Error::NonFiniteParameter { name: params.names().swap_remove(i), value: flat[i] }),
    }
}

/// Sums of finite numbers can overflow.
fn finite(what: &str, value: f64, n: usize) -> Result<(), Error> {
    if value.is_finite() { Ok(()) } else { Err(Error::NonFinite { what: what.to_owned(), value, sample: n - 1 }) }
}

pub(crate) fn value<O: Objective, R: Rng + ?Sized>(
    objective: &O,
    params: &O::Params,
    n: usize,
    rng: &mut R,
) -> Result<Estimate<()>, O::Error> {
    check(params, n)?;
    let with = params.seed(&mut |x| x);
    let read = |y: Smooth<f64>, _: Option<Smooth<f64>>| Reading { f: y.0, h: [], s: None };
    let run = Run::new(objective, &[]);
    let mut total = Moments::default();
    blocks::each(n, rng, |block| -> Result<(), O::Error> {
        total.merge(run.block(&with, &block, read)?);
        Ok(())
    })?;
    let (value, value_std_err) = total.value();
    finite("the mean of the values", value, n)?;
    Ok(Estimate { value, value_std_err, grad: (), grad_std_err: (), n })
}

pub(crate) fn grad<O: Objective, R: Rng + ?Sized>(
    objective: &O,
    params: &O::Params,
    n: usize,
    rng: &mut R,
) -> Result<Estimate<O::Params>, O::Error> {
    let flat = check(params, n)?;
    // A type of scalars alone settles the width here, and the other arms are never compiled.
    let total = match O::Params::COUNT {
        Some(0 | 1) => forward::<O, R, 1>(objective, params, flat.len(), n, rng),
        Some(2) => forward::<O, R, 2>(objective, params, flat.len(), n, rng),
        Some(3) => forward::<O, R, 3>(objective, params, flat.len(), n, rng),
        Some(4) => forward::<O, R, 4>(objective, params, flat.len(), n, rng),
        Some(5 | 6) => forward::<O, R, 6>(objective, params, flat.len(), n, rng),
        _ => forward::<O, R, 8>(objective, params, flat.len(), n, rng),
    }?;
    let columns: Vec<(f64, f64)> = total.iter().flat_map(Moments::columns).take(flat.len()).collect();
    let (value, value_std_err) = total[0].value();
    finite("the mean of the values", value, n)?;
    for (name, (derivative, _)) in params.names().iter().zip(&columns) {
        finite(&format!("the mean of the derivatives with respect to {name}"), *derivative, n)?;
    }
    let part = |read: fn(&(f64, f64)) -> f64| gradient(params, &columns.iter().map(read).collect::<Vec<_>>());
    Ok(Estimate { value, value_std_err, grad: part(|c| c.0), grad_std_err: part(|c| c.1), n })
}

/// Forward mode, N parameters at a time: the moments of each chunk of N.
fn forward<O: Objective, R: Rng + ?Sized, const N: usize>(
    objective: &O,
    params: &O::Params,
    count: usize,
    n: usize,
    rng: &mut R,
) -> Result<Vec<Moments>, O::Error> {
    let names = params.names();
    let runs: Vec<Run<'_, O, N>> = (0..count.div_ceil(N).max(1))
        .map(|chunk| Run::new(objective, names.get(chunk * N..).unwrap_or_default()))
        .collect();
    let mut total = vec![Moments::default(); runs.len()];
    blocks::each(n, rng, |block| -> Result<(), O::Error> {
        for (chunk, (run, total)) in runs.iter().zip(&mut total).enumerate() {
            let with = seeded(params, chunk * N, Dual::new);
            total.merge(run.block(&with, &block, read_gradient)?);
        }
        Ok(())
    })?;
    Ok(total)
}

/// The parameters as numbers, of which those from `start` on move along one direction each.
fn seeded<P: Parameters, D: Number, const N: usize>(
    params: &P,
    start: usize,
    number: impl Fn(f64, [f64; N]) -> D,
) -> P::With<D> {
    let mut index = 0;
    params.seed(&mut |x| {
        let eps = std::array::from_fn(|j| if start + j == index { 1.0 } else { 0.0 });
        index += 1;
        number(x, eps)
    })
}

#[inline]
fn read_gradient<const N: usize>(y: Smooth<Dual<f64, N>>, score: Option<Smooth<Dual<f64, N>>>) -> Reading<N> {
    Reading { f: y.0.re, h: y.0.eps, s: score.map(|s| s.0.eps) }
}

pub(crate) fn hessian<O: Objective, R: Rng + ?Sized>(
    objective: &O,
    params: &O::Params,
    n: usize,
    rng: &mut R,
) -> Result<HessianEstimate<O::Params>, O::Error> {
    let flat = check(params, n)?;
    // Both passes see the same samples: the caller's generator seeds one that is cloned.
    let mut seeded = <rand::rngs::Xoshiro256PlusPlus as rand::SeedableRng>::from_rng(rng);
    let Estimate { value, value_std_err, grad, grad_std_err, .. } = grad(objective, params, n, &mut seeded.clone())?;
    let entries = match flat.len() {
        0 | 1 => second::<O, 1, 1>(objective, params, flat.len(), n, &mut seeded),
        2 => second::<O, 2, 4>(objective, params, flat.len(), n, &mut seeded),
        _ => second::<O, 4, 16>(objective, params, flat.len(), n, &mut seeded),
    }?;
    let part = |read: fn((f64, f64)) -> f64| SquareMatrix::from_fn(flat.len(), |i, j| read(entries.entry(i, j)));
    let (hessian, hessian_std_err) = (part(|e| e.0), part(|e| e.1));
    Ok(HessianEstimate { value, value_std_err, grad, grad_std_err, hessian, hessian_std_err, n })
}

type Second<const N: usize> = Dual<Dual<f64, N>, N>;

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

/// The second derivatives in tiles of N x N = M.
fn second<O: Objective, const N: usize, const M: usize>(
    objective: &O,
    params: &O::Params,
    count: usize,
    n: usize,
    rng: &mut impl Rng,
) -> Result<Tiles, O::Error> {
    let chunks = count.div_ceil(N);
    let places: Vec<(usize, usize)> = (0..chunks).flat_map(|i| (i..chunks).map(move |j| (i, j))).collect();
    let runs: Vec<Run<'_, O, M>> = places.iter().map(|_| Run::new(objective, &[])).collect();
    let mut total = vec![Moments::default(); places.len()];
    blocks::each(n, rng, |block| -> Result<(), O::Error> {
        for (&(a, b), (run, total)) in places.iter().zip(runs.iter().zip(&mut total)) {
            let mut index = 0;
            let with = params.seed(&mut |x| {
                let along = |chunk: usize| std::array::from_fn(|k| if chunk * N + k == index { 1.0 } else { 0.0 });
                let (outer, inner) = (along(a), along(b));
                index += 1;
                Dual::new(Dual::new(x, inner), outer.map(Number::constant))
            });
            total.merge(run.block(&with, &block, read_hessian::<N, M>)?);
        }
        Ok(())
    })?;
    let columns = total.iter().map(|m| m.columns().collect()).collect();
    Ok(Tiles { width: N, places, columns })
}

/// With p the probability of the draws by score function, the second derivative of f p is, over p,
/// f'' + f' s + s f' + f (s s + s'), with s = (ln p)'. The last part takes a baseline, as s does in a gradient.
#[inline]
fn read_hessian<const N: usize, const M: usize>(y: Smooth<Second<N>>, score: Option<Smooth<Second<N>>>) -> Reading<M> {
    let y = y.0;
    let tile = |entry: &dyn Fn(usize, usize) -> f64| std::array::from_fn(|k| entry(k / N, k % N));
    match score {
        None => Reading { f: y.re.re, h: tile(&|i, j| y.eps[i].eps[j]), s: None },
        Some(Smooth(s)) => Reading {
            f: y.re.re,
            h: tile(&|i, j| y.eps[i].eps[j] + y.eps[i].re * s.re.eps[j] + s.eps[i].re * y.re.eps[j]),
            s: Some(tile(&|i, j| s.eps[i].re * s.re.eps[j] + s.eps[i].eps[j])),
        },
    }
}
