//! The evidence lower bound of a Bayesian logistic regression with a mean-field normal guide, 1000 x 26 data and 64
//! samples: `cargo bench -p stochastic-grad --bench logistic`.

mod timing;

use rand::rngs::Xoshiro256PlusPlus;
use rand_distr::StandardNormal;
use std::array::from_fn;
use std::hint::black_box;
use stochastic_grad::prelude::*;
use stochastic_grad::special::{sigmoid, softplus};
use timing::sums::Sums;
use timing::wide::{Generators, ln};
use timing::{Answer, Table};
use wide::f64x8;

const ROWS: usize = 1000;
const FEATURES: usize = 26;
/// The value, and the derivatives by mean and ln of the spread.
const COLUMNS: usize = 1 + 2 * FEATURES;
const N: usize = 64;

#[stochastic_grad]
fn by_loop(
    mean: &[f64],
    ln_spread: &[f64],
    #[constant] x: &[f64],
    #[constant] y: &[f64],
    rng: &mut impl Rng,
) -> Result<f64, Error> {
    let mut weights = Vec::with_capacity(mean.len());
    let mut bound = 0.0;
    for i in 0..mean.len() {
        let w = Normal::new(mean[i], ln_spread[i].exp())?.sample(rng);
        bound += ln_spread[i] - 0.5 * w.powi(2);
        weights.push(w);
    }
    for (row, y) in x.chunks_exact(FEATURES).zip(y) {
        let mut logit = 0.0;
        for (x, w) in row.iter().zip(&weights) {
            logit += x * w;
        }
        bound += y * logit - softplus(logit);
    }
    Ok(bound)
}

#[stochastic_grad]
fn by_dot(
    mean: &[f64],
    ln_spread: &[f64],
    #[constant] x: &[f64],
    #[constant] y: &[f64],
    rng: &mut impl Rng,
) -> Result<f64, Error> {
    let mut weights = Vec::with_capacity(mean.len());
    let mut bound = 0.0;
    for i in 0..mean.len() {
        let w = Normal::new(mean[i], ln_spread[i].exp())?.sample(rng);
        bound += ln_spread[i] - 0.5 * w.powi(2);
        weights.push(w);
    }
    for (row, y) in x.chunks_exact(FEATURES).zip(y) {
        let logit = dot(row, &weights);
        bound += y * logit - softplus(logit);
    }
    Ok(bound)
}

#[stochastic_grad]
fn by_matvec(
    mean: &[f64],
    ln_spread: &[f64],
    #[constant] x: &[f64],
    #[constant] y: &[f64],
    rng: &mut impl Rng,
) -> Result<f64, Error> {
    let mut weights = Vec::with_capacity(mean.len());
    let mut bound = 0.0;
    for i in 0..mean.len() {
        let w = Normal::new(mean[i], ln_spread[i].exp())?.sample(rng);
        bound += ln_spread[i] - 0.5 * w.powi(2);
        weights.push(w);
    }
    for (logit, y) in matvec(x, &weights).iter().zip(y) {
        bound += y * logit - softplus(*logit);
    }
    Ok(bound)
}

/// The data, in rows.
struct Data {
    x: Vec<f64>,
    y: Vec<f64>,
}

impl Data {
    fn new() -> Self {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(7);
        let x: Vec<f64> = (0..ROWS * FEATURES).map(|_| rng.sample(StandardNormal)).collect();
        let logit = |row: &[f64]| row.iter().enumerate().map(|(j, x)| x * (j as f64).cos() / 3.0).sum::<f64>();
        let y = x.chunks_exact(FEATURES).map(|row| if rng.random::<f64>() < sigmoid(logit(row)) { 1.0 } else { 0.0 });
        let y = y.collect();
        Data { x, y }
    }
}

/// The guide.
struct Guide {
    mean: [f64; FEATURES],
    ln_spread: [f64; FEATURES],
}

