//! Vectors as arrays, which the compiler puts into the registers of whatever instructions the function around them has.
//!
//! The functions that have more than the build are reached through [`best`], which asks the processor first. What is not
//! inlined into them has the instructions of the build: right, but slower. Kernels do not depend on it, because each set
//! has its own.

// The calls of functions with instructions that the build does not have, after asking the processor.
#![allow(unsafe_code)]

use super::isa::Visitor;
use super::{Isa, WIDTH, kernels};

/// Eight numbers, aligned as a register.
#[derive(Clone, Copy, Debug)]
#[repr(C, align(64))]
pub struct Array<T>([T; WIDTH]);

/// `std::array::from_fn` is not always inlined, and then has not the instructions of its caller.
#[inline(always)]
fn each<T: Copy + Default>(f: impl Fn(usize) -> T) -> Array<T> {
    let mut out = [T::default(); WIDTH];
    for (i, out) in out.iter_mut().enumerate() {
        *out = f(i);
    }
    Array(out)
}

impl<T: Copy> Array<T> {
    #[inline(always)]
    fn zip<U: Copy, R: Copy + Default>(self, other: Array<U>, f: impl Fn(T, U) -> R) -> Array<R> {
        each(|i| f(self.0[i], other.0[i]))
    }
    #[inline(always)]
    fn map<R: Copy + Default>(self, f: impl Fn(T) -> R) -> Array<R> {
        each(|i| f(self.0[i]))
    }
}

