//! What is known about the variables of a body: which of them are smooth.
//!
//! This only decides where a constant has to be lifted and where a comparison needs our message. Soundness never rests
//! on it: a smooth value that it overlooks meets a plain one in the types, which do not fit.

mod shape;
mod variables;

pub(crate) use shape::Shape;
pub(crate) use variables::{VarId, Variables};
