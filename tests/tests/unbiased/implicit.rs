//! Pathwise gradients and Hessians by implicit rules.

use super::functions_implicit::*;
use super::table::{gradients, hessians};

/// Both parameters, in the order of the arguments.
fn two(p: &[f64]) -> (f64, f64) {
    (p[0], p[1])
}

fn three(p: &[f64]) -> (f64, f64, f64) {
    (p[0], p[1], p[2])
}

fn four(p: &[f64]) -> (f64, f64, f64, f64) {
    (p[0], p[1], p[2], p[3])
}

#[test]
fn gamma() {
    gradients("Gamma", &["a", "rate"], GammaCost::new, two);
    hessians("Gamma", &["a", "rate"], GammaCost::new, two);
}

#[test]
fn inverse_gamma() {
    gradients("InverseGamma", &["a", "scale"], InverseGammaCost::new, two);
    hessians("InverseGamma", &["a", "scale"], InverseGammaCost::new, two);
}

#[test]
fn chi_squared() {
    gradients("ChiSquared", &["k"], ChiSquaredCost::new, |p| p[0]);
    hessians("ChiSquared", &["k"], ChiSquaredCost::new, |p| p[0]);
}

#[test]
fn chi() {
    gradients("Chi", &["k"], ChiCost::new, |p| p[0]);
    hessians("Chi", &["k"], ChiCost::new, |p| p[0]);
}

#[test]
fn beta() {
    gradients("Beta", &["a", "b"], BetaCost::new, two);
    hessians("Beta", &["a", "b"], BetaCost::new, two);
}

#[test]
fn beta_prime() {
    gradients("BetaPrime", &["a", "b"], BetaPrimeCost::new, two);
    hessians("BetaPrime", &["a", "b"], BetaPrimeCost::new, two);
}

#[test]
fn fisher_f() {
    gradients("F", &["d1", "d2"], FisherFCost::new, two);
    hessians("F", &["d1", "d2"], FisherFCost::new, two);
}

#[test]
fn student_t() {
    gradients("StudentT", &["nu", "mu", "sigma"], StudentTCost::new, three);
    hessians("StudentT", &["nu", "mu", "sigma"], StudentTCost::new, three);
}

#[test]
fn pert() {
    gradients("PERT", &["min", "mode", "max"], PertCost::new, three);
    hessians("PERT", &["min", "mode", "max"], PertCost::new, three);
}

#[test]
fn truncated_normal() {
    gradients("TruncatedNormal", &["mu", "sigma", "lo", "hi"], TruncatedNormalCost::new, four);
    hessians("TruncatedNormal", &["mu", "sigma", "lo", "hi"], TruncatedNormalCost::new, four);
    // Rows without an upper end
    gradients("TruncatedNormal", &["mu", "sigma", "lo"], NormalAboveCost::new, three);
    hessians("TruncatedNormal", &["mu", "sigma", "lo"], NormalAboveCost::new, three);
}

#[test]
fn inverse_gaussian() {
    gradients("InverseGaussian", &["mu", "lambda"], InverseGaussianCost::new, two);
    hessians("InverseGaussian", &["mu", "lambda"], InverseGaussianCost::new, two);
}

#[test]
fn normal_inverse_gaussian() {
    gradients("NormalInverseGaussian", &["alpha", "beta", "mu", "delta"], NormalInverseGaussianCost::new, four);
}

#[test]
fn von_mises() {
    gradients("VonMises", &["mu", "kappa"], VonMisesCost::new, two);
    hessians("VonMises", &["mu", "kappa"], VonMisesCost::new, two);
}
