//! The random walk: from 0, a step up with probability exp(-x/p), or else down; the cost is the square of where it
//! ends.

use crate::row::{Row, gradient};
use std::collections::HashMap;
use stochastic_grad::prelude::*;

macro_rules! walk {
    ($name:ident, $fallback:ident) => {
        #[stochastic_grad(fallback = $fallback)]
        fn $name(p: f64, steps: usize, rng: &mut impl Rng) -> Result<f64, Error> {
            let mut x = 0_i32;
            for _ in 0..steps {
                let up = Bernoulli::new((-f64::from(x) / p).exp())?.sample(rng);
                x += if up { 1 } else { -1 };
            }
            Ok(f64::from(x * x))
        }
    };
}
walk!(walk_perturb, perturb);
walk!(walk_score, score_function);

/// Over all walks: the mean of the cost, its derivative, and the variance of (cost - baseline) score.
struct Exact {
    mean: f64,
    derivative: f64,
    /// sums of 1, cost and its square, each times the square of the score
    squares: [f64; 3],
}

impl Exact {
    /// Probability, and first and second moment of the score, of each place, step by step.
    fn new(p: f64, steps: usize) -> Self {
        let mut places = HashMap::from([(0_i32, [1.0, 0.0, 0.0])]);
        for _ in 0..steps {
            let mut next: HashMap<i32, [f64; 3]> = HashMap::new();
            for (x, [m0, m1, m2]) in places {
                let up = (-f64::from(x) / p).exp();
                let slope = up * f64::from(x) / (p * p);
                for (to, probability, slope) in [(x + 1, up, slope), (x - 1, 1.0 - up, -slope)] {
                    if probability > 0.0 {
                        let (s, sums) = (slope / probability, next.entry(to).or_default());
                        sums[0] += probability * m0;
                        sums[1] += probability * (m1 + s * m0);
                        sums[2] += probability * (m2 + 2.0 * s * m1 + s * s * m0);
                    }
                }
            }
            places = next;
        }
        let sum = |k: usize, power: i32| places.iter().map(|(x, m)| f64::from(x * x).powi(power) * m[k]).sum();
        Exact { mean: sum(0, 1), derivative: sum(1, 1), squares: [sum(2, 0), sum(2, 1), sum(2, 2)] }
    }

    fn variance(&self, baseline: f64) -> f64 {
        let [one, cost, square] = self.squares;
        square - 2.0 * baseline * cost + baseline * baseline * one - self.derivative.powi(2)
    }
}

const SAMPLES: usize = 2_000;

fn short() -> Exact {
    Exact::new(100.0, 50)
}

macro_rules! row {
    ($Cost:ident, $estimator:literal, $baseline:ident $(($of:expr))?) => {{
        let names = ["random walk", "d/dp at n = 50, p = 100", $estimator];
        gradient!(names, $Cost::new(50), 100.0, p, SAMPLES, $baseline $(($of))?)
            .exact(short().derivative)
    }};
}

pub(super) fn by_perturbation() -> Row {
    row!(WalkPerturb, "perturb", None).variance_of_another("4.34²", 10_000)
}

pub(super) fn by_score() -> Row {
    row!(WalkScore, "score function", None)
        .sharp(0.1)
        .measured_variance("34.75²", 10_000)
        .exact_variance(short().variance(0.0))
}

pub(super) fn by_score_and_mean() -> Row {
    let exact = short();
    row!(WalkScore, "score function, mean as baseline", Constant(exact.mean))
        .measured_variance("10.53²", 10_000)
        .exact_variance(exact.variance(exact.mean))
}

/// With many others their mean is as good as the exact one.
pub(super) fn by_score_and_the_others() -> Row {
    let exact = short();
    row!(WalkScore, "score function, leave one out", LeaveOneOut)
        .measured_variance("10.53²", 10_000)
        .exact_variance(exact.variance(exact.mean))
}

/// Twice the steps, and more to fall.
pub(super) fn long() -> Row {
    let names = ["random walk", "d/dp at n = 100, p = 50", "perturb"];
    gradient!(names, WalkPerturb::new(100), 50.0, p, SAMPLES, None)
        .published("30.27 ± 0.69")
        .exact(Exact::new(50.0, 100).derivative)
        .variance_of_another("21.73²", 1000)
}
