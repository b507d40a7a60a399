//! Quadratics with 2,000 parameters: `cargo bench -p stochastic-grad --bench quadratic`.
//!
//! One with noise in every coordinate, where drawing is most of the work, and one with a single draw.

mod timing;

use rand::rngs::Xoshiro256PlusPlus;
use rand_distr::StandardNormal;
use std::hint::black_box;
use stochastic_grad::prelude::*;
use timing::sums::mean;
use timing::{Answer, Table};

const PARAMETERS: usize = 2_000;
const N: usize = 64;

/// E[Σ (x - target)²] with x ~ N(theta, 1).
#[stochastic_grad]
fn noisy(theta: &[f64], #[constant] target: &[f64], rng: &mut impl Rng) -> Result<f64, Error> {
    let mut sum = 0.0;
    for (theta, target) in theta.iter().zip(target) {
        let x = Normal::new(*theta, 1.0)?.sample(rng);
        sum += (x - target).powi(2);
    }
    Ok(sum)
}

/// E[Σ (theta - z target)²] with one z ~ N(0, 1).
#[stochastic_grad]
fn shared(theta: &[f64], #[constant] target: &[f64], rng: &mut impl Rng) -> Result<f64, Error> {
    let z = Normal::new(0.0, 1.0)?.sample(rng);
    let mut sum = 0.0;
    for (theta, target) in theta.iter().zip(target) {
        sum += (theta - z * target).powi(2);
    }
    Ok(sum)
}

/// Sums of each derivative and of its square.
struct Columns {
    value: (f64, f64),
    sums: Vec<f64>,
    squares: Vec<f64>,
}

impl Columns {
    fn new() -> Self {
        Columns { value: (0.0, 0.0), sums: vec![0.0; PARAMETERS], squares: vec![0.0; PARAMETERS] }
    }

    /// Adds a sample, the sum of the squares of what `residual` gives for each parameter.
    #[inline(always)]
    fn add(&mut self, mut residual: impl FnMut(usize) -> f64) {
        let mut f = 0.0;
        for (i, (sum, square)) in self.sums.iter_mut().zip(&mut self.squares).enumerate() {
            let d = residual(i);
            f += d * d;
            *sum += 2.0 * d;
            *square += 4.0 * d * d;
        }
        self.value.0 += f;
        self.value.1 += f * f;
    }

    fn answer(&self) -> Answer {
        let columns = self.sums.iter().zip(&self.squares).map(|(sum, square)| (*sum, *square));
        Answer(std::iter::once(self.value).chain(columns).map(|(sum, square)| mean(sum, square, N)).collect())
    }
}

fn noisy_by_hand(theta: &[f64], target: &[f64], rng: &mut StdRng) -> Answer {
    let mut rng = Xoshiro256PlusPlus::from_rng(rng);
    let (mut columns, theta, target) = (Columns::new(), &theta[..PARAMETERS], &target[..PARAMETERS]);
    for _ in 0..N {
        columns.add(|i| theta[i] + rng.sample::<f64, _>(StandardNormal) - target[i]);
    }
    columns.answer()
}

fn shared_by_hand(theta: &[f64], target: &[f64], rng: &mut StdRng) -> Answer {
    let mut rng = Xoshiro256PlusPlus::from_rng(rng);
    let (mut columns, theta, target) = (Columns::new(), &theta[..PARAMETERS], &target[..PARAMETERS]);
    for _ in 0..N {
        let z: f64 = rng.sample(StandardNormal);
        columns.add(|i| theta[i] - z * target[i]);
    }
    columns.answer()
}

fn main() -> Result<(), Error> {
    let theta: Vec<f64> = (0..PARAMETERS).map(|i| (i as f64).sin()).collect();
    let target: Vec<f64> = (0..PARAMETERS).map(|i| 1.5 + (i as f64).cos()).collect();
    let (theta, target) = black_box((&theta[..], &target[..]));
    Table::new("quadratic with 2,000 parameters, a draw for each", N)
        .scalar(|rng| noisy_by_hand(theta, target, rng))
        .row("stochastic_grad", |rng| noisy_grad(theta, target, N, rng))
        .print()?;
    Table::new("quadratic with 2,000 parameters, one draw", N)
        .scalar(|rng| shared_by_hand(theta, target, rng))
        .row("stochastic_grad", |rng| shared_grad(theta, target, N, rng))
        .print()
}
