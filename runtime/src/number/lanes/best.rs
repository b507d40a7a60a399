//! The best set of instructions for the processor at hand.
//!
//! A function with more instructions than the build has is reached after asking the processor. What is inlined into it has
//! these instructions too, and everything between it and an operation on lanes is made to be inlined. Where the compiler
//! does not (a function that calls itself, a large closure), each operation is a call: right, but slower.

// The calls of functions with instructions that the build does not have.
#![allow(unsafe_code)]

use super::Isa;

/// What wants to run on lanes.
pub(crate) trait Visitor {
    type Out;
    /// Runs on a set of instructions; always inlined, so that the caller's instructions are those of the set.
    fn visit<I: Isa>(self) -> Self::Out;
}

/// Runs on the best set of instructions that this processor has; nothing where that is too little for lanes.
#[cfg(all(target_arch = "x86_64", not(target_feature = "avx512f")))]
#[inline]
pub(crate) fn best<V: Visitor>(visitor: V) -> Option<V::Out> {
    #[target_feature(enable = "avx2,fma")]
    fn with_avx2<V: Visitor>(visitor: V) -> V::Out {
        visitor.visit::<super::avx2::Avx2>()
    }
    // Both sets compute the same bits, so builds for debugging compile every program for one of them only.
    #[cfg(not(debug_assertions))]
    #[target_feature(enable = "avx2,fma,avx512f")]
    fn with_avx512<V: Visitor>(visitor: V) -> V::Out {
        visitor.visit::<super::avx512::Avx512>()
    }
    macro_rules! has {
        ($($feature:tt)*) => { $(is_x86_feature_detected!($feature))&&* };
    }
    #[cfg(not(debug_assertions))]
    if has!("avx2" "fma" "avx512f") {
        // SAFETY: the processor was asked for each of the instructions.
        return Some(unsafe { with_avx512(visitor) });
    }
    if has!("avx2" "fma") {
        // SAFETY: as above.
        Some(unsafe { with_avx2(visitor) })
    } else {
        None
    }
}

/// Runs on the instructions of the build.
#[cfg(all(target_arch = "x86_64", target_feature = "avx512f"))]
#[inline]
pub(crate) fn best<V: Visitor>(visitor: V) -> Option<V::Out> {
    Some(visitor.visit::<super::avx512::Avx512>())
}

/// Runs on the instructions of the build.
#[cfg(target_arch = "aarch64")]
#[inline]
pub(crate) fn best<V: Visitor>(visitor: V) -> Option<V::Out> {
    Some(visitor.visit::<super::array::Arrays>())
}

/// Other processors run one sample at a time.
#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
#[inline]
pub(crate) fn best<V: Visitor>(_: V) -> Option<V::Out> {
    None
}
