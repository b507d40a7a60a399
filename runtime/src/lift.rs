//! How constants and smooth values meet: lifting a constant to a smooth number, joining the types of several
//! arguments, and leaving a body again.

use crate::distr::support::{Ends, Fixed, Moving};
use crate::source::{Fallback, Plain};
use crate::{Number, Smooth};
use std::borrow::Cow;
use std::fmt::Debug;

/// A plain or smooth number: `f64` or [`Smooth`].
///
/// Functions that are generic over `Real` take constants and smooth values alike.
#[diagnostic::on_unimplemented(
    message = "expected a number, found `{Self}`",
    label = "a constant `f64` or a smooth value can stand here"
)]
pub trait Real: Copy + Debug + Lift<Self> + Lift<Smooth<Self::Number>> {
    /// What stands inside: `f64`, or the number of the smooth value.
    type Number: Number;
    /// The type itself (through a projection, which settles the type of a literal).
    type Own: Real;
    /// What draws a distribution with such parameters where `F` is the fallback: constants need none.
    #[doc(hidden)]
    type Drawn<F: Fallback + Default>: Fallback + Default;
    /// Whether an end of a support that it gives may move.
    #[doc(hidden)]
    type Ends: Ends;
    /// This number as a smooth one.
    fn smooth(self) -> Smooth<Self::Number>;
    /// Back from the smooth number.
    fn leave(x: Smooth<Self::Number>) -> Self;
    #[doc(hidden)]
    fn own(x: Smooth<Self::Number>) -> Self::Own;
    #[doc(hidden)]
    fn enter<R>(xs: &mut [Self], run: impl FnOnce(&mut [Smooth<Self::Number>]) -> R) -> R;
    #[doc(hidden)]
    fn leave_vec(xs: Vec<Smooth<Self::Number>>) -> Vec<Self>;
}

impl Real for f64 {
    type Number = f64;
    type Own = f64;
    type Drawn<F: Fallback + Default> = Plain;
    type Ends = Fixed;
    #[inline(always)]
    fn smooth(self) -> Smooth<f64> {
        Smooth(self)
    }
    #[inline(always)]
    fn leave(x: Smooth<f64>) -> f64 {
        x.0
    }
    #[inline(always)]
    fn own(x: Smooth<f64>) -> f64 {
        x.0
    }
    fn enter<R>(xs: &mut [f64], run: impl FnOnce(&mut [Smooth<f64>]) -> R) -> R {
        let mut inside: Vec<_> = xs.iter().map(|x| Smooth(*x)).collect();
        let result = run(&mut inside);
        xs.iter_mut().zip(inside).for_each(|(x, y)| *x = y.0);
        result
    }
    fn leave_vec(xs: Vec<Smooth<f64>>) -> Vec<f64> {
        xs.into_iter().map(|x| x.0).collect()
    }
}

impl<D: Number> Real for Smooth<D> {
    type Number = D;
    type Own = Smooth<D>;
    type Drawn<F: Fallback + Default> = F;
    type Ends = Moving;
    #[inline(always)]
    fn smooth(self) -> Smooth<D> {
        self
    }
    #[inline(always)]
    fn leave(x: Smooth<D>) -> Smooth<D> {
        x
    }
    #[inline(always)]
    fn own(x: Smooth<D>) -> Smooth<D> {
        x
    }
    #[inline(always)]
    fn enter<R>(xs: &mut [Smooth<D>], run: impl FnOnce(&mut [Smooth<D>]) -> R) -> R {
        run(xs)
    }
    #[inline(always)]
    fn leave_vec(xs: Vec<Smooth<D>>) -> Vec<Smooth<D>> {
        xs
    }
}

/// What two arguments are together: plain if both are, smooth as soon as one is.
#[diagnostic::on_unimplemented(
    message = "expected two numbers, found `{Self}` and `{B}`",
    label = "a constant `f64` or a smooth value can stand here"
)]
pub trait Join<B>: Real {
    /// `f64` or [`Smooth`]
    type Out: Real<Own = Self::Out>;
}
impl Join<f64> for f64 {
    type Out = f64;
}
impl<D: Number> Join<Smooth<D>> for f64 {
    type Out = Smooth<D>;
}
impl<D: Number> Join<f64> for Smooth<D> {
    type Out = Smooth<D>;
}
impl<D: Number> Join<Smooth<D>> for Smooth<D> {
    type Out = Smooth<D>;
}

