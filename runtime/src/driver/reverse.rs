//! Reverse mode: a run is recorded on a tape, and gone through backwards.

use super::blocks::{Block, Collect, Run, Sink};
use super::lanes::{Attempt, Column, attempt};
use super::moments::{Moments, Reading, Sums};
use super::sample::Sample;
use super::task::{Mode, Task};
use crate::number::lanes::{Isa, Lanes, Streams, Visitor, WIDTH};
use crate::number::tape::{Constants, Tape, Var};
use crate::smooth::PlainValues;
use crate::source::Core;
use crate::{Error, Number, Objective, Parameters, Smooth};
use std::any::Any;
use std::cell::Cell;

/// Reverse mode.
pub(super) struct Sweep;

impl<O: Objective> Mode<O> for Sweep {
    fn on_lanes(task: &Task<'_, O>, block: &Block) -> Attempt {
        let plain = PlainValues::watch();
        attempt(&plain, OnLanes { task, block, plain: &plain })
    }

    fn on_scalars(task: &Task<'_, O>, group: &[Block]) -> Result<(Vec<Moments>, bool), O::Error> {
        let run = Run::new(task.objective, task.params, Some(0), task.n, task.options).settling(task.settling);
        let Memory { tape, gradient, columns } = Memory::<f64, ()>::get(task.options.max_tape);
        let tape = tape.of(constants(task.objective));
        tape.begin(task.count);
        let result = {
            let with = seeded(task.params, &tape);
            run.group(&with, group, |settling| Adjoints::new(&tape, task.count, settling))
        };
        Memory { tape: tape.memory(), gradient, columns }.keep();
        Ok((vec![result?], run.has_settled()))
    }
}

/// The parameters as the first nodes of a tape.
#[inline(always)]
fn seeded<'t, P: Parameters, T: Number<Base = T>>(params: &P, tape: &'t Tape<'t, T>) -> P::With<Var<'t, T>> {
    let mut index = 0;
    params.seed(&mut |x| {
        index += 1;
        tape.parameter(index - 1, T::constant(x))
    })
}

/// What can be told of the constant arguments.
fn constants<O: Objective>(objective: &O) -> Constants<'_> {
    let mut constants = Constants::default();
    objective.constants(&mut |slice| constants.add(slice));
    constants
}

/// What reverse mode needs memory for. It is kept for the next block that the thread runs.
struct Memory<T, C> {
    tape: Tape<'static, T>,
    gradient: Vec<T>,
    /// sums over the samples, for each derivative
    columns: Vec<C>,
}

thread_local! {
    /// for scalars, and for lanes
    static KEPT: [Cell<Option<Box<dyn Any>>>; 2] = const { [Cell::new(None), Cell::new(None)] };
}

/// The most bytes that a thread keeps.
const KEPT_AT_MOST: usize = 64 << 20;

impl<T: Number<Base = T> + 'static, C: 'static> Memory<T, C> {
    const PLACE: usize = if T::LANES > 1 { 1 } else { 0 };

    fn get(limit: usize) -> Self {
        let kept = KEPT.with(|kept| kept[Self::PLACE].take()).and_then(|kept| kept.downcast::<Self>().ok());
        let kept = kept.filter(|kept| kept.tape.bytes() <= limit);
        let new = || {
            if cfg!(all(target_os = "linux", target_env = "gnu")) {
                keep_freed_memory();
            }
            Memory { tape: Tape::with_limit(limit), gradient: Vec::new(), columns: Vec::new() }
        };
        let mut memory = kept.map_or_else(new, |kept| *kept);
        memory.tape.set_limit(limit);
        memory
    }

    fn keep(self) {
        if self.tape.bytes() <= KEPT_AT_MOST {
            KEPT.with(|kept| kept[Self::PLACE].set(Some(Box::new(self))));
        }
    }
}

/// Frees a large block. A run on lanes allocates its vectors anew, some of them larger than what the allocator of glibc
/// gives back to the system as soon as it is free, which takes longer than the run. It learns to keep twice the size of
/// the largest block that it saw freed.
fn keep_freed_memory() {
    const BYTES: usize = 8 << 20;
    drop(std::hint::black_box(Vec::<u8>::with_capacity(BYTES)));
}

/// How many columns are added up at a time.
const CHUNK: usize = 8;

/// Sums over samples whose derivatives are read off a tape.
struct Adjoints<'t> {
    tape: &'t Tape<'t, f64>,
    count: usize,
    sums: Vec<Sums<CHUNK>>,
    rest: Vec<f64>,
    score: Vec<f64>,
}

