//! Vectors as registers of AVX-512.

// The instructions, and registers from and to arrays.
#![allow(unsafe_code)]

use super::{Isa, WIDTH, kernels};
use std::arch::x86_64::*;
use std::mem::transmute;

/// AVX-512.
#[derive(Clone, Copy, Debug)]
pub struct Avx512;

/// The kernels as functions that have the instructions, wherever they are called.
macro_rules! compile_kernels {
    ([$($one:ident)*] [$($two:ident)*]) => { $(
        #[target_feature(enable = "avx2,fma,avx512f")]
        #[inline]
        pub(super) fn $one(x: __m512d) -> __m512d {
            kernels::$one::<Avx512>(x)
        } )* $(
        #[target_feature(enable = "avx2,fma,avx512f")]
        #[inline]
        pub(super) fn $two(x: __m512d) -> (__m512d, __m512d) {
            let (first, second) = kernels::$two::<Avx512>(x);
            (here(first), here(second))
        } )*
    };
}
mod compiled {
    use super::*;
    kernels::all!(compile_kernels);

    #[target_feature(enable = "avx2,fma,avx512f")]
    #[inline(never)]
    pub(super) fn outlined<R>(f: impl FnOnce() -> R) -> R {
        f()
    }

    /// A number, at this point of the program. Of two results, the compiler puts the last steps of the one that is used
    /// later off until then, and keeps all that they need in memory over whatever comes between (`--bench logistic`: 2 to 5
    /// in a hundred).
    #[target_feature(enable = "avx512f")]
    #[inline]
    fn here(mut x: __m512d) -> __m512d {
        // SAFETY: no instruction.
        unsafe { std::arch::asm!("/* {} */", inout(zmm_reg) x, options(nomem, nostack, preserves_flags)) };
        x
    }
}

macro_rules! call_kernels {
    ([$($one:ident)*] [$($two:ident)*]) => { $(
        #[inline(always)]
        fn $one(x: __m512d) -> __m512d {
            // SAFETY: the processor has these instructions, because this type is reached through `best` alone.
            unsafe { compiled::$one(x) }
        } )* $(
        #[inline(always)]
        fn $two(x: __m512d) -> (__m512d, __m512d) {
            // SAFETY: as above.
            unsafe { compiled::$two(x) }
        } )*
    };
}

/// An instruction.
macro_rules! with {
    ($instruction:expr) => {
        // SAFETY: the processor has AVX-512, because this type is reached through `best` alone.
        unsafe { $instruction }
    };
}

