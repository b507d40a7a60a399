//! Blocks of samples.

use super::moments::{Moments, Reading, Sums};
use super::sample::{At, Sample, Sampler, Undirected};
use super::task::Task;
use crate::error::Reports;
use crate::keyed::Keyed;
use crate::number::lanes::WIDTH;
use crate::number::tape;
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
    /// how many bytes a tape may take
    pub(crate) max_tape: usize,
    /// whether several samples may run side by side
    pub(crate) lanes: bool,
}

impl Default for Options {
    fn default() -> Self {
        Options { max_paths: 1_000_000, max_depth: 1000, baseline: None, max_tape: tape::LIMIT, lanes: true }
    }
}

/// Runs blocks of one objective.
pub(super) struct Run<'o, O: Objective> {
    objective: &'o O,
    params: &'o O::Params,
    plain: <O::Params as Parameters>::With<Undirected>,
    /// the parameter of the first column, for errors
    start: Option<usize>,
    /// how many samples the estimate has
    n: usize,
    options: Options,
    collect: Collect,
}

/// What is made of the samples of a run, whatever its objective.
pub(super) struct Collect {
    baseline: Option<f64>,
    /// whether settled costs are collected
    settling: bool,
    /// whether there were any although they are not
    settled: Cell<bool>,
}

impl Collect {
    /// Adds a sample to the sums of some columns.
    #[inline(always)]
    pub(super) fn sample<const M: usize>(
        &self,
        sums: &mut Sums<M>,
        mut reading: Reading<M>,
        left_out: f64,
        settled: impl ExactSizeIterator<Item = (f64, [f64; M])>,
    ) {
        if let Some(baseline) = self.baseline
            && let Some(s) = reading.s.take()
        {
            reading.h = std::array::from_fn(|j| reading.h[j] + s[j] * (reading.f - baseline));
        }
        if left_out > 0.0 {
            sums.left_out(left_out);
        }
        if self.settling {
            sums.push_with(reading, settled);
        } else {
            if settled.len() > 0 && self.baseline.is_none() {
                self.settled.set(true);
            }
            sums.push(&reading);
        }
    }
}

/// What adds samples up.
pub(super) trait Sink<D> {
    /// Adds a sample; a careful one says which number is not finite: the value, or the derivative in a column.
    fn add(&mut self, sample: &Sample<D>, collect: &Collect, careful: bool) -> Result<(), (Option<usize>, f64)>;
    /// Why the sample that is to be added cannot be used.
    #[inline]
    fn trouble(&self) -> Option<Error> {
        None
    }
    /// Notes that all samples of the group are there. `all`: how many samples the estimate has.
    fn close(&mut self, all: usize);
    fn is_finite(&self) -> bool;
    fn moments(&self) -> Moments;
}

/// Sums over samples whose numbers carry their derivatives.
pub(super) struct Columns<F, const M: usize> {
    sums: Sums<M>,
    derivatives: F,
}

impl<F, const M: usize> Columns<F, M> {
    pub(super) fn new(settling: bool, derivatives: F) -> Self {
        Columns { sums: Sums::new(settling), derivatives }
    }
}

impl<D: Number, F: Fn(Smooth<D>) -> [f64; M], const M: usize> Sink<D> for Columns<F, M> {
    #[inline(always)]
    fn add(&mut self, sample: &Sample<D>, collect: &Collect, careful: bool) -> Result<(), (Option<usize>, f64)> {
        let derivatives = &self.derivatives;
        let reading = Reading { f: sample.value, h: derivatives(sample.rest), s: sample.score.map(derivatives) };
        if careful && let Some(flaw) = reading.non_finite() {
            return Err(flaw);
        }
        let settled = sample.settled.iter().map(|(cost, after)| (*cost, derivatives(*after)));
        collect.sample(&mut self.sums, reading, sample.left_out, settled);
        Ok(())
    }

    fn close(&mut self, all: usize) {
        self.sums.close(all);
    }

    fn is_finite(&self) -> bool {
        self.sums.is_finite()
    }

    fn moments(&self) -> Moments {
        self.sums.moments()
    }
}

impl<'o, O: Objective> Run<'o, O> {
    /// `start`: the parameter of the first column, for errors.
    pub(super) fn new(
        objective: &'o O,
        params: &'o O::Params,
        start: Option<usize>,
        n: usize,
        options: Options,
    ) -> Self {
        let plain = params.seed(&mut |x| Undirected::new(x, []));
        let collect = Collect { baseline: options.baseline, settling: false, settled: Cell::new(false) };
        Run { objective, params, plain, start, n, options, collect }
    }

    /// The same, with settled costs collected or not.
    pub(super) fn settling(mut self, settling: bool) -> Self {
        self.collect.settling = settling;
        self
    }

    /// Whether costs were settled although they are not collected.
    pub(super) fn has_settled(&self) -> bool {
        self.collect.settled.get()
    }

    /// Runs the samples of some blocks, which are a group for settled costs. `sink`: what adds them up, told whether
    /// settled costs are collected.
    pub(super) fn group<D: Number, K: Sink<D>>(
        &self,
        with: &<O::Params as Parameters>::With<D>,
        group: &[Block],
        sink: impl Fn(bool) -> K,
    ) -> Result<Moments, O::Error> {
        let mut reports = Reports::collect();
        // An error that was reported came before the one that is returned, perhaps in an earlier sample.
        let mut run = |careful| {
            let result = self.samples(with, group, sink(self.collect.settling), careful);
            reports.take().map_or(result, |error| Err(error.into()))
        };
        let sums = run(false)?;
        // Only a sum that is not finite is worth a second run, which finds the sample.
        if sums.is_finite() { Ok(sums.moments()) } else { Ok(run(true)?.moments()) }
    }

    /// The sums over a group; a careful run fails with the first number that is not finite.
    fn samples<D: Number, K: Sink<D>>(
        &self,
        with: &<O::Params as Parameters>::With<D>,
        group: &[Block],
        mut sink: K,
        careful: bool,
    ) -> Result<K, O::Error> {
        let error = Cell::new(None);
        let program = At { objective: self.objective, with, error: &error };
        let plain = At { objective: self.objective, with: &self.plain, error: &error };
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
                if let Some(error) = sink.trouble() {
                    return Err(error.into());
                }
                sink.add(&sample, &self.collect, careful).map_err(|flaw| self.non_finite(flaw, index))?;
            }
        }
        sink.close(self.n);
        Ok(sink)
    }

    #[cold]
    fn non_finite(&self, (column, value): (Option<usize>, f64), sample: usize) -> Error {
        let name = |column: usize| self.start.and_then(|start| Task::<O>::name(self.params, start + column));
        let what = match column.map(name) {
            None => "the value".to_owned(),
            Some(Some(name)) => format!("the derivative with respect to {name}"),
            Some(None) => "a derivative".to_owned(),
        };
        Error::NonFinite { what, value, sample }
    }
}
