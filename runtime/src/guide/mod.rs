//! Beyond the reference of single items.

pub mod estimators;
pub mod published;
