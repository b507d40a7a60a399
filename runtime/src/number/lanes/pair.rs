//! Two words in one register, on every machine of an architecture. Written with its instructions, because the compiler
//! would gather the words of many pairs, which takes longer than to look at them one by one.

#[cfg(target_arch = "x86_64")]
#[allow(unsafe_code)]
mod register {
    use std::arch::x86_64::{__m128i, _mm_or_si128, _mm_set_epi64x, _mm_unpackhi_epi64, _mm_xor_si128};

    #[derive(Clone, Copy)]
    pub(crate) struct Pair(__m128i);

    impl Pair {
        #[inline(always)]
        pub(crate) fn new(words: [u64; 2]) -> Self {
            Pair(unsafe { _mm_set_epi64x(words[1].cast_signed(), words[0].cast_signed()) })
        }

        #[inline(always)]
        pub(crate) fn or(self, other: Self) -> Self {
            Pair(unsafe { _mm_or_si128(self.0, other.0) })
        }

        #[inline(always)]
        pub(crate) fn xor(self, other: Self) -> Self {
            Pair(unsafe { _mm_xor_si128(self.0, other.0) })
        }

        #[inline(always)]
        pub(crate) fn is_zero(self) -> bool {
            let either = unsafe { _mm_or_si128(self.0, _mm_unpackhi_epi64(self.0, self.0)) };
            let word = unsafe { std::arch::x86_64::_mm_cvtsi128_si64(either) };
            word == 0
        }
    }
}

#[cfg(not(target_arch = "x86_64"))]
#[allow(unsafe_code)]
mod register {
    #[derive(Clone, Copy)]
    pub(crate) struct Pair([u64; 2]);

    impl Pair {
        #[inline(always)]
        pub(crate) fn new(words: [u64; 2]) -> Self {
            Pair(words)
        }

        #[inline(always)]
        pub(crate) fn or(self, other: Self) -> Self {
            Pair([self.0[0] | other.0[0], self.0[1] | other.0[1]])
        }

        #[inline(always)]
        pub(crate) fn xor(self, other: Self) -> Self {
            Pair([self.0[0] ^ other.0[0], self.0[1] ^ other.0[1]])
        }

        #[inline(always)]
        pub(crate) fn is_zero(self) -> bool {
            self.0 == [0, 0]
        }
    }
}

pub(crate) use register::Pair;
