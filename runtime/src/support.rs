//! Functions that stand in generated code for constructs of plain Rust, with types deciding what they do.

use crate::lift::Leave;
use crate::refused::{Cast, Classified, Endpoint, HasBits, Ordered, Stepped};
use crate::{Join, Lift, LiftBy, Number, Real, Smooth};
use std::borrow::Cow;
use std::cmp::Ordering;

/// Lifts the constants in `value`, keeping its shape.
#[inline(always)]
pub fn up<D: Number, A: LiftBy<D>>(value: A) -> A::Out {
    value.lift_by()
}

/// Lifts `value` to whatever its place wants.
#[inline(always)]
pub fn fit<A: Lift<B>, B>(value: A) -> B {
    value.lift()
}

/// A field of a struct literal of unknown type: a number fits its place, anything else stays what it is. Method
/// resolution tells which, because it prefers the receiver by value to the one by reference.
pub struct Gate<D, T> {
    value: std::cell::Cell<Option<T>>,
    number: std::marker::PhantomData<D>,
}
impl<D, T> Gate<D, T> {
    /// Holds the value for a moment.
    #[inline(always)]
    pub fn of(value: T) -> Self {
        Gate { value: std::cell::Cell::new(Some(value)), number: std::marker::PhantomData }
    }
}
/// What holds numbers.
pub trait FitNumber<T> {
    /// The value, lifted to whatever its place wants.
    fn fit<B>(self) -> B
    where
        T: Lift<B>;
}
impl<D: Number, T: LiftBy<D>> FitNumber<T> for Gate<D, T> {
    #[inline(always)]
    fn fit<B>(self) -> B
    where
        T: Lift<B>,
    {
        match self.value.into_inner() {
            Some(value) => value.lift(),
            None => unreachable!("a gate is asked once"),
        }
    }
}
/// Anything else.
pub trait FitAnything<T> {
    /// The value as it is.
    fn fit(self) -> T;
}
impl<D, T> FitAnything<T> for &Gate<D, T> {
    #[inline(always)]
    fn fit(self) -> T {
        match self.value.take() {
            Some(value) => value,
            None => unreachable!("a gate is asked once"),
        }
    }
}

/// A slice with its constants lifted; borrowed where nothing has to change.
#[inline(always)]
pub fn lift_all<A: Lift<B> + Clone, B: Clone>(values: &[A]) -> Cow<'_, [B]> {
    A::lift_all(values)
}

/// `value as To` for an integer type.
#[inline(always)]
pub fn cast<A: Cast<To>, To>(value: A) -> To {
    value.cast()
}

/// `value as f64`, which leaves a smooth value smooth.
pub trait AsFloat {
    /// `f64`, or the smooth value itself.
    type Out;
    /// The cast.
    #[allow(clippy::wrong_self_convention)]
    fn as_float(self) -> Self::Out;
}
impl<D: Number> AsFloat for Smooth<D> {
    type Out = Smooth<D>;
    #[inline(always)]
    fn as_float(self) -> Smooth<D> {
        self
    }
}
macro_rules! as_float {
    ($($t:ty)*) => { $(
        impl AsFloat for $t {
            type Out = f64;
            #[inline(always)]
            fn as_float(self) -> f64 {
                self as f64
            }
        }
    )* };
}
as_float!(f64 f32 u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize);

/// An end of the range of `random_range`.
#[inline(always)]
pub fn endpoint<T: Endpoint>(value: T) -> T::Plain {
    value.plain()
}

/// As `Iterator::map`, but always inlined.
#[inline(always)]
pub fn mapped<I: Iterator, B, F: FnMut(I::Item) -> B>(items: I, f: F) -> Mapped<I, F> {
    Mapped { items, f }
}

/// What [`mapped`] gives.
pub struct Mapped<I, F> {
    items: I,
    f: F,
}

impl<I: Iterator, B, F: FnMut(I::Item) -> B> Iterator for Mapped<I, F> {
    type Item = B;
    #[inline(always)]
    fn next(&mut self) -> Option<B> {
        match self.items.next() {
            Some(item) => Some((self.f)(item)),
            None => None,
        }
    }
    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.items.size_hint()
    }
}

/// As `Iterator::fold`, but always inlined.
#[inline(always)]
pub fn fold<I: Iterator, B, F: FnMut(B, I::Item) -> B>(items: I, init: B, mut f: F) -> B {
    let mut all = init;
    for item in items {
        all = f(all, item);
    }
    all
}

