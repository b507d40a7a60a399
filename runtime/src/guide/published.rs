//! Results that others have published, reproduced.
#![doc = include_str!("published.md")]
