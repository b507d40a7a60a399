//! What is a parameter, and what is not.

use super::{assert_close, rng};
use stochastic_grad::prelude::*;

#[derive(Parameters, Clone, Debug, PartialEq)]
struct Theta<T = f64> {
    mu: T,
    #[constant]
    sigma: f64,
    #[constant]
    data: Vec<f64>,
    steps: usize,
}

#[stochastic_grad]
fn loss(theta: &Theta<f64>, rng: &mut impl Rng) -> Result<f64, Error> {
    let mut x = theta.mu;
    for k in 0..theta.steps {
        x += Normal::new(0.0, theta.sigma)?.sample(rng) + theta.data[k];
    }
    Ok(x * x)
}

fn point() -> Theta {
    Theta { mu: 0.5, sigma: 0.3, data: vec![1.0, -0.5], steps: 2 }
}

#[test]
fn the_constants_of_a_gradient_are_zero() -> Result<(), Error> {
    let est = loss_grad(point(), 1000, &mut rng())?;
    assert_close(est.grad.theta.mu, est.grad_std_err.theta.mu, 2.0);
    assert_eq!((est.grad.theta.sigma, est.grad_std_err.theta.sigma), (0.0, 0.0));
    assert_eq!(est.grad.theta.steps, 2);
    Ok(())
}

/// A step of gradient descent moves the parameters and nothing else.
#[test]
fn a_step_keeps_the_constants() -> Result<(), Error> {
    let mut theta = point();
    let grad = loss_grad(&theta, 1000, &mut rng())?.grad.theta;
    theta.axpy(-0.1, &grad)?;
    assert_eq!(theta.mu, 0.5 - 0.1 * grad.mu);
    assert_eq!(theta.flatten(), [theta.mu]);
    assert_eq!(theta.names(), ["mu"]);
    assert_eq!(Theta { mu: 0.5, ..theta }, point());
    Ok(())
}
