//! Vectors and matrices that a distribution is made with: their checks, and the order in which it keeps their entries.

use super::{every, invalid};
use crate::entries::{Entries, Rows};
use crate::error::{self, Error};
use crate::linalg::{self, start};
use crate::private::Primal;
use crate::{Lift, Number, Real, Smooth};

/// What an entry must satisfy, and how to say it.
pub(crate) type Domain = (fn(f64) -> bool, &'static str);
#[allow(clippy::eq_op)]
pub(crate) const FINITE: Domain = (|v| v - v == 0.0, "finite");
#[allow(clippy::eq_op)]
pub(crate) const POSITIVE: Domain = (|v| v > 0.0 && v - v == 0.0, "finite and > 0");

/// An argument of a constructor.
#[derive(Clone, Copy)]
pub(crate) struct Argument {
    pub(crate) distribution: &'static str,
    pub(crate) name: &'static str,
}

impl Argument {
    /// Checks one entry, of a vector or of a matrix.
    #[inline]
    fn entry<T: Real>(self, x: T, at: &[usize], (holds, requirement): Domain) -> Result<T, Error> {
        if every(x.smooth(), holds) {
            return Ok(x);
        }
        let number = x.smooth().0;
        let value = (0..T::Number::LANES).map(|lane| number.primal(lane)).find(|v| !holds(*v));
        Err(self.refuse::<T>(value.unwrap_or(f64::NAN), at, requirement))
    }

    #[cold]
    fn refuse<T: Real>(self, value: f64, at: &[usize], requirement: &'static str) -> Error {
        let index: String = at.iter().map(|i| format!("[{i}]")).collect();
        let Argument { distribution, name } = self;
        invalid::<T>(Error::InvalidEntry { distribution, entry: format!("{name}{index}"), requirement, value })
    }

    /// Checks a length.
    #[inline]
    pub(crate) fn length<T: Real>(self, found: usize, expected: usize) -> Result<(), Error> {
        if found == expected {
            return Ok(());
        }
        Err(invalid::<T>(Error::LengthMismatch { what: self.distribution, expected, found }))
    }

    /// The entries of a vector, each checked.
    #[inline]
    pub(crate) fn vector<T, X>(self, x: &X, domain: Domain) -> Result<Vec<T>, Error>
    where
        T: Real,
        X: Entries<Entry: Lift<T>> + ?Sized,
    {
        x.entries().iter().enumerate().map(|(i, x)| self.entry(x.lift(), &[i], domain)).collect()
    }

    /// The entries of a matrix with `n` rows of `width` entries each, row by row.
    pub(crate) fn matrix<T, M>(self, rows: &M, n: usize, width: usize) -> Result<Vec<T>, Error>
    where
        T: Real,
        M: Rows<Entry: Lift<T>> + ?Sized,
    {
        self.length::<T>(rows.height(), n)?;
        let mut entries = Vec::with_capacity(n * width);
        for i in 0..n {
            self.length::<T>(rows.width(i), width)?;
            for j in 0..width {
                entries.push(self.entry(rows.entry(i, j).lift(), &[i, j], FINITE)?);
            }
        }
        Ok(entries)
    }

    /// The rows up to the diagonal of a lower triangular matrix with a positive diagonal. What is given to the right of
    /// the diagonal must be 0.
    pub(crate) fn triangle<T, M>(self, rows: &M, n: usize) -> Result<Vec<T>, Error>
    where
        T: Real,
        M: Rows<Entry: Lift<T>> + ?Sized,
    {
        const ZERO: Domain = (|v| v == 0.0, "0, right of the diagonal");
        self.length::<T>(rows.height(), n)?;
        let mut entries = Vec::with_capacity(start(n));
        for i in 0..n {
            let width = rows.width(i);
            if width != i + 1 {
                self.length::<T>(width, n)?;
            }
            for j in 0..width {
                let domain = if j < i { FINITE } else { POSITIVE };
                let x = self.entry(rows.entry(i, j).lift(), &[i, j], if j > i { ZERO } else { domain })?;
                if j <= i {
                    entries.push(x);
                }
            }
        }
        Ok(entries)
    }

    /// The entries of a symmetric positive definite matrix, and its Cholesky factor.
    pub(crate) fn positive_definite<T, M>(self, rows: &M, n: usize) -> Result<(Vec<T>, Vec<T>), Error>
    where
        T: Real,
        M: Rows<Entry: Lift<T>> + ?Sized,
    {
        let entries = self.matrix(rows, n, n)?;
        self.symmetric(&entries, n)?;
        let factor = factor(&entries, n).map_err(|i| {
            let value = entries[i * n + i].smooth().peek();
            self.refuse::<T>(value, &[i, i], "greater than what the rows above leave of a positive definite matrix")
        })?;
        Ok((entries, factor.into_iter().map(T::leave).collect()))
    }

    /// Checks that a matrix is symmetric, up to what rounding leaves of a symmetric product.
    fn symmetric<T: Real>(self, entries: &[T], n: usize) -> Result<(), Error> {
        for (i, j) in (0..n).flat_map(|i| (0..i).map(move |j| (i, j))) {
            if !mirrored(entries, n, i, j) {
                let value = entries[i * n + j].smooth().peek();
                return Err(self.refuse::<T>(value, &[i, j], "equal to the entry on the other side of the diagonal"));
            }
        }
        Ok(())
    }
}

/// Whether the entries (i, j) and (j, i) are equal up to a few units in the last place of the largest that they can be
/// in a positive definite matrix.
pub(crate) fn mirrored<T: Real>(entries: &[T], n: usize, i: usize, j: usize) -> bool {
    let at = |i: usize, j: usize| entries[i * n + j].smooth();
    let (difference, scale) = (at(i, j) - at(j, i), at(i, i).0.sole().abs().sqrt() * at(j, j).0.sole().abs().sqrt());
    every(difference, |d| d.abs() <= 8.0 * f64::EPSILON * scale)
}

/// The Cholesky factor of a symmetric matrix: of the mean of the matrix and its transpose, so that each of two
/// mirrored entries has half of the derivative.
pub(crate) fn factor<T: Real>(entries: &[T], n: usize) -> Result<Vec<Smooth<T::Number>>, usize> {
    let at = |i: usize, j: usize| entries[i * n + j].smooth();
    linalg::cholesky(n, |i, j| if i == j { at(i, i) } else { (at(i, j) + at(j, i)) * 0.5 })
}

/// Whether a point has as many entries as the distribution's draws; an error of the present run if not.
#[inline]
pub(crate) fn fits(distribution: &'static str, expected: usize, found: usize) -> bool {
    if expected != found {
        error::report(Error::LengthMismatch { what: distribution, expected, found });
    }
    expected == found
}
