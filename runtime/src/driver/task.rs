//! What there is to do: a gradient at a point, from some blocks of samples.

use super::blocks::{self, Block, Options};
use super::lanes::Attempt;
use super::moments::Moments;
use super::schedule::Schedule;
use crate::{Objective, Parameters};
use std::sync::atomic::{AtomicBool, Ordering};

/// A gradient to estimate.
#[doc(hidden)]
#[derive(Debug)]
pub struct Task<'a, O: Objective> {
    pub(super) objective: &'a O,
    pub(super) params: &'a O::Params,
    pub(super) count: usize,
    pub(super) n: usize,
    pub(super) options: Options,
    blocks: &'a [Block],
    /// how many blocks make a group
    per_group: usize,
    /// whether settled costs are collected
    pub(super) settling: bool,
    /// whether the first block was seen to need scalars
    scalars: AtomicBool,
}

/// What came of a group of blocks.
#[doc(hidden)]
#[derive(Debug)]
pub struct Outcome {
    /// the moments of each chunk of parameters
    moments: Vec<Moments>,
    /// whether costs were settled although they are not collected: the estimate starts again
    pub(super) settled: bool,
    /// what was tried on lanes
    lanes: Lanes,
}

/// What came of an attempt to run a group on lanes.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Lanes {
    Done,
    /// The program needs plain values.
    Plain,
    /// Not tried, or some sample may have failed.
    Scalars,
}

/// How few samples are not worth trying lanes.
const FEWEST_FOR_LANES: usize = 4;

impl<'a, O: Objective> Task<'a, O> {
    pub(super) fn new(
        objective: &'a O,
        params: &'a O::Params,
        count: usize,
        n: usize,
        options: Options,
        blocks: &'a [Block],
    ) -> Self {
        let scalars = AtomicBool::new(!options.lanes || n < FEWEST_FOR_LANES);
        Task { objective, params, count, n, options, blocks, per_group: 1, settling: false, scalars }
    }

    /// The moments of each chunk of parameters, by a mode of differentiation.
    pub(super) fn moments<S: Schedule<O>, M: Mode<O>>(&self) -> Result<Vec<Moments>, O::Error> {
        if let Some(total) = self.attempt::<S, M>()? {
            return Ok(total);
        }
        // Baselines of settled costs need many samples together. They are the same samples: to look at others because of
        // what these have shown would be a selection.
        let again = Task {
            per_group: blocks::per_group(self.n),
            settling: true,
            scalars: AtomicBool::new(true),
            ..Task::new(self.objective, self.params, self.count, self.n, self.options, self.blocks)
        };
        Ok(again.attempt::<S, M>()?.unwrap_or_default())
    }

    /// The same; none where costs were settled, and not collected.
    fn attempt<S: Schedule<O>, M: Mode<O>>(&self) -> Result<Option<Vec<Moments>>, O::Error> {
        let mut outcomes =
            S::each(self, self.blocks.len().div_ceil(self.per_group), |task, index| task.group::<M>(index))?;
        if outcomes[0].lanes == Lanes::Plain && outcomes.iter().any(|outcome| outcome.lanes == Lanes::Done) {
            // The first block decides for all, whichever was run first.
            self.scalars.store(true, Ordering::Relaxed);
            outcomes = S::each(self, outcomes.len(), |task, index| task.group::<M>(index))?;
        }
        if outcomes.iter().any(|outcome| outcome.settled) {
            return Ok(None);
        }
        let mut outcomes = outcomes.into_iter().map(|outcome| outcome.moments);
        let mut total = outcomes.next().unwrap_or_default();
        for moments in outcomes {
            total.iter_mut().zip(moments).for_each(|(total, moments)| total.merge(moments));
        }
        Ok(Some(total))
    }

    /// Runs a group of blocks, on lanes where that can be.
    fn group<M: Mode<O>>(&self, index: usize) -> Result<Outcome, O::Error> {
        let first = index * self.per_group;
        let blocks = &self.blocks[first..self.blocks.len().min(first + self.per_group)];
        let mut lanes = Lanes::Scalars;
        // A condition that is a constant by itself keeps the branch from being compiled.
        if const { O::LANES && !cfg!(unoptimized) }
            && let ([block], false) = (blocks, self.scalars.load(Ordering::Relaxed))
        {
            match M::on_lanes(self, block) {
                Attempt::Done(moments) => return Ok(Outcome { moments, settled: false, lanes: Lanes::Done }),
                Attempt::Plain => lanes = Lanes::Plain,
                Attempt::Failed => {}
            }
        }
        if index == 0 && lanes == Lanes::Plain {
            self.scalars.store(true, Ordering::Relaxed);
        }
        let (moments, settled) = M::on_scalars(self, blocks)?;
        Ok(Outcome { moments, settled: settled && !self.settling, lanes })
    }

    /// The name of a parameter, for errors.
    pub(super) fn name(params: &O::Params, index: usize) -> Option<String> {
        let mut names = params.names();
        (index < names.len()).then(|| names.swap_remove(index))
    }
}

/// A mode of differentiation.
pub(super) trait Mode<O: Objective> {
    /// The moments of each chunk of parameters from a block on lanes.
    fn on_lanes(task: &Task<'_, O>, block: &Block) -> Attempt;
    /// The same from scalars; and whether costs were settled.
    fn on_scalars(task: &Task<'_, O>, group: &[Block]) -> Result<(Vec<Moments>, bool), O::Error>;
}
