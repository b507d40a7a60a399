//! E[sin x + x²] with x ~ N(mu, sigma): `cargo bench -p stochastic-grad --bench expectation`.

mod timing;

use rand::rngs::Xoshiro256PlusPlus;
use rand_distr::StandardNormal;
use std::hint::black_box;
use stochastic_grad::prelude::*;
use timing::sums::Sums;
use timing::wide::Generators;
use timing::{Answer, Table};
use wide::f64x8;

#[stochastic_grad]
fn wave(mu: f64, sigma: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, sigma)?.sample(rng);
    Ok(x.sin() + x.powi(2))
}

const N: usize = 65_536;

fn scalar(mu: f64, sigma: f64, rng: &mut StdRng) -> Answer {
    let mut rng = Xoshiro256PlusPlus::from_rng(rng);
    let mut sums = Sums::new();
    for _ in 0..N {
        let z: f64 = rng.sample(StandardNormal);
        let x = mu + sigma * z;
        let (sin, cos) = x.sin_cos();
        let slope = cos + 2.0 * x;
        sums.add([sin + x * x, slope, slope * z]);
    }
    sums.answer(N)
}

fn simd(mu: f64, sigma: f64, rng: &mut StdRng) -> Answer {
    let mut generators = Generators::fork(rng);
    let (mu, sigma) = (f64x8::splat(mu), f64x8::splat(sigma));
    let mut sums = Sums::new();
    for _ in 0..N / 16 {
        for z in generators.normals() {
            let x = sigma.mul_add(z, mu);
            let (sin, cos) = x.sin_cos();
            let slope = cos + x + x;
            sums.add([x.mul_add(x, sin), slope, slope * z]);
        }
    }
    sums.answer(N)
}

fn main() -> Result<(), Error> {
    let (mu, sigma) = black_box((0.5, 1.2));
    Table::new("E[sin x + x²], x ~ N(mu, sigma)", N)
        .scalar(|rng| scalar(mu, sigma, rng))
        .simd(|rng| simd(mu, sigma, rng))
        .row("stochastic_grad", |rng| wave_grad((mu, sigma), N, rng))
        .print()
}