impl Isa for Avx512 {
    const MANY_REGISTERS: bool = true;
    type V = __m512d;
    type W = __m512i;
    type M = __mmask8;
    #[inline(always)]
    fn splat(x: f64) -> __m512d {
        with!(_mm512_set1_pd(x))
    }
    #[inline(always)]
    fn from_array(x: [f64; WIDTH]) -> __m512d {
        // SAFETY: both are eight numbers without padding, and every bit pattern is one.
        unsafe { transmute(x) }
    }
    #[inline(always)]
    fn to_array(x: __m512d) -> [f64; WIDTH] {
        // SAFETY: as above.
        unsafe { transmute(x) }
    }
    #[inline(always)]
    fn add(a: __m512d, b: __m512d) -> __m512d {
        with!(_mm512_add_pd(a, b))
    }
    #[inline(always)]
    fn sub(a: __m512d, b: __m512d) -> __m512d {
        with!(_mm512_sub_pd(a, b))
    }
    #[inline(always)]
    fn mul(a: __m512d, b: __m512d) -> __m512d {
        with!(_mm512_mul_pd(a, b))
    }
    #[inline(always)]
    fn div(a: __m512d, b: __m512d) -> __m512d {
        with!(_mm512_div_pd(a, b))
    }
    #[inline(always)]
    fn neg(a: __m512d) -> __m512d {
        Self::float(Self::bit_xor(Self::bits(a), Self::splat_word(1 << 63)))
    }
    #[inline(always)]
    fn abs(a: __m512d) -> __m512d {
        with!(_mm512_abs_pd(a))
    }
    #[inline(always)]
    fn sqrt(a: __m512d) -> __m512d {
        with!(_mm512_sqrt_pd(a))
    }
    #[inline(always)]
    fn mul_add(a: __m512d, b: __m512d, c: __m512d) -> __m512d {
        with!(_mm512_fmadd_pd(a, b, c))
    }
    #[inline(always)]
    fn min(a: __m512d, b: __m512d) -> __m512d {
        with!(_mm512_min_pd(a, b))
    }
    #[inline(always)]
    fn max(a: __m512d, b: __m512d) -> __m512d {
        with!(_mm512_max_pd(a, b))
    }
    #[inline(always)]
    fn gt(a: __m512d, b: __m512d) -> __mmask8 {
        with!(_mm512_cmp_pd_mask::<_CMP_GT_OQ>(a, b))
    }
    #[inline(always)]
    fn eq(a: __m512d, b: __m512d) -> __mmask8 {
        with!(_mm512_cmp_pd_mask::<_CMP_EQ_OQ>(a, b))
    }
    #[inline(always)]
    fn and(a: __mmask8, b: __mmask8) -> __mmask8 {
        a & b
    }
    #[inline(always)]
    fn or(a: __mmask8, b: __mmask8) -> __mmask8 {
        a | b
    }
    #[inline(always)]
    fn all(mask: __mmask8) -> bool {
        mask == 0xff
    }
    #[inline(always)]
    fn select(mask: __mmask8, yes: __m512d, no: __m512d) -> __m512d {
        with!(_mm512_mask_blend_pd(mask, no, yes))
    }
    #[inline(always)]
    fn bits(x: __m512d) -> __m512i {
        with!(_mm512_castpd_si512(x))
    }
    #[inline(always)]
    fn float(x: __m512i) -> __m512d {
        with!(_mm512_castsi512_pd(x))
    }
    #[inline(always)]
    fn splat_word(x: u64) -> __m512i {
        with!(_mm512_set1_epi64(x as i64))
    }
    #[inline(always)]
    fn from_words(x: [u64; WIDTH]) -> __m512i {
        // SAFETY: both are eight words without padding, and every bit pattern is one.
        unsafe { transmute(x) }
    }
    #[inline(always)]
    fn to_words(x: __m512i) -> [u64; WIDTH] {
        // SAFETY: as above.
        unsafe { transmute(x) }
    }
    #[inline(always)]
    fn wrapping_add(a: __m512i, b: __m512i) -> __m512i {
        with!(_mm512_add_epi64(a, b))
    }
    #[inline(always)]
    fn wrapping_sub(a: __m512i, b: __m512i) -> __m512i {
        with!(_mm512_sub_epi64(a, b))
    }
    #[inline(always)]
    fn bit_and(a: __m512i, b: __m512i) -> __m512i {
        with!(_mm512_and_si512(a, b))
    }
    #[inline(always)]
    fn bit_or(a: __m512i, b: __m512i) -> __m512i {
        with!(_mm512_or_si512(a, b))
    }
    #[inline(always)]
    fn bit_xor(a: __m512i, b: __m512i) -> __m512i {
        with!(_mm512_xor_si512(a, b))
    }
    #[inline(always)]
    fn shl<const K: u32>(a: __m512i) -> __m512i {
        with!(_mm512_slli_epi64::<K>(a))
    }
    #[inline(always)]
    fn shr<const K: u32>(a: __m512i) -> __m512i {
        with!(_mm512_srli_epi64::<K>(a))
    }
    kernels::all!(call_kernels);
    #[inline(always)]
    fn outlined<R>(f: impl FnOnce() -> R) -> R {
        // SAFETY: the processor has these instructions, because this type is reached through `best` alone.
        unsafe { compiled::outlined(f) }
    }
}