/// An item that can be summed and multiplied: a number, plain or smooth, or a reference to one.
#[diagnostic::on_unimplemented(message = "a sum of `{Self}` is not a sum of numbers")]
pub trait Summand {
    /// The type of the sum.
    type Out;
    /// The sum.
    fn sum(items: impl Iterator<Item = Self>) -> Self::Out;
    /// The product.
    fn product(items: impl Iterator<Item = Self>) -> Self::Out;
}
macro_rules! summand {
    ($($t:ty)*) => { $( summand!(@one [] $t, $t); summand!(@one ['a] &'a $t, $t); )* };
    (@one [$($l:lifetime)?] $t:ty, $out:ty) => {
        impl<$($l)?> Summand for $t {
            type Out = $out;
            #[inline(always)]
            fn sum(items: impl Iterator<Item = Self>) -> $out {
                items.sum()
            }
            #[inline(always)]
            fn product(items: impl Iterator<Item = Self>) -> $out {
                items.product()
            }
        }
    };
}
summand!(f64 f32 u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize);
impl<D: Number> Summand for Smooth<D> {
    type Out = Smooth<D>;
    #[inline(always)]
    fn sum(items: impl Iterator<Item = Self>) -> Smooth<D> {
        items.sum()
    }
    #[inline(always)]
    fn product(items: impl Iterator<Item = Self>) -> Smooth<D> {
        items.product()
    }
}
impl<D: Number> Summand for &Smooth<D> {
    type Out = Smooth<D>;
    #[inline(always)]
    fn sum(items: impl Iterator<Item = Self>) -> Smooth<D> {
        items.sum()
    }
    #[inline(always)]
    fn product(items: impl Iterator<Item = Self>) -> Smooth<D> {
        items.product()
    }
}
/// Stops at the first failure, as the standard library's sums of `Option` and `Result` do.
macro_rules! fallible {
    ($Wrap:ident<$T:ident $(, $E:ident)?>, $empty:pat => $ret:expr, $full:ident) => {
        impl<$T: Summand $(, $E)?> Summand for $Wrap<$T $(, $E)?> {
            type Out = $Wrap<$T::Out $(, $E)?>;
            fn sum(items: impl Iterator<Item = Self>) -> Self::Out {
                let items: $Wrap<Vec<$T> $(, $E)?> = items.collect();
                items.map(|items| $T::sum(items.into_iter()))
            }
            fn product(items: impl Iterator<Item = Self>) -> Self::Out {
                let items: $Wrap<Vec<$T> $(, $E)?> = items.collect();
                items.map(|items| $T::product(items.into_iter()))
            }
        }
    };
}
fallible!(Option<T>, None => None, Some);
fallible!(Result<T, E>, Err(e) => Err(e), Ok);

/// `items.sum()` with the type of the sum decided by the items.
#[inline(always)]
pub fn sum<I: IntoIterator>(items: I) -> <I::Item as Summand>::Out
where
    I::Item: Summand,
{
    I::Item::sum(items.into_iter())
}

/// `items.product()` with the type of the product decided by the items.
#[inline(always)]
pub fn product<I: IntoIterator>(items: I) -> <I::Item as Summand>::Out
where
    I::Item: Summand,
{
    I::Item::product(items.into_iter())
}

/// What a function returns: tells its error type.
pub trait Returned {
    /// The error; the crate's own for a function that returns a plain number.
    type Error;
}
impl Returned for f64 {
    type Error = crate::Error;
}
impl<E: Fails> Returned for Result<f64, E> {
    type Error = E;
}

/// The error type of an objective.
#[diagnostic::on_unimplemented(
    message = "an estimate cannot fail with `{Self}`",
    label = "the function returns this error, which must be `From<stochastic_grad::Error>`",
    note = "write `impl From<stochastic_grad::Error> for {Self}`: estimates and distributions report their errors through it"
)]
pub trait Fails: From<crate::Error> {}
#[diagnostic::do_not_recommend]
impl<E: From<crate::Error>> Fails for E {}

/// A constant argument of an objective. Samples may run on several threads.
#[diagnostic::on_unimplemented(
    message = "the constant argument of type `{Self}` cannot be shared between threads",
    label = "constant arguments must be `Sync`, so that samples can run on all cores"
)]
pub trait Constant {}
impl<T: Sync + ?Sized> Constant for T {}

/// Asks at compile time that a constant argument may be shared.
pub const fn constant<T: Constant + ?Sized>() {}

/// A struct that derives `Parameters` may not be passed as a constant without a word.
pub const fn count(parts: &[Option<usize>]) -> Option<usize> {
    let mut total = 0;
    let mut i = 0;
    while i < parts.len() {
        match parts[i] {
            Some(n) => total += n,
            None => return None,
        }
        i += 1;
    }
    Some(total)
}

/// Functions for the paths `f64::name` whose arguments may be smooth.
pub mod float {
    use super::*;