/// A value that can stand where an `Out` is wanted: the same, or one whose constants become smooth.
#[diagnostic::on_unimplemented(
    message = "expected a number, found `{Self}`",
    label = "a constant `f64` or a smooth value can stand here"
)]
pub trait Lift<Out>: Sized {
    /// The value as an `Out`.
    fn lift(self) -> Out;
    /// A slice of such values; borrowed where nothing has to change.
    fn lift_all(values: &[Self]) -> Cow<'_, [Out]>
    where
        Self: Clone,
        Out: Clone,
    {
        Cow::Owned(values.iter().cloned().map(Lift::lift).collect())
    }
    /// An array of such values.
    #[inline(always)]
    fn lift_array<const N: usize>(values: [Self; N]) -> [Out; N] {
        values.map(Lift::lift)
    }
    /// A borrowed array of such values; borrowed where nothing has to change.
    #[inline(always)]
    fn lift_array_ref<const N: usize>(values: &[Self; N]) -> Cow<'_, [Out; N]>
    where
        Self: Clone,
        Out: Clone,
    {
        Cow::Owned(Self::lift_array(values.clone()))
    }
    /// A vector of such values.
    fn lift_vec(values: Vec<Self>) -> Vec<Out> {
        values.into_iter().map(Lift::lift).collect()
    }
}

#[diagnostic::do_not_recommend]
impl Lift<f64> for f64 {
    #[inline(always)]
    fn lift(self) -> f64 {
        self
    }
    #[inline(always)]
    fn lift_all(values: &[f64]) -> Cow<'_, [f64]> {
        Cow::Borrowed(values)
    }
}
#[diagnostic::do_not_recommend]
impl<D: Number> Lift<Smooth<D>> for f64 {
    #[inline(always)]
    fn lift(self) -> Smooth<D> {
        Smooth(D::constant(self))
    }
}
#[diagnostic::do_not_recommend]
impl<D: Number> Lift<Smooth<D>> for Smooth<D> {
    #[inline(always)]
    fn lift(self) -> Smooth<D> {
        self
    }
    #[inline(always)]
    fn lift_all(values: &[Smooth<D>]) -> Cow<'_, [Smooth<D>]> {
        Cow::Borrowed(values)
    }
    #[inline(always)]
    fn lift_array<const N: usize>(values: [Smooth<D>; N]) -> [Smooth<D>; N] {
        values
    }
    #[inline(always)]
    fn lift_array_ref<const N: usize>(values: &[Smooth<D>; N]) -> Cow<'_, [Smooth<D>; N]> {
        Cow::Borrowed(values)
    }
    #[inline(always)]
    fn lift_vec(values: Vec<Smooth<D>>) -> Vec<Smooth<D>> {
        values
    }
}
#[diagnostic::do_not_recommend]
impl<A: Lift<B>, B> Lift<Vec<B>> for Vec<A> {
    fn lift(self) -> Vec<B> {
        A::lift_vec(self)
    }
}
#[diagnostic::do_not_recommend]
impl<A: Lift<B>, B> Lift<Option<B>> for Option<A> {
    #[inline(always)]
    fn lift(self) -> Option<B> {
        self.map(A::lift)
    }
}
#[diagnostic::do_not_recommend]
impl<A: Lift<B>, B, const N: usize> Lift<[B; N]> for [A; N] {
    #[inline(always)]
    fn lift(self) -> [B; N] {
        A::lift_array(self)
    }
}

/// A borrowed value that can stand where a borrowed `Out` is wanted.
pub trait LiftRef<Out: Clone> {
    /// The value as an `Out`, borrowed where nothing has to change.
    fn lift_ref(&self) -> Cow<'_, Out>;
}
#[diagnostic::do_not_recommend]
impl<A: Lift<B> + Clone, B: Clone> LiftRef<Vec<B>> for Vec<A> {
    fn lift_ref(&self) -> Cow<'_, Vec<B>> {
        Cow::Owned(A::lift_all(self).into_owned())
    }
}

#[diagnostic::do_not_recommend]
impl<A: Lift<B> + Clone, B: Clone, const N: usize> LiftRef<[B; N]> for [A; N] {
    #[inline(always)]
    fn lift_ref(&self) -> Cow<'_, [B; N]> {
        A::lift_array_ref(self)
    }
}

