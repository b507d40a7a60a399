//! Forward duals beside derivatives written by hand: `cargo bench -p stochastic-grad --bench forward`.
//!
//! E[sin x + x²] with x ~ N(mu, sigma), with two parameters, and the sum of four such terms with eight.

use divan::{Bencher, black_box};
use rand::rngs::Xoshiro256PlusPlus;
use rand_distr::StandardNormal;
use stochastic_grad::prelude::*;

fn main() {
    divan::main();
}

/// Samples per run.
const N: usize = 100_000;

/// One term.
#[stochastic_grad]
fn wave(mu: f64, sigma: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, sigma)?.sample(rng);
    Ok(x.sin() + x.powi(2))
}

/// Four terms, each with a mean and a spread of its own.
#[stochastic_grad]
fn waves(mu: [f64; 4], sigma: [f64; 4], rng: &mut impl Rng) -> Result<f64, Error> {
    let mut total = 0.0;
    for i in 0..4 {
        let x = Normal::new(mu[i], sigma[i])?.sample(rng);
        total += x.sin() + x.powi(2);
    }
    Ok(total)
}

/// The same four terms with eight scalar arguments.
#[stochastic_grad]
#[allow(clippy::too_many_arguments)]
fn waves_of_scalars(
    a: f64,
    b: f64,
    c: f64,
    d: f64,
    p: f64,
    q: f64,
    r: f64,
    s: f64,
    rng: &mut impl Rng,
) -> Result<f64, Error> {
    let w = Normal::new(a, p)?.sample(rng);
    let x = Normal::new(b, q)?.sample(rng);
    let y = Normal::new(c, r)?.sample(rng);
    let z = Normal::new(d, s)?.sample(rng);
    Ok(w.sin() + w.powi(2) + x.sin() + x.powi(2) + y.sin() + y.powi(2) + z.sin() + z.powi(2))
}

/// Value and gradient of the sum of terms by hand, as one would write it without a library.
fn by_hand<const K: usize>(mu: [f64; K], sigma: [f64; K], rng: &mut StdRng) -> (f64, [f64; K], [f64; K]) {
    let mut rng = Xoshiro256PlusPlus::from_rng(rng);
    let (mut f, mut d_mu, mut d_sigma) = (0.0, [0.0; K], [0.0; K]);
    for _ in 0..N {
        for i in 0..K {
            let z: f64 = rng.sample(StandardNormal);
            let x = mu[i] + sigma[i] * z;
            f += x.sin() + x * x;
            let d = x.cos() + 2.0 * x;
            d_mu[i] += d;
            d_sigma[i] += d * z;
        }
    }
    let n = N as f64;
    (f / n, d_mu.map(|d| d / n), d_sigma.map(|d| d / n))
}

#[divan::bench(sample_count = 100)]
fn two_by_hand(bencher: Bencher) {
    let mut rng = StdRng::seed_from_u64(1);
    bencher.bench_local(|| by_hand(black_box([0.5]), black_box([1.2]), &mut rng));
}

#[divan::bench(sample_count = 100)]
fn two_stochastic_grad(bencher: Bencher) {
    let mut rng = StdRng::seed_from_u64(1);
    bencher.bench_local(|| wave_grad(black_box((0.5, 1.2)), N, &mut rng));
}

#[divan::bench(sample_count = 50)]
fn eight_by_hand(bencher: Bencher) {
    let mut rng = StdRng::seed_from_u64(1);
    bencher.bench_local(|| by_hand(black_box([0.5, 0.1, -0.3, 1.0]), black_box([1.2, 0.4, 2.0, 0.7]), &mut rng));
}

#[divan::bench(sample_count = 50)]
fn eight_stochastic_grad(bencher: Bencher) {
    let mut rng = StdRng::seed_from_u64(1);
    bencher.bench_local(|| waves_grad(black_box(([0.5, 0.1, -0.3, 1.0], [1.2, 0.4, 2.0, 0.7])), N, &mut rng));
}

#[divan::bench(sample_count = 50)]
fn eight_scalars_stochastic_grad(bencher: Bencher) {
    let mut rng = StdRng::seed_from_u64(1);
    bencher.bench_local(|| waves_of_scalars_grad(black_box((0.5, 0.1, -0.3, 1.0, 1.2, 0.4, 2.0, 0.7)), N, &mut rng));
}