impl<'t> Adjoints<'t> {
    fn new(tape: &'t Tape<'t, f64>, count: usize, settling: bool) -> Self {
        let chunks = count.div_ceil(CHUNK).max(1);
        let sums = (0..chunks).map(|_| Sums::new(settling)).collect();
        Adjoints { tape, count, sums, rest: vec![0.0; chunks * CHUNK], score: vec![0.0; chunks * CHUNK] }
    }

    /// The derivatives of a number, in whole chunks.
    fn gradient(&self, y: Smooth<Var<'t, f64>>) -> Vec<f64> {
        let mut gradient = vec![0.0; self.rest.len()];
        self.tape.gradient(y.0, &mut gradient[..self.count]);
        gradient
    }
}

fn chunk(gradient: &[f64], k: usize) -> [f64; CHUNK] {
    std::array::from_fn(|j| gradient[k * CHUNK + j])
}

impl<'t> Sink<Var<'t, f64>> for Adjoints<'t> {
    fn add(
        &mut self,
        sample: &Sample<Var<'t, f64>>,
        collect: &Collect,
        careful: bool,
    ) -> Result<(), (Option<usize>, f64)> {
        self.tape.gradient(sample.rest.0, &mut self.rest[..self.count]);
        if let Some(score) = sample.score {
            self.tape.gradient(score.0, &mut self.score[..self.count]);
        }
        let settled: Vec<_> = sample.settled.iter().map(|(cost, after)| (*cost, self.gradient(*after))).collect();
        for (k, sums) in self.sums.iter_mut().enumerate() {
            let s = sample.score.is_some().then(|| chunk(&self.score, k));
            let reading = Reading { f: sample.value, h: chunk(&self.rest, k), s };
            if careful && let Some((column, value)) = reading.non_finite() {
                return Err((column.map(|j| k * CHUNK + j), value));
            }
            let settled = settled.iter().map(|(cost, after)| (*cost, chunk(after, k)));
            collect.sample(sums, reading, sample.left_out, settled);
        }
        self.tape.reset();
        Ok(())
    }

    fn trouble(&self) -> Option<Error> {
        self.tape.too_large()
    }

    fn close(&mut self, all: usize) {
        self.sums.iter_mut().for_each(|sums| sums.close(all));
    }

    fn is_finite(&self) -> bool {
        self.sums.iter().all(Sums::is_finite)
    }

    fn moments(&self) -> Moments {
        Moments::side_by_side(self.sums.iter().map(Sums::moments))
    }
}

/// A block on lanes.
struct OnLanes<'a, O: Objective> {
    task: &'a Task<'a, O>,
    block: &'a Block,
    plain: &'a PlainValues,
}

impl<O: Objective> Visitor for OnLanes<'_, O> {
    type Out = Option<Vec<Moments>>;
    #[inline(always)]
    fn visit<I: Isa>(self) -> Option<Vec<Moments>> {
        let memory = Memory::<Lanes<I>, Column<I>>::get(self.task.options.max_tape);
        let Memory { tape, mut gradient, mut columns } = memory;
        let tape = tape.of(constants(self.task.objective));
        let moments = self.sweep(&tape, &mut gradient, &mut columns);
        Memory { tape: tape.memory(), gradient, columns }.keep();
        moments.map(|moments| vec![moments])
    }
}

impl<O: Objective> OnLanes<'_, O> {
    #[inline(always)]
    fn sweep<I: Isa>(
        &self,
        tape: &Tape<'_, Lanes<I>>,
        gradient: &mut Vec<Lanes<I>>,
        h: &mut Vec<Column<I>>,
    ) -> Option<Moments> {
        let OnLanes { task, block, plain } = self;
        tape.begin(task.count);
        gradient.resize(task.count, Lanes::constant(0.0));
        let with = seeded(task.params, tape);
        let mut streams = Streams::<I>::new(&block.streams());
        let mut f = Column::new();
        h.resize(task.count, Column::new());
        let n = block.range.len();
        for first in (0..n).step_by(WIDTH) {
            let mut core = Core::new(&mut streams);
            let Ok(Smooth(y)) = task.objective.eval(&with, &mut core.tracer()) else { return None };
            // As in forward mode.
            if first == 0 && plain.taken() || tape.too_large().is_some() {
                return None;
            }
            tape.gradient(y, gradient);
            f.push(y.value(), first == 0, n - first);
            for (h, x) in h.iter_mut().zip(&*gradient) {
                h.push(*x, first == 0, n - first);
            }
            tape.reset();
        }
        Moments::of_totals(n, f.total(), h.iter().map(Column::total))
    }
}
