//! The sine and the cosine.

use super::Isa;

/// The sine and the cosine.
#[inline(always)]
pub(crate) fn sin_cos<I: Isa>(x: I::V) -> (I::V, I::V) {
    (I::map(x, f64::sin), I::map(x, f64::cos))
}
