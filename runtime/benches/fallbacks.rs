//! The cost of the fallbacks: `cargo bench -p stochastic-grad --bench fallbacks`.
//!
//! StochasticAD.jl's random walk, 50 steps, with one and with two parameters: the program alone, and its gradient by each
//! fallback; nanoseconds per sample and the ratio to the program. Below it what a draw costs with each fallback. And
//! that none of them allocates for a draw.

use divan::{Bencher, black_box};
use std::time::Instant;
use stochastic_grad::prelude::*;

#[global_allocator]
static ALLOCATOR: divan::AllocProfiler = divan::AllocProfiler::system();

/// One step up with probability exp(-x/scale), else down; the cost is the square of where that ends.
macro_rules! walk {
    ($name:ident, $fallback:ident) => {
        #[stochastic_grad(fallback = $fallback)]
        fn $name(scale: f64, weight: f64, rng: &mut impl Rng) -> Result<f64, Error> {
            let mut x = 0.0;
            for _ in 0..50 {
                let up = Bernoulli::new((-x / scale).exp())?.sample(rng);
                x += if up { 1.0 } else { -1.0 };
            }
            Ok(weight * x * x)
        }
    };
}
walk!(walk_perturb, perturb);
walk!(walk_score, score_function);

/// The same with one parameter.
#[stochastic_grad(fallback = perturb)]
fn single(scale: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let mut x = 0.0;
    for _ in 0..50 {
        let up = Bernoulli::new((-x / scale).exp())?.sample(rng);
        x += if up { 1.0 } else { -1.0 };
    }
    Ok(x * x)
}

/// The program without a library.
fn by_hand(scale: f64, weight: f64, rng: &mut impl Rng) -> f64 {
    let mut x = 0.0_f64;
    for _ in 0..50 {
        x += if rng.random::<f64>() < (-x / scale).exp() { 1.0 } else { -1.0 };
    }
    weight * x * x
}

const N: usize = 20_000;

/// The best of several runs, in nanoseconds per sample.
fn time(mut run: impl FnMut(&mut StdRng) -> f64) -> f64 {
    let mut rng = StdRng::seed_from_u64(1);
    let once = |rng: &mut StdRng, run: &mut dyn FnMut(&mut StdRng) -> f64| {
        let start = Instant::now();
        black_box(run(rng));
        start.elapsed().as_nanos() as f64 / N as f64
    };
    once(&mut rng, &mut run);
    (0..15).map(|_| once(&mut rng, &mut run)).fold(f64::INFINITY, f64::min)
}

fn row(name: &str, nanoseconds: f64, primal: f64) {
    println!("{name:<44} {nanoseconds:>10.1} ns {:>8.2} x the program", nanoseconds / primal);
}

fn main() -> Result<(), Error> {
    let at = (black_box(100.0), black_box(1.0));
    let hand = time(|rng| {
        let mut rng = rand::rngs::Xoshiro256PlusPlus::from_rng(rng);
        (0..N).map(|_| by_hand(at.0, at.1, &mut rng)).sum()
    });
    let primal = time(|rng| {
        let mut rng = rand::rngs::Xoshiro256PlusPlus::from_rng(rng);
        (0..N).map(|_| walk_score(at.0, at.1, &mut rng).unwrap_or(f64::NAN)).sum()
    });
    println!("random walk, 50 steps, per sample");
    row("the program by hand", hand, primal);
    row("the program", primal, primal);
    row("its value", time(|rng| WalkScore.value(at, N, rng).map_or(f64::NAN, |e| e.value)), primal);
    let grad = |e: Result<Estimate<WalkScoreParams>, Error>| e.map_or(f64::NAN, |e| e.grad.scale);
    row("score function, two parameters", time(|rng| grad(WalkScore.grad(at, N, rng))), primal);
    let plain = |rng: &mut StdRng| {
        let estimator = WalkScore.estimator(at).samples(N).baseline(Baseline::None);
        grad(estimator.run(rng))
    };
    row("score function, no baseline", time(plain), primal);
    row("perturb, two parameters", time(|rng| WalkPerturb.grad(at, N, rng).map_or(f64::NAN, |e| e.grad.scale)), primal);
    row("perturb, one parameter", time(|rng| Single.grad(at.0, N, rng).map_or(f64::NAN, |e| e.grad.scale)), primal);

    divan::main();
    Ok(())
}

/// Allocations per block of 1024 samples with 50 draws each.
#[divan::bench]
fn allocations_of_perturb(bencher: Bencher<'_, '_>) {
    let mut rng = StdRng::seed_from_u64(1);
    bencher.bench_local(|| Single.grad(100.0, 1024 * 16, &mut rng));
}

/// Allocations per block of 1024 samples with 50 draws each.
#[divan::bench]
fn allocations_of_score_function(bencher: Bencher<'_, '_>) {
    let mut rng = StdRng::seed_from_u64(1);
    bencher.bench_local(|| WalkScore.grad((100.0, 1.0), 1024 * 16, &mut rng));
}
