//! A block on lanes: eight samples at a time, where the program never needs a plain value.

use super::blocks::Block;
use super::forward::seeded;
use super::moments::{Moments, Total};
use super::task::Task;
use crate::error::Reports;
use crate::number::Dual;
use crate::number::lanes::{Isa, Lanes, Streams, Visitor, WIDTH, best};
use crate::private::Primal;
use crate::smooth::PlainValues;
use crate::source::Core;
use crate::{Number, Objective, Smooth};

/// What came of a block on lanes.
pub(super) enum Attempt {
    /// The moments of each chunk of parameters.
    Done(Vec<Moments>),
    /// The program needs plain values.
    Plain,
    /// Some sample may have failed: scalars tell which, and how.
    Failed,
}

/// Tries a block with N parameters from `start` on.
pub(super) fn forward<O: Objective, const N: usize>(task: &Task<'_, O>, start: usize, block: &Block) -> Attempt {
    let plain = PlainValues::watch();
    attempt(&plain, Forward::<O, N> { objective: task.objective, params: task.params, start, block, plain: &plain })
}

/// Runs on the best instructions, and looks at what was reported.
#[inline(always)]
pub(super) fn attempt<V: Visitor<Out = Option<Vec<Moments>>>>(plain: &PlainValues, visitor: V) -> Attempt {
    let mut reports = Reports::collect();
    let moments = best(visitor).flatten();
    match (plain.taken(), reports.take(), moments) {
        (true, ..) => Attempt::Plain,
        (_, None, Some(moments)) => Attempt::Done(moments),
        _ => Attempt::Failed,
    }
}

/// A block in forward mode.
struct Forward<'a, O: Objective, const N: usize> {
    objective: &'a O,
    params: &'a O::Params,
    start: usize,
    block: &'a Block,
    plain: &'a PlainValues,
}

impl<O: Objective, const N: usize> Visitor for Forward<'_, O, N> {
    type Out = Option<Vec<Moments>>;
    #[inline(always)]
    fn visit<I: Isa>(self) -> Option<Vec<Moments>> {
        let number = |x, eps: [f64; N]| Dual::new(Lanes::<I>::constant(x), eps.map(Lanes::constant));
        let with = seeded(self.params, self.start, number);
        let mut streams = Streams::<I>::new(&self.block.streams());
        let (mut f, mut h) = (Column::new(), [Column::new(); N]);
        let n = self.block.range.len();
        for first in (0..n).step_by(WIDTH) {
            let mut core = Core::new(&mut streams);
            let Ok(Smooth(y)) = self.objective.eval(&with, &mut core.tracer()) else { return None };
            // The first run tells what the others will do: it costs too much to go on with what cannot be used.
            if first == 0 && self.plain.taken() {
                return None;
            }
            f.push(y.re, first == 0, n - first);
            (0..N).for_each(|j| h[j].push(y.eps[j], first == 0, n - first));
        }
        let moments = Moments::of_totals(n, f.total(), h.iter().map(Column::total));
        moments.map(|moments| vec![moments])
    }
}

/// Sums of x - shift and of its square in every lane.
#[derive(Clone, Copy)]
pub(super) struct Column<I: Isa> {
    shift: Lanes<I>,
    sum: Lanes<I>,
    square: Lanes<I>,
}

impl<I: Isa> Column<I> {
    #[inline(always)]
    pub(super) fn new() -> Self {
        let zero = Lanes::constant(0.0);
        Column { shift: zero, sum: zero, square: zero }
    }

    /// Adds as many of the samples in the lanes as there are left; the first of all is what is subtracted.
    #[inline(always)]
    pub(super) fn push(&mut self, mut x: Lanes<I>, first: bool, left: usize) {
        if first {
            *self = Column { shift: Lanes::constant(x.primal(0)), ..Column::new() };
        }
        if left < WIDTH {
            x = keep(x, left, self.shift);
        }
        let x = x.sub(self.shift);
        self.sum = self.sum.add(x);
        self.square = self.square.add(x.mul(x));
    }

    /// The total over the lanes.
    pub(super) fn total(&self) -> Total {
        let sum = |lanes: Lanes<I>| lanes.to_array().iter().sum();
        Total { shift: self.shift.primal(0), sum: sum(self.sum), square: sum(self.square) }
    }
}

/// The first lanes, and `other` in the rest.
#[cold]
fn keep<I: Isa>(x: Lanes<I>, lanes: usize, other: Lanes<I>) -> Lanes<I> {
    let (x, other) = (x.to_array(), other.to_array());
    Lanes::from_array(std::array::from_fn(|i| if i < lanes { x[i] } else { other[i] }))
}
