//! The components of a mixture: a vector of one family, or a tuple of different ones.

use super::own::Detach;
use super::{Cumulative, Family, Raised};
use crate::source::{Generator, Noise, Pathwise};
use crate::{Join, Number, Real, Smooth};

/// What the components of a mixture can be given as: a slice, an array, a vector, or a tuple.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the components of a mixture",
    label = "a slice of one family or a tuple of several can stand here"
)]
pub trait ToComponents {
    /// The owned form.
    type Components: Count;
    /// The components.
    fn to_components(&self) -> Self::Components;
}
impl<X: Clone> ToComponents for [X] {
    type Components = Vec<X>;
    fn to_components(&self) -> Vec<X> {
        self.to_vec()
    }
}
impl<X: Clone, const N: usize> ToComponents for [X; N] {
    type Components = Vec<X>;
    fn to_components(&self) -> Vec<X> {
        self.to_vec()
    }
}
impl<X: Clone> ToComponents for Vec<X> {
    type Components = Vec<X>;
    fn to_components(&self) -> Vec<X> {
        self.clone()
    }
}

/// Owned components, which have a number.
pub trait Count {
    /// How many there are.
    fn number(&self) -> usize;
}
impl<X> Count for Vec<X> {
    #[inline]
    fn number(&self) -> usize {
        self.len()
    }
}

