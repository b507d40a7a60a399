//! Pathwise gradients of vectors and matrices.

use super::functions_multivariate::*;
use super::table::{agrees, gradients_of};
use stochastic_grad::prelude::*;

/// How many factors the product in a function's name has.
pub(super) fn factors(name: &str) -> usize {
    name.matches('x').count()
}

/// The rows of a lower triangular matrix up to the diagonal.
pub(super) fn triangle(entries: &[f64]) -> Vec<Vec<f64>> {
    let rows = (0..).map(|i| i * (i + 1) / 2..(i + 1) * (i + 2) / 2).take_while(|row| row.end <= entries.len());
    rows.map(|row| entries[row].to_vec()).collect()
}

#[test]
fn normal_by_its_cholesky_factor() {
    let names = ["mu1", "mu2", "mu3", "L11", "L21", "L22", "L31", "L32", "L33"];
    let objective = |name: &str| CholeskyCost::new(Function::named(name), factors(name));
    gradients_of("MultivariateNormalCholesky", &names, objective, |p| {
        let (mean, l) = p.split_at(if p.len() == 9 { 3 } else { 2 });
        (mean.to_vec(), triangle(l))
    });
}

#[test]
fn normal_with_a_diagonal_covariance() {
    let objective = |name: &str| DiagonalCost::new(Function::named(name), factors(name));
    gradients_of("MultivariateNormalDiag", &["mu1", "mu2", "sigma1", "sigma2"], objective, |p| {
        (p[..2].to_vec(), p[2..].to_vec())
    });
}

#[test]
fn normal_with_a_low_rank() {
    let names = ["mu1", "mu2", "W11", "W21", "d1", "d2"];
    let objective = |name: &str| LowRankCost::new(Function::named(name), factors(name));
    gradients_of("MultivariateNormalLowRank", &names, objective, |p| {
        (p[..2].to_vec(), vec![vec![p[2]], vec![p[3]]], p[4..].to_vec())
    });
}

/// E[x₁² x₂] = (S₁₁ + m₁²) m₂ + 2 m₁ S₁₂: each of the two entries of S₁₂ has half of the derivative 2 m₁.
#[test]
fn normal_by_its_covariance() {
    let (mean, covariance) = (vec![0.3, -0.7], vec![vec![1.44, 0.6], vec![0.6, 0.89]]);
    let objective = CovarianceCost::new(Function::SquareTimes, 0);
    let est = objective.grad((mean, covariance), 2_000_000, &mut StdRng::seed_from_u64(1)).unwrap();
    agrees("value", est.value, est.value_std_err, -0.711, 0.05);
    let (grad, err) = (&est.grad.covariance, &est.grad_std_err.covariance);
    agrees("S11", grad[0][0], err[0][0], -0.7, 0.05);
    agrees("S12", grad[0][1], err[0][1], 0.3, 0.05);
    assert_eq!(grad[0][1], grad[1][0]);
    agrees("m1", est.grad.mean[0], est.grad_std_err.mean[0], 2.0 * 0.3 * -0.7 + 2.0 * 0.6, 0.05);
    agrees("m2", est.grad.mean[1], est.grad_std_err.mean[1], 1.44 + 0.09, 0.05);
}

/// d²/dS₁₁dS₂₂ of E[x₁² x₂²] = (S₁₁ + m₁²)(S₂₂ + m₂²) + 2 S₁₂² + 4 m₁ m₂ S₁₂ is 1, and d²/dS₁₂² with half of the derivative
/// in each entry is 4/4.
#[test]
fn hessian_by_a_covariance() {
    let (mean, covariance) = (vec![0.3, -0.7], vec![vec![1.44, 0.6], vec![0.6, 0.89]]);
    let objective = CovarianceCost::new(Function::SquareTimesSquare, 0);
    let est = objective.hessian((mean, covariance), 1_000_000, &mut StdRng::seed_from_u64(2)).unwrap();
    for (at, exact) in [((2, 5), 1.0), ((3, 3), 1.0), ((3, 4), 1.0), ((0, 0), 2.0 * (0.89 + 0.49))] {
        agrees(&format!("{at:?}"), est.hessian[at], est.hessian_std_err[at], exact, 0.1);
    }
}

#[test]
fn dirichlet() {
    let objective = |name: &str| DirichletCost::new(Function::named(name), factors(name));
    gradients_of("Dirichlet", &["alpha1", "alpha2", "alpha3"], objective, <[f64]>::to_vec);
}

/// E[x₁²] = a (a + 1) / (s (s + 1)) with s = Σ α
#[test]
fn hessian_of_dirichlet() {
    let est = DirichletCost::new(Function::Square, 0);
    let est = est.hessian(vec![0.5, 1.5, 3.0], 1_000_000, &mut StdRng::seed_from_u64(3)).unwrap();
    let (a, s) = (0.5, 5.0);
    let (u, du) = (a * (a + 1.0), 2.0 * a + 1.0);
    let v = 1.0 / (s * (s + 1.0));
    let dv = 1.0 / (s + 1.0) / (s + 1.0) - 1.0 / (s * s);
    let ddv = 2.0 / (s * s * s) - 2.0 / ((s + 1.0) * (s + 1.0) * (s + 1.0));
    for (at, exact) in [((0, 0), 2.0 * v + 2.0 * du * dv + u * ddv), ((0, 1), du * dv + u * ddv), ((1, 2), u * ddv)] {
        agrees(&format!("{at:?}"), est.hessian[at], est.hessian_std_err[at], exact, 0.1);
    }
}

#[test]
fn relaxed_categorical() {
    let names = ["logit1", "logit2", "logit3", "tau"];
    let objective = |name: &str| ConcreteCost::new(Function::named(name), factors(name));
    gradients_of("Concrete", &names, objective, |p| (p[..3].to_vec(), p[3]));
}

#[test]
fn wishart() {
    let objective = |name: &str| WishartCost::new(Function::named(name));
    gradients_of("Wishart", &["nu", "L11", "L21", "L22"], objective, |p| (p[0], triangle(&p[1..])));
}

#[test]
fn lkj() {
    gradients_of("LKJCholesky", &["eta"], |name| LkjCost::new(Function::named(name)), |p| p[0]);
}
