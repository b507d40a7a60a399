//! Vectors as pairs of registers of AVX2.

// The instructions, and registers from and to arrays.
#![allow(unsafe_code)]

use super::{Isa, WIDTH, kernels};
use std::arch::x86_64::*;
use std::mem::transmute;

/// AVX2 with fused multiplication and addition.
#[derive(Clone, Copy, Debug)]
pub struct Avx2;

/// The kernels as functions that have the instructions, wherever they are called.
macro_rules! compile_kernels {
    ([$($one:ident)*] [$($two:ident)*]) => { $(
        #[target_feature(enable = "avx2,fma")]
        #[inline]
        pub(super) fn $one(x: Pair) -> Pair {
            kernels::$one::<Avx2>(x)
        } )* $(
        #[target_feature(enable = "avx2,fma")]
        #[inline]
        pub(super) fn $two(x: Pair) -> (Pair, Pair) {
            let (first, second) = kernels::$two::<Avx2>(x);
            (here(first), here(second))
        } )*
    };
}
mod compiled {
    use super::*;
    kernels::all!(compile_kernels);

    #[target_feature(enable = "avx2,fma")]
    #[inline(never)]
    pub(super) fn outlined<R>(f: impl FnOnce() -> R) -> R {
        f()
    }

    /// A number, at this point of the program, as for AVX-512.
    #[target_feature(enable = "avx2")]
    #[inline]
    fn here((mut low, mut high): Pair) -> Pair {
        // SAFETY: no instruction.
        unsafe {
            std::arch::asm!(
                "/* {} {} */", inout(ymm_reg) low, inout(ymm_reg) high, options(nomem, nostack, preserves_flags)
            )
        };
        (low, high)
    }
}

macro_rules! call_kernels {
    ([$($one:ident)*] [$($two:ident)*]) => { $(
        #[inline(always)]
        fn $one(x: Pair) -> Pair {
            // SAFETY: the processor has these instructions, because this type is reached through `best` alone.
            unsafe { compiled::$one(x) }
        } )* $(
        #[inline(always)]
        fn $two(x: Pair) -> (Pair, Pair) {
            // SAFETY: as above.
            unsafe { compiled::$two(x) }
        } )*
    };
}

/// The same instruction for both halves.
macro_rules! both {
    ($instruction:expr, $($x:ident),*) => {
        // SAFETY: the processor has AVX2, because this type is reached through `best` alone.
        unsafe { ($instruction($($x.0),*), $instruction($($x.1),*)) }
    };
}

/// An instruction that has a constant as its second argument.
macro_rules! with {
    ($instruction:ident, $x:ident, $constant:expr) => {
        // SAFETY: as above.
        unsafe { ($instruction($x.0, $constant), $instruction($x.1, $constant)) }
    };
}

type Pair = (__m256d, __m256d);
type Words = (__m256i, __m256i);

