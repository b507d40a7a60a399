//! What an estimate costs in runs of the program, and that its randomness is its own.

use std::sync::atomic::{AtomicUsize, Ordering};
use stochastic_grad::prelude::*;

static RUNS: AtomicUsize = AtomicUsize::new(0);

#[stochastic_grad(fallback = perturb)]
fn many(p: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    RUNS.fetch_add(1, Ordering::Relaxed);
    let mut sum = 0.0;
    for _ in 0..30 {
        sum += f64::from(u8::from(Bernoulli::new(p)?.sample(rng)));
    }
    Ok(sum * sum)
}

#[test]
fn perturb_takes_two_runs_however_many_draws() {
    let e = many_grad(0.3, 1000, &mut StdRng::seed_from_u64(1)).unwrap();
    assert_eq!(RUNS.load(Ordering::Relaxed), 2000);
    // E (Σ b)² = 30 p (1 - p) + 900 p²
    crate::close("many", &e, 30.0 * 0.21 + 81.0, &[30.0 * 0.4 + 1800.0 * 0.3], 0.1);
}

/// Alternatives run longer than what they are alternatives to: the next sample must not see the same numbers.
#[stochastic_grad]
fn longer(p: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    if Bernoulli::new(p)?.perturb().sample(rng) {
        let tail: f64 = (0..20).map(|_| rng.random::<f64>()).sum();
        return Ok(tail);
    }
    Ok(rng.random::<f64>())
}

#[test]
fn samples_are_independent() {
    // Every sample takes part with its alternative, so shared numbers would show as a spread beyond the standard error.
    let grads: Vec<(f64, f64)> = (0..400)
        .map(|seed| {
            let e = longer_grad(0.2, 200, &mut StdRng::seed_from_u64(seed)).unwrap();
            (e.grad.p, e.grad_std_err.p)
        })
        .collect();
    let n = grads.len() as f64;
    let mean = grads.iter().map(|g| g.0).sum::<f64>() / n;
    let spread = grads.iter().map(|g| (g.0 - mean).powi(2)).sum::<f64>() / (n - 1.0);
    let told = grads.iter().map(|g| g.1 * g.1).sum::<f64>() / n;
    assert!((mean - 9.5).abs() < 5.0 * (spread / n).sqrt(), "{mean}");
    assert!((spread / told - 1.0).abs() < 5.0 * (2.0 / n).sqrt(), "{spread} {told}");
}
