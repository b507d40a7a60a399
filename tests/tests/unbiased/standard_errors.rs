//! The standard errors of pathwise gradients, of the score function and of both together.

use super::functions::*;
use crate::honest::honest;
use stochastic_grad::prelude::*;

fn leave_one_out<O: Objective<Error = Error>>(what: &str, objective: O, params: O::Params, exact: &[f64]) {
    honest(what, objective, params, exact, || Baseline::LeaveOneOut);
}

#[test]
fn of_pathwise_gradients() {
    // E[x²] = mean² + std_dev²
    leave_one_out("normal", NormalCost::new(Cost::Square), (0.5, 1.3).into(), &[1.0, 2.6]);
}

#[test]
fn of_score_functions() {
    leave_one_out("coin", BernoulliCost::new(Cost::Identity), 0.3.into(), &[1.0]);
    // E[k²] = lambda + lambda²
    leave_one_out("count", PoissonCost::new(Cost::Square), 3.5.into(), &[8.0]);
    leave_one_out("coins", Coins, 0.3.into(), &[64.0]);
}

#[test]
fn of_both_together() {
    let (weights, means) = ([1.0, 2.0, 5.0], [-1.0, 0.5, 2.0]);
    let square = |k: usize| means[k] * means[k] + 0.25;
    let value = (0..3).map(|k| weights[k] * square(k)).sum::<f64>() / 8.0;
    let mut exact: Vec<f64> = (0..3).map(|k| (square(k) - value) / 8.0).collect();
    exact.extend((0..3).map(|k| weights[k] / 8.0 * 2.0 * means[k]));
    leave_one_out("mixture", ChosenNormal, (weights, means).into(), &exact);
}
