//! An estimate with options.

use super::baseline::Baseline;
use super::blocks::Options;
use super::direction::{Auto, Direction, Forward, Reverse};
use super::grad;
use super::schedule::{Schedule, Serial};
use crate::{Estimate, Objective};
use rand::Rng;
use std::marker::PhantomData;

/// An estimate with options: `objective.estimator(params).samples(n).run(rng)`.
///
/// The last two type parameters say how it is differentiated and whether it uses all cores; they follow from the
/// methods that are called.
#[derive(Debug)]
pub struct Estimator<'o, O: Objective, M = Auto, S = Serial> {
    objective: &'o O,
    params: O::Params,
    samples: usize,
    options: Options,
    baseline: Baseline<'o>,
    how: PhantomData<(M, S)>,
}

impl<'o, O: Objective> Estimator<'o, O> {
    pub(crate) fn new(objective: &'o O, params: O::Params) -> Self {
        let (options, baseline) = (Options::default(), Baseline::LeaveOneOut);
        Estimator { objective, params, samples: 1000, options, baseline, how: PhantomData }
    }
}

impl<'o, O: Objective, M, S> Estimator<'o, O, M, S> {
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

    /// Forward mode: derivatives are carried along with every number, a few parameters at a time, so that many
    /// parameters take many runs of each sample. The default for few parameters.
    #[must_use]
    pub fn forward(self) -> Estimator<'o, O, Forward, S> {
        self.how()
    }

    /// Reverse mode: a run is recorded on a tape and gone through backwards, which gives all derivatives at once. The
    /// default for many parameters.
    #[must_use]
    pub fn reverse(self) -> Estimator<'o, O, Reverse, S> {
        self.how()
    }

    /// How many bytes the tape of one run in reverse mode may take, 1 GiB if not said. More are an error.
    #[must_use]
    pub fn max_tape(mut self, bytes: usize) -> Self {
        self.options.max_tape = bytes;
        self
    }

    /// One sample at a time, also where several could run side by side.
    #[doc(hidden)]
    #[must_use]
    pub fn scalars(mut self) -> Self {
        self.options.lanes = false;
        self
    }

    fn how<M2, S2>(self) -> Estimator<'o, O, M2, S2> {
        let Estimator { objective, params, samples, options, baseline, .. } = self;
        Estimator { objective, params, samples, options, baseline, how: PhantomData }
    }

    /// Estimates the expected value and its gradient.
    ///
    /// # Errors
    /// As [`Objective::grad`], and [`Error::TapeTooLarge`](crate::Error::TapeTooLarge) in reverse mode.
    pub fn run<R: Rng + ?Sized>(mut self, rng: &mut R) -> Result<Estimate<O::Params>, O::Error>
    where
        M: Direction<O>,
        S: Schedule<O>,
    {
        let options = Options { baseline: self.baseline.value()?, ..self.options };
        let estimate = grad::<O, M, S, R>(self.objective, &self.params, self.samples, options, rng)?;
        self.baseline.observe(estimate.value, estimate.n);
        Ok(estimate)
    }
}

#[cfg(feature = "rayon")]
impl<'o, O: Objective, M, S> Estimator<'o, O, M, S> {
    /// Uses all cores (rayon's threads): the same samples and the same sums in the same order, so the same bits as on
    /// one.
    ///
    /// The constants of the objective are shared between threads, so they must be `Sync`.
    #[must_use]
    pub fn parallel(self) -> Estimator<'o, O, M, super::schedule::Threads>
    where
        O: super::schedule::Shared,
        O::Params: super::schedule::Shared,
    {
        self.how()
    }
}
