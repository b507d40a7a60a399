//! Running an objective many times: blocks of samples, each with its own generator, reduced in the order of their
//! indices, so that the same seed gives the same bits.

mod baseline;
mod blocks;
mod lanes;
mod moments;
mod sample;
mod settlements;

pub use baseline::{Baseline, MovingAverage, RunningBaseline};

use crate::estimate::SquareMatrix;
use crate::number::Dual;
use crate::parameters::gradient;
use crate::{Error, Estimate, HessianEstimate, Number, Objective, Parameters, Smooth};
use blocks::{Block, Options, Run};
use moments::Moments;
use rand::Rng;

/// An estimate with options: `objective.estimator(params).samples(n).run(rng)`.
#[derive(Debug)]
pub struct Estimator<'o, O: Objective> {
    objective: &'o O,
    params: O::Params,
    samples: usize,
    options: Options,
    baseline: Baseline<'o>,
}

impl<'o, O: Objective> Estimator<'o, O> {
    pub(crate) fn new(objective: &'o O, params: O::Params) -> Self {
        Estimator { objective, params, samples: 1000, options: Options::default(), baseline: Baseline::LeaveOneOut }
    }

    /// The number of samples, 1000 if not said.
    #[must_use]
    pub fn samples(mut self, n: usize) -> Self {
        self.samples = n;
        self
    }

    /// How many paths the enumerated draws of a sample may have, a million if not said. More are an error.
    #[must_use]
    pub fn max_paths(mut self, n: u64) -> Self {
        self.options.max_paths = n;
        self
    }

    /// How many enumerated choices a path may have, a thousand if not said. More are an error, so that a program which
    /// never stops choosing does not run out of memory first.
    #[must_use]
    pub fn max_depth(mut self, n: usize) -> Self {
        self.options.max_depth = n;
        self
    }

    /// What is subtracted from a value before it is multiplied with the score of its draws: see [`Baseline`].
    #[must_use]
    pub fn baseline(mut self, baseline: impl Into<Baseline<'o>>) -> Self {
        self.baseline = baseline.into();
        self
    }

    /// Estimates the expected value and its gradient.
    ///
    /// # Errors
    /// As [`Objective::grad`].
    pub fn run<R: Rng + ?Sized>(mut self, rng: &mut R) -> Result<Estimate<O::Params>, O::Error> {
        let options = Options { baseline: self.baseline.value()?, ..self.options };
        let estimate = grad(self.objective, &self.params, self.samples, options, rng)?;
        self.baseline.observe(estimate.value, estimate.n);
        Ok(estimate)
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
    let run = Run::new(objective, params, &[], n, Options::default());
    let mut total = Moments::default();
    for block in blocks::split(n, rng) {
        total.merge(run.group::<f64>(&with, &[block], none)?);
    }
    let (value, value_std_err) = total.value();
    finite("the mean of the values", value, n)?;
    Ok(Estimate { value, value_std_err, grad: (), grad_std_err: (), n, truncation: total.truncation() })
}

pub(crate) fn grad<O: Objective, R: Rng + ?Sized>(
    objective: &O,
    params: &O::Params,
    n: usize,
    options: Options,
    rng: &mut R,
) -> Result<Estimate<O::Params>, O::Error> {
    let flat = check(params, n)?;
    let blocks = blocks::split(n, rng);
    let task = Task { objective, params, count: flat.len(), n, options, blocks: &blocks };
    let total = task.gradient()?;
    let columns: Vec<(f64, f64)> = total.iter().flat_map(Moments::columns).take(flat.len()).collect();
    let (value, value_std_err) = total[0].value();
    finite("the mean of the values", value, n)?;
    for (name, (derivative, _)) in params.names().iter().zip(&columns) {
        finite(&format!("the mean of the derivatives with respect to {name}"), *derivative, n)?;
    }
    let part = |read: fn(&(f64, f64)) -> f64| gradient(params, &columns.iter().map(read).collect::<Vec<_>>());
    let (grad, grad_std_err) = (part(|c| c.0), part(|c| c.1));
    Ok(Estimate { value, value_std_err, grad, grad_std_err, n, truncation: total[0].truncation() })
}

// The columns of a number: functions that do not mention the objective, so that what uses them is compiled once.
fn none(_: Smooth<f64>) -> [f64; 0] {
    []
}
#[inline]
fn first<const N: usize>(y: Smooth<Dual<f64, N>>) -> [f64; N] {
    y.0.eps
}
#[inline]
fn second<const N: usize, const M: usize>(y: Smooth<Second<N>>) -> [f64; M] {
    std::array::from_fn(|k| y.0.eps[k / N].eps[k % N])
}

/// A gradient to estimate.
struct Task<'a, O: Objective> {
    objective: &'a O,
    params: &'a O::Params,
    count: usize,
    n: usize,
    options: Options,
    blocks: &'a [Block],
}

