//! Vectors and matrices as arguments, of constants or smooth values.

use crate::Real;
use std::borrow::Cow;

/// A vector of constants or smooth values, as the distributions of vectors take it: a slice, an array, a `Vec`, or a
/// vector of nalgebra (feature `nalgebra`).
#[diagnostic::on_unimplemented(
    message = "expected a vector of numbers, found `{Self}`",
    label = "a slice, an array or a `Vec` of constants or smooth values can stand here"
)]
pub trait Entries {
    /// `f64` or a smooth value.
    type Entry: Real;
    #[doc(hidden)]
    fn entries(&self) -> &[Self::Entry];
}
impl<A: Real> Entries for [A] {
    type Entry = A;
    #[inline]
    fn entries(&self) -> &[A] {
        self
    }
}
impl<A: Real, const N: usize> Entries for [A; N] {
    type Entry = A;
    #[inline]
    fn entries(&self) -> &[A] {
        self
    }
}
impl<A: Real> Entries for Vec<A> {
    type Entry = A;
    #[inline]
    fn entries(&self) -> &[A] {
        self
    }
}
impl<A: Real> Entries for Cow<'_, [A]> {
    type Entry = A;
    #[inline]
    fn entries(&self) -> &[A] {
        self
    }
}
impl<E: Entries + ?Sized> Entries for Box<E> {
    type Entry = E::Entry;
    #[inline]
    fn entries(&self) -> &[E::Entry] {
        (**self).entries()
    }
}
impl<E: Entries + ?Sized> Entries for &E {
    type Entry = E::Entry;
    #[inline]
    fn entries(&self) -> &[E::Entry] {
        (**self).entries()
    }
}

/// A matrix of constants or smooth values, as the distributions of vectors and matrices take it: a slice, an array or a
/// `Vec` of its rows, or a matrix of nalgebra (feature `nalgebra`).
#[diagnostic::on_unimplemented(
    message = "expected the rows of a matrix of numbers, found `{Self}`",
    label = "a slice, an array or a `Vec` of rows can stand here, each of constants or smooth values"
)]
pub trait Rows {
    /// `f64` or a smooth value.
    type Entry: Real;
    #[doc(hidden)]
    fn height(&self) -> usize;
    #[doc(hidden)]
    fn width(&self, row: usize) -> usize;
    #[doc(hidden)]
    fn entry(&self, row: usize, column: usize) -> Self::Entry;
}
impl<E: Entries> Rows for [E] {
    type Entry = E::Entry;
    #[inline]
    fn height(&self) -> usize {
        self.len()
    }
    #[inline]
    fn width(&self, row: usize) -> usize {
        self[row].entries().len()
    }
    #[inline]
    fn entry(&self, row: usize, column: usize) -> E::Entry {
        self[row].entries()[column]
    }
}

/// Rows of what holds others.
macro_rules! rows_within {
    ($([$($generics:tt)*] $t:ty => $inner:ty;)*) => { $(
        impl<$($generics)*> Rows for $t {
            type Entry = <$inner as Rows>::Entry;
            #[inline]
            fn height(&self) -> usize {
                <$inner as Rows>::height(self)
            }
            #[inline]
            fn width(&self, row: usize) -> usize {
                <$inner as Rows>::width(self, row)
            }
            #[inline]
            fn entry(&self, row: usize, column: usize) -> Self::Entry {
                <$inner as Rows>::entry(self, row, column)
            }
        }
    )* };
}
rows_within! {
    [E: Entries, const N: usize] [E; N] => [E];
    [E: Entries] Vec<E> => [E];
    [E: Entries + Clone] Cow<'_, [E]> => [E];
    [R: Rows + ?Sized] Box<R> => R;
    [R: Rows + ?Sized] &R => R;
}
