//! Blocks of samples.

use super::moments::{Moments, Reading, Sums};
use crate::error::Reports;
use crate::source::Core;
use crate::{Error, Number, Objective, Parameters, Smooth};
use rand::rngs::Xoshiro256PlusPlus;
use rand::{Rng, SeedableRng};
use std::ops::Range;

/// Some consecutive samples with their own generator.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    range: Range<usize>,
    generator: Xoshiro256PlusPlus,
}

/// The most samples in a block: enough to make its overhead small.
const LARGEST: usize = 1024;
/// How many blocks a small estimate is split into, so that it can still use several cores.
const FEWEST: usize = 16;

/// Splits `n` samples into blocks, whose size depends on `n` alone, and forks a generator for each.
pub(crate) fn each<R: Rng + ?Sized, E>(
    n: usize,
    rng: &mut R,
    mut run: impl FnMut(Block) -> Result<(), E>,
) -> Result<(), E> {
    let size = n.div_ceil(FEWEST).min(LARGEST);
    for start in (0..n).step_by(size) {
        let generator = Xoshiro256PlusPlus::from_rng(rng);
        run(Block { range: start..n.min(start + size), generator })?;
    }
    Ok(())
}

/// Runs blocks of one objective with M columns.
pub(crate) struct Run<'o, O, const M: usize> {
    objective: &'o O,
    names: Vec<String>,
}

impl<'o, O: Objective, const M: usize> Run<'o, O, M> {
    /// `names`: the parameters of the columns, for errors.
    pub(crate) fn new(objective: &'o O, names: &[String]) -> Self {
        Run { objective, names: names.to_vec() }
    }

    /// Runs the samples of a block.
    pub(crate) fn block<D: Number>(
        &self,
        with: &<O::Params as Parameters>::With<D>,
        block: &Block,
        read: impl Fn(Smooth<D>, Option<Smooth<D>>) -> Reading<M>,
    ) -> Result<Moments, O::Error> {
        let mut reports = Reports::collect();
        // An error that was reported came before the one that is returned, perhaps in an earlier sample.
        let mut run = |careful| {
            let result = self.samples(with, block, &read, careful);
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
        read: &impl Fn(Smooth<D>, Option<Smooth<D>>) -> Reading<M>,
        careful: bool,
    ) -> Result<Sums<M>, O::Error> {
        let mut generator = block.generator.clone();
        let mut sums = Sums::new();
        for sample in block.range.clone() {
            let mut core = Core::<_, D>::new(&mut generator);
            let y = self.objective.eval(with, &mut core.tracer())?;
            let reading = read(y, core.scored.then_some(core.score));
            if careful {
                self.check(&reading, sample)?;
            }
            sums.push(&reading);
        }
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
