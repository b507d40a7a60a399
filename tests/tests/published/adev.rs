//! Lew, Huot, Staton and Mansinghka 2023, "ADEV: Sound Automatic Differentiation of Expected Values of Probabilistic
//! Programs": figure 2, the geometric recursion of the examples, and a jump in a program with a normal draw.

use crate::row::{Row, gradient, rows};
use stochastic_grad::prelude::*;
use stochastic_grad::special::normal_cdf;

macro_rules! figure_two {
    ($name:ident, $fallback:ident) => {
        #[stochastic_grad(fallback = $fallback)]
        fn $name(theta: f64, rng: &mut impl Rng) -> Result<f64, Error> {
            let b = Bernoulli::new(theta)?.sample(rng);
            Ok(if b { 0.0 } else { -theta / 2.0 })
        }
    };
}
figure_two!(flip_score, score_function);
figure_two!(flip_enumerate, enumerate);

macro_rules! geometric {
    ($name:ident, $fallback:ident) => {
        #[stochastic_grad(fallback = $fallback)]
        fn $name(p: f64, rng: &mut impl Rng) -> Result<f64, Error> {
            let b = Bernoulli::new(p)?.sample(rng);
            Ok(if b { 1.0 } else { $name(p, rng)? + 1.0 })
        }
    };
}
geometric!(geometric_score, score_function);
geometric!(geometric_perturb, perturb);

/// The same recursion, whose flips are settled one by one.
#[stochastic_grad(fallback = score_function)]
fn geometric_credit(p: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let cost = credit(1.0, rng);
    let b = Bernoulli::new(p)?.sample(rng);
    Ok(if b { cost } else { geometric_credit(p, rng)? + cost })
}

macro_rules! jump {
    ($name:ident, $fallback:ident) => {
        #[stochastic_grad]
        fn $name(theta: f64, rng: &mut impl Rng) -> Result<f64, Error> {
            let x = Normal::new(theta, 1.0)?.$fallback().sample(rng);
            Ok(if x > 3.0 { theta - 5.0 } else { 0.0 })
        }
    };
}
jump!(jump_score, score_function);
jump!(jump_measure, measure_valued);

fn normal_pdf(z: f64) -> f64 {
    (-0.5 * z * z).exp() / (2.0 * std::f64::consts::PI).sqrt()
}

/// The derivative of (theta - 5) P(x > 3).
fn jump_gradient(theta: f64) -> f64 {
    normal_cdf(theta - 3.0) + (theta - 5.0) * normal_pdf(theta - 3.0)
}

/// The variance of ((theta - 5) (x - theta) + 1) [x > 3].
fn jump_variance(theta: f64) -> f64 {
    let (a, c) = (3.0 - theta, theta - 5.0);
    let (tail, first) = (normal_cdf(-a), normal_pdf(a));
    c * c * (tail + a * first) + 2.0 * c * first + tail - jump_gradient(theta).powi(2)
}

/// The variance of N d ln P(N)/dp for the number N of flips until heads.
fn geometric_variance(p: f64) -> f64 {
    let term = |n: i32| p * (1.0 - p).powi(n - 1) * (f64::from(n) * (1.0 / p - f64::from(n - 1) / (1.0 - p))).powi(2);
    (1..400).map(term).sum::<f64>() - 1.0 / p.powi(4)
}

macro_rules! flip_row {
    ($Cost:ident, $estimator:literal, $n:expr) => {
        gradient!(["figure 2", "d/dθ at 0.4", $estimator], $Cost, 0.4, theta, $n, None).published("-0.1").exact(-0.1)
    };
}
macro_rules! geometric_row {
    ($Cost:ident, $estimator:literal, $baseline:ident) => {
        gradient!(["geometric recursion", "d/dp at 0.4", $estimator], $Cost, 0.4, p, 50_000, $baseline)
            .published("-6.25")
            .exact(-6.25)
    };
}
macro_rules! jump_row {
    ($Cost:ident, $quantity:literal, $estimator:literal, $theta:literal, $n:literal) => {
        gradient!(["jump at 3", $quantity, $estimator], $Cost, $theta, theta, $n, None).exact(jump_gradient($theta))
    };
}

/// A hundred steps down the gradient, as in figure 2.
fn descend(rng: &mut StdRng) -> Result<(f64, f64), Error> {
    let mut theta = 0.2;
    for _ in 0..100 {
        theta -= 0.2 * flip_enumerate_grad(theta, 1, rng)?.grad.theta;
    }
    Ok((theta, 0.0))
}

rows! {
    flip_value => Row::new(["figure 2", "E at 0.4", "mean"], 10_000, |rng| {
        let e = flip_score_grad(0.4, 10_000, rng)?;
        Ok((e.value, e.value_std_err))
    }).published("-0.12").exact(-0.12).exact_variance(0.0096);
    // A sample is -1/6 after tails, and 0 after heads.
    flip_by_score => flip_row!(FlipScore, "score function", 10_000).exact_variance(0.6 / 36.0 - 0.01);
    flip_by_enumeration => flip_row!(FlipEnumerate, "enumerate", 2).exact_variance(0.0);
    // Without noise each step takes a fifth of the way to the minimum.
    flip_descent => Row::new(["figure 2", "θ after descent", "enumerate"], 1, descend)
        .published("0.5").exact(0.5 - 0.3 * 0.8_f64.powi(100));
    geometric_by_score => geometric_row!(GeometricScore, "score function", None)
        .exact_variance(geometric_variance(0.4));
    geometric_by_credit => geometric_row!(GeometricCredit, "score function, costs settled", LeaveOneOut);
    geometric_by_perturbation => geometric_row!(GeometricPerturb, "perturb", None);
    jump_at_0 => jump_row!(JumpScore, "d/dθ at 0", "score function", 0.0, 100_000)
        .exact_variance(jump_variance(0.0));
    jump_at_2 => jump_row!(JumpScore, "d/dθ at 2", "score function", 2.0, 10_000)
        .exact_variance(jump_variance(2.0));
    jump_at_3 => jump_row!(JumpScore, "d/dθ at 3", "score function", 3.0, 10_000)
        .exact_variance(jump_variance(3.0));
    jump_at_4 => jump_row!(JumpScore, "d/dθ at 4", "score function", 4.0, 10_000)
        .exact_variance(jump_variance(4.0));
    jump_at_6 => jump_row!(JumpScore, "d/dθ at 6", "score function", 6.0, 10_000)
        .exact_variance(jump_variance(6.0));
    // At the mean the two parts lie on the two sides of the jump; what varies is the derivative of the cost itself.
    jump_at_3_by_measure => jump_row!(JumpMeasure, "d/dθ at 3", "measure-valued", 3.0, 10_000)
        .exact_variance(0.25);
}
