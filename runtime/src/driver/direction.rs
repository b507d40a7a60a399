//! Forward or reverse: how an estimate is differentiated.

use super::forward::Chunks;
use super::moments::Moments;
use super::reverse::Sweep;
use super::schedule::Schedule;
use super::task::Task;
use crate::{Objective, Parameters};

/// A way to differentiate.
#[doc(hidden)]
pub trait Direction<O: Objective> {
    /// The moments of each chunk of parameters.
    #[doc(hidden)]
    fn gradient<S: Schedule<O>>(task: &Task<'_, O>) -> Result<Vec<Moments>, O::Error>;
}

/// Forward mode for few parameters, reverse mode for many.
#[doc(hidden)]
#[derive(Debug)]
pub struct Auto;

/// Forward mode.
#[doc(hidden)]
#[derive(Debug)]
pub struct Forward;

/// Reverse mode.
#[doc(hidden)]
#[derive(Debug)]
pub struct Reverse;

/// The most parameters for which forward mode is faster (`cargo bench -p stochastic-grad --bench scaling`).
const CROSSING: usize = 8;

impl<O: Objective> Direction<O> for Auto {
    fn gradient<S: Schedule<O>>(task: &Task<'_, O>) -> Result<Vec<Moments>, O::Error> {
        // Conditions that are constants by themselves keep the other branches from being compiled. Without optimization
        // compile time matters more, and one mode has to do for a number of parameters that the types do not tell.
        if const { matches!(O::Params::COUNT, Some(0..=CROSSING)) } {
            Forward::gradient::<S>(task)
        } else if const { O::Params::COUNT.is_some() || cfg!(unoptimized) || O::LANES } {
            // On lanes a number with room for eight derivatives is too large for the registers, also if few are used.
            Reverse::gradient::<S>(task)
        } else if task.count > CROSSING {
            Reverse::gradient::<S>(task)
        } else {
            Forward::gradient::<S>(task)
        }
    }
}

/// How many parameters a run differentiates at a time.
const fn width(count: Option<usize>) -> usize {
    match count {
        Some(0 | 1) => 1,
        Some(n @ 2..=4) => n,
        Some(5 | 6) => 6,
        _ => 8,
    }
}

impl<O: Objective> Direction<O> for Forward {
    fn gradient<S: Schedule<O>>(task: &Task<'_, O>) -> Result<Vec<Moments>, O::Error> {
        // As above: a type of scalars alone settles the width.
        if const { width(O::Params::COUNT) == 1 } {
            task.moments::<S, Chunks<1>>()
        } else if const { width(O::Params::COUNT) == 2 } {
            task.moments::<S, Chunks<2>>()
        } else if const { width(O::Params::COUNT) == 3 } {
            task.moments::<S, Chunks<3>>()
        } else if const { width(O::Params::COUNT) == 4 } {
            task.moments::<S, Chunks<4>>()
        } else if const { width(O::Params::COUNT) == 6 } {
            task.moments::<S, Chunks<6>>()
        } else {
            task.moments::<S, Chunks<8>>()
        }
    }
}

impl<O: Objective> Direction<O> for Reverse {
    fn gradient<S: Schedule<O>>(task: &Task<'_, O>) -> Result<Vec<Moments>, O::Error> {
        task.moments::<S, Sweep>()
    }
}
