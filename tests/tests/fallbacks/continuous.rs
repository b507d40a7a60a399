//! Continuous draws as plain values, together with everything else.

use crate::{close, differences};
use stochastic_grad::prelude::*;

/// A branch on a continuous draw before discrete ones, with the fallback of the function for what it does not name, and a
/// constant coin that is mere noise.
#[stochastic_grad(fallback = perturb)]
fn trade(mu: f64, rate: f64, #[constant] kind: u8, rng: &mut impl Rng) -> Result<f64, Error> {
    let price = Normal::new(mu, 0.7)?;
    let price = match kind {
        0 => price.score_function().sample(rng),
        _ => price.measure_valued().sample(rng),
    };
    let wait = Exp::new(rate)?.measure_valued().sample(rng);
    let noise = Bernoulli::new(0.5)?.sample(rng);
    let mut total = if price > 0.5 { 2.0 } else { -1.0 } + if noise { 0.1 } else { -0.1 };
    if wait.floor() as u64 > 0 {
        let customers = Poisson::new(rate * if price > 0.0 { 2.0 } else { 1.0 })?.sample(rng);
        total += (customers as f64).sqrt();
    }
    let slip = Normal::new(mu, rate)?.sample(rng);
    let late = Bernoulli::new(0.3)?.enumerate().sample(rng);
    Ok(if late { total * mu } else { total + slip * slip })
}

fn exact([mu, rate]: [f64; 2]) -> f64 {
    // P(N(mu, 0.7) > c), by the trapezoidal rule on the log-odds scale of the error function's argument.
    let above = |c: f64| {
        let z = (mu - c) / 0.7;
        let h = 1e-3;
        let steps = (12.0 / h) as i32;
        let density = |t: f64| (-t * t / 2.0).exp() / std::f64::consts::TAU.sqrt();
        0.5 + z.signum()
            * (0..steps)
                .map(|i| {
                    let (a, b) =
                        (f64::from(i) * z.abs() / f64::from(steps), f64::from(i + 1) * z.abs() / f64::from(steps));
                    (b - a) / 6.0 * (density(a) + 4.0 * density(0.5 * (a + b)) + density(b))
                })
                .sum::<f64>()
    };
    let root = |mean: f64| {
        let mut mass = (-mean).exp();
        (0..80)
            .map(|k| {
                let term = mass * f64::from(k).sqrt();
                mass *= mean / f64::from(k + 1);
                term
            })
            .sum::<f64>()
    };
    let half = above(0.5);
    let positive = above(0.0);
    let visits = (-rate).exp() * (positive * root(2.0 * rate) + (1.0 - positive) * root(rate));
    let total = 3.0 * half - 1.0 + visits;
    0.3 * total * mu + 0.7 * (total + mu * mu + rate * rate)
}

#[test]
fn branches_on_continuous_draws() {
    let at = [0.4, 0.9];
    let grad = differences(at, exact);
    for kind in 0..2 {
        let e = trade_grad((at[0], at[1]), kind, 40_000, &mut StdRng::seed_from_u64(40)).unwrap();
        close(&format!("kind {kind}"), &e, exact(at), &grad, 0.05);
    }
}

/// An estimate inside a program: its own runs and logs do not meddle with those around it.
#[stochastic_grad]
fn outer(p: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let hit = Bernoulli::new(p)?.perturb().sample(rng);
    let inner = inner_grad(0.3, 4, rng.noise())?;
    let side = Bernoulli::new(p * p)?.enumerate().sample(rng);
    Ok(inner.value * if hit { 2.0 } else { 1.0 } + if side { 3.0 } else { 0.0 })
}

#[stochastic_grad]
fn inner(q: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let n = Binomial::new(3, q)?.perturb().sample(rng);
    let m = Binomial::new(3, q)?.enumerate().sample(rng);
    let k = Bernoulli::new(q)?.score_function().sample(rng);
    Ok(credit((n + m) as f64, rng) + if k { 1.0 } else { 0.0 })
}

#[test]
fn estimates_inside_estimates() {
    // E inner = 0.9 + 0.9 + 0.3; E = 2.1 (1 + p) + 3 p²
    let e = outer_grad(0.4, 10_000, &mut StdRng::seed_from_u64(41)).unwrap();
    close("outer", &e, 2.1 * 1.4 + 3.0 * 0.16, &[2.1 + 2.4], 0.02);
}
