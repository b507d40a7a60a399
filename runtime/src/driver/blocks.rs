//! Blocks of samples.

use super::moments::{Moments, Row, Rows};
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

/// What one sample tells: f, and per column its pathwise part and its score.
pub(crate) struct Reading<const M: usize> {
    pub(crate) f: f64,
    pub(crate) row: Row<M>,
}

/// Runs blocks of one objective with M columns, in memory that is used again.
pub(crate) struct Run<'o, O, const M: usize> {
    objective: &'o O,
    names: Vec<String>,
    rows: Rows<M>,
}

impl<'o, O: Objective, const M: usize> Run<'o, O, M> {
    /// `names`: the parameters of the columns, for errors.
    pub(crate) fn new(objective: &'o O, names: &[String]) -> Self {
        Run { objective, names: names.to_vec(), rows: Rows::default() }
    }

    /// Runs the samples of a block.
    pub(crate) fn block<D: Number>(
        &mut self,
        with: &<O::Params as Parameters>::With<D>,
        block: Block,
        read: impl Fn(Smooth<D>, Option<Smooth<D>>) -> Reading<M>,
    ) -> Result<Moments, O::Error> {
        let Block { range, mut generator } = block;
        let first = range.start;
        let mut reports = Reports::collect();
        self.rows.clear();
        for _ in range {
            let mut core = Core::<_, D>::new(&mut generator);
            let y = self.objective.eval(with, &mut core.tracer());
            // An error that was reported came before the one that is returned, perhaps in an earlier sample.
            let y = y.map_err(|e| reports.take().map_or(e, O::Error::from))?;
            let reading = read(y, core.scored.then_some(core.score));
            self.rows.push(reading.f, reading.row);
        }
        if let Some(error) = reports.take() {
            return Err(error.into());
        }
        self.check(first)?;
        Ok(self.rows.moments())
    }

    /// Fails with the first number that is not finite.
    fn check(&self, first: usize) -> Result<(), Error> {
        let Some((sample, column, value)) = self.rows.non_finite() else { return Ok(()) };
        let what = match column {
            None => "the value".to_owned(),
            Some(j) => match self.names.get(j) {
                Some(name) => format!("the derivative with respect to {name}"),
                None => "a derivative".to_owned(),
            },
        };
        Err(Error::NonFinite { what, value, sample: first + sample })
    }
}
