//! The standard errors of every fallback, alone and with others.

use crate::honest::honest;
use stochastic_grad::prelude::*;

fn leave_one_out() -> Baseline<'static> {
    Baseline::LeaveOneOut
}

/// With all fallbacks, chosen by a number: of the first draw, then of the second.
#[stochastic_grad]
fn pair(p: f64, lambda: f64, #[constant] kinds: [u8; 2], rng: &mut impl Rng) -> Result<f64, Error> {
    let b = Bernoulli::new(p)?;
    let hit = match kinds[0] {
        0 => b.score_function().sample(rng),
        1 => b.enumerate().sample(rng),
        2 => b.measure_valued().sample(rng),
        _ => b.perturb().sample(rng),
    };
    let rate = Poisson::new(if hit { 2.0 * lambda } else { lambda })?;
    let n = match kinds[1] {
        0 => rate.score_function().sample(rng),
        1 => rate.enumerate_to(1e-12).sample(rng),
        2 => rate.measure_valued().sample(rng),
        _ => rate.perturb().sample(rng),
    };
    let x = Normal::new(p, lambda)?.sample(rng);
    Ok((n * n) as f64 + if hit { x * x } else { 2.0 * x })
}

#[test]
fn of_fallbacks_alone_and_in_pairs() {
    let (p, lambda) = (0.3_f64, 0.8_f64);
    // E n² = r + r²; E = p (2λ + 4λ² + p² + λ²) + (1 - p)(λ + λ² + 2p)
    let slope_p =
        2.0 * lambda + 5.0 * lambda * lambda + 3.0 * p * p - (lambda + lambda * lambda + 2.0 * p) + 2.0 * (1.0 - p);
    let slope_lambda = p * (2.0 + 10.0 * lambda) + (1.0 - p) * (1.0 + 2.0 * lambda);
    for kinds in [[0, 0], [1, 1], [2, 2], [3, 3], [0, 1], [2, 0], [0, 3], [3, 1]] {
        let what = format!("{kinds:?}");
        honest(&what, Pair::new(kinds), (p, lambda).into(), &[slope_p, slope_lambda], leave_one_out);
    }
    for (name, baseline) in
        [("none", (|| Baseline::None) as fn() -> Baseline<'static>), ("constant", || Baseline::Constant(2.0))]
    {
        honest(name, Pair::new([0, 0]), (p, lambda).into(), &[slope_p, slope_lambda], baseline);
    }
}

/// Flips until heads, each of which costs something.
#[stochastic_grad]
fn settled(p: f64, #[constant] kind: u8, rng: &mut impl Rng) -> Result<f64, Error> {
    let mut total = 0.0;
    for k in 0..8 {
        let mut cost = 1.0 + p;
        if kind == 1 {
            cost += Normal::new(p, 0.5)?.sample(rng);
        }
        if kind == 2 && k < 2 && Bernoulli::new(p)?.enumerate().sample(rng) {
            cost += 2.0;
        }
        total += credit(cost, rng);
        if Bernoulli::new(p)?.score_function().sample(rng) {
            break;
        }
    }
    Ok(total)
}

#[test]
fn of_settled_costs() {
    let p = 0.45;
    let q = |p: f64| 1.0 - p;
    let flips = move |p: f64| (1.0 - q(p).powi(8)) / p;
    let exact: [fn(f64, f64) -> f64; 3] =
        [|p, n| n * (1.0 + p), |p, n| n * (1.0 + 2.0 * p), |p, n| n * (1.0 + p) + 2.0 * p * (2.0 - p)];
    for (kind, value) in exact.into_iter().enumerate() {
        let slope = crate::differences([p], |[p]| value(p, flips(p)));
        honest(&format!("settled, {kind}"), Settled::new(kind as u8), p.into(), &slope, leave_one_out);
    }
}
