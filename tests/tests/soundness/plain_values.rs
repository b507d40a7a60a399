//! Where plain values come from: `detach`, raw noise, constants, checks. And where none come from.

use super::{assert_close, rng};
use stochastic_grad::prelude::*;

#[stochastic_grad]
fn half_detached(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 1.0)?.sample(rng);
    Ok(x * x.detach())
}

#[stochastic_grad]
fn detached_distribution(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 1.0)?.detach().sample(rng);
    Ok(x * mu)
}

#[stochastic_grad]
fn branch_on_detached(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 1.0)?.sample(rng);
    Ok(if x.detach() > 0.0 { x } else { 0.0 })
}

#[test]
fn detach_makes_a_constant() -> Result<(), Error> {
    // E[x · x] with one x constant: d/d mu = E[x] = mu, not 2 mu.
    let est = half_detached_grad(1.5, 10_000, &mut rng())?;
    assert_close(est.grad.mu, est.grad_std_err.mu, 1.5);
    let est = detached_distribution_grad(1.5, 10_000, &mut rng())?;
    assert_close(est.grad.mu, est.grad_std_err.mu, 1.5);
    // Continuous at the threshold, so that the branch biases nothing: Φ(mu).
    let est = branch_on_detached_grad(0.5, 10_000, &mut rng())?;
    assert_close(est.grad.mu, est.grad_std_err.mu, 0.691_462_461_274);
    Ok(())
}

/// Conversions of `f64` to itself keep the derivative.
#[stochastic_grad]
fn converted(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 1.0)?.sample(rng);
    let y: f64 = x.into();
    let z = f64::from(y) as f64;
    Ok(z.clone() * 3.0)
}

#[test]
fn conversions_keep_the_derivative() -> Result<(), Error> {
    assert_eq!(converted_grad(0.5, 10, &mut rng())?.grad.mu, 3.0);
    Ok(())
}

/// Another generator may draw what does not depend on the parameters.
#[stochastic_grad]
fn second_generator(mu: f64, seed: u64, rng: &mut impl Rng) -> Result<f64, Error> {
    let mut own = StdRng::seed_from_u64(seed);
    let weight = Normal::new(2.0, 0.1)?.sample(&mut own);
    let outcome = Bernoulli::new(0.5)?.sample(&mut own);
    let x = Normal::new(mu, 1.0)?.sample(rng);
    Ok(if outcome { x * weight } else { x * weight * 1.0 })
}

#[test]
fn a_second_generator_draws_constants() -> Result<(), Error> {
    let weight = Normal::new(2.0, 0.1)?.sample(&mut StdRng::seed_from_u64(9));
    let est = second_generator_grad(0.5, 9, 100, &mut rng())?;
    assert!((est.grad.mu - weight).abs() < 1e-12);
    Ok(())
}

/// A raw draw is a constant, on which everything is allowed.
#[stochastic_grad]
fn raw(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let u: f64 = rng.random();
    let x = Normal::new(mu, 1.0)?.sample(rng);
    Ok(if u < 0.3 { x } else { x * x })
}

#[test]
fn raw_noise_may_branch() -> Result<(), Error> {
    let est = raw_grad(1.5, 20_000, &mut rng())?;
    assert_close(est.grad.mu, est.grad_std_err.mu, 0.3 + 0.7 * 3.0);
    Ok(())
}

/// `assert!` looks at plain values, because its outcome changes nothing but whether there is a result.
#[stochastic_grad]
fn checked(mu: f64, #[constant] bound: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 1.0)?.sample(rng);
    assert!(x.is_finite() && !(x > bound), "{x} is above {bound}");
    assert!((x < bound || x == bound) && (x >= x - 1.0));
    assert_eq!(x, x);
    assert_ne!(x, x + 1.0);
    debug_assert!(x <= bound);
    let xs = [x, 0.0];
    assert!(xs.is_empty() || xs[0] <= bound && xs.len() == 2);
    Ok(x * x)
}

#[test]
fn assertions_change_nothing() -> Result<(), Error> {
    let est = checked_grad(0.5, 100.0, 10_000, &mut rng())?;
    assert_close(est.grad.mu, est.grad_std_err.mu, 1.0);
    let failed = std::panic::catch_unwind(|| checked_grad(0.5, 0.0, 100, &mut rng()));
    let message = *failed.expect_err("a draw is above 0").downcast::<String>().expect("a message");
    assert!(message.ends_with("is above 0"), "{message}");
    Ok(())
}

/// Formatting shows plain values, and nothing comes back from it.
#[stochastic_grad]
fn formatted(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 1.0)?.sample(rng);
    let text = format!("{x:.3} {:?} {x:e}", Some(x));
    assert!(text.contains("Some("));
    Ok(x * x)
}

#[test]
fn formatting_changes_nothing() -> Result<(), Error> {
    let est = formatted_grad(0.5, 10_000, &mut rng())?;
    assert_close(est.grad.mu, est.grad_std_err.mu, 1.0);
    Ok(())
}

/// An estimate inside a sample is a number like any other constant.
#[stochastic_grad]
fn around_an_estimate(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 1.0)?.sample(rng);
    let inner = half_detached_grad(2.0, 4, rng.noise())?;
    Ok(x * inner.grad.mu)
}

#[test]
fn an_estimate_inside_an_annotated_function() -> Result<(), Error> {
    let est = around_an_estimate_grad(0.5, 10_000, &mut rng())?;
    assert_close(est.grad.mu, est.grad_std_err.mu, 2.0);
    assert_close(est.value, est.value_std_err, 1.0);
    Ok(())
}
