//! One draw with its derivatives by the shapes, for gamma and beta: with fixed shapes and with new ones for every draw.

use divan::{Bencher, black_box, counter::ItemsCount};
use rand::rngs::{StdRng, Xoshiro256PlusPlus};
use rand::{RngExt, SeedableRng};
use stochastic_grad::private::{Dual, Smooth, kernels};

const DRAWS: usize = 2048;

fn main() {
    divan::main();
}

/// A number that is the parameter `i` of `N`.
fn parameter<const N: usize>(value: f64, i: usize) -> Smooth<Dual<f64, N>> {
    kernels::smooth(Dual::new(value, std::array::from_fn(|j| f64::from(u8::from(i == j)))))
}

/// The same shapes for all draws, or uniform ones in [0.5, 20].
fn shapes(fixed: Option<f64>, seed: u64) -> Vec<f64> {
    let mut rng = StdRng::seed_from_u64(seed);
    (0..DRAWS).map(|_| fixed.unwrap_or_else(|| rng.random_range(0.5..20.0))).collect()
}

fn gamma(bencher: Bencher, fixed: Option<f64>, ln: bool) {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(1);
    let shapes = shapes(fixed, 2);
    bencher.counter(ItemsCount::new(DRAWS)).bench_local(|| {
        shapes.iter().fold(0.0, |sum, shape| {
            let shape = parameter::<1>(black_box(*shape), 0);
            let x = if ln { kernels::ln_gamma(shape, &mut rng) } else { kernels::gamma(shape, &mut rng) };
            let (value, [slope]) = kernels::number(x).parts();
            sum + value + slope
        })
    });
}

fn beta(bencher: Bencher, fixed: Option<(f64, f64)>) {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(1);
    let pairs: Vec<_> = shapes(fixed.map(|(a, _)| a), 2).into_iter().zip(shapes(fixed.map(|(_, b)| b), 3)).collect();
    bencher.counter(ItemsCount::new(DRAWS)).bench_local(|| {
        pairs.iter().fold(0.0, |sum, (a, b)| {
            let y = kernels::logit_beta(parameter::<2>(black_box(*a), 0), parameter(black_box(*b), 1), &mut rng);
            let (value, [by_a, by_b]) = kernels::number(y).parts();
            sum + value + by_a + by_b
        })
    });
}

#[divan::bench(args = [0.5, 1.0, 2.5, 5.0, 10.0, 19.0], sample_count = 300)]
fn gamma_fixed(bencher: Bencher, shape: f64) {
    gamma(bencher, Some(shape), false);
}

#[divan::bench(sample_count = 300)]
fn gamma_new(bencher: Bencher) {
    gamma(bencher, None, false);
}

#[divan::bench(args = [0.5, 2.5, 10.0], sample_count = 300)]
fn ln_gamma_fixed(bencher: Bencher, shape: f64) {
    gamma(bencher, Some(shape), true);
}

#[divan::bench(sample_count = 300)]
fn ln_gamma_new(bencher: Bencher) {
    gamma(bencher, None, true);
}

#[divan::bench(args = [(0.5, 0.5), (2.0, 3.0), (10.0, 1.0), (15.0, 12.0)], sample_count = 300)]
fn beta_fixed(bencher: Bencher, (a, b): (f64, f64)) {
    beta(bencher, Some((a, b)));
}

#[divan::bench(sample_count = 300)]
fn beta_new(bencher: Bencher) {
    beta(bencher, None);
}

type One = Smooth<Dual<f64, 1>>;

/// One draw with its derivative by one parameter.
fn draws(bencher: Bencher, theta: f64, draw: impl Fn(One, &mut Xoshiro256PlusPlus) -> One) {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(1);
    bencher.counter(ItemsCount::new(DRAWS)).bench_local(|| {
        (0..DRAWS).fold(0.0, |sum, _| {
            let (value, [slope]) = kernels::number(draw(parameter(black_box(theta), 0), &mut rng)).parts();
            sum + value + slope
        })
    });
}

#[divan::bench(args = [0.5, 2.5, 10.0, 1000.0], sample_count = 100)]
fn student_t_fixed(bencher: Bencher, nu: f64) {
    draws(bencher, nu, kernels::student_t);
}

#[divan::bench(args = [0.5, 2.5, 10.0, 1000.0], sample_count = 100)]
fn von_mises_fixed(bencher: Bencher, kappa: f64) {
    draws(bencher, kappa, kernels::von_mises);
}
