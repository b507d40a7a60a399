//! Blocks of samples.

use super::moments::{Moments, Reading, Sums};
use super::sample::{Sampler, Undirected};
use crate::error::Reports;
use crate::keyed::Keyed;
use crate::{Error, Number, Objective, Parameters, Smooth};
use rand::Rng;
use std::cell::Cell;
use std::ops::Range;

/// Some consecutive samples with their own generator.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    range: Range<usize>,
    generator: Keyed,
}

/// The most samples in a block: enough to make its overhead small.
const LARGEST: usize = 1024;
/// How many blocks a small estimate is split into, so that it can still use several cores.
const FEWEST: usize = 16;

/// Splits `n` samples into at most `FEWEST` blocks, or as many as keep them small enough, whose sizes depend on `n`
/// alone, and forks a generator for each.
pub(crate) fn split<R: Rng + ?Sized>(n: usize, rng: &mut R) -> Vec<Block> {
    let size = n.div_ceil(FEWEST).clamp(1, LARGEST);
    let block = |start: usize| Block { range: start..n.min(start + size), generator: Keyed::fork(rng) };
    (0..n).step_by(size).map(block).collect()
}

/// The same samples in blocks that are large enough for baselines of their own, of sizes that differ by one at most.
pub(crate) fn regroup(n: usize, blocks: &[Block]) -> Vec<Block> {
    let count = n.div_ceil(LARGEST);
    let bounds = |k: usize| k * n / count;
    let block = |k| Block { range: bounds(k)..bounds(k + 1), generator: blocks[k].generator.clone() };
    (0..count).map(block).collect()
}

/// How a block is run.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Options {
    /// how many enumerated paths a sample may have
    pub(crate) max_paths: u64,
    /// what is subtracted from a value before it meets its score; the mean of the other samples where nothing is said
    pub(crate) baseline: Option<f64>,
}

impl Default for Options {
    fn default() -> Self {
        Options { max_paths: 1_000_000, baseline: None }
    }
}

/// Runs blocks of one objective with M columns.
pub(crate) struct Run<'o, O: Objective, const M: usize> {
    objective: &'o O,
    plain: <O::Params as Parameters>::With<Undirected>,
    names: Vec<String>,
    options: Options,
    /// whether settled costs are collected
    settling: bool,
    /// whether there were any although they are not
    settled: Cell<bool>,
}

impl<'o, O: Objective, const M: usize> Run<'o, O, M> {
    /// `names`: the parameters of the columns, for errors.
    pub(crate) fn new(objective: &'o O, params: &O::Params, names: &[String], options: Options) -> Self {
        let plain = params.seed(&mut |x| Undirected::new(x, []));
        Run { objective, plain, names: names.to_vec(), options, settling: false, settled: Cell::new(false) }
    }

    /// The same, with settled costs collected or not.
    pub(crate) fn settling(self, settling: bool) -> Self {
        Run { settling, ..self }
    }

    /// Whether costs were settled although they are not collected.
    pub(crate) fn has_settled(&self) -> bool {
        self.settled.get()
    }

    /// Runs the samples of a block. `derivatives`: those of a number, in columns.
    pub(crate) fn block<D: Number>(
        &self,
        with: &<O::Params as Parameters>::With<D>,
        block: &Block,
        derivatives: impl Fn(Smooth<D>) -> [f64; M],
    ) -> Result<Moments, O::Error> {
        let mut reports = Reports::collect();
        // An error that was reported came before the one that is returned, perhaps in an earlier sample.
        let mut run = |careful| {
            let result = self.samples(with, block, &derivatives, careful);
            reports.take().map_or(result, |error| Err(error.into()))
        };
        let sums = run(false)?;
        // Only a sum that is not finite is worth a second run, which finds the sample.
        if sums.is_finite() { Ok(sums.moments()) } else { Ok(run(true)?.moments()) }
    }

    /// The sums over a block; a careful run fails with the first number that is not finite.
    fn samples<D: Number>(
        &self,
        with: &<O::Params as Parameters>::With<D>,
        block: &Block,
        derivatives: &impl Fn(Smooth<D>) -> [f64; M],
        careful: bool,
    ) -> Result<Sums<M>, O::Error> {
        let mut generator = block.generator.clone();
        let mut sampler = Sampler::<O, D>::new(self.objective, with, &self.plain, self.options.max_paths);
        let mut sums = Sums::new(self.settling);
        for index in block.range.clone() {
            let sample = sampler.sample(&mut generator)?;
            let mut reading =
                Reading { f: sample.value, h: derivatives(sample.rest), s: sample.score.map(derivatives) };
            if careful {
                self.check(&reading, index)?;
            }
            if let (Some(baseline), Some(s)) = (self.options.baseline, reading.s.take_if(|_| self.has_baseline())) {
                reading.h = std::array::from_fn(|j| reading.h[j] + s[j] * (reading.f - baseline));
            }
            sums.left_out(sample.left_out);
            if self.settling {
                sums.settle(&reading, sample.settled.iter().map(|(cost, after)| (*cost, derivatives(*after))));
            } else if !sample.settled.is_empty() && !self.has_baseline() {
                self.settled.set(true);
            }
            sums.push(&reading);
        }
        Ok(sums)
    }

    fn has_baseline(&self) -> bool {
        self.options.baseline.is_some()
    }

    #[cold]
    fn check(&self, reading: &Reading<M>, sample: usize) -> Result<(), Error> {
        let Some((column, value)) = reading.non_finite() else { return Ok(()) };
        let what = match column {
            None => "the value".to_owned(),
            Some(j) => match self.names.get(j) {
                Some(name) => format!("the derivative with respect to {name}"),
                None => "a derivative".to_owned(),
            },
        };
        Err(Error::NonFinite { what, value, sample })
    }
}
