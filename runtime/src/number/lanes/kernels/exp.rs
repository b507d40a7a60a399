//! e^x

use super::Isa;

/// e^x
#[inline(always)]
pub(crate) fn exp<I: Isa>(x: I::V) -> I::V {
    I::map(x, f64::exp)
}
