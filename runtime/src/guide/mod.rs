//! Beyond the reference of single items.

pub mod published;
