//! Special functions.
pub(crate) mod value;