/// A set of instructions whose vectors are arrays, with the way to call its kernels.
macro_rules! arrays {
    ($(#[$doc:meta])* $Isa:ident $kernels:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $Isa;
        impl Isa for $Isa {
            type V = Array<f64>;
            type W = Array<u64>;
            type M = Array<bool>;
            #[inline(always)]
            fn splat(x: f64) -> Array<f64> {
                Array([x; WIDTH])
            }
            #[inline(always)]
            fn from_array(x: [f64; WIDTH]) -> Array<f64> {
                Array(x)
            }
            #[inline(always)]
            fn to_array(x: Array<f64>) -> [f64; WIDTH] {
                x.0
            }
            #[inline(always)]
            fn add(a: Array<f64>, b: Array<f64>) -> Array<f64> {
                a.zip(b, |a, b| a + b)
            }
            #[inline(always)]
            fn sub(a: Array<f64>, b: Array<f64>) -> Array<f64> {
                a.zip(b, |a, b| a - b)
            }
            #[inline(always)]
            fn mul(a: Array<f64>, b: Array<f64>) -> Array<f64> {
                a.zip(b, |a, b| a * b)
            }
            #[inline(always)]
            fn div(a: Array<f64>, b: Array<f64>) -> Array<f64> {
                a.zip(b, |a, b| a / b)
            }
            #[inline(always)]
            fn neg(a: Array<f64>) -> Array<f64> {
                a.map(|a| -a)
            }
            #[inline(always)]
            fn abs(a: Array<f64>) -> Array<f64> {
                a.map(f64::abs)
            }
            #[inline(always)]
            fn sqrt(a: Array<f64>) -> Array<f64> {
                a.map(f64::sqrt)
            }
            #[inline(always)]
            fn mul_add(a: Array<f64>, b: Array<f64>, c: Array<f64>) -> Array<f64> {
                each(|i| a.0[i].mul_add(b.0[i], c.0[i]))
            }
            #[inline(always)]
            fn min(a: Array<f64>, b: Array<f64>) -> Array<f64> {
                a.zip(b, |a, b| if a < b { a } else { b })
            }
            #[inline(always)]
            fn max(a: Array<f64>, b: Array<f64>) -> Array<f64> {
                a.zip(b, |a, b| if a > b { a } else { b })
            }
            #[inline(always)]
            fn gt(a: Array<f64>, b: Array<f64>) -> Array<bool> {
                a.zip(b, |a, b| a > b)
            }
            #[inline(always)]
            fn eq(a: Array<f64>, b: Array<f64>) -> Array<bool> {
                a.zip(b, |a, b| a == b)
            }
            #[inline(always)]
            fn and(a: Array<bool>, b: Array<bool>) -> Array<bool> {
                a.zip(b, |a, b| a & b)
            }
            #[inline(always)]
            fn or(a: Array<bool>, b: Array<bool>) -> Array<bool> {
                a.zip(b, |a, b| a | b)
            }
            #[inline(always)]
            fn all(mask: Array<bool>) -> bool {
                mask.0.iter().fold(true, |all, m| all & m)
            }
            #[inline(always)]
            fn select(mask: Array<bool>, yes: Array<f64>, no: Array<f64>) -> Array<f64> {
                each(|i| if mask.0[i] { yes.0[i] } else { no.0[i] })
            }
            #[inline(always)]
            fn bits(x: Array<f64>) -> Array<u64> {
                x.map(f64::to_bits)
            }
            #[inline(always)]
            fn float(x: Array<u64>) -> Array<f64> {
                x.map(f64::from_bits)
            }
            #[inline(always)]
            fn splat_word(x: u64) -> Array<u64> {
                Array([x; WIDTH])
            }
            #[inline(always)]
            fn from_words(x: [u64; WIDTH]) -> Array<u64> {
                Array(x)
            }
            #[inline(always)]
            fn to_words(x: Array<u64>) -> [u64; WIDTH] {
                x.0
            }
            #[inline(always)]
            fn wrapping_add(a: Array<u64>, b: Array<u64>) -> Array<u64> {
                a.zip(b, u64::wrapping_add)
            }
            #[inline(always)]
            fn wrapping_sub(a: Array<u64>, b: Array<u64>) -> Array<u64> {
                a.zip(b, u64::wrapping_sub)
            }
            #[inline(always)]
            fn bit_and(a: Array<u64>, b: Array<u64>) -> Array<u64> {
                a.zip(b, |a, b| a & b)
            }
            #[inline(always)]
            fn bit_or(a: Array<u64>, b: Array<u64>) -> Array<u64> {
                a.zip(b, |a, b| a | b)
            }
            #[inline(always)]
            fn bit_xor(a: Array<u64>, b: Array<u64>) -> Array<u64> {
                a.zip(b, |a, b| a ^ b)
            }
            #[inline(always)]
            fn shl<const K: u32>(a: Array<u64>) -> Array<u64> {
                a.map(|a| a << K)
            }
            #[inline(always)]
            fn shr<const K: u32>(a: Array<u64>) -> Array<u64> {
                a.map(|a| a >> K)
            }
            kernels::all!(call_kernels $kernels);
        }
    };
}

/// The kernels of a set, compiled with its instructions, and on its registers: what the compiler makes of the arrays of a
/// long kernel is up to five times slower.
macro_rules! compile_kernels {
    ($Isa:ty, $attribute:meta, [$($one:ident)*] [$($two:ident)*]) => { $(
        #[$attribute]
        #[inline]
        pub(super) unsafe fn $one(x: Array<f64>) -> Array<f64> {
            Array(<$Isa>::to_array(kernels::$one::<$Isa>(<$Isa>::from_array(x.0))))
        } )* $(
        #[$attribute]
        #[inline]
        pub(super) unsafe fn $two(x: Array<f64>) -> (Array<f64>, Array<f64>) {
            let (y, z) = kernels::$two::<$Isa>(<$Isa>::from_array(x.0));
            (Array(<$Isa>::to_array(y)), Array(<$Isa>::to_array(z)))
        } )*
    };
}

macro_rules! call_kernels {
    ($kernels:ident [$($one:ident)*] [$($two:ident)*]) => { $(
        #[inline(always)]
        fn $one(x: Array<f64>) -> Array<f64> {
            // SAFETY: the processor has these instructions: the type is reached through `best` alone.
            unsafe { $kernels::$one(x) }
        } )* $(
        #[inline(always)]
        fn $two(x: Array<f64>) -> (Array<f64>, Array<f64>) {
            // SAFETY: as above.
            unsafe { $kernels::$two(x) }
        } )*
    };
}

arrays! {
    /// AVX2 with fused multiplication and addition; on other processors than x86-64 whatever the build has.
    Avx2 avx2
}
mod avx2 {
    use super::*;
    #[cfg(target_arch = "x86_64")]
    kernels::all!(compile_kernels super::super::avx2::Avx2, target_feature(enable = "avx2,fma"),);
    #[cfg(not(target_arch = "x86_64"))]
    kernels::all!(compile_kernels Avx2, allow(unused_unsafe),);
}

#[cfg(all(target_arch = "x86_64", not(target_feature = "avx512f")))]
arrays! {
    /// AVX-512.
    Avx512 avx512
}
#[cfg(all(target_arch = "x86_64", not(target_feature = "avx512f")))]
mod avx512 {
    use super::*;
    kernels::all!(compile_kernels super::super::avx512::Avx512, target_feature(enable = "avx2,fma,avx512f,avx512dq,avx512vl,avx512bw"),);
}

/// Runs on the best set of instructions that this processor has; nothing where that is too little for lanes.
#[cfg(all(target_arch = "x86_64", not(target_feature = "avx512f")))]
#[inline]
pub(crate) fn best<V: Visitor>(visitor: V) -> Option<V::Out> {
    #[target_feature(enable = "avx2,fma")]
    fn with_avx2<V: Visitor>(visitor: V) -> V::Out {
        visitor.visit::<Avx2>()
    }
    #[target_feature(enable = "avx2,fma,avx512f,avx512dq,avx512vl,avx512bw")]
    fn with_avx512<V: Visitor>(visitor: V) -> V::Out {
        visitor.visit::<Avx512>()
    }
    macro_rules! has {
        ($($feature:tt)*) => { $(is_x86_feature_detected!($feature))&&* };
    }
    if has!("avx2" "fma" "avx512f" "avx512dq" "avx512vl" "avx512bw") {
        // SAFETY: the processor was asked for each of the instructions.
        Some(unsafe { with_avx512(visitor) })
    } else if has!("avx2" "fma") {
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

/// Runs on the instructions of the build, where they can multiply and add at once.
#[cfg(not(target_arch = "x86_64"))]
#[inline]
pub(crate) fn best<V: Visitor>(visitor: V) -> Option<V::Out> {
    if cfg!(target_arch = "aarch64") { Some(visitor.visit::<Avx2>()) } else { None }
}