/// How many parameters a run differentiates at a time.
const fn width(count: Option<usize>) -> usize {
    match count {
        Some(0 | 1) => 1,
        Some(n @ 2..=4) => n,
        Some(5 | 6) => 6,
        _ => 8,
    }
}

impl<O: Objective> Task<'_, O> {
    /// The moments of each chunk of parameters. A type of scalars alone settles the width: conditions that are constants
    /// by themselves keep the other branches from being compiled, without optimization too.
    fn gradient(&self) -> Result<Vec<Moments>, O::Error> {
        if const { width(O::Params::COUNT) == 1 } {
            self.forward::<1>()
        } else if const { width(O::Params::COUNT) == 2 } {
            self.forward::<2>()
        } else if const { width(O::Params::COUNT) == 3 } {
            self.forward::<3>()
        } else if const { width(O::Params::COUNT) == 4 } {
            self.forward::<4>()
        } else if const { width(O::Params::COUNT) == 6 } {
            self.forward::<6>()
        } else {
            self.forward::<8>()
        }
    }

    /// Forward mode, N parameters at a time: the moments of each chunk of N.
    fn forward<const N: usize>(&self) -> Result<Vec<Moments>, O::Error> {
        if let Some(total) = self.chunks(&self.runs::<N>(false), 1)? {
            return Ok(total);
        }
        // Baselines of settled costs need many samples together. They are the same samples: to look at others because of
        // what these have shown would be a selection.
        let total = self.chunks(&self.runs::<N>(true), blocks::per_group(self.n))?;
        Ok(total.unwrap_or_default())
    }

    /// A run for each chunk. `settling`: whether settled costs are collected.
    fn runs<const N: usize>(&self, settling: bool) -> Vec<Run<'_, O, N>> {
        let names = self.params.names();
        let run = |chunk: usize| {
            let names = names.get(chunk * N..).unwrap_or_default();
            Run::new(self.objective, self.params, names, self.n, self.options).settling(settling)
        };
        (0..self.count.div_ceil(N).max(1)).map(run).collect()
    }

    /// The moments of each chunk, from groups of blocks; none where costs were settled, and not collected.
    fn chunks<const N: usize>(
        &self,
        runs: &[Run<'_, O, N>],
        per_group: usize,
    ) -> Result<Option<Vec<Moments>>, O::Error> {
        let mut total = vec![Moments::default(); runs.len()];
        let mut on_lanes = self.n >= 4;
        for group in self.blocks.chunks(per_group) {
            for (chunk, (run, total)) in runs.iter().zip(&mut total).enumerate() {
                if let [block] = group
                    && on_lanes
                {
                    match lanes::attempt::<O, N>(self.objective, self.params, chunk * N, block) {
                        lanes::Attempt::Done(moments) => {
                            total.merge(moments);
                            continue;
                        }
                        lanes::Attempt::Plain => on_lanes = false,
                        lanes::Attempt::Failed => {}
                    }
                }
                let with = seeded(self.params, chunk * N, Dual::new);
                total.merge(run.group::<Dual<f64, N>>(&with, group, first)?);
                if run.has_settled() {
                    return Ok(None);
                }
            }
        }
        Ok(Some(total))
    }
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

pub(crate) fn hessian<O: Objective, R: Rng + ?Sized>(
    objective: &O,
    params: &O::Params,
    n: usize,
    rng: &mut R,
) -> Result<HessianEstimate<O::Params>, O::Error> {
    let flat = check(params, n)?;
    // Both passes see the same samples: the caller's generator seeds one that is cloned.
    let mut seeded = <rand::rngs::Xoshiro256PlusPlus as rand::SeedableRng>::from_rng(rng);
    let first = grad(objective, params, n, Options::default(), &mut seeded.clone())?;
    let blocks = blocks::split(n, &mut seeded);
    let task = Task { objective, params, count: flat.len(), n, options: Options::default(), blocks: &blocks };
    let entries = task.curvature()?;
    let part = |read: fn((f64, f64)) -> f64| SquareMatrix::from_fn(flat.len(), |i, j| read(entries.entry(i, j)));
    let (hessian, hessian_std_err) = (part(|e| e.0), part(|e| e.1));
    let Estimate { value, value_std_err, grad, grad_std_err, truncation, .. } = first;
    Ok(HessianEstimate { value, value_std_err, grad, grad_std_err, hessian, hessian_std_err, n, truncation })
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

impl<O: Objective> Task<'_, O> {
    /// The second derivatives, in tiles of a width that a type of scalars settles.
    fn curvature(&self) -> Result<Tiles, O::Error> {
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
        let run = Run::<O, M>::new(self.objective, self.params, &[], self.n, self.options);
        let mut total = vec![Moments::default(); places.len()];
        for block in self.blocks.chunks(1) {
            for (&(a, b), total) in places.iter().zip(&mut total) {
                let with = twice_seeded::<_, N>(self.params, a, b);
                total.merge(run.group::<Second<N>>(&with, block, second)?);
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
