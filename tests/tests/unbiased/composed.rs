//! Functions with several draws, of which some choose what the next ones do.

use super::functions::*;
use super::table::agrees;
use stochastic_grad::Parameters;
use stochastic_grad::prelude::*;

/// Checks the value and the whole gradient.
#[track_caller]
fn check<O: Objective<Error = Error>>(
    objective: O,
    params: impl Into<O::Params>,
    n: usize,
    value: f64,
    gradient: &[f64],
) {
    let est = objective.grad(params, n, &mut StdRng::seed_from_u64(7)).unwrap();
    agrees("value", est.value, est.value_std_err, value, 0.05);
    let parts = est.grad.flatten().into_iter().zip(est.grad_std_err.flatten()).zip(est.grad.names());
    for (((part, std_err), name), exact) in parts.zip(gradient) {
        agrees(&name, part, std_err, *exact, 0.05);
    }
}

#[test]
fn ten_coins() {
    // E[hits²] = 10 p (1 - p) + 100 p²
    check(Coins, 0.3, 300_000, 11.1, &[10.0 + 180.0 * 0.3]);
}

#[test]
fn a_mixture_of_normal_distributions() {
    let (weights, means) = ([1.0, 2.0, 5.0], [-1.0, 0.5, 2.0]);
    let square = |k: usize| means[k] * means[k] + 0.25;
    let value = (0..3).map(|k| weights[k] * square(k)).sum::<f64>() / 8.0;
    let mut gradient: Vec<f64> = (0..3).map(|k| (square(k) - value) / 8.0).collect();
    gradient.extend((0..3).map(|k| weights[k] / 8.0 * 2.0 * means[k]));
    check(ChosenNormal, (weights, means), 2_000_000, value, &gradient);
}

/// The mean of a rate exp(mu + sigma z), and of its square.
pub(super) fn overdispersed_moments(mu: f64, sigma: f64) -> (f64, f64) {
    let square = sigma * sigma;
    ((mu + 0.5 * square).exp(), (2.0 * mu + 2.0 * square).exp())
}

#[test]
fn a_count_with_a_drawn_rate() {
    let (mu, sigma) = (0.3, 0.4);
    let (first, second) = overdispersed_moments(mu, sigma);
    let gradient = [first + 2.0 * second, sigma * first + 4.0 * sigma * second];
    check(Overdispersed, (mu, sigma), 2_000_000, first + second, &gradient);
}

/// p, lambda, drift
pub(super) const WALK: (f64, f64, f64) = (0.3, 2.0, 1.5);

#[test]
fn dependent_draws() {
    let (p, lambda, drift) = WALK;
    // E = lambda drift (p + 2 p (1 - p))
    let factor = p * (3.0 - 2.0 * p);
    let gradient = [lambda * drift * (3.0 - 4.0 * p), drift * factor, lambda * factor];
    check(Walk, WALK, 1_000_000, lambda * drift * factor, &gradient);
}
