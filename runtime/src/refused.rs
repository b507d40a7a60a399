//! What a smooth value does not do, and what the compiler says about it.
//!
//! Each refused operation is there, so that the compiler finds it, with a bound that no smooth value satisfies; the
//! text of the bound's trait is what the user reads, at their own token. The impls are not recommended, so that the
//! compiler speaks of this bound, not of what it rests on, and lists no types that have it.

use crate::{Number, Smooth};
use std::cmp::Ordering;

/// Plain values: those that a comparison may look at.
#[diagnostic::on_unimplemented(
    message = "a branch on a smooth value would bias the gradient",
    label = "this value carries a derivative: moving the parameters moves it across the threshold",
    note = "write `x.max(0.0)`, `.min`, `.abs` or `.clamp` where the two sides meet; draw with `.score_function()` where they do not; or `x.detach()` if it may be treated as a constant"
)]
pub trait Comparable<B: ?Sized = Self> {
    #[doc(hidden)]
    fn compare(&self, other: &B) -> Option<Ordering>;
}
#[diagnostic::do_not_recommend]
impl<A: PartialOrd<B> + ?Sized, B: ?Sized> Comparable<B> for A {
    #[inline]
    fn compare(&self, other: &B) -> Option<Ordering> {
        self.partial_cmp(other)
    }
}

/// Plain values: those that may be compared for equality.
#[diagnostic::on_unimplemented(
    message = "a branch on a smooth value would bias the gradient",
    label = "this value carries a derivative: it is equal to another on a set that moves with the parameters",
    note = "write it without a comparison, or compare `x.detach()` if it may be treated as a constant"
)]
pub trait Equatable<B: ?Sized = Self> {
    #[doc(hidden)]
    fn same(&self, other: &B) -> bool;
}
#[diagnostic::do_not_recommend]
impl<A: PartialEq<B> + ?Sized, B: ?Sized> Equatable<B> for A {
    #[inline]
    fn same(&self, other: &B) -> bool {
        self == other
    }
}

/// The scrutinee of a `match` with numbers or ranges among its patterns.
pub struct Scrutinee<T>(T);

/// The scrutinee of a `match` with numbers or ranges among its patterns.
#[inline]
pub fn scrutinee<T>(value: T) -> Scrutinee<T> {
    Scrutinee(value)
}

impl<T> Scrutinee<T> {
    /// The value.
    #[inline]
    pub fn matched<P>(self) -> P
    where
        T: Matched<Plain = P>,
    {
        self.0.plain()
    }
}

/// Two sides of a comparison whose kind is not chosen yet: the bound is on the choice, so that the types of both
/// sides are settled before it is asked for.
pub struct Pair<'a, A: ?Sized, B: ?Sized>(&'a A, &'a B);

/// The two sides of a comparison in a body.
#[inline]
pub fn cmp<'a, A: ?Sized, B: ?Sized>(a: &'a A, b: &'a B) -> Pair<'a, A, B> {
    Pair(a, b)
}

impl<A: ?Sized, B: ?Sized> Pair<'_, A, B> {
    /// `a < b`
    #[inline]
    pub fn lt(self) -> bool
    where
        A: Comparable<B>,
    {
        self.0.compare(self.1).is_some_and(Ordering::is_lt)
    }
    /// `a <= b`
    #[inline]
    pub fn le(self) -> bool
    where
        A: Comparable<B>,
    {
        self.0.compare(self.1).is_some_and(Ordering::is_le)
    }
    /// `a > b`
    #[inline]
    pub fn gt(self) -> bool
    where
        A: Comparable<B>,
    {
        self.0.compare(self.1).is_some_and(Ordering::is_gt)
    }
    /// `a >= b`
    #[inline]
    pub fn ge(self) -> bool
    where
        A: Comparable<B>,
    {
        self.0.compare(self.1).is_some_and(Ordering::is_ge)
    }
    /// `a == b`
    #[inline]
    pub fn eq(self) -> bool
    where
        A: Equatable<B>,
    {
        self.0.same(self.1)
    }
    /// `a != b`
    #[inline]
    pub fn ne(self) -> bool
    where
        A: Equatable<B>,
    {
        !self.0.same(self.1)
    }
}

/// Plain values: those that have steps.
#[diagnostic::on_unimplemented(
    message = "a function with jumps would bias the gradient of a smooth value",
    label = "this value carries a derivative, and the result jumps as it moves",
    note = "use `x.detach()` here if it may be treated as a constant, or write the function without its jumps"
)]
pub trait Stepped {}
#[diagnostic::do_not_recommend]
impl Stepped for f64 {}

