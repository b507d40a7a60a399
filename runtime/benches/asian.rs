//! An Asian call under geometric Brownian motion, 252 steps, with its derivatives by spot, rate and volatility:
//! `cargo bench -p stochastic-grad --bench asian`.

mod timing;

use rand::rngs::Xoshiro256PlusPlus;
use rand_distr::StandardNormal;
use std::hint::black_box;
use stochastic_grad::prelude::*;
use timing::sums::Sums;
use timing::wide::Generators;
use timing::{Answer, Table};
use wide::f64x8;

const STEPS: usize = 252;
const DT: f64 = 1.0 / STEPS as f64;
const STRIKE: f64 = 100.0;
const N: usize = 4_096;

#[stochastic_grad]
fn asian(spot: f64, rate: f64, sigma: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let step = Normal::new((rate - 0.5 * sigma * sigma) * DT, sigma * DT.sqrt())?;
    let (mut price, mut sum) = (spot, 0.0);
    for _ in 0..STEPS {
        price *= step.sample(rng).exp();
        sum += price;
    }
    Ok((-rate).exp() * (sum / STEPS as f64 - STRIKE).max(0.0))
}

/// With S = S0 exp((r - sigma²/2) t + sigma W): dS/dr = S t and dS/dsigma = S (W - sigma t), so that three sums along the
/// path are all there is to keep.
fn scalar(spot: f64, rate: f64, sigma: f64, rng: &mut StdRng) -> Answer {
    let mut rng = Xoshiro256PlusPlus::from_rng(rng);
    let (drift, spread, discount) = ((rate - 0.5 * sigma * sigma) * DT, sigma * DT.sqrt(), (-rate).exp());
    let mut sums = Sums::new();
    for _ in 0..N {
        let (mut price, mut noise, mut time) = (spot, 0.0, 0.0);
        let (mut sum, mut by_time, mut by_noise) = (0.0, 0.0, 0.0);
        for _ in 0..STEPS {
            let z: f64 = rng.sample(StandardNormal);
            price *= (drift + spread * z).exp();
            noise += z;
            time += DT;
            sum += price;
            by_time += price * time;
            by_noise += price * noise;
        }
        let average = sum / STEPS as f64;
        let paid = if average > STRIKE { discount } else { 0.0 };
        let value = paid * (average - STRIKE);
        let each = paid / STEPS as f64;
        let d_sigma = each * (DT.sqrt() * by_noise - sigma * by_time);
        sums.add([value, each * sum / spot, each * by_time - value, d_sigma]);
    }
    sums.answer(N)
}

/// The same, eight paths at a time.
fn simd(spot: f64, rate: f64, sigma: f64, rng: &mut StdRng) -> Answer {
    let mut generators = Generators::fork(rng);
    let of = f64x8::splat;
    let (drift, spread) = (of((rate - 0.5 * sigma * sigma) * DT), of(sigma * DT.sqrt()));
    let mut sums = Sums::new();
    for _ in 0..N / 8 {
        let (mut price, mut noise, mut time) = (of(spot), of(0.0), 0.0);
        let (mut sum, mut by_time, mut by_noise) = (of(0.0), of(0.0), of(0.0));
        for _ in 0..STEPS / 2 {
            for z in generators.normals() {
                price *= spread.mul_add(z, drift).exp();
                noise += z;
                time += DT;
                sum += price;
                by_time = price.mul_add(of(time), by_time);
                by_noise = price.mul_add(noise, by_noise);
            }
        }
        let gain = sum * of(DT) - of(STRIKE);
        let paid = gain.simd_gt(of(0.0)).select(of((-rate).exp()), of(0.0));
        let (value, each) = (paid * gain, paid * of(DT));
        let d_sigma = each * (of(DT.sqrt()) * by_noise - of(sigma) * by_time);
        sums.add([value, each * sum * of(1.0 / spot), each * by_time - value, d_sigma]);
    }
    sums.answer(N)
}

fn main() -> Result<(), Error> {
    let (spot, rate, sigma) = black_box((100.0, 0.05, 0.2));
    Table::new("Asian call, 252 steps, three derivatives", N)
        .scalar(|rng| scalar(spot, rate, sigma, rng))
        .simd(|rng| simd(spot, rate, sigma, rng))
        .row("stochastic_grad", |rng| asian_grad((spot, rate, sigma), N, rng))
        .print()
}
