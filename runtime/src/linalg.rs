//! Linear algebra on smooth numbers, as much as the distributions of vectors need.
//!
//! A lower triangular matrix is the sequence of its rows, each up to the diagonal. Derivatives go through every
//! operation, so that those of a Cholesky factor, of a determinant and of a solution are right to every order.

use crate::distr::every;
use crate::number::rules::Hypot;
use crate::{Number, Smooth};

/// Where row `i` of a lower triangular matrix begins; also the number of entries of one with `i` rows.
#[inline]
pub(crate) const fn start(i: usize) -> usize {
    i * (i + 1) / 2
}

/// Row `i` of a lower triangular matrix.
#[inline]
pub(crate) fn row<T>(l: &[T], i: usize) -> &[T] {
    &l[start(i)..start(i + 1)]
}

/// The entry on the diagonal of row `i` of a lower triangular matrix.
#[inline]
pub(crate) fn diagonal<T: Copy>(l: &[T], i: usize) -> T {
    l[start(i) + i]
}

#[inline]
pub(crate) fn dot<D: Number>(a: &[Smooth<D>], b: &[Smooth<D>]) -> Smooth<D> {
    D::dot(a, b)
}

/// L with L Lᵀ = A, for a symmetric matrix of which the lower half is looked at; or the first row whose pivot is not
/// positive, where A is not positive definite.
pub(crate) fn cholesky<D: Number>(n: usize, a: impl Fn(usize, usize) -> Smooth<D>) -> Result<Vec<Smooth<D>>, usize> {
    let mut l = Vec::with_capacity(start(n));
    for i in 0..n {
        for j in 0..i {
            let known = dot(&l[start(i)..start(i) + j], &l[start(j)..start(j) + j]);
            l.push((a(i, j) - known) / diagonal(&l, j));
        }
        let known = dot(&l[start(i)..], &l[start(i)..]);
        let pivot = a(i, i) - known;
        if !every(pivot, |v| v > 0.0 && v < f64::INFINITY) {
            return Err(i);
        }
        l.push(pivot.sqrt());
    }
    Ok(l)
}

/// ln of the product of the diagonal: half the logarithm of the determinant of L Lᵀ.
#[inline]
pub(crate) fn ln_diagonal<D: Number>(l: &[Smooth<D>], n: usize) -> Smooth<D> {
    (0..n).map(|i| diagonal(l, i).ln()).sum()
}

/// Solves L y = b in place.
#[inline]
pub(crate) fn solve_lower<D: Number>(l: &[Smooth<D>], b: &mut [Smooth<D>]) {
    for i in 0..b.len() {
        let known = dot(&row(l, i)[..i], &b[..i]);
        b[i] = (b[i] - known) / diagonal(l, i);
    }
}

/// Solves Lᵀ y = b in place.
#[inline]
pub(crate) fn solve_upper<D: Number>(l: &[Smooth<D>], b: &mut [Smooth<D>]) {
    for i in (0..b.len()).rev() {
        let known = (i + 1..b.len()).fold(Smooth::constant(0.0), |sum, k| sum + l[start(k) + i] * b[k]);
        b[i] = (b[i] - known) / diagonal(l, i);
    }
}

/// The entry (i, j) of L Lᵀ.
#[inline]
pub(crate) fn square<D: Number>(l: &[Smooth<D>], i: usize, j: usize) -> Smooth<D> {
    let shared = i.min(j) + 1;
    dot(&row(l, i)[..shared], &row(l, j)[..shared])
}

/// The sum of the squares.
#[inline]
pub(crate) fn norm_squared<D: Number>(x: &[Smooth<D>]) -> Smooth<D> {
    dot(x, x)
}

/// Makes L the factor of L Lᵀ + w wᵀ, by rotations of its columns with w that leave nothing of w.
pub(crate) fn add_square<D: Number>(l: &mut [Smooth<D>], mut w: Vec<Smooth<D>>) {
    for j in 0..w.len() {
        let pivot = diagonal(l, j);
        // The pivot is positive, where there is no kink.
        let length = Smooth(pivot.0.binary(w[j].0, Hypot));
        let (cos, sin) = (pivot / length, w[j] / length);
        l[start(j) + j] = length;
        for i in j + 1..w.len() {
            let entry = &mut l[start(i) + j];
            (*entry, w[i]) = (cos * *entry + sin * w[i], cos * w[i] - sin * *entry);
        }
    }
}
