//! Vectors as arrays, which the compiler puts into whatever registers the build has.

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

/// The instructions of the build, which can multiply and add at once.
#[derive(Clone, Copy, Debug)]
pub struct Arrays;

macro_rules! call_kernels {
    ([$($one:ident)*] [$($two:ident)*]) => { $(
        #[inline(always)]
        fn $one(x: Array<f64>) -> Array<f64> {
            kernels::$one::<Arrays>(x)
        } )* $(
        #[inline(always)]
        fn $two(x: Array<f64>) -> (Array<f64>, Array<f64>) {
            kernels::$two::<Arrays>(x)
        } )*
    };
}

impl Isa for Arrays {
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
    kernels::all!(call_kernels);
}