/// Plain values: those that have a remainder.
#[diagnostic::on_unimplemented(
    message = "a function with jumps would bias the gradient of a smooth value",
    label = "this value carries a derivative, and the remainder jumps as it moves",
    note = "use `x.detach()` here if it may be treated as a constant, or write the function without its jumps"
)]
pub trait Remainder<B> {
    /// The type of the remainder.
    type Output;
    #[doc(hidden)]
    fn remainder(self, other: B) -> Self::Output;
}
#[diagnostic::do_not_recommend]
impl<A: std::ops::Rem<B>, B> Remainder<B> for A {
    type Output = A::Output;
    #[inline]
    fn remainder(self, other: B) -> A::Output {
        self % other
    }
}

/// Plain values: those that a remainder can be assigned to.
#[diagnostic::on_unimplemented(
    message = "a function with jumps would bias the gradient of a smooth value",
    label = "this value carries a derivative, and the remainder jumps as it moves",
    note = "use `x.detach()` here if it may be treated as a constant, or write the function without its jumps"
)]
pub trait RemainderAssign<B> {
    #[doc(hidden)]
    fn remainder_assign(&mut self, other: B);
}
#[diagnostic::do_not_recommend]
impl<A: std::ops::RemAssign<B>, B> RemainderAssign<B> for A {
    #[inline]
    fn remainder_assign(&mut self, other: B) {
        *self %= other;
    }
}

/// The two sides of `%` or `%=`, whose types are settled before the bound is asked for.
pub struct Operands<A, B>(A, B);

/// The two sides of `%` or `%=`.
#[inline]
pub fn operands<A, B>(a: A, b: B) -> Operands<A, B> {
    Operands(a, b)
}

impl<A, B> Operands<A, B> {
    /// `a % b`
    #[inline]
    pub fn rem<R>(self) -> R
    where
        A: Remainder<B, Output = R>,
    {
        self.0.remainder(self.1)
    }
}
impl<A, B> Operands<&mut A, B> {
    /// `a %= b`
    #[inline]
    pub fn rem_assign(self)
    where
        A: RemainderAssign<B>,
    {
        self.0.remainder_assign(self.1);
    }
}

/// Plain values: the ends of a range that the generator's own `random_range` draws from.
#[diagnostic::on_unimplemented(
    message = "a raw draw in a smooth range would lose its gradient",
    label = "this end of the range carries a derivative, and `random_range` would lose it",
    note = "draw `Uniform::new(low, high)?.sample(rng)`, or pass `x.detach()` if it may be treated as a constant"
)]
pub trait Endpoint {
    /// The type itself: what follows an error says nothing about it.
    type Plain;
    #[doc(hidden)]
    fn plain(self) -> Self::Plain;
}
macro_rules! endpoint {
    ($($t:ty)*) => { $(
        #[diagnostic::do_not_recommend]
        impl Endpoint for $t {
            type Plain = $t;
            #[inline]
            fn plain(self) -> $t {
                self
            }
        }
    )* };
}
endpoint!(f64 f32 u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize char);

/// Plain values: those that can be ordered.
#[diagnostic::on_unimplemented(
    message = "ordering smooth values would bias the gradient",
    label = "this value carries a derivative: moving the parameters changes the order",
    note = "order by `x.detach()` if the order may be treated as constant; `.max` and `.min` of two smooth values are allowed"
)]
pub trait Ordered {}
#[diagnostic::do_not_recommend]
impl Ordered for f64 {}

/// Plain values: those whose kind (NaN, infinite, negative) may be asked for.
#[diagnostic::on_unimplemented(
    message = "a branch on a smooth value would bias the gradient",
    label = "this value carries a derivative, and asking for its kind is a comparison",
    note = "inside `assert!` this is allowed; elsewhere ask `x.detach()` if it may be treated as a constant"
)]
pub trait Classified {}
#[diagnostic::do_not_recommend]
impl Classified for f64 {}

/// Plain values: those that can be cast to an integer.
#[diagnostic::on_unimplemented(
    message = "the cast of a smooth value to `{To}` would bias the gradient",
    label = "this value carries a derivative, and the cast loses it",
    note = "cast `x.detach()` if it may be treated as a constant; `x as f64` is allowed"
)]
pub trait Cast<To> {
    #[doc(hidden)]
    fn cast(self) -> To;
}

