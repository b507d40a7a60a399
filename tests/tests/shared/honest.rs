//! Standard errors themselves: over many repetitions, the squared error of an estimate must on average be the variance
//! that it reports, for few samples as for many.

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
pub(crate) fn honest<O>(what: &str, objective: O, params: O::Params, exact: &[f64], baseline: fn() -> Baseline<'static>)
where
    O: Objective<Error = Error>,
{
    for n in [5, 50, 500] {
        let mut rng = StdRng::seed_from_u64(n as u64);
        let mut run =
            || objective.estimator(params.clone()).samples(n).baseline(baseline()).run(&mut rng).expect("an estimate");
        let runs: Vec<_> = (0..REPETITIONS).map(|_| run()).collect();
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
