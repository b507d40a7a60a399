//! The cost of a gradient sample of vectors and matrices.

use divan::{Bencher, counter::ItemsCount};
use stochastic_grad::prelude::*;

const SAMPLES: usize = 4096;

fn main() {
    divan::main();
}

#[stochastic_grad]
fn dirichlet_loss(alpha: &[f64], rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Dirichlet::new(alpha)?.sample(rng);
    Ok(dot(&x, &x))
}

#[stochastic_grad]
fn normal_loss(mean: &[f64], l: &[Vec<f64>], rng: &mut impl Rng) -> Result<f64, Error> {
    let x = MultivariateNormal::from_cholesky(mean, l)?.sample(rng);
    Ok(dot(&x, &x))
}

#[stochastic_grad]
fn wishart_loss(nu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Wishart::from_cholesky(nu, &[[1.0, 0.0, 0.0], [0.5, 1.0, 0.0], [0.25, 0.5, 1.0]])?.sample(rng);
    Ok(x[0][0] * x[2][2])
}

#[stochastic_grad]
fn lkj_loss(eta: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let l = LkjCholesky::new(4, eta)?.sample(rng);
    Ok(l[1][0] * l[3][3])
}

fn generator() -> StdRng {
    StdRng::seed_from_u64(1)
}

/// Eight components take one pass of forward mode, ten take two.
#[divan::bench(args = [(0.5, 3), (1.5, 3), (0.5, 8), (1.5, 8), (1.5, 10)], sample_count = 30)]
fn dirichlet_gradient(bencher: Bencher, (least, components): (f64, usize)) {
    let alpha: Vec<f64> = (0..components).map(|i| least + i as f64).collect();
    let mut rng = generator();
    bencher
        .counter(ItemsCount::new(SAMPLES))
        .bench_local(|| dirichlet_loss_grad(&alpha[..], SAMPLES, &mut rng).map(|est| est.value));
}

#[divan::bench(args = [(0.5, 10), (1.5, 10)], sample_count = 30)]
fn dirichlet_value(bencher: Bencher, (least, components): (f64, usize)) {
    let alpha: Vec<f64> = (0..components).map(|i| least + i as f64).collect();
    let mut rng = generator();
    bencher
        .counter(ItemsCount::new(SAMPLES))
        .bench_local(|| DirichletLoss.value(&alpha[..], SAMPLES, &mut rng).map(|est| est.value));
}

#[divan::bench(args = [2, 4], sample_count = 30)]
fn normal_gradient(bencher: Bencher, n: usize) {
    let l: Vec<Vec<f64>> = (0..n).map(|i| vec![0.5; i + 1]).collect();
    let (mean, mut rng) = (vec![0.5; n], generator());
    bencher
        .counter(ItemsCount::new(SAMPLES))
        .bench_local(|| normal_loss_grad((mean.clone(), l.clone()), SAMPLES, &mut rng).map(|est| est.value));
}

#[divan::bench(sample_count = 30)]
fn wishart_gradient(bencher: Bencher) {
    let mut rng = generator();
    bencher
        .counter(ItemsCount::new(SAMPLES))
        .bench_local(|| wishart_loss_grad(5.0, SAMPLES, &mut rng).map(|est| est.value));
}

#[divan::bench(sample_count = 30)]
fn lkj_gradient(bencher: Bencher) {
    let mut rng = generator();
    bencher
        .counter(ItemsCount::new(SAMPLES))
        .bench_local(|| lkj_loss_grad(2.0, SAMPLES, &mut rng).map(|est| est.value));
}