/// Plain values: those whose bits can be seen.
#[diagnostic::on_unimplemented(
    message = "the bits of a smooth value would bias the gradient",
    label = "this value carries a derivative, and its bits do not",
    note = "use `x.detach()` if it may be treated as a constant"
)]
pub trait HasBits {}
#[diagnostic::do_not_recommend]
impl HasBits for f64 {}

/// Plain values: those that a `match` may compare with a number or a range.
#[diagnostic::on_unimplemented(
    message = "a branch on a smooth value would bias the gradient",
    label = "this value carries a derivative: moving the parameters moves it from one pattern to another",
    note = "write `x.max(0.0)`, `.min`, `.abs` or `.clamp` where the sides meet; or match on `x.detach()` if it may be treated as a constant"
)]
pub trait Matched {
    /// The type itself: after an error nothing more is said about it.
    type Plain;
    #[doc(hidden)]
    fn plain(self) -> Self::Plain;
}
macro_rules! matched {
    ($($t:ty)*) => { $(
        #[diagnostic::do_not_recommend]
        impl Matched for $t {
            type Plain = $t;
            #[inline]
            fn plain(self) -> $t { self }
        }
    )* };
}
matched!(f64 f32 u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize bool char String);
macro_rules! matched_inside {
    ($([$($g:tt)*] $t:ty => $plain:ty, |$x:ident| $value:expr;)*) => { $(
        #[diagnostic::do_not_recommend]
        impl<$($g)*> Matched for $t {
            type Plain = $plain;
            #[inline]
            fn plain(self) -> $plain {
                let $x = self;
                $value
            }
        }
    )* };
}
matched_inside! {
    ['a, T: Matched] &'a T => &'a T, |x| x;
    ['a, T: Matched] &'a [T] => &'a [T], |x| x;
    ['a] &'a str => &'a str, |x| x;
    [T: Matched] Option<T> => Option<T::Plain>, |x| x.map(T::plain);
    [T: Matched, E] Result<T, E> => Result<T::Plain, E>, |x| x.map(T::plain);
    [T: Matched, const N: usize] [T; N] => [T::Plain; N], |x| x.map(T::plain);
    [A: Matched, B: Matched] (A, B) => (A::Plain, B::Plain), |x| (x.0.plain(), x.1.plain());
    [A: Matched, B: Matched, C: Matched] (A, B, C) => (A::Plain, B::Plain, C::Plain), |x| (x.0.plain(), x.1.plain(), x.2.plain());
}

/// Plain numbers: probabilities for the generator's own `random_bool`.
#[diagnostic::on_unimplemented(
    message = "a coin with a smooth probability has no reparameterization: its outcome cannot carry a gradient",
    label = "this probability carries a derivative, and `random_bool` would lose it",
    note = "draw `Bernoulli::new(p)?.score_function().sample(rng)`, or pass `p.detach()` if it may be treated as a constant"
)]
pub trait PlainProbability {
    #[doc(hidden)]
    fn plain(self) -> f64;
}
#[diagnostic::do_not_recommend]
impl PlainProbability for f64 {
    fn plain(self) -> f64 {
        self
    }
}

/// Never runs, because no smooth value satisfies the bounds.
fn refused<T>() -> T {
    unreachable!("no smooth value satisfies the bound")
}

// Refused: these would lose the derivative or jump. They exist for their error messages only, and are written out
// because the compiler shows where the bound is, which should be a line and not a macro.
#[rustfmt::skip]
#[allow(clippy::should_implement_trait)]
impl<D: Number> Smooth<D> {
    #[doc(hidden)] pub fn floor(self) -> Self where Self: Stepped { refused() }
    #[doc(hidden)] pub fn ceil(self) -> Self where Self: Stepped { refused() }
    #[doc(hidden)] pub fn round(self) -> Self where Self: Stepped { refused() }
    #[doc(hidden)] pub fn round_ties_even(self) -> Self where Self: Stepped { refused() }
    #[doc(hidden)] pub fn trunc(self) -> Self where Self: Stepped { refused() }
    #[doc(hidden)] pub fn fract(self) -> Self where Self: Stepped { refused() }
    #[doc(hidden)] pub fn signum(self) -> Self where Self: Stepped { refused() }
    #[doc(hidden)] pub fn is_nan(self) -> bool where Self: Classified { refused() }
    #[doc(hidden)] pub fn is_infinite(self) -> bool where Self: Classified { refused() }
    #[doc(hidden)] pub fn is_finite(self) -> bool where Self: Classified { refused() }
    #[doc(hidden)] pub fn is_normal(self) -> bool where Self: Classified { refused() }
    #[doc(hidden)] pub fn is_subnormal(self) -> bool where Self: Classified { refused() }
    #[doc(hidden)] pub fn is_sign_positive(self) -> bool where Self: Classified { refused() }
    #[doc(hidden)] pub fn is_sign_negative(self) -> bool where Self: Classified { refused() }
    #[doc(hidden)] pub fn classify(self) -> std::num::FpCategory where Self: Classified { refused() }
    #[doc(hidden)] pub fn to_bits(self) -> u64 where Self: HasBits { refused() }
    #[doc(hidden)] pub fn to_be_bytes(self) -> [u8; 8] where Self: HasBits { refused() }
    #[doc(hidden)] pub fn to_le_bytes(self) -> [u8; 8] where Self: HasBits { refused() }
    #[doc(hidden)] pub fn to_ne_bytes(self) -> [u8; 8] where Self: HasBits { refused() }
    #[doc(hidden)] pub fn copysign<B>(self, _: B) -> Self where Self: Stepped { refused() }
    #[doc(hidden)] pub fn atan2<B>(self, _: B) -> Self where Self: Stepped { refused() }
    #[doc(hidden)] pub fn rem_euclid<B>(self, _: B) -> Self where Self: Stepped { refused() }
    #[doc(hidden)] pub fn div_euclid<B>(self, _: B) -> Self where Self: Stepped { refused() }
    #[doc(hidden)] pub fn total_cmp<B>(self, _: B) -> Ordering where Self: Ordered { refused() }
    #[doc(hidden)] pub fn partial_cmp<B>(self, _: B) -> Option<Ordering> where Self: Ordered { refused() }
    #[doc(hidden)] pub fn cmp<B>(self, _: B) -> Ordering where Self: Ordered { refused() }
    #[doc(hidden)] pub fn lt<B>(self, _: B) -> bool where Self: Comparable { refused() }
    #[doc(hidden)] pub fn le<B>(self, _: B) -> bool where Self: Comparable { refused() }
    #[doc(hidden)] pub fn gt<B>(self, _: B) -> bool where Self: Comparable { refused() }
    #[doc(hidden)] pub fn ge<B>(self, _: B) -> bool where Self: Comparable { refused() }
    #[doc(hidden)] pub fn eq<B>(self, _: B) -> bool where Self: Equatable { refused() }
    #[doc(hidden)] pub fn ne<B>(self, _: B) -> bool where Self: Equatable { refused() }
}

macro_rules! refuse_remainder {
    ($($a:ty, $b:ty;)*) => { $(
        impl<D: Number> std::ops::Rem<$b> for $a where Smooth<D>: Stepped {
            type Output = Smooth<D>;
            fn rem(self, _: $b) -> Smooth<D> {
                unreachable!("no smooth value satisfies the bound")
            }
        }
    )* };
}
refuse_remainder! { Smooth<D>, f64; Smooth<D>, Smooth<D>; f64, Smooth<D>; Smooth<D>, &f64; Smooth<D>, &Smooth<D>; &Smooth<D>, f64; &Smooth<D>, Smooth<D>; &Smooth<D>, &Smooth<D>; }
impl<D: Number, B> std::ops::RemAssign<B> for Smooth<D>
where
    Smooth<D>: Stepped,
{
    fn rem_assign(&mut self, _: B) {
        unreachable!("no smooth value satisfies the bound")
    }
}

macro_rules! casts {
    ($($to:ty)*) => { $( casts!(@from $to: f64 f32 u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize); )* };
    (@from $to:ty: $($from:ty)*) => { $(
        #[diagnostic::do_not_recommend]
        impl Cast<$to> for $from {
            #[inline]
            fn cast(self) -> $to {
                self as $to
            }
        }
    )* };
}
casts!(u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize f32);
macro_rules! casts_of_bool {
    ($($to:ty)*) => { $(
        #[diagnostic::do_not_recommend]
        impl Cast<$to> for bool {
            #[inline]
            fn cast(self) -> $to {
                self as $to
            }
        }
    )* };
}
casts_of_bool!(u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize);
#[diagnostic::do_not_recommend]
impl Cast<u32> for char {
    fn cast(self) -> u32 {
        self as u32
    }
}
#[diagnostic::do_not_recommend]
impl Cast<u8> for char {
    fn cast(self) -> u8 {
        self as u8
    }
}
#[diagnostic::do_not_recommend]
impl Cast<char> for u8 {
    fn cast(self) -> char {
        self as char
    }
}