fn scalar(guide: &Guide, data: &Data, rng: &mut StdRng) -> Answer {
    let mut rng = Xoshiro256PlusPlus::from_rng(rng);
    let mut sums = Sums::<f64, COLUMNS>::new();
    let spread = guide.ln_spread.map(f64::exp);
    let start: f64 = guide.ln_spread.iter().sum();
    for _ in 0..N {
        let noise: [f64; FEATURES] = from_fn(|_| rng.sample(StandardNormal));
        let w: [f64; FEATURES] = from_fn(|j| guide.mean[j] + spread[j] * noise[j]);
        let mut bound = start - 0.5 * w.iter().map(|w| w * w).sum::<f64>();
        let mut d = w.map(|w| -w);
        for (row, y) in data.x.chunks_exact(FEATURES).zip(&data.y) {
            let logit: f64 = row.iter().zip(&w).map(|(x, w)| x * w).sum();
            let e = (-logit.abs()).exp();
            bound += y * logit - logit.max(0.0) - e.ln_1p();
            let p = if logit < 0.0 { e } else { 1.0 } / (1.0 + e);
            for (d, x) in d.iter_mut().zip(row) {
                *d += (y - p) * x;
            }
        }
        sums.add(columns(bound, &d, |j| 1.0 + d[j] * spread[j] * noise[j]));
    }
    sums.answer(N)
}

/// The value, then the derivatives by the means, then those by ln of the spreads.
fn columns<V: Copy>(value: V, by_mean: &[V; FEATURES], by_spread: impl Fn(usize) -> V) -> [V; COLUMNS] {
    from_fn(|k| match k {
        0 => value,
        k if k <= FEATURES => by_mean[k - 1],
        k => by_spread(k - 1 - FEATURES),
    })
}

/// Rows that are worked on together, so that a weight and a sum of derivatives are loaded once for all of them.
const TILE: usize = 8;

/// The same, eight samples at a time.
fn simd(guide: &Guide, data: &Data, rng: &mut StdRng) -> Answer {
    let mut generators = Generators::fork(rng);
    let mut sums = Sums::<f64x8, COLUMNS>::new();
    let (one, half) = (f64x8::splat(1.0), f64x8::splat(0.5));
    let spread = guide.ln_spread.map(|s| f64x8::splat(s.exp()));
    let start = f64x8::splat(guide.ln_spread.iter().sum());
    for _ in 0..N / 8 {
        let pairs: [[f64x8; 2]; FEATURES / 2] = from_fn(|_| generators.normals());
        let noise: [f64x8; FEATURES] = from_fn(|j| pairs[j / 2][j % 2]);
        let w: [f64x8; FEATURES] = from_fn(|j| f64x8::splat(guide.mean[j]) + spread[j] * noise[j]);
        let mut bound = w.iter().fold(start, |sum, w| sum - half * *w * *w);
        let mut d = w.map(|w| -w);
        for (rows, y) in data.x.chunks_exact(TILE * FEATURES).zip(data.y.chunks_exact(TILE)) {
            let mut logits = [f64x8::splat(0.0); TILE];
            for j in 0..FEATURES {
                for i in 0..TILE {
                    logits[i] = f64x8::splat(rows[i * FEATURES + j]).mul_add(w[j], logits[i]);
                }
            }
            let mut errors = [f64x8::splat(0.0); TILE];
            // One logarithm for the tile.
            let mut product = one;
            for i in 0..TILE {
                let (logit, y) = (logits[i], f64x8::splat(y[i]));
                let e = (-logit.abs()).exp();
                bound += y * logit - logit.fast_max(f64x8::splat(0.0));
                product *= one + e;
                errors[i] = y - logit.simd_lt(f64x8::splat(0.0)).select(e, one) / (one + e);
            }
            bound -= ln(product);
            for j in 0..FEATURES {
                for i in 0..TILE {
                    d[j] = f64x8::splat(rows[i * FEATURES + j]).mul_add(errors[i], d[j]);
                }
            }
        }
        sums.add(columns(bound, &d, |j| one + d[j] * spread[j] * noise[j]));
    }
    sums.answer(N)
}

fn main() -> Result<(), Error> {
    let data = black_box(Data::new());
    let guide = black_box(Guide { mean: from_fn(|j| (j as f64).cos() / 4.0), ln_spread: [-2.0; FEATURES] });
    let at = (&guide.mean[..], &guide.ln_spread[..]);
    Table::new("logistic regression, 1000 x 26, 52 derivatives", N)
        .scalar(|rng| scalar(&guide, &data, rng))
        .simd(|rng| simd(&guide, &data, rng))
        .row("stochastic_grad, a plain loop", |rng| by_loop_grad(at, &data.x, &data.y, N, rng))
        .row("stochastic_grad, `dot` per row", |rng| by_dot_grad(at, &data.x, &data.y, N, rng))
        .row("stochastic_grad, one `matvec`", |rng| by_matvec_grad(at, &data.x, &data.y, N, rng))
        .print()
}
