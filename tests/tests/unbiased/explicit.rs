//! Pathwise gradients and Hessians of the families with explicit draws.

use super::functions_explicit::*;
use super::table::{gradients, hessians};

fn two(p: &[f64]) -> (f64, f64) {
    (p[0], p[1])
}

fn three(p: &[f64]) -> (f64, f64, f64) {
    (p[0], p[1], p[2])
}

#[test]
fn log_logistic() {
    gradients("LogLogistic", &["alpha", "beta"], LogLogisticCost::new, two);
    hessians("LogLogistic", &["alpha", "beta"], LogLogisticCost::new, two);
}

#[test]
fn frechet() {
    gradients("Frechet", &["s", "alpha"], FrechetCost::new, two);
    hessians("Frechet", &["s", "alpha"], FrechetCost::new, two);
}

#[test]
fn pareto() {
    gradients("Pareto", &["xm", "alpha"], ParetoCost::new, two);
    hessians("Pareto", &["xm", "alpha"], ParetoCost::new, two);
}

#[test]
fn rayleigh() {
    gradients("Rayleigh", &["sigma"], RayleighCost::new, |p| p[0]);
    hessians("Rayleigh", &["sigma"], RayleighCost::new, |p| p[0]);
}

#[test]
fn half_cauchy() {
    gradients("HalfCauchy", &["gamma"], HalfCauchyCost::new, |p| p[0]);
    hessians("HalfCauchy", &["gamma"], HalfCauchyCost::new, |p| p[0]);
}

#[test]
fn kumaraswamy() {
    gradients("Kumaraswamy", &["a", "b"], KumaraswamyCost::new, two);
    hessians("Kumaraswamy", &["a", "b"], KumaraswamyCost::new, two);
}

#[test]
fn triangular() {
    gradients("Triangular", &["a", "b", "c"], TriangularCost::new, three);
    hessians("Triangular", &["a", "b", "c"], TriangularCost::new, three);
}

#[test]
fn skew_normal() {
    gradients("SkewNormal", &["xi", "omega", "alpha"], SkewNormalCost::new, three);
    hessians("SkewNormal", &["xi", "omega", "alpha"], SkewNormalCost::new, three);
}

#[test]
fn logit_normal() {
    gradients("LogitNormal", &["mu", "sigma"], LogitNormalCost::new, two);
    hessians("LogitNormal", &["mu", "sigma"], LogitNormalCost::new, two);
}

#[test]
fn generalized_extreme_value() {
    gradients("GEV", &["mu", "sigma", "xi"], GeneralizedExtremeValueCost::new, three);
    hessians("GEV", &["mu", "sigma", "xi"], GeneralizedExtremeValueCost::new, three);
}

#[test]
fn generalized_pareto() {
    gradients("GeneralizedPareto", &["mu", "sigma", "xi"], GeneralizedParetoCost::new, three);
    hessians("GeneralizedPareto", &["mu", "sigma", "xi"], GeneralizedParetoCost::new, three);
}

#[test]
fn relaxed_bernoulli() {
    gradients("RelaxedBernoulli", &["tau", "logit"], RelaxedBernoulliCost::new, two);
    hessians("RelaxedBernoulli", &["tau", "logit"], RelaxedBernoulliCost::new, two);
}
