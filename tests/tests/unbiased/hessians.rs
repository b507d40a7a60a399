//! Second derivatives: pathwise, by the score function, and of both together.

use super::composed::{WALK, overdispersed_moments};
use super::functions::*;
use super::functions_counts::*;
use super::table::{agrees, hessians};
use stochastic_grad::TwiceDifferentiable;
use stochastic_grad::prelude::*;

fn two(p: &[f64]) -> (f64, f64) {
    (p[0], p[1])
}

#[test]
fn normal() {
    hessians("Normal", &["mu", "sigma"], NormalCost::new, two);
}

#[test]
fn log_normal() {
    hessians("LogNormal", &["mu", "sigma"], LogNormalCost::new, two);
}

#[test]
fn half_normal() {
    hessians("HalfNormal", &["sigma"], HalfNormalCost::new, |p| p[0]);
}

#[test]
fn uniform() {
    hessians("Uniform", &["a", "b"], UniformCost::new, two);
}

#[test]
fn exponential() {
    hessians("Exponential", &["rate"], ExpCost::new, |p| p[0]);
}

#[test]
fn laplace() {
    hessians("Laplace", &["mu", "b"], LaplaceCost::new, two);
}

#[test]
fn logistic() {
    hessians("Logistic", &["mu", "s"], LogisticCost::new, two);
}

#[test]
fn gumbel() {
    hessians("Gumbel", &["mu", "beta"], GumbelCost::new, two);
}

#[test]
fn cauchy() {
    hessians("Cauchy", &["x0", "gamma"], CauchyCost::new, two);
}

#[test]
fn weibull() {
    hessians("Weibull", &["lambda", "k"], WeibullCost::new, two);
}

#[test]
fn ten_coins() {
    let est = Coins.hessian(0.3, 1_000_000, &mut StdRng::seed_from_u64(1)).unwrap();
    // E[hits²] = 10 p (1 - p) + 100 p²
    agrees("d²/dp²", est.hessian[(0, 0)], est.hessian_std_err[(0, 0)], 180.0, 0.05);
}

#[test]
fn a_count_with_a_drawn_rate() {
    let (mu, sigma) = (0.3, 0.4);
    let est = Overdispersed.hessian((mu, sigma), 4_000_000, &mut StdRng::seed_from_u64(2)).unwrap();
    let (first, second) = overdispersed_moments(mu, sigma);
    let exact = [
        ((0, 0), first + 4.0 * second),
        ((0, 1), sigma * first + 8.0 * sigma * second),
        ((1, 1), (1.0 + sigma * sigma) * first + (4.0 + 16.0 * sigma * sigma) * second),
    ];
    for (at, exact) in exact {
        agrees(&format!("{at:?}"), est.hessian[at], est.hessian_std_err[at], exact, 0.1);
    }
}

#[test]
fn dependent_draws() {
    let (p, lambda, drift) = WALK;
    let est = Walk.hessian(WALK, 4_000_000, &mut StdRng::seed_from_u64(3)).unwrap();
    // E = lambda drift (p + 2 p (1 - p))
    let slope = 3.0 - 4.0 * p;
    let exact = [
        ((0, 0), -4.0 * lambda * drift),
        ((0, 1), drift * slope),
        ((0, 2), lambda * slope),
        ((1, 2), p * (3.0 - 2.0 * p)),
    ];
    for (at, exact) in exact {
        agrees(&format!("{at:?}"), est.hessian[at], est.hessian_std_err[at], exact, 0.2);
    }
}

/// Checks all second derivatives against differences of the expected value.
#[track_caller]
fn check_two<O>(objective: O, n: usize, point: (f64, f64), mean: impl Fn(f64, f64) -> f64)
where
    O: Objective<Error = Error> + TwiceDifferentiable,
    (f64, f64): Into<O::Params>,
{
    let est = objective.hessian(point, n, &mut StdRng::seed_from_u64(4)).unwrap();
    let h = 1e-3;
    let at = |i: f64, j: f64| mean(point.0 + i * h, point.1 + j * h);
    let exact = [
        ((0, 0), at(1.0, 0.0) - 2.0 * at(0.0, 0.0) + at(-1.0, 0.0)),
        ((0, 1), 0.25 * (at(1.0, 1.0) - at(1.0, -1.0) - at(-1.0, 1.0) + at(-1.0, -1.0))),
        ((1, 1), at(0.0, 1.0) - 2.0 * at(0.0, 0.0) + at(0.0, -1.0)),
    ];
    for (at, exact) in exact {
        agrees(&format!("{at:?}"), est.hessian[at], est.hessian_std_err[at], exact / (h * h), 0.1);
    }
}

#[test]
fn binomial_and_skellam() {
    // E = mean² + variance of both, and the product of their means
    let mean = |p: f64, mu: f64| 10.0 * p * (1.0 + 9.0 * p) + mu + 1.5 + (mu - 1.5).powi(2) + 10.0 * p * (mu - 1.5);
    check_two(SquaresOfCounts, 1_000_000, (0.3, 2.0), mean);
}

#[test]
fn negative_binomial() {
    let mean = |r: f64, p: f64| r * (1.0 - p) / (p * p) * (1.0 + r * (1.0 - p));
    check_two(SquareOfFailures, 2_000_000, (2.5, 0.4), mean);
}

#[test]
fn beta_binomial() {
    let mean = |a: f64, b: f64| 10.0 * a * (10.0 * (1.0 + a) + b) / ((a + b) * (a + b + 1.0));
    check_two(SquareOfHits, 2_000_000, (2.0, 3.0), mean);
}
