//! One thread beside all: `cargo bench -p stochastic-grad --bench threads`.
//!
//! Programs whose calls take from a fraction of a millisecond to some tens, and the same calls with `.parallel()`. The bits
//! are the same; `tests/modes` sees to that.

use std::hint::black_box;
use std::time::{Duration, Instant};
use stochastic_grad::prelude::*;

#[stochastic_grad]
fn asian(spot: f64, rate: f64, sigma: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let dt = 1.0 / 252.0;
    let step = Normal::new((rate - 0.5 * sigma * sigma) * dt, sigma * f64::sqrt(dt))?;
    let (mut price, mut sum) = (spot, 0.0);
    for _ in 0..252 {
        price *= step.sample(rng).exp();
        sum += price;
    }
    Ok((-rate).exp() * (sum / 252.0 - 100.0).max(0.0))
}

#[stochastic_grad(fallback = score_function)]
fn walk(drift: f64, pull: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let mut x = 0.0;
    for _ in 0..20 {
        let up = Bernoulli::new((drift - pull * x).sigmoid())?.sample(rng);
        x += if up { 1.0 } else { -1.0 };
    }
    Ok(x * x)
}

#[stochastic_grad]
fn quadratic(x: &[f64], rng: &mut impl Rng) -> Result<f64, Error> {
    let mut total = 0.0;
    for x in x {
        total += Normal::new(*x, 1.0)?.sample(rng).powi(2);
    }
    Ok(total)
}

/// The best of several calls.
fn time(mut call: impl FnMut(&mut StdRng)) -> Duration {
    let mut rng = StdRng::seed_from_u64(1);
    call(&mut rng);
    let timed = |rng: &mut StdRng, call: &mut dyn FnMut(&mut StdRng)| {
        let start = Instant::now();
        call(rng);
        start.elapsed()
    };
    (0..40).map(|_| timed(&mut rng, &mut call)).min().unwrap_or_default()
}

/// One program with some numbers of samples, serial and parallel.
fn compare<O>(name: &str, objective: &O, params: &O::Params, samples: &[usize])
where
    O: Objective<Error = Error> + Sync,
    O::Params: Sync,
{
    for n in samples {
        let estimator = || objective.estimator(params.clone()).samples(*n);
        let serial = time(|rng| drop(black_box(estimator().run(rng))));
        let parallel = time(|rng| drop(black_box(estimator().parallel().run(rng))));
        let ratio = serial.as_secs_f64() / parallel.as_secs_f64();
        println!("{name:<34}{n:>9} samples {serial:>12.3?} {parallel:>12.3?} {ratio:>7.2} times as fast");
    }
}

fn main() {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    println!("{:<34}{:>17} {:>12} {:>12}   on {cores} cores", "", "", "one thread", "all");
    compare("Asian call, 252 steps", &Asian, &(100.0, 0.05, 0.2).into(), &[256, 1_024, 4_096, 32_768]);
    compare("walk of 20 coins", &Walk, &(0.1, 0.01).into(), &[1_024, 4_096, 65_536]);
    compare("quadratic of 2,000 parameters", &Quadratic, &vec![0.5; 2_000].into(), &[64, 256, 1_024]);
}
