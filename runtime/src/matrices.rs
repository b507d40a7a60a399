//! Vectors and matrices of nalgebra as parameters, as arguments of annotated functions, and as arguments of
//! distributions (feature `nalgebra`).
//!
//! Their entries are in the order in which nalgebra stores them, column by column. Inside an annotated function they hold
//! smooth numbers, which can be indexed and iterated over; nalgebra's own arithmetic wants entries that can be compared,
//! and is not there.

use crate::entries::{Entries, Rows};
use crate::lift::{Leave, Lift, LiftBy, LiftRef};
use crate::parameters::{Own, Parameters, Role};
use crate::{Number, Real, Smooth};
use nalgebra::{ArrayStorage, Const, DMatrix, DVector, SMatrix, SVector, VecStorage};
use std::borrow::Cow;

/// A vector or matrix over any kind of numbers.
trait Shape<A>: Sized {
    /// The same with entries of another type.
    type Of<B>;
    /// The same with `f` applied to each entry in turn.
    fn each<B>(self, f: impl FnMut(A) -> B) -> Self::Of<B>;
}
impl<A> Shape<A> for DVector<A> {
    type Of<B> = DVector<B>;
    fn each<B>(self, f: impl FnMut(A) -> B) -> DVector<B> {
        let rows = self.shape_generic().0;
        DVector::from_data(VecStorage::new(rows, Const::<1>, Vec::from(self.data).into_iter().map(f).collect()))
    }
}
impl<A> Shape<A> for DMatrix<A> {
    type Of<B> = DMatrix<B>;
    fn each<B>(self, f: impl FnMut(A) -> B) -> DMatrix<B> {
        let (rows, columns) = self.shape_generic();
        DMatrix::from_data(VecStorage::new(rows, columns, Vec::from(self.data).into_iter().map(f).collect()))
    }
}
impl<A, const R: usize, const C: usize> Shape<A> for SMatrix<A, R, C> {
    type Of<B> = SMatrix<B, R, C>;
    fn each<B>(self, mut f: impl FnMut(A) -> B) -> SMatrix<B, R, C> {
        SMatrix::from_data(ArrayStorage(self.data.0.map(|column| column.map(&mut f))))
    }
}

/// What every shape is: a point of a space of parameters, an argument, a result.
macro_rules! shape {
    ([$($generics:tt)*] $Shape:ident [$($rest:tt)*], $count:expr) => {
        impl<$($generics)*> Parameters for $Shape<f64 $($rest)*> {
            type With<NUM: Number> = $Shape<Smooth<NUM> $($rest)*>;
            const COUNT: Option<usize> = $count;
            fn seed<NUM: Number>(&self, next: &mut dyn FnMut(f64) -> NUM) -> Self::With<NUM> {
                self.clone().each(|x| Smooth(next(x)))
            }
            fn traverse(&self, next: &mut dyn FnMut(f64) -> f64, _: Role) -> Self {
                self.clone().each(next)
            }
            fn visit_names(&self, prefix: &str, visit: &mut dyn FnMut(String)) {
                let (rows, columns) = self.shape();
                for (i, j) in (0..columns).flat_map(|j| (0..rows).map(move |i| (i, j))) {
                    visit(if columns == 1 { format!("{prefix}[{i}]") } else { format!("{prefix}[({i}, {j})]") });
                }
            }
        }
        impl<$($generics)*> Own<$Shape<f64 $($rest)*>> for $Shape<f64 $($rest)*> {
            fn own(self) -> Self {
                self
            }
        }
        impl<$($generics)*> Own<$Shape<f64 $($rest)*>> for &$Shape<f64 $($rest)*> {
            fn own(self) -> $Shape<f64 $($rest)*> {
                self.clone()
            }
        }
        #[diagnostic::do_not_recommend]
        impl<A: Lift<B>, B, $($generics)*> Lift<$Shape<B $($rest)*>> for $Shape<A $($rest)*> {
            fn lift(self) -> $Shape<B $($rest)*> {
                self.each(A::lift)
            }
        }
        #[diagnostic::do_not_recommend]
        impl<A: Lift<B> + Clone, B: Clone, $($generics)*> LiftRef<$Shape<B $($rest)*>> for $Shape<A $($rest)*> {
            fn lift_ref(&self) -> Cow<'_, $Shape<B $($rest)*>> {
                Cow::Owned(self.clone().each(A::lift))
            }
        }
        impl<NUM: Number, A: LiftBy<NUM>, $($generics)*> LiftBy<NUM> for $Shape<A $($rest)*> {
            type Out = $Shape<A::Out $($rest)*>;
            fn lift_by(self) -> Self::Out {
                self.each(A::lift_by)
            }
        }
        impl<A: Leave<B>, B, $($generics)*> Leave<$Shape<B $($rest)*>> for $Shape<A $($rest)*> {
            fn leave(self) -> $Shape<B $($rest)*> {
                self.each(A::leave)
            }
        }
    };
}
shape!([] DVector [], None);
shape!([] DMatrix [], None);
shape!([const R: usize, const C: usize] SMatrix [, R, C], Some(R * C));

