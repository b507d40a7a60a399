//! The standard errors themselves: over many repetitions, the squared error of an estimate must on average be the
//! variance that it reports, for few samples as for many.

use super::functions::*;
use stochastic_grad::Parameters;
use stochastic_grad::prelude::*;

const REPETITIONS: usize = 2000;

/// The mean of numbers that should be zero, in units of its standard error; and that standard error.
fn deviation(xs: &[f64]) -> (f64, f64) {
    let n = xs.len() as f64;
    let mean = xs.iter().sum::<f64>() / n;
    let std_err = (xs.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0) / n).sqrt();
    (mean / std_err, std_err)
}

/// Repeats the estimate: neither the estimate nor its variance may be biased.
fn honest<O>(what: &str, objective: O, params: O::Params, exact: &[f64])
where
    O: Objective<Error = Error>,
{
    for n in [5, 50, 500] {
        let mut rng = StdRng::seed_from_u64(n as u64);
        let runs: Vec<_> =
            (0..REPETITIONS).map(|_| objective.grad(params.clone(), n, &mut rng).expect("an estimate")).collect();
        for (i, exact) in exact.iter().enumerate() {
            let errors: Vec<f64> = runs.iter().map(|est| est.grad.flatten()[i] - exact).collect();
            let variances: Vec<f64> = runs.iter().map(|est| est.grad_std_err.flatten()[i].powi(2)).collect();
            let differences: Vec<f64> = errors.iter().zip(&variances).map(|(e, v)| e * e - v).collect();
            let (bias, _) = deviation(&errors);
            assert!(bias.abs() < 5.0, "{what}, n = {n}: the estimate is {bias} standard errors off");
            let (excess, std_err) = deviation(&differences);
            let relative = std_err / (variances.iter().sum::<f64>() / REPETITIONS as f64);
            assert!(excess.abs() < 5.0, "{what}, n = {n}: the variance is {excess} standard errors off");
            assert!(relative < 0.2, "{what}, n = {n}: the variance is known to {relative} only");
        }
    }
}

#[test]
fn of_pathwise_gradients() {
    // E[x²] = mean² + std_dev²
    honest("normal", NormalCost::new(Cost::Square), (0.5, 1.3).into(), &[1.0, 2.6]);
}

#[test]
fn of_score_functions() {
    honest("coin", BernoulliCost::new(Cost::Identity), 0.3.into(), &[1.0]);
    // E[k²] = lambda + lambda²
    honest("count", PoissonCost::new(Cost::Square), 3.5.into(), &[8.0]);
    honest("coins", Coins, 0.3.into(), &[64.0]);
}

#[test]
fn of_both_together() {
    let (weights, means) = ([1.0, 2.0, 5.0], [-1.0, 0.5, 2.0]);
    let square = |k: usize| means[k] * means[k] + 0.25;
    let value = (0..3).map(|k| weights[k] * square(k)).sum::<f64>() / 8.0;
    let mut exact: Vec<f64> = (0..3).map(|k| (square(k) - value) / 8.0).collect();
    exact.extend((0..3).map(|k| weights[k] / 8.0 * 2.0 * means[k]));
    honest("mixture", ChosenNormal, (weights, means).into(), &exact);
}
