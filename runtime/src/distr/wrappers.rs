//! What distributions and bijections that are made of others have in common.

use super::Raised;
use super::own::Detach;
use crate::{Number, Real, Smooth};

/// What is drawn, outside: numbers, vectors of them, vectors of vectors.
pub trait Drawn {
    /// The number of the run.
    type Number: Number;
    /// The same on smooth numbers.
    type Smooth;
    /// The value on smooth numbers.
    fn enter(self) -> Self::Smooth;
    /// Back from smooth numbers.
    fn exit(x: Self::Smooth) -> Self;
}
impl<R: Real> Drawn for R {
    type Number = R::Number;
    type Smooth = Smooth<R::Number>;
    #[inline]
    fn enter(self) -> Smooth<R::Number> {
        self.smooth()
    }
    #[inline]
    fn exit(x: Smooth<R::Number>) -> R {
        R::leave(x)
    }
}
impl<A: Drawn> Drawn for Vec<A> {
    type Number = A::Number;
    type Smooth = Vec<A::Smooth>;
    #[inline]
    fn enter(self) -> Vec<A::Smooth> {
        self.into_iter().map(A::enter).collect()
    }
    #[inline]
    fn exit(x: Vec<A::Smooth>) -> Vec<A> {
        x.into_iter().map(A::exit).collect()
    }
}

impl Detach for f64 {
    type Plain = f64;
    #[inline]
    fn detached(&self) -> f64 {
        *self
    }
}
impl<D: Number> Detach for Smooth<D> {
    type Plain = f64;
    #[inline]
    fn detached(&self) -> f64 {
        self.detach()
    }
}
impl<X: Detach> Detach for Vec<X> {
    type Plain = Vec<X::Plain>;
    fn detached(&self) -> Vec<X::Plain> {
        self.iter().map(X::detached).collect()
    }
}
impl<D: Number> Raised<D> for f64 {
    type Out = Smooth<D>;
    #[inline(always)]
    fn raised<R>(&self, run: impl FnOnce(&Smooth<D>) -> R) -> R {
        run(&Smooth::constant(*self))
    }
}
impl<D: Number> Raised<D> for Smooth<D> {
    type Out = Smooth<D>;
    #[inline(always)]
    fn raised<R>(&self, run: impl FnOnce(&Smooth<D>) -> R) -> R {
        run(self)
    }
}
impl<D: Number, X: Raised<D, Out: Clone>> Raised<D> for Vec<X> {
    type Out = Vec<X::Out>;
    fn raised<R>(&self, run: impl FnOnce(&Vec<X::Out>) -> R) -> R {
        run(&self.iter().map(|x| x.raised(Clone::clone)).collect())
    }
}

/// Lifting, leaving and parameters of a struct of others, part by part: `wrapper!(Iid<X> { distribution: X; n })`.
macro_rules! wrapper {
    ($Name:ident<$($P:ident $Q:ident),+> { $($field:ident: $Part:ident),+ $(; $($plain:ident),+)? }) => {
        impl<D: $crate::Number, $($P: $crate::LiftBy<D>),+> $crate::LiftBy<D> for $Name<$($P),+> {
            type Out = $Name<$($P::Out),+>;
            #[inline]
            fn lift_by(self) -> Self::Out {
                $Name { $($field: self.$field.lift_by(),)+ $($($plain: self.$plain,)+)? }
            }
        }
        impl<D: $crate::Number, $($P: $crate::distr::Raised<D, Out: Clone>),+> $crate::distr::Raised<D> for $Name<$($P),+> {
            type Out = $Name<$($P::Out),+>;
            #[inline(always)]
            fn raised<R>(&self, run: impl FnOnce(&Self::Out) -> R) -> R {
                run(&$Name {
                    $($field: $crate::distr::Raised::<D>::raised(&self.$field, Clone::clone),)+
                    $($($plain: self.$plain.clone(),)+)?
                })
            }
        }
        impl<$($P: $crate::distr::own::Detach),+> $Name<$($P),+> {
            /// The same distribution with constant parameters: neither its draws nor its density carry a gradient of
            /// them.
            pub fn detach(&self) -> $Name<$($P::Plain),+> {
                $Name {
                    $($field: $crate::distr::own::Detach::detached(&self.$field),)+
                    $($($plain: self.$plain.clone(),)+)?
                }
            }
        }
        impl<$($P: $crate::distr::own::Detach),+> $crate::distr::own::Detach for $Name<$($P),+> {
            type Plain = $Name<$($P::Plain),+>;
            fn detached(&self) -> Self::Plain {
                self.detach()
            }
        }
        #[diagnostic::do_not_recommend]
        impl<$($P: $crate::Lift<$Q>, $Q),+> $crate::Lift<$Name<$($Q),+>> for $Name<$($P),+> {
            #[inline]
            fn lift(self) -> $Name<$($Q),+> {
                $Name { $($field: self.$field.lift(),)+ $($($plain: self.$plain,)+)? }
            }
        }
        impl<$($P: $crate::Lift<$Q> + Clone, $Q: Clone),+> $crate::private::LiftRef<$Name<$($Q),+>> for $Name<$($P),+> {
            #[inline]
            fn lift_ref(&self) -> std::borrow::Cow<'_, $Name<$($Q),+>> {
                std::borrow::Cow::Owned($crate::Lift::lift(self.clone()))
            }
        }
        impl<$($P: $crate::private::Leave<$Q>, $Q),+> $crate::private::Leave<$Name<$($Q),+>> for $Name<$($P),+> {
            #[inline]
            fn leave(self) -> $Name<$($Q),+> {
                $Name { $($field: self.$field.leave(),)+ $($($plain: self.$plain,)+)? }
            }
        }
        impl<$($P: $crate::Parameters),+> $crate::Parameters for $Name<$($P),+> {
            type With<D: $crate::Number> = $Name<$($P::With<D>),+>;
            const COUNT: Option<usize> = None;
            fn seed<D: $crate::Number>(&self, next: &mut dyn FnMut(f64) -> D) -> Self::With<D> {
                $Name { $($field: self.$field.seed(next),)+ $($($plain: self.$plain.clone(),)+)? }
            }
            fn traverse(&self, next: &mut dyn FnMut(f64) -> f64, role: $crate::private::Role) -> Self {
                $Name { $($field: self.$field.traverse(next, role),)+ $($($plain: self.$plain.clone(),)+)? }
            }
            fn visit_names(&self, prefix: &str, visit: &mut dyn FnMut(String)) {
                $(
                    let name = $crate::private::join_names(prefix, stringify!($field));
                    self.$field.visit_names(&name, visit);
                )+
            }
        }
        impl<$($P: $crate::Parameters),+> $crate::private::Own<$Name<$($P),+>> for $Name<$($P),+> {
            #[inline]
            fn own(self) -> Self {
                self
            }
        }
        impl<$($P: $crate::Parameters),+> $crate::private::Own<$Name<$($P),+>> for &$Name<$($P),+> {
            #[inline]
            fn own(self) -> $Name<$($P),+> {
                self.clone()
            }
        }
    };
}
pub(crate) use wrapper;
