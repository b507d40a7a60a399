//! Sums for means and standard errors, on scalars and on vectors.

use super::Answer;
use std::ops::{AddAssign, Mul};
use wide::f64x8;

/// A number or eight.
pub(crate) trait Lanes: Copy + Default + AddAssign + Mul<Output = Self> {
    /// The sum of the lanes.
    fn total(self) -> f64;
}

impl Lanes for f64 {
    #[inline]
    fn total(self) -> f64 {
        self
    }
}

impl Lanes for f64x8 {
    #[inline]
    fn total(self) -> f64 {
        self.reduce_add()
    }
}

/// Sums of K numbers and of their squares.
pub(crate) struct Sums<V, const K: usize> {
    sum: [V; K],
    square: [V; K],
}

impl<V: Lanes, const K: usize> Sums<V, K> {
    pub(crate) fn new() -> Self {
        Sums { sum: [V::default(); K], square: [V::default(); K] }
    }

    /// Adds a sample, or eight.
    #[inline(always)]
    pub(crate) fn add(&mut self, x: [V; K]) {
        #[allow(clippy::needless_range_loop)] // three arrays at once
        for k in 0..K {
            self.sum[k] += x[k];
            self.square[k] += x[k] * x[k];
        }
    }

    /// The means of n samples, each with its standard error.
    pub(crate) fn answer(&self, n: usize) -> Answer {
        let pairs = self.sum.iter().zip(&self.square);
        Answer(pairs.map(|(sum, square)| mean(sum.total(), square.total(), n)).collect())
    }
}

/// The mean of n numbers with its standard error, from their sum and that of their squares.
pub(crate) fn mean(sum: f64, square: f64, n: usize) -> (f64, f64) {
    let n = n as f64;
    let mean = sum / n;
    (mean, ((square / n - mean * mean) / (n - 1.0)).sqrt())
}
