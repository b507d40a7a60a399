//! A block on lanes: eight samples at a time, where the program never needs a plain value.

use super::blocks::Block;
use super::moments::{Moments, Total};
use super::seeded;
use crate::error::Reports;
use crate::number::Dual;
use crate::number::lanes::{Isa, Lanes, Streams, Visitor, WIDTH, best};
use crate::private::Primal;
use crate::smooth::PlainValues;
use crate::source::Core;
use crate::{Number, Objective, Smooth};

/// What came of a block on lanes.
pub(super) enum Attempt {
    Done(Moments),
    /// The program needs plain values.
    Plain,
    /// Some sample may have failed: scalars tell which, and how.
    Failed,
}

/// Tries a block with N parameters from `start` on.
pub(super) fn attempt<O: Objective, const N: usize>(
    objective: &O,
    params: &O::Params,
    start: usize,
    block: &Block,
) -> Attempt {
    let mut reports = Reports::collect();
    let plain = PlainValues::watch();
    let sums = best(Forward::<O, N> { objective, params, start, block, plain: &plain }).flatten();
    match (plain.taken(), reports.take(), sums) {
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
    type Out = Option<Moments>;
    #[inline(always)]
    fn visit<I: Isa>(self) -> Option<Moments> {
        let number = |x, eps: [f64; N]| Dual::new(Lanes::<I>::constant(x), eps.map(Lanes::constant));
        let with = seeded(self.params, self.start, number);
        let mut streams = Streams::<I>::new(&self.block.streams());
        let mut sums = Sums::<I, N>::new();
        let n = self.block.range.len();
        for first in (0..n).step_by(WIDTH) {
            let mut core = Core::new(&mut streams);
            let Ok(Smooth(y)) = self.objective.eval(&with, &mut core.tracer()) else { return None };
            // The first run tells what the others will do: it costs too much to go on with what cannot be used.
            if first == 0 && self.plain.taken() {
                return None;
            }
            sums.push(y, n - first);
        }
        sums.moments(n)
    }
}

/// Sums of x - shift and of its square in every lane.
#[derive(Clone, Copy)]
struct Column<I: Isa> {
    shift: Lanes<I>,
    sum: Lanes<I>,
    square: Lanes<I>,
}

impl<I: Isa> Column<I> {
    #[inline(always)]
    fn new() -> Self {
        let zero = Lanes::constant(0.0);
        Column { shift: zero, sum: zero, square: zero }
    }

    #[inline(always)]
    fn push(&mut self, x: Lanes<I>) {
        let x = x.sub(self.shift);
        self.sum = self.sum.add(x);
        self.square = self.square.add(x.mul(x));
    }

    /// The total of `n` samples.
    fn total(&self) -> Total {
        let sum = |lanes: Lanes<I>| lanes.to_array().iter().sum();
        Total { shift: self.shift.primal(0), sum: sum(self.sum), square: sum(self.square) }
    }
}

/// Sums over the samples of a block, as those of scalars.
struct Sums<I: Isa, const N: usize> {
    f: Column<I>,
    h: [Column<I>; N],
    empty: bool,
}

impl<I: Isa, const N: usize> Sums<I, N> {
    #[inline(always)]
    fn new() -> Self {
        Sums { f: Column::new(), h: [Column::new(); N], empty: true }
    }

    /// Adds as many of the samples in the lanes as there are left.
    #[inline(always)]
    fn push(&mut self, y: Dual<Lanes<I>, N>, left: usize) {
        let (mut f, mut h) = y.parts();
        if self.empty {
            self.empty = false;
            self.f.shift = Lanes::constant(f.primal(0));
            (0..N).for_each(|j| self.h[j].shift = Lanes::constant(h[j].primal(0)));
        }
        if left < WIDTH {
            f = keep(f, left, self.f.shift);
            (0..N).for_each(|j| h[j] = keep(h[j], left, self.h[j].shift));
        }
        self.f.push(f);
        (0..N).for_each(|j| self.h[j].push(h[j]));
    }

    /// The moments of `n` samples; none where something is not finite.
    fn moments(&self, n: usize) -> Option<Moments> {
        Moments::of_totals(n, self.f.total(), self.h.iter().map(Column::total))
    }
}

/// The first lanes, and `other` in the rest.
#[cold]
fn keep<I: Isa>(x: Lanes<I>, lanes: usize, other: Lanes<I>) -> Lanes<I> {
    let (x, other) = (x.to_array(), other.to_array());
    Lanes::from_array(std::array::from_fn(|i| if i < lanes { x[i] } else { other[i] }))
}
