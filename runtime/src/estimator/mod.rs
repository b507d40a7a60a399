//! The estimators, one file each: how a draw is made and what it adds to the derivative.

mod credit;
mod enumerate;
mod log;
mod measure_valued;
mod perturb;
mod plain;
mod score_function;

pub use credit::credit;
pub(crate) use enumerate::Choice;
pub(crate) use log::{Credit, Forced, Log, Measured, Picked};
