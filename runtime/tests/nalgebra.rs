//! Vectors and matrices of nalgebra as arguments of annotated functions.
#![cfg(feature = "nalgebra")]

use nalgebra::{DMatrix, DVector, SMatrix, SVector};
use stochastic_grad::prelude::*;

/// E = |θ|² + tr Σ
#[stochastic_grad]
fn loss(theta: &DVector<f64>, covariance: &DMatrix<f64>, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = MultivariateNormal::new(theta, covariance)?.sample(rng);
    Ok(squares(theta, &x) / 2.0)
}

/// A helper, which takes constants too.
#[stochastic_grad]
fn squares(theta: &DVector<f64>, x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for (i, theta) in theta.iter().enumerate() {
        sum += (x[i] - theta).powi(2) + theta * theta + x[i] * x[i] - theta.powi(2);
    }
    sum
}

#[stochastic_grad]
fn fixed(
    theta: SVector<f64, 2>,
    m: &SMatrix<f64, 2, 2>,
    #[constant] data: &DVector<f64>,
    rng: &mut impl Rng,
) -> Result<f64, Error> {
    let x = MultivariateNormal::from_cholesky(&theta, m)?.sample(rng);
    Ok(x[0] * data[0] + x[1] * data[1] + m[(1, 0)] + theta[1] * theta.len() as f64)
}

#[test]
fn a_gradient_is_a_vector_and_a_matrix() {
    let theta = DVector::from_vec(vec![0.5, -1.0]);
    let covariance = DMatrix::from_row_slice(2, 2, &[1.0, 0.3, 0.3, 0.5]);
    let mut rng = StdRng::seed_from_u64(1);
    let once = loss(&theta, &covariance, &mut rng).unwrap();
    assert!(once.is_finite());
    let est = loss_grad((theta.clone(), &covariance), 200_000, &mut rng).unwrap();
    // E = (2 tr Σ + |θ|²) / 2
    let exact = LossParams { theta, covariance: DMatrix::from_row_slice(2, 2, &[1.0, 0.0, 0.0, 1.0]) };
    let (got, want) = (Parameters::flatten(&est.grad), Parameters::flatten(&exact));
    for ((got, want), err) in got.iter().zip(&want).zip(Parameters::flatten(&est.grad_std_err)) {
        assert!((got - want).abs() < 5.0 * err + 1e-12, "{got} ± {err} instead of {want}");
    }
    assert_eq!(est.grad.covariance.shape(), (2, 2));
    let step = &est.grad.theta * 0.1;
    assert_eq!(step.len(), 2);
    assert_eq!(Parameters::names(&est.grad)[..3], ["theta[0]", "theta[1]", "covariance[(0, 0)]"]);
}

#[test]
fn fixed_sizes_work_too() {
    let (theta, m) = (SVector::from([0.5, -1.0]), SMatrix::from_row_slice(&[1.0, 0.0, 0.25, 2.0]));
    let data = DVector::from_vec(vec![1.0, 3.0]);
    let est = fixed_grad((theta, m), &data, 10_000, &mut StdRng::seed_from_u64(2)).unwrap();
    assert_eq!(est.grad.theta, SVector::from([1.0, 5.0]));
    assert!((est.grad.m[(1, 0)] - 1.0).abs() < 5.0 * est.grad_std_err.m[(1, 0)]);
    assert_eq!(squares(&data, &[1.0, 3.0]), 10.0);
}