    macro_rules! binary {
        ($($name:ident)*) => { $(
            /// The method of the same name.
            #[inline(always)]
            pub fn $name<A, B>(a: A, b: B) -> A::Out
            where
                A: Join<B> + Lift<Smooth<<A::Out as Real>::Number>>,
                B: Lift<Smooth<<A::Out as Real>::Number>>,
            {
                let (a, b): (Smooth<<A::Out as Real>::Number>, Smooth<<A::Out as Real>::Number>) = (a.lift(), b.lift());
                A::Out::leave(a.$name(b))
            }
        )* };
    }
    binary!(max min powf hypot log);

    macro_rules! unary {
        ($($name:ident)*) => { $(
            /// The method of the same name.
            #[inline(always)]
            pub fn $name<T: Real>(x: T) -> T::Own {
                T::own(x.smooth().$name())
            }
        )* };
    }
    unary!(abs recip to_degrees to_radians);
    pub use crate::number::rules::functions::{
        acos, acosh, asin, asinh, atan, atanh, cbrt, cos, cosh, exp, exp_m1, exp2, ln, ln_1p, log2, log10, sin, sinh,
        sqrt, tan, tanh,
    };

    /// The power with an integer exponent.
    #[inline(always)]
    pub fn powi<T: Real>(x: T, n: i32) -> T::Own {
        T::own(x.smooth().powi(n))
    }

    /// The sine and the cosine.
    #[inline(always)]
    pub fn sin_cos<T: Real>(x: T) -> (T::Own, T::Own) {
        let (sin, cos) = x.smooth().sin_cos();
        (T::own(sin), T::own(cos))
    }

    macro_rules! stepped {
        ($($name:ident)*) => { $(
            /// The method of the same name; refused on smooth values.
            #[inline(always)]
            pub fn $name<T: Real + Stepped>(x: T) -> T {
                T::leave(Smooth(<T::Number as Number>::constant(x.smooth().peek().$name())))
            }
        )* };
    }
    stepped!(floor ceil round round_ties_even trunc fract signum);

    macro_rules! stepped_binary {
        ($($name:ident)*) => { $(
            /// The method of the same name; refused on smooth values.
            #[inline(always)]
            pub fn $name<A: Join<B>, B: Real>(a: A, b: B) -> A::Out
            where
                A::Out: Stepped,
            {
                let result = a.smooth().peek().$name(b.smooth().peek());
                A::Out::leave(Smooth(<<A::Out as Real>::Number as Number>::constant(result)))
            }
        )* };
    }
    stepped_binary!(atan2 copysign rem_euclid div_euclid);

    macro_rules! classified {
        ($($name:ident)*) => { $(
            /// The method of the same name; refused on smooth values.
            #[inline(always)]
            pub fn $name<T: Real + Classified>(x: T) -> bool {
                x.smooth().peek().$name()
            }
        )* };
    }
    classified!(is_nan is_infinite is_finite is_sign_positive is_sign_negative);

    /// The bits; refused on smooth values.
    #[inline(always)]
    pub fn to_bits<T: Real + HasBits>(x: T) -> u64 {
        x.smooth().peek().to_bits()
    }

    macro_rules! ternary {
        ($($name:ident)*) => { $(
            /// The method of the same name.
            #[inline(always)]
            pub fn $name<A, B, C>(a: A, b: B, c: C) -> <A::Out as Join<C>>::Out
            where
                A: Join<B> + Lift<Smooth<<<A::Out as Join<C>>::Out as Real>::Number>>,
                A::Out: Join<C>,
                B: Lift<Smooth<<<A::Out as Join<C>>::Out as Real>::Number>>,
                C: Lift<Smooth<<<A::Out as Join<C>>::Out as Real>::Number>>,
            {
                let (a, b, c): (Smooth<<<A::Out as Join<C>>::Out as Real>::Number>, Smooth<_>, Smooth<_>) =
                    (a.lift(), b.lift(), c.lift());
                <A::Out as Join<C>>::Out::leave(a.$name(b, c))
            }
        )* };
    }
    ternary!(clamp mul_add);

    /// The total order; refused on smooth values.
    #[inline(always)]
    pub fn total_cmp<T: Real + Ordered>(a: &T, b: &T) -> Ordering {
        a.smooth().peek().total_cmp(&b.smooth().peek())
    }
}

/// Comparisons inside `assert!`, where the plain value of a smooth one may be looked at, because the outcome changes
/// nothing.
pub mod check {
    use super::*;

    /// Notes the failure of an `assert!` on smooth values: a program that catches the panic has branched on them.
    #[inline(always)]
    pub fn passed<D: Number>(condition: bool) -> bool {
        if !condition && D::ORDER > 0 {
            crate::error::report(crate::Error::Assertion);
        }
        condition
    }