impl Isa for Avx2 {
    type V = Pair;
    type W = Words;
    type M = Pair;
    #[inline(always)]
    fn splat(x: f64) -> Pair {
        // SAFETY: as above.
        let x = unsafe { _mm256_set1_pd(x) };
        (x, x)
    }
    #[inline(always)]
    fn from_array(x: [f64; WIDTH]) -> Pair {
        // SAFETY: both are eight numbers without padding, and every bit pattern is one.
        let [low, high]: [__m256d; 2] = unsafe { transmute(x) };
        (low, high)
    }
    #[inline(always)]
    fn to_array(x: Pair) -> [f64; WIDTH] {
        // SAFETY: as above.
        unsafe { transmute([x.0, x.1]) }
    }
    #[inline(always)]
    fn add(a: Pair, b: Pair) -> Pair {
        both!(_mm256_add_pd, a, b)
    }
    #[inline(always)]
    fn sub(a: Pair, b: Pair) -> Pair {
        both!(_mm256_sub_pd, a, b)
    }
    #[inline(always)]
    fn mul(a: Pair, b: Pair) -> Pair {
        both!(_mm256_mul_pd, a, b)
    }
    #[inline(always)]
    fn div(a: Pair, b: Pair) -> Pair {
        both!(_mm256_div_pd, a, b)
    }
    #[inline(always)]
    fn min(a: Pair, b: Pair) -> Pair {
        both!(_mm256_min_pd, a, b)
    }
    #[inline(always)]
    fn max(a: Pair, b: Pair) -> Pair {
        both!(_mm256_max_pd, a, b)
    }
    #[inline(always)]
    fn neg(a: Pair) -> Pair {
        Self::float(Self::bit_xor(Self::bits(a), Self::splat_word(1 << 63)))
    }
    #[inline(always)]
    fn abs(a: Pair) -> Pair {
        Self::float(Self::bit_and(Self::bits(a), Self::splat_word(!(1 << 63))))
    }
    #[inline(always)]
    fn sqrt(a: Pair) -> Pair {
        both!(_mm256_sqrt_pd, a)
    }
    #[inline(always)]
    fn mul_add(a: Pair, b: Pair, c: Pair) -> Pair {
        both!(_mm256_fmadd_pd, a, b, c)
    }
    #[inline(always)]
    fn gt(a: Pair, b: Pair) -> Pair {
        both!(_mm256_cmp_pd::<_CMP_GT_OQ>, a, b)
    }
    #[inline(always)]
    fn eq(a: Pair, b: Pair) -> Pair {
        both!(_mm256_cmp_pd::<_CMP_EQ_OQ>, a, b)
    }
    #[inline(always)]
    fn and(a: Pair, b: Pair) -> Pair {
        both!(_mm256_and_pd, a, b)
    }
    #[inline(always)]
    fn or(a: Pair, b: Pair) -> Pair {
        both!(_mm256_or_pd, a, b)
    }
    #[inline(always)]
    fn all(mask: Pair) -> bool {
        // SAFETY: as above.
        unsafe { _mm256_movemask_pd(_mm256_and_pd(mask.0, mask.1)) == 0b1111 }
    }
    #[inline(always)]
    fn select(mask: Pair, yes: Pair, no: Pair) -> Pair {
        both!(_mm256_blendv_pd, no, yes, mask)
    }
    #[inline(always)]
    fn bits(x: Pair) -> Words {
        both!(_mm256_castpd_si256, x)
    }
    #[inline(always)]
    fn float(x: Words) -> Pair {
        both!(_mm256_castsi256_pd, x)
    }
    #[inline(always)]
    fn splat_word(x: u64) -> Words {
        // SAFETY: as above.
        let x = unsafe { _mm256_set1_epi64x(x as i64) };
        (x, x)
    }
    #[inline(always)]
    fn from_words(x: [u64; WIDTH]) -> Words {
        // SAFETY: both are eight words without padding, and every bit pattern is one.
        let [low, high]: [__m256i; 2] = unsafe { transmute(x) };
        (low, high)
    }
    #[inline(always)]
    fn to_words(x: Words) -> [u64; WIDTH] {
        // SAFETY: as above.
        unsafe { transmute([x.0, x.1]) }
    }
    #[inline(always)]
    fn wrapping_add(a: Words, b: Words) -> Words {
        both!(_mm256_add_epi64, a, b)
    }
    #[inline(always)]
    fn wrapping_sub(a: Words, b: Words) -> Words {
        both!(_mm256_sub_epi64, a, b)
    }
    #[inline(always)]
    fn bit_and(a: Words, b: Words) -> Words {
        both!(_mm256_and_si256, a, b)
    }
    #[inline(always)]
    fn bit_or(a: Words, b: Words) -> Words {
        both!(_mm256_or_si256, a, b)
    }
    #[inline(always)]
    fn bit_xor(a: Words, b: Words) -> Words {
        both!(_mm256_xor_si256, a, b)
    }
    #[inline(always)]
    fn shl<const K: u32>(a: Words) -> Words {
        with!(_mm256_sll_epi64, a, _mm_cvtsi32_si128(K as i32))
    }
    #[inline(always)]
    fn shr<const K: u32>(a: Words) -> Words {
        with!(_mm256_srl_epi64, a, _mm_cvtsi32_si128(K as i32))
    }
    kernels::all!(call_kernels);
    #[inline(always)]
    fn outlined<R>(f: impl FnOnce() -> R) -> R {
        // SAFETY: the processor has these instructions, because this type is reached through `best` alone.
        unsafe { compiled::outlined(f) }
    }
}
