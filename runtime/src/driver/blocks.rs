//! Blocks of samples.

use super::moments::{Moments, Reading, Sums};
use super::sample::{At, Sample, Sampler, Undirected};
use crate::error::Reports;
use crate::keyed::Keyed;
use crate::number::lanes::WIDTH;
use crate::{Error, Number, Objective, Parameters, Smooth};
use rand::Rng;
use std::cell::Cell;
use std::ops::Range;

/// Some consecutive samples with their own generator.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    pub(super) range: Range<usize>,
    generator: Keyed,
}

impl Block {
    /// The streams of its samples, which take turns: whether they run alone or side by side, they draw the same.
    pub(super) fn streams(&self) -> [Keyed; WIDTH] {
        self.generator.streams()
    }
}

/// The most samples in a block: enough to make its overhead small.
const LARGEST: usize = 1024;
/// How many blocks a small estimate is split into, so that it can still use several cores.
const FEWEST: usize = 16;

/// How many samples a block has: what `n` alone says, in whole runs of lanes.
fn size(n: usize) -> usize {
    n.div_ceil(FEWEST).next_multiple_of(WIDTH).min(LARGEST)
}

/// Splits `n` samples into at most `FEWEST` blocks, or as many as keep them small enough, whose sizes depend on `n`
/// alone, and forks a generator for each.
pub(crate) fn split<R: Rng + ?Sized>(n: usize, rng: &mut R) -> Vec<Block> {
    let size = size(n);
    let block = |start: usize| Block { range: start..n.min(start + size), generator: Keyed::fork(rng) };
    (0..n).step_by(size).map(block).collect()
}

/// How many blocks of `n` samples make a group that is large enough for baselines of its own.
pub(crate) fn per_group(n: usize) -> usize {
    LARGEST / size(n)
}

/// How a block is run.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Options {
    /// how many enumerated paths a sample may have
    pub(crate) max_paths: u64,
    /// how many enumerated choices a path may have
    pub(crate) max_depth: usize,
    /// what is subtracted from a value before it meets its score; the mean of the other samples where nothing is said
    pub(crate) baseline: Option<f64>,
}

impl Default for Options {
    fn default() -> Self {
        Options { max_paths: 1_000_000, max_depth: 1000, baseline: None }
    }
}

/// Runs blocks of one objective with M columns.
pub(crate) struct Run<'o, O: Objective, const M: usize> {
    objective: &'o O,
    plain: <O::Params as Parameters>::With<Undirected>,
    names: Vec<String>,
    /// how many samples the estimate has
    n: usize,
    options: Options,
    collect: Collect,
}

/// What is made of the samples of a run, whatever its objective.
struct Collect {
    baseline: Option<f64>,
    /// whether settled costs are collected
    settling: bool,
    /// whether there were any although they are not
    settled: Cell<bool>,
}

impl Collect {
    /// The columns of a sample.
    #[inline(always)]
    fn reading<D: Number, const M: usize>(
        &self,
        sample: &Sample<D>,
        derivatives: &impl Fn(Smooth<D>) -> [f64; M],
    ) -> Reading<M> {
        Reading { f: sample.value, h: derivatives(sample.rest), s: sample.score.map(derivatives) }
    }

    /// Adds a sample to the sums.
    #[inline(always)]
    fn sample<D: Number, const M: usize>(
        &self,
        sums: &mut Sums<M>,
        mut reading: Reading<M>,
        sample: &Sample<D>,
        derivatives: &impl Fn(Smooth<D>) -> [f64; M],
    ) {
        if let Some(baseline) = self.baseline
            && let Some(s) = reading.s.take()
        {
            reading.h = std::array::from_fn(|j| reading.h[j] + s[j] * (reading.f - baseline));
        }
        if sample.left_out > 0.0 {
            sums.left_out(sample.left_out);
        }
        if self.settling {
            sums.push_with(reading, sample.settled.iter().map(|(cost, after)| (*cost, derivatives(*after))));
        } else {
            if !sample.settled.is_empty() && self.baseline.is_none() {
                self.settled.set(true);
            }
            sums.push(&reading);
        }
    }
}

impl<'o, O: Objective, const M: usize> Run<'o, O, M> {
    /// `names`: the parameters of the columns, for errors.
    pub(crate) fn new(objective: &'o O, params: &O::Params, names: &[String], n: usize, options: Options) -> Self {
        let plain = params.seed(&mut |x| Undirected::new(x, []));
        let collect = Collect { baseline: options.baseline, settling: false, settled: Cell::new(false) };
        Run { objective, plain, names: names.to_vec(), n, options, collect }
    }

    /// The same, with settled costs collected or not.
    pub(crate) fn settling(mut self, settling: bool) -> Self {
        self.collect.settling = settling;
        self
    }

    /// Whether costs were settled although they are not collected.
    pub(crate) fn has_settled(&self) -> bool {
        self.collect.settled.get()
    }

    /// Runs the samples of some blocks, which are a group for settled costs. `derivatives`: those of a number, in columns.
    pub(crate) fn group<D: Number>(
        &self,
        with: &<O::Params as Parameters>::With<D>,
        group: &[Block],
        derivatives: impl Fn(Smooth<D>) -> [f64; M] + Copy,
    ) -> Result<Moments, O::Error> {
        let mut reports = Reports::collect();
        // An error that was reported came before the one that is returned, perhaps in an earlier sample.
        let mut run = |careful| {
            let result = self.samples(with, group, derivatives, careful);
            reports.take().map_or(result, |error| Err(error.into()))
        };
        let sums = run(false)?;
        // Only a sum that is not finite is worth a second run, which finds the sample.
        if sums.is_finite() { Ok(sums.moments()) } else { Ok(run(true)?.moments()) }
    }

    /// The sums over a group; a careful run fails with the first number that is not finite.
    fn samples<D: Number>(
        &self,
        with: &<O::Params as Parameters>::With<D>,
        group: &[Block],
        derivatives: impl Fn(Smooth<D>) -> [f64; M] + Copy,
        careful: bool,
    ) -> Result<Sums<M>, O::Error> {
        let error = Cell::new(None);
        let program = At { objective: self.objective, with, error: &error };
        let plain = At { objective: self.objective, with: &self.plain, error: &error };
        let mut sums = Sums::new(self.collect.settling);
        for block in group {
            let mut streams = block.streams();
            let origins = streams.each_ref().map(Keyed::mark);
            let mut sampler = Sampler::<_, D>::new(&program, &plain, self.options);
            for (k, index) in block.range.clone().enumerate() {
                let lane = k % WIDTH;
                let sample = match sampler.sample(&mut streams[lane], &origins[lane]) {
                    Ok(sample) => sample,
                    Err(stopped) => return Err(stopped.ours().map_or_else(|| program.error(), O::Error::from)),
                };
                let reading = self.collect.reading(&sample, &derivatives);
                if careful {
                    self.check(&reading, index)?;
                }
                self.collect.sample(&mut sums, reading, &sample, &derivatives);
            }
        }
        sums.close(self.n);
        Ok(sums)
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
