//! Vectors of plain and smooth numbers.

use crate::error::{self, Error};
use crate::{Join, Lift, Number, Real, Smooth};

/// The inner product Σ aᵢ bᵢ of two slices, each of constants or of smooth values.
///
/// Slices of different lengths have no inner product: the result is NaN, and inside an estimate
/// [`Error::LengthMismatch`].
///
/// ```
/// use stochastic_grad::prelude::*;
///
/// assert_eq!(dot(&[1.0, 2.0], &[3.0, 4.0]), 11.0);
/// assert!(dot(&[1.0], &[3.0, 4.0]).is_nan());
/// ```
// Always inlined, so that it has the instructions of the lanes that it runs on.
#[inline(always)]
pub fn dot<A, B>(a: &[A], b: &[B]) -> A::Out
where
    A: Join<B> + Lift<Smooth<<A::Out as Real>::Number>>,
    B: Real + Times<A, <A::Out as Real>::Number>,
{
    if a.len() != b.len() {
        return mismatch("dot", a.len(), b.len());
    }
    A::Out::leave(B::dot(a, b))
}

/// The product of a matrix with a vector, each of constants or of smooth values: Σⱼ aᵢⱼ xⱼ for every row i.
///
/// The rows of the matrix stand one after the other in `a`, and each is as long as `x`. A last row that is shorter makes
/// every result NaN, and inside an estimate it is [`Error::LengthMismatch`]. In reverse mode the whole product is one
/// record, which is faster than [`dot`] for each row.
///
/// ```
/// use stochastic_grad::prelude::*;
///
/// let a = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
/// assert_eq!(matvec(&a, &[1.0, 10.0]), [21.0, 43.0, 65.0]);
/// assert_eq!(matvec(&a, &[1.0, 10.0, 100.0]), [321.0, 654.0]);
/// assert!(matvec(&a, &[1.0; 4]).iter().all(|y| y.is_nan()));
/// ```
#[inline(always)]
pub fn matvec<A, B>(a: &[A], x: &[B]) -> Vec<A::Out>
where
    A: Join<B> + Lift<Smooth<<A::Out as Real>::Number>>,
    B: Real + Times<A, <A::Out as Real>::Number>,
{
    let columns = x.len().max(1);
    let rows = a.len().div_ceil(columns);
    if !a.len().is_multiple_of(columns) || x.is_empty() && rows > 0 {
        return vec![mismatch("matvec", rows * x.len(), a.len()); rows];
    }
    A::Out::leave_vec(B::matvec(a, x))
}

#[cold]
fn mismatch<T: Real>(what: &'static str, expected: usize, found: usize) -> T {
    error::report(Error::LengthMismatch { what, expected, found });
    T::leave(Smooth::constant(f64::NAN))
}

/// Products that do not lift a constant factor first.
pub trait Times<A, D: Number>: Sized {
    #[doc(hidden)]
    fn dot(a: &[A], b: &[Self]) -> Smooth<D>;
    #[doc(hidden)]
    #[inline(always)]
    fn matvec(a: &[A], x: &[Self]) -> Vec<Smooth<D>> {
        let rows = a.chunks_exact(x.len().max(1));
        let mut products = Vec::with_capacity(rows.len());
        for row in rows {
            products.push(Self::dot(row, x));
        }
        products
    }
}
impl Times<f64, f64> for f64 {
    #[inline(always)]
    fn dot(a: &[f64], b: &[f64]) -> Smooth<f64> {
        let mut sum = 0.0;
        for (a, b) in a.iter().zip(b) {
            sum += a * b;
        }
        Smooth(sum)
    }
}
impl<D: Number> Times<Smooth<D>, D> for f64 {
    #[inline(always)]
    fn dot(a: &[Smooth<D>], b: &[f64]) -> Smooth<D> {
        D::dot_constants(b, a)
    }
}
impl<D: Number> Times<f64, D> for Smooth<D> {
    #[inline(always)]
    fn dot(a: &[f64], b: &[Smooth<D>]) -> Smooth<D> {
        D::dot_constants(a, b)
    }
    #[inline(always)]
    fn matvec(a: &[f64], x: &[Smooth<D>]) -> Vec<Smooth<D>> {
        D::matvec(a, x)
    }
}
impl<D: Number> Times<Smooth<D>, D> for Smooth<D> {
    #[inline(always)]
    fn dot(a: &[Smooth<D>], b: &[Smooth<D>]) -> Smooth<D> {
        D::dot(a, b)
    }
}
