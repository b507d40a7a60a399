//! Running an objective many times: blocks of samples, each with its own generator, reduced in the order of their
//! indices, so that the same seed gives the same bits.

mod baseline;
mod blocks;
mod direction;
mod estimator;
mod forward;
mod hessian;
mod lanes;
mod moments;
mod reverse;
mod sample;
mod schedule;
mod settlements;
mod task;

pub use baseline::{Baseline, MovingAverage, RunningBaseline};
pub use direction::{Auto, Direction, Forward, Reverse};
pub use estimator::Estimator;
pub use schedule::{Schedule, Serial};
#[cfg(feature = "rayon")]
pub use schedule::{Shared, Threads};

pub(crate) use hessian::hessian;

use crate::{Error, Estimate, Objective, Parameters, Smooth};
use blocks::{Columns, Options, Run};
use moments::Moments;
use rand::Rng;
use task::Task;

/// Checks what an estimate is asked for, and tells how many parameters there are.
fn check<P: Parameters>(params: &P, n: usize) -> Result<usize, Error> {
    if n == 0 {
        return Err(Error::NoSamples);
    }
    let flat = params.flatten();
    match flat.iter().position(|x| !x.is_finite()) {
        None => Ok(flat.len()),
        Some(i) => Err(Error::NonFiniteParameter { name: params.names().swap_remove(i), value: flat[i] }),
    }
}

/// Sums of finite numbers can overflow.
fn finite(value: f64, n: usize, what: impl FnOnce() -> String) -> Result<(), Error> {
    if value.is_finite() { Ok(()) } else { Err(Error::NonFinite { what: what(), value, sample: n - 1 }) }
}

fn none(_: Smooth<f64>) -> [f64; 0] {
    []
}

pub(crate) fn value<O: Objective, R: Rng + ?Sized>(
    objective: &O,
    params: &O::Params,
    n: usize,
    rng: &mut R,
) -> Result<Estimate<()>, O::Error> {
    check(params, n)?;
    let with = params.seed(&mut |x| x);
    let run = Run::new(objective, params, None, n, Options::default());
    let mut total = Moments::default();
    for block in blocks::split(n, rng) {
        total.merge(run.group(&with, &[block], |settling| Columns::new(settling, none))?);
    }
    let (value, value_std_err) = total.value();
    finite(value, n, || "the mean of the values".into())?;
    Ok(Estimate { value, value_std_err, grad: (), grad_std_err: (), n, truncation: total.truncation() })
}

pub(crate) fn grad<O, M, S, R>(
    objective: &O,
    params: &O::Params,
    n: usize,
    options: Options,
    rng: &mut R,
) -> Result<Estimate<O::Params>, O::Error>
where
    O: Objective,
    M: Direction<O>,
    S: Schedule<O>,
    R: Rng + ?Sized,
{
    let count = check(params, n)?;
    let blocks = blocks::split(n, rng);
    let total = M::gradient::<S>(&Task::new(objective, params, count, n, options, &blocks))?;
    let columns: Vec<(f64, f64)> = total.iter().flat_map(Moments::columns).take(count).collect();
    let (value, value_std_err) = total[0].value();
    finite(value, n, || "the mean of the values".into())?;
    for (i, (derivative, _)) in columns.iter().enumerate() {
        let name = || params.names().swap_remove(i);
        finite(*derivative, n, || format!("the mean of the derivatives with respect to {}", name()))?;
    }
    let part = |read: fn(&(f64, f64)) -> f64| {
        crate::parameters::gradient(params, &columns.iter().map(read).collect::<Vec<_>>())
    };
    let (grad, grad_std_err) = (part(|c| c.0), part(|c| c.1));
    Ok(Estimate { value, value_std_err, grad, grad_std_err, n, truncation: total[0].truncation() })
}