impl<A: Real> Entries for DVector<A> {
    type Entry = A;
    fn entries(&self) -> &[A] {
        self.as_slice()
    }
}
impl<A: Real, const N: usize> Entries for SVector<A, N> {
    type Entry = A;
    fn entries(&self) -> &[A] {
        self.as_slice()
    }
}

macro_rules! rows {
    ([$($generics:tt)*] $t:ty) => {
        impl<A: Real, $($generics)*> Rows for $t {
            type Entry = A;
            fn height(&self) -> usize {
                self.nrows()
            }
            fn width(&self, _: usize) -> usize {
                self.ncols()
            }
            fn entry(&self, row: usize, column: usize) -> A {
                self[(row, column)]
            }
        }
    };
}
rows!([] DMatrix<A>);
rows!([const R: usize, const C: usize] SMatrix<A, R, C>);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::distr::{Dirichlet, MultivariateNormal, Wishart};

    fn dynamic(rows: &[[f64; 2]]) -> DMatrix<f64> {
        DMatrix::from_fn(rows.len(), 2, |i, j| rows[i][j])
    }

    fn fixed(rows: [[f64; 2]; 2]) -> SMatrix<f64, 2, 2> {
        SMatrix::from_fn(|i, j| rows[i][j])
    }

    #[test]
    fn they_are_points_of_spaces_of_parameters() {
        let m = dynamic(&[[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]);
        assert_eq!(m.flatten(), [1.0, 3.0, 5.0, 2.0, 4.0, 6.0]);
        assert_eq!(m.names()[3], "[(0, 1)]");
        assert_eq!(m.from_flat(&[0.0; 6]).unwrap(), DMatrix::zeros(3, 2));
        assert!(m.from_flat(&[0.0; 5]).is_err());
        assert_eq!(Parameters::flatten(&fixed([[1.0, 2.0], [3.0, 4.0]])), [1.0, 3.0, 2.0, 4.0]);
        let mut v = DVector::from_vec(vec![1.0, 2.0]);
        Parameters::axpy(&mut v, -0.5, &DVector::from_vec(vec![2.0, 2.0])).unwrap();
        assert_eq!(v, DVector::from_vec(vec![0.0, 1.0]));
        assert_eq!(SVector::from([1.0, 2.0]).names(), ["[0]", "[1]"]);
    }

    #[test]
    fn distributions_take_them() {
        const COVARIANCE: [[f64; 2]; 2] = [[1.44, 0.6], [0.6, 0.89]];
        let (mean, covariance) = (DVector::from_vec(vec![0.3, -0.7]), dynamic(&COVARIANCE));
        let normal = MultivariateNormal::new(&mean, &covariance).unwrap();
        assert_eq!(normal, MultivariateNormal::new(&[0.3, -0.7], &COVARIANCE).unwrap());
        assert_eq!(normal.ln_pdf(&DVector::from_vec(vec![0.9, -1.5])), normal.ln_pdf(&[0.9, -1.5]));
        let lower = fixed([[1.0, 0.0], [0.5, 2.0]]);
        let normal = MultivariateNormal::from_cholesky(&SVector::from([0.0, 1.0]), &lower).unwrap();
        assert_eq!(normal.covariance(), [[1.0, 0.5], [0.5, 4.25]]);
        assert_eq!(Dirichlet::new(&SVector::from([1.0, 2.0])), Dirichlet::new(&[1.0, 2.0]));
        let wishart = Wishart::new(3.0, &covariance).unwrap();
        assert_eq!(wishart.ln_pdf(&covariance), wishart.ln_pdf(&COVARIANCE));
    }

    #[test]
    fn constants_among_them_are_lifted() {
        type Smooth1 = Smooth<crate::number::Dual<f64, 1>>;
        let lifted: DMatrix<Smooth1> = dynamic(&[[1.0, 2.0]]).lift();
        assert_eq!(lifted[(0, 1)].peek(), 2.0);
        let plain = fixed([[1.0, 2.0], [3.0, 4.0]]);
        let lifted: Cow<'_, SMatrix<Smooth1, 2, 2>> = plain.lift_ref();
        assert_eq!(lifted[(1, 0)].peek(), 3.0);
    }
}