/// Lifts whatever constants a value holds, keeping its shape; what is smooth already stays as it is.
pub trait LiftBy<D: Number> {
    /// The value with smooth numbers in the place of its constants.
    type Out;
    /// The lifted value.
    fn lift_by(self) -> Self::Out;
}
impl<D: Number> LiftBy<D> for f64 {
    type Out = Smooth<D>;
    #[inline(always)]
    fn lift_by(self) -> Smooth<D> {
        Smooth(D::constant(self))
    }
}
impl<D: Number> LiftBy<D> for &f64 {
    type Out = Smooth<D>;
    #[inline(always)]
    fn lift_by(self) -> Smooth<D> {
        Smooth(D::constant(*self))
    }
}
impl<D: Number> LiftBy<D> for Smooth<D> {
    type Out = Smooth<D>;
    #[inline(always)]
    fn lift_by(self) -> Smooth<D> {
        self
    }
}
impl<'a, D: Number> LiftBy<D> for &'a Smooth<D> {
    type Out = &'a Smooth<D>;
    #[inline(always)]
    fn lift_by(self) -> Self {
        self
    }
}
impl<D: Number, A: LiftBy<D>> LiftBy<D> for Vec<A> {
    type Out = Vec<A::Out>;
    fn lift_by(self) -> Vec<A::Out> {
        self.into_iter().map(A::lift_by).collect()
    }
}
impl<D: Number, A: LiftBy<D>, const N: usize> LiftBy<D> for [A; N] {
    type Out = [A::Out; N];
    #[inline(always)]
    fn lift_by(self) -> [A::Out; N] {
        self.map(A::lift_by)
    }
}
impl<D: Number, A: LiftBy<D>> LiftBy<D> for Option<A> {
    type Out = Option<A::Out>;
    #[inline(always)]
    fn lift_by(self) -> Option<A::Out> {
        self.map(A::lift_by)
    }
}
impl<D: Number, A: LiftBy<D>, E> LiftBy<D> for Result<A, E> {
    type Out = Result<A::Out, E>;
    #[inline(always)]
    fn lift_by(self) -> Result<A::Out, E> {
        self.map(A::lift_by)
    }
}
impl<D: Number, A: LiftBy<D>> LiftBy<D> for Box<A> {
    type Out = Box<A::Out>;
    fn lift_by(self) -> Box<A::Out> {
        Box::new((*self).lift_by())
    }
}

macro_rules! tuples {
    ($($T:ident.$i:tt),+; $($O:ident),+) => {
        impl<NUM: Number, $($T: LiftBy<NUM>),+> LiftBy<NUM> for ($($T,)+) {
            type Out = ($($T::Out,)+);
            #[inline(always)]
            fn lift_by(self) -> Self::Out {
                ($(self.$i.lift_by(),)+)
            }
        }
        #[diagnostic::do_not_recommend]
        impl<$($T: Lift<$O>, $O),+> Lift<($($O,)+)> for ($($T,)+) {
            #[inline(always)]
            fn lift(self) -> ($($O,)+) {
                ($(self.$i.lift(),)+)
            }
        }
        impl<$($T: Leave<$O>, $O),+> Leave<($($O,)+)> for ($($T,)+) {
            #[inline(always)]
            fn leave(self) -> ($($O,)+) {
                ($(self.$i.leave(),)+)
            }
        }
    };
}
tuples!(A.0; P);
tuples!(A.0, B.1; P, Q);
tuples!(A.0, B.1, C.2; P, Q, R);
tuples!(A.0, B.1, C.2, D.3; P, Q, R, S);
tuples!(A.0, B.1, C.2, D.3, E.4; P, Q, R, S, T);
tuples!(A.0, B.1, C.2, D.3, E.4, F.5; P, Q, R, S, T, U);

// Not `f32`: a literal must have one candidate, so that its type is settled where it is lifted.
macro_rules! unchanged {
    ($($t:ty)*) => { $(
        impl<D: Number> LiftBy<D> for $t {
            type Out = $t;
            #[inline(always)]
            fn lift_by(self) -> $t {
                self
            }
        }
        #[diagnostic::do_not_recommend]
        impl Lift<$t> for $t {
            #[inline(always)]
            fn lift(self) -> $t {
                self
            }
        }
    )* };
}
impl<'a, D: Number> LiftBy<D> for &'a str {
    type Out = &'a str;
    #[inline(always)]
    fn lift_by(self) -> &'a str {
        self
    }
}
unchanged!(u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize bool char String);

/// A value that leaves a body: the smooth numbers that it holds become what the caller computes with.
pub trait Leave<Out> {
    /// The value outside.
    fn leave(self) -> Out;
}
impl<R: Real> Leave<R> for Smooth<R::Number> {
    #[inline(always)]
    fn leave(self) -> R {
        R::leave(self)
    }
}
impl<A: Leave<B>, B, E> Leave<Result<B, E>> for Result<A, E> {
    #[inline(always)]
    fn leave(self) -> Result<B, E> {
        self.map(A::leave)
    }
}
impl<A: Leave<B>, B> Leave<Vec<B>> for Vec<A> {
    fn leave(self) -> Vec<B> {
        self.into_iter().map(A::leave).collect()
    }
}
impl<A: Leave<B>, B> Leave<Option<B>> for Option<A> {
    #[inline(always)]
    fn leave(self) -> Option<B> {
        self.map(A::leave)
    }
}
impl<A: Leave<B>, B, const N: usize> Leave<[B; N]> for [A; N] {
    #[inline(always)]
    fn leave(self) -> [B; N] {
        self.map(A::leave)
    }
}

/// A value that leaves a body with `R` in the place of its smooth numbers.
pub trait LeaveAs<R: Real>: Leave<Self::Out> {
    /// The value outside.
    type Out;
}
impl<R: Real> LeaveAs<R> for Smooth<R::Number> {
    type Out = R;
}
impl<R: Real, A: LeaveAs<R>> LeaveAs<R> for Vec<A> {
    type Out = Vec<A::Out>;
}