/// Distributions of real numbers that can be the components of a mixture, on smooth numbers.
pub trait Components<D: Number> {
    /// ln of the density of component `k`.
    fn ln_density_of(&self, k: usize, x: Smooth<D>) -> Smooth<D>;
    /// F and 1 - F of component `k`.
    fn cumulative_of(&self, k: usize, x: Smooth<D>) -> (Smooth<D>, Smooth<D>);
    /// The support of component `k`.
    fn support_of(&self, k: usize) -> (f64, f64);
    /// Whether a density jumps at a moving end of its support.
    fn jump(&self) -> bool;
    /// Whether a component has a gap of its own, in which its weights move.
    fn have_moving_gap(&self) -> bool;
    /// A draw from component `k`.
    fn path_of<G: Generator>(&self, k: usize, noise: &mut Noise<'_, G>) -> Smooth<D>;
}

/// Where there is no such component.
fn none<D: Number>() -> Smooth<D> {
    Smooth::constant(f64::NAN)
}

impl<D: Number, X: Cumulative<D> + Pathwise<D, Value = Smooth<D>>> Components<D> for Vec<X> {
    #[inline]
    fn ln_density_of(&self, k: usize, x: Smooth<D>) -> Smooth<D> {
        self.get(k).map_or_else(none, |part| part.ln_density(x))
    }
    #[inline]
    fn cumulative_of(&self, k: usize, x: Smooth<D>) -> (Smooth<D>, Smooth<D>) {
        self.get(k).map_or_else(|| (none(), none()), |part| part.cumulative(x))
    }
    #[inline]
    fn support_of(&self, k: usize) -> (f64, f64) {
        self.get(k).map_or((f64::NEG_INFINITY, f64::INFINITY), X::support)
    }
    #[inline]
    fn jump(&self) -> bool {
        self.iter().any(X::jumps)
    }
    #[inline]
    fn have_moving_gap(&self) -> bool {
        self.iter().any(X::has_moving_gap)
    }
    #[inline]
    fn path_of<G: Generator>(&self, k: usize, noise: &mut Noise<'_, G>) -> Smooth<D> {
        self.get(k).map_or_else(none, |part| part.path(noise))
    }
}

impl<X: Family> Family for Vec<X> {
    type Real = X::Real;
    type With<U: Real> = Vec<X::With<U>>;
}

/// A tuple of different families: its parts with their places, and how the types of their parameters join.
macro_rules! tuples {
    ($first:ident $zero:tt $(, $X:ident $i:tt)*) => {
        impl<$first: Clone, $($X: Clone),*> ToComponents for ($first, $($X,)*) {
            type Components = Self;
            fn to_components(&self) -> Self {
                self.clone()
            }
        }
        impl<$first: Detach, $($X: Detach),*> Detach for ($first, $($X,)*) {
            type Plain = ($first::Plain, $($X::Plain,)*);
            fn detached(&self) -> Self::Plain {
                (self.$zero.detached(), $(self.$i.detached(),)*)
            }
        }
        impl<$first, $($X),*> Count for ($first, $($X,)*) {
            #[inline]
            fn number(&self) -> usize {
                [$zero $(, $i)*].len()
            }
        }
        impl<D, $first, $($X),*> Components<D> for ($first, $($X,)*)
        where
            D: Number,
            $first: Cumulative<D> + Pathwise<D, Value = Smooth<D>>,
            $($X: Cumulative<D> + Pathwise<D, Value = Smooth<D>>,)*
        {
            #[inline]
            fn ln_density_of(&self, k: usize, x: Smooth<D>) -> Smooth<D> {
                match k {
                    $zero => self.$zero.ln_density(x),
                    $($i => self.$i.ln_density(x),)*
                    _ => none(),
                }
            }
            #[inline]
            fn cumulative_of(&self, k: usize, x: Smooth<D>) -> (Smooth<D>, Smooth<D>) {
                match k {
                    $zero => self.$zero.cumulative(x),
                    $($i => self.$i.cumulative(x),)*
                    _ => (none(), none()),
                }
            }
            #[inline]
            fn support_of(&self, k: usize) -> (f64, f64) {
                match k {
                    $zero => self.$zero.support(),
                    $($i => self.$i.support(),)*
                    _ => (f64::NEG_INFINITY, f64::INFINITY),
                }
            }
            #[inline]
            fn jump(&self) -> bool {
                self.$zero.jumps() $(|| self.$i.jumps())*
            }
            #[inline]
            fn have_moving_gap(&self) -> bool {
                self.$zero.has_moving_gap() $(|| self.$i.has_moving_gap())*
            }
            #[inline]
            fn path_of<GEN: Generator>(&self, k: usize, noise: &mut Noise<'_, GEN>) -> Smooth<D> {
                match k {
                    $zero => self.$zero.path(noise),
                    $($i => self.$i.path(noise),)*
                    _ => none(),
                }
            }
        }
        impl<D: Number, $first: Raised<D, Out: Clone>, $($X: Raised<D, Out: Clone>),*> Raised<D> for ($first, $($X,)*) {
            type Out = ($first::Out, $($X::Out,)*);
            #[inline(always)]
            fn raised<R>(&self, run: impl FnOnce(&Self::Out) -> R) -> R {
                run(&(self.$zero.raised(Clone::clone), $(self.$i.raised(Clone::clone),)*))
            }
        }
    };
}
tuples!(A 0);
tuples!(A 0, B 1);
tuples!(A 0, B 1, C 2);
tuples!(A 0, B 1, C 2, E 3);
tuples!(A 0, B 1, C 2, E 3, F 4);
tuples!(A 0, B 1, C 2, E 3, F 4, H 5);

/// The types of the parameters of a tuple, joined one by one.
macro_rules! joined {
    ($(($($X:ident),+): $real:ty where [$($bound:tt)*];)*) => { $(
        impl<$($X: Family),+> Family for ($($X,)+)
        where
            $($bound)*
        {
            type Real = $real;
            type With<U: Real> = ($($X::With<U>,)+);
        }
    )* };
}
/// The type of two kinds of parameters together, of three, and so on.
type J2<A, B> = <<A as Family>::Real as Join<<B as Family>::Real>>::Out;
type J3<A, B, C> = <J2<A, B> as Join<<C as Family>::Real>>::Out;
type J4<A, B, C, E> = <J3<A, B, C> as Join<<E as Family>::Real>>::Out;
type J5<A, B, C, E, F> = <J4<A, B, C, E> as Join<<F as Family>::Real>>::Out;
type J6<A, B, C, E, F, H> = <J5<A, B, C, E, F> as Join<<H as Family>::Real>>::Out;
joined! {
    (A): A::Real where [];
    (A, B): J2<A, B> where [A::Real: Join<B::Real>];
    (A, B, C): J3<A, B, C> where [A::Real: Join<B::Real>, J2<A, B>: Join<C::Real>];
    (A, B, C, E): J4<A, B, C, E>
        where [A::Real: Join<B::Real>, J2<A, B>: Join<C::Real>, J3<A, B, C>: Join<E::Real>];
    (A, B, C, E, F): J5<A, B, C, E, F>
        where [A::Real: Join<B::Real>, J2<A, B>: Join<C::Real>, J3<A, B, C>: Join<E::Real>,
               J4<A, B, C, E>: Join<F::Real>];
    (A, B, C, E, F, H): J6<A, B, C, E, F, H>
        where [A::Real: Join<B::Real>, J2<A, B>: Join<C::Real>, J3<A, B, C>: Join<E::Real>,
               J4<A, B, C, E>: Join<F::Real>, J5<A, B, C, E, F>: Join<H::Real>];
}
