//! Forward mode: N parameters at a time.

use super::blocks::{Block, Columns, Run};
use super::lanes::{self, Attempt};
use super::moments::Moments;
use super::task::{Mode, Task};
use crate::number::Dual;
use crate::{Number, Objective, Parameters, Smooth};

/// Forward mode, N parameters at a time.
pub(super) struct Chunks<const N: usize>;

impl<O: Objective, const N: usize> Mode<O> for Chunks<N> {
    fn on_lanes(task: &Task<'_, O>, block: &Block) -> Attempt {
        let mut moments = Vec::with_capacity(task.count.div_ceil(N));
        for start in starts::<N>(task.count) {
            match lanes::forward::<O, N>(task, start, block) {
                Attempt::Done(chunk) => moments.extend(chunk),
                other => return other,
            }
        }
        Attempt::Done(moments)
    }

    fn on_scalars(task: &Task<'_, O>, group: &[Block]) -> Result<(Vec<Moments>, bool), O::Error> {
        let mut moments = Vec::with_capacity(task.count.div_ceil(N));
        let mut settled = false;
        for start in starts::<N>(task.count) {
            let run = Run::new(task.objective, task.params, Some(start), task.n, task.options).settling(task.settling);
            let with = seeded(task.params, start, Dual::new);
            moments.push(run.group(&with, group, |settling| Columns::new(settling, first::<N>))?);
            settled |= run.has_settled();
        }
        Ok((moments, settled))
    }
}

/// The first parameter of each chunk; one chunk where there are none.
fn starts<const N: usize>(count: usize) -> impl Iterator<Item = usize> {
    (0..count.max(1)).step_by(N)
}

// The columns of a number: a function that does not mention the objective, so that what uses it is compiled once.
#[inline]
fn first<const N: usize>(y: Smooth<Dual<f64, N>>) -> [f64; N] {
    y.0.eps
}

/// The parameters as numbers, of which those from `start` on move along one direction each.
pub(super) fn seeded<P: Parameters, D: Number, const N: usize>(
    params: &P,
    start: usize,
    number: impl Fn(f64, [f64; N]) -> D,
) -> P::With<D> {
    let mut index = 0;
    params.seed(&mut |x| {
        let eps = std::array::from_fn(|j| if start + j == index { 1.0 } else { 0.0 });
        index += 1;
        number(x, eps)
    })
}
