//! Continuous families drawn as plain values: the score function and measure-valued derivatives against the derivatives
//! of distribution functions, and against pathwise derivatives.

use super::*;
use crate::error::Reports;
use crate::source::{Noise, Pathwise};

mod boundaries;
mod measures;
mod scores;

/// Means and standard errors of sums, for three parameters.
#[derive(Clone, Copy, Default)]
struct Mean {
    n: f64,
    sum: [f64; 3],
    squares: [f64; 3],
    largest: [f64; 3],
}

impl Mean {
    fn add(&mut self, x: [f64; 3]) {
        self.n += 1.0;
        for (i, x) in x.into_iter().enumerate() {
            self.sum[i] += x;
            self.squares[i] += x * x;
            self.largest[i] = self.largest[i].max(x.abs());
        }
    }

    /// The mean and the square of its standard error.
    fn of(&self, i: usize) -> (f64, f64) {
        let mean = self.sum[i] / self.n;
        (mean, (self.squares[i] / self.n - mean * mean).max(0.0) / (self.n - 1.0))
    }
}

/// A function of a draw: one, indicators of x < c, and two smooth ones.
#[derive(Clone, Copy, Debug)]
enum F {
    One,
    Below(f64),
    Sine,
    Logarithm,
}

impl F {
    fn at(self, x: f64) -> f64 {
        match self {
            F::One => 1.0,
            F::Below(c) => f64::from(x < c),
            F::Sine => x.sin(),
            F::Logarithm => (x * x).ln_1p(),
        }
    }

    fn slope(self, x: f64) -> f64 {
        match self {
            F::One | F::Below(_) => 0.0,
            F::Sine => x.cos(),
            F::Logarithm => 2.0 * x / (1.0 + x * x),
        }
    }
}

const N: usize = 100_000;

/// A family with moving parameters, and its distribution function where it has one.
struct Case<'a, X> {
    name: String,
    at: &'a X,
    cdf: Option<fn(&X, f64) -> [f64; 3]>,
}

/// The slopes of the distribution function in the parameters.
fn cdf_slopes<X: Cumulative<Dual3>>(at: &X, c: f64) -> [f64; 3] {
    at.cumulative(still(c)).0.0.parts().1
}

impl<X: Likelihood<Dual3, Value = f64> + Pathwise<Dual3, Value = Smooth3>> Case<'_, X> {
    fn draws(&self) -> Vec<f64> {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(1);
        (0..N).map(|_| self.at.draw_plain(&mut rng)).collect()
    }

    /// The functions to try, with the indicators at three quantiles of the draws and at other points.
    fn functions(&self, draws: &[f64], more: &[f64]) -> Vec<F> {
        let mut sorted = draws.to_vec();
        sorted.sort_by(f64::total_cmp);
        let quantiles = [0.2, 0.5, 0.9].map(|p| sorted[(p * N as f64) as usize]);
        // Not where one draw stands for many.
        let apart = |c: &&f64| (**c < 1.0 - 1e-15 || **c > 1.0) && c.abs() > 1e-307;
        let points = quantiles.iter().filter(apart).chain(more);
        let indicators = points.map(|c| F::Below(*c)).filter(|_| self.cdf.is_some());
        [F::One, F::Sine, F::Logarithm].into_iter().chain(indicators).collect()
    }

    /// The derivative of E f(x) in each parameter, with the square of a standard error.
    fn exact(&self, f: F) -> [(f64, f64); 3] {
        if let (F::Below(c), Some(cdf)) = (f, self.cdf) {
            return cdf(self.at, c).map(|slope| (slope, 0.0));
        }
        let (mut rng, mut mean) = (Xoshiro256PlusPlus::seed_from_u64(2), Mean::default());
        for _ in 0..N {
            let (x, slopes) = self.at.path(&mut Noise::new(&mut &mut rng)).0.parts();
            mean.add(slopes.map(|slope| f.slope(x) * slope));
        }
        std::array::from_fn(|i| mean.of(i))
    }

    /// Compares means of one estimator with the exact derivatives, and fails where all are too imprecise to say anything.
    fn compare(&self, estimates: &[(F, Mean)], moves: [bool; 3]) {
        let mut best = [f64::INFINITY; 3];
        for (f, mean) in estimates {
            let exact = self.exact(*f);
            for i in 0..3 {
                let ((got, variance), (want, more)) = (mean.of(i), exact[i]);
                let error = (variance + more).sqrt();
                // What has a probability of less than 14/N may not have been seen (P = 1e-6).
                let unseen = 14.0 * mean.largest[i] / mean.n;
                let bound = if matches!(f, F::Below(_)) { 5.0 * error + unseen } else { 5.0 * error + 1e-12 };
                assert!((got - want).abs() <= bound, "{} {f:?} {i}: {got} ± {error}, {want}", self.name);
                if want.abs() > 1e-6 {
                    best[i] = best[i].min(error / want.abs());
                }
            }
        }
        for i in 0..3 {
            assert!(!moves[i] || best[i] < 0.05, "{} {i}: relative standard error {}", self.name, best[i]);
        }
    }
}

/// A number that moves along the first, the second or the third direction.
fn m(x: f64) -> Smooth3 {
    moving(x, 0)
}
fn n(x: f64) -> Smooth3 {
    moving(x, 1)
}
fn o(x: f64) -> Smooth3 {
    moving(x, 2)
}
