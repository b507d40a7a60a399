//! The result of an estimate.

use crate::Parameters;
use std::fmt;

/// An expected value and its gradient, estimated from `n` samples, each with its standard error.
///
/// `Display` prints a table with the names of the parameters. The standard errors are infinite when `n` is 1.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Estimate<P> {
    /// The estimate of the expected value.
    pub value: f64,
    /// The standard error of `value`.
    pub value_std_err: f64,
    /// The estimate of the gradient of the expected value.
    pub grad: P,
    /// The standard error of each part of `grad`.
    pub grad_std_err: P,
    /// The number of samples.
    pub n: usize,
    /// The most probability that [`enumerate_to`](crate::distr::Poisson::enumerate_to) left out of a sample; 0 without
    /// it. The bias of the value is at most this times the largest value in what was left out.
    pub truncation: f64,
}

impl<P: Parameters> fmt::Display for Estimate<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rows = vec![("expected value".to_owned(), self.value, self.value_std_err)];
        let names = self.grad.names().into_iter().map(|name| format!("d/d {name}"));
        rows.extend(names.zip(self.grad.flatten()).zip(self.grad_std_err.flatten()).map(|((a, b), c)| (a, b, c)));
        table(f, &rows, self.n, self.truncation)
    }
}

/// An expected value with its gradient and Hessian, estimated from `n` samples, each with its standard error.
///
/// The Hessian runs over the flattened parameters: `hessian[(i, j)]`.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct HessianEstimate<P> {
    /// The estimate of the expected value.
    pub value: f64,
    /// The standard error of `value`.
    pub value_std_err: f64,
    /// The estimate of the gradient of the expected value.
    pub grad: P,
    /// The standard error of each part of `grad`.
    pub grad_std_err: P,
    /// The estimate of the second derivatives of the expected value.
    pub hessian: SquareMatrix,
    /// The standard error of each entry of `hessian`.
    pub hessian_std_err: SquareMatrix,
    /// The number of samples.
    pub n: usize,
    /// The most probability that [`enumerate_to`](crate::distr::Poisson::enumerate_to) left out of a sample.
    pub truncation: f64,
}

impl<P: Parameters> fmt::Display for HessianEstimate<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.grad.names();
        let mut rows = vec![("expected value".to_owned(), self.value, self.value_std_err)];
        let first = names.iter().map(|name| format!("d/d {name}"));
        rows.extend(first.zip(self.grad.flatten()).zip(self.grad_std_err.flatten()).map(|((a, b), c)| (a, b, c)));
        for (i, a) in names.iter().enumerate() {
            for (j, b) in names.iter().enumerate().skip(i) {
                rows.push((format!("d²/d {a} d {b}"), self.hessian[(i, j)], self.hessian_std_err[(i, j)]));
            }
        }
        table(f, &rows, self.n, self.truncation)
    }
}

/// Writes one line per row: name, value ± standard error.
fn table(f: &mut fmt::Formatter<'_>, rows: &[(String, f64, f64)], n: usize, truncation: f64) -> fmt::Result {
    let width = rows.iter().map(|(name, ..)| name.chars().count()).max().unwrap_or_default();
    for (name, value, std_err) in rows {
        writeln!(f, "{name:<width$}  {value:>14.6} ± {std_err:.6}")?;
    }
    write!(f, "{:<width$}  {n:>14}", "samples")?;
    if truncation > 0.0 {
        write!(f, "\n{:<width$}  {truncation:>14.3e}", "left out")?;
    }
    Ok(())
}

/// A square matrix of numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct SquareMatrix {
    size: usize,
    entries: Vec<f64>,
}

impl SquareMatrix {
    pub(crate) fn from_fn(size: usize, mut entry: impl FnMut(usize, usize) -> f64) -> Self {
        SquareMatrix { size, entries: (0..size * size).map(|k| entry(k / size, k % size)).collect() }
    }

    /// The number of rows, which is the number of columns.
    pub fn size(&self) -> usize {
        self.size
    }

    /// The rows.
    pub fn rows(&self) -> impl Iterator<Item = &[f64]> {
        self.entries.chunks(self.size.max(1))
    }

    /// The entry in row i and column j, if there is one.
    pub fn get(&self, i: usize, j: usize) -> Option<f64> {
        (i < self.size && j < self.size).then(|| self.entries[i * self.size + j])
    }
}

impl std::ops::Index<(usize, usize)> for SquareMatrix {
    type Output = f64;
    /// # Panics
    /// Like a slice, where the row or the column is out of range.
    fn index(&self, (i, j): (usize, usize)) -> &f64 {
        assert!(j < self.size, "column {j} of a matrix with {} columns", self.size);
        &self.entries[i * self.size + j]
    }
}
