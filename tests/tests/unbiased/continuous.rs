//! Pathwise gradients.

use super::functions::*;
use super::table::gradients;

/// Both parameters, in the order of the arguments.
fn two(p: &[f64]) -> (f64, f64) {
    (p[0], p[1])
}

#[test]
fn normal() {
    gradients("Normal", &["mu", "sigma"], NormalCost::new, two);
}

#[test]
fn log_normal() {
    gradients("LogNormal", &["mu", "sigma"], LogNormalCost::new, two);
}

#[test]
fn half_normal() {
    gradients("HalfNormal", &["sigma"], HalfNormalCost::new, |p| p[0]);
}

#[test]
fn uniform() {
    gradients("Uniform", &["a", "b"], UniformCost::new, two);
}

#[test]
fn exponential() {
    gradients("Exponential", &["rate"], ExpCost::new, |p| p[0]);
}

#[test]
fn laplace() {
    gradients("Laplace", &["mu", "b"], LaplaceCost::new, two);
}

#[test]
fn logistic() {
    gradients("Logistic", &["mu", "s"], LogisticCost::new, two);
}

#[test]
fn gumbel() {
    gradients("Gumbel", &["mu", "beta"], GumbelCost::new, two);
}

#[test]
fn cauchy() {
    gradients("Cauchy", &["x0", "gamma"], CauchyCost::new, two);
}

#[test]
fn weibull() {
    gradients("Weibull", &["lambda", "k"], WeibullCost::new, two);
}
