//! Draws by the score function: an outcome of probability zero is never drawn, but contributes p' f to the derivative.

use super::{assert_close, rng};
use stochastic_grad::prelude::*;

/// E = 1 + 2 p with derivative 2, also at p = 0 and p = 1, where the score estimate would be 0 or 1.
#[stochastic_grad]
fn coin(p: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    Ok(if Bernoulli::new(p)?.score_function().sample(rng) { 3.0 } else { 1.0 })
}

#[stochastic_grad]
fn bandit(weights: &[f64], #[constant] rewards: &[f64], rng: &mut impl Rng) -> Result<f64, Error> {
    Ok(rewards[Categorical::new(weights)?.score_function().sample(rng)])
}

#[track_caller]
fn impossible<T: std::fmt::Debug>(result: Result<T, Error>, outcome: &str) {
    match result {
        Err(Error::ImpossibleOutcome { outcome: found, .. }) => assert_eq!(found, outcome),
        other => panic!("an impossible outcome went unnoticed: {other:?}"),
    }
}

#[test]
fn the_score_function_refuses_impossible_outcomes() {
    impossible(coin_grad(0.0, 100, &mut rng()), "true");
    impossible(coin_grad(1.0, 100, &mut rng()), "false");
    impossible(bandit_grad([1.0, 0.0, 2.0], &[1.0, 5.0, 2.0], 100, &mut rng()), "1");
}

#[test]
fn the_value_alone_needs_no_score() -> Result<(), Error> {
    assert_eq!(Coin.value(0.0, 100, &mut rng())?.value, 1.0);
    assert_eq!(Coin.value(1.0, 100, &mut rng())?.value, 3.0);
    Ok(())
}

/// A constant probability of 0 does not move: nothing is missed.
#[stochastic_grad]
fn two_of_three(p: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let k = Categorical::new(&[p, 0.0, 1.0 - p])?.score_function().sample(rng);
    let sure = Bernoulli::new(1.0)?.sample(rng);
    Ok(if sure { [1.0, 100.0, 4.0][k] } else { 1000.0 })
}

#[test]
fn constant_zeros_are_fine() -> Result<(), Error> {
    let est = two_of_three_grad(0.4, 10_000, &mut rng())?;
    assert_close(est.grad.p, est.grad_std_err.p, -3.0);
    Ok(())
}

/// The weights sum to one here, and to something else as soon as p moves: E = p / (p + 0.7), not p.
#[stochastic_grad]
fn detached_rest(p: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let k = Categorical::new(&[p, 1.0 - p.detach()])?.score_function().sample(rng);
    Ok(if k == 0 { 1.0 } else { 0.0 })
}

#[test]
fn weights_are_normalised_with_their_derivatives() -> Result<(), Error> {
    let est = detached_rest_grad(0.3, 40_000, &mut rng())?;
    assert_close(est.grad.p, est.grad_std_err.p, 0.7);
    assert!(est.grad_std_err.p < 0.02);

    // E = Σ w r / Σ w has the derivatives (r - E) / Σ w.
    let (weights, rewards) = ([0.5, 1.5, 3.0], [2.0, -1.0, 4.0]);
    let total: f64 = weights.iter().sum();
    let mean = weights.iter().zip(&rewards).map(|(w, r)| w * r).sum::<f64>() / total;
    let est = bandit_grad(weights, &rewards, 40_000, &mut rng())?;
    for (i, reward) in rewards.iter().enumerate() {
        assert_close(est.grad.weights[i], est.grad_std_err.weights[i], (reward - mean) / total);
    }
    Ok(())
}

/// The baseline leaves the own sample out: with two samples one that does not would halve the gradient.
#[test]
fn the_baseline_does_not_see_its_own_draw() -> Result<(), Error> {
    let mut rng = rng();
    let repeats = 20_000;
    let grads: Vec<f64> =
        (0..repeats).map(|_| Ok(coin_grad(0.4, 2, &mut rng)?.grad.p)).collect::<Result<_, Error>>()?;
    let n = f64::from(repeats);
    let mean = grads.iter().sum::<f64>() / n;
    let variance = grads.iter().map(|g| (g - mean).powi(2)).sum::<f64>() / n;
    assert_close(mean, (variance / n).sqrt(), 2.0);
    Ok(())
}