    /// A side of a comparison inside `assert!`.
    pub trait Checked<B: ?Sized> {
        /// The order of the plain values in every lane, if it is the same everywhere and they are not NaN.
        fn order(&self, other: &B) -> [Option<Ordering>; 1];
    }
    impl<A: PartialOrd<B> + ?Sized, B: ?Sized> Checked<B> for A {
        #[inline(always)]
        fn order(&self, other: &B) -> [Option<Ordering>; 1] {
            [self.partial_cmp(other)]
        }
    }
    macro_rules! checked {
        ($($A:ty, $B:ty, |$a:ident, $b:ident| $x:expr, $y:expr;)*) => { $(
            impl<D: Number> Checked<$B> for $A {
                #[inline(always)]
                fn order(&self, other: &$B) -> [Option<Ordering>; 1] {
                    let ($a, $b) = (self, other);
                    crate::smooth::needs_scalar::<D>();
                    [$x.partial_cmp(&$y)]
                }
            }
        )* };
    }
    checked! {
        Smooth<D>, Smooth<D>, |a, b| a.peek(), b.peek();
        Smooth<D>, f64, |a, b| a.peek(), *b;
        f64, Smooth<D>, |a, b| *a, b.peek();
        &Smooth<D>, &Smooth<D>, |a, b| a.peek(), b.peek();
        &Smooth<D>, &f64, |a, b| a.peek(), **b;
        &f64, &Smooth<D>, |a, b| **a, b.peek();
    }

    macro_rules! relation {
        ($($name:ident $test:ident)*) => { $(
            /// A comparison inside `assert!`.
            #[inline(always)]
            pub fn $name<A: Checked<B> + ?Sized, B: ?Sized>(a: &A, b: &B) -> bool {
                a.order(b).iter().all(|o| o.is_some_and(Ordering::$test))
            }
        )* };
    }
    relation!(lt is_lt le is_le gt is_gt ge is_ge eq is_eq);

    /// A comparison inside `assert!`.
    #[inline(always)]
    pub fn ne<A: Checked<B> + ?Sized, B: ?Sized>(a: &A, b: &B) -> bool {
        !eq(a, b)
    }

    /// Questions to a float inside `assert!`.
    pub trait Kind {
        /// The plain value.
        fn plain(&self) -> f64;
    }
    impl Kind for f64 {
        fn plain(&self) -> f64 {
            *self
        }
    }
    impl<D: Number> Kind for Smooth<D> {
        fn plain(&self) -> f64 {
            crate::smooth::needs_scalar::<D>();
            self.peek()
        }
    }
    impl<T: Kind + ?Sized> Kind for &T {
        fn plain(&self) -> f64 {
            (**self).plain()
        }
    }
    macro_rules! kind {
        ($($name:ident)*) => { $(
            /// The method of the same name.
            #[inline(always)]
            pub fn $name<T: Kind + ?Sized>(x: &T) -> bool {
                x.plain().$name()
            }
        )* };
    }
    kind!(is_nan is_infinite is_finite is_normal is_sign_positive is_sign_negative);
}

/// Runs a body on a `&mut [f64]` argument: on smooth numbers in place, whose values are brought back.
#[inline(always)]
pub fn enter_numbers<T: Real, R>(xs: &mut [T], run: impl FnOnce(&mut [Smooth<T::Number>]) -> R) -> R {
    T::enter(xs, run)
}

/// Runs a body on a `&mut Vec<f64>` argument.
#[inline(always)]
pub fn enter_vec<T: Real, R>(xs: &mut Vec<T>, run: impl FnOnce(&mut Vec<Smooth<T::Number>>) -> R) -> R {
    let inside = <T as Lift<Smooth<T::Number>>>::lift_vec(std::mem::take(xs));
    let mut lent = Lent { outside: xs, inside };
    run(&mut lent.inside)
}

/// A vector as a body sees it; brought back also when the body panics.
struct Lent<'a, T: Real> {
    outside: &'a mut Vec<T>,
    inside: Vec<Smooth<T::Number>>,
}
impl<T: Real> Drop for Lent<'_, T> {
    fn drop(&mut self) {
        *self.outside = T::leave_vec(std::mem::take(&mut self.inside));
    }
}

/// Runs a body on a `&mut` slice of anything that holds numbers.
#[inline(always)]
pub fn enter_slice<T: Clone + Lift<I>, I: Leave<T>, R>(xs: &mut [T], run: impl FnOnce(&mut [I]) -> R) -> R {
    let mut inside: Vec<I> = xs.iter().cloned().map(T::lift).collect();
    let result = run(&mut inside);
    xs.iter_mut().zip(inside).for_each(|(x, y)| *x = y.leave());
    result
}

/// Runs a body on a `&mut` argument of any other shape.
#[inline(always)]
pub fn enter<T: Clone + Lift<I>, I: Leave<T>, R>(x: &mut T, run: impl FnOnce(&mut I) -> R) -> R {
    let mut inside = x.clone().lift();
    let result = run(&mut inside);
    *x = inside.leave();
    result
}
