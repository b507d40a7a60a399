//! A random walk of 20 Bernoulli draws, each with a sigmoid, by the score function:
//! `cargo bench -p stochastic-grad --bench walk`.

mod timing;

use rand::rngs::Xoshiro256PlusPlus;
use std::hint::black_box;
use stochastic_grad::prelude::*;
use stochastic_grad::special::sigmoid;
use timing::sums::mean;
use timing::{Answer, Table};

const STEPS: usize = 20;
const N: usize = 32_768;

/// Steps up or down, pulled to the middle; the cost is the square of where that ends.
#[stochastic_grad(fallback = score_function)]
fn walk(drift: f64, pull: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let mut x = 0.0;
    for _ in 0..STEPS {
        let up = Bernoulli::new(sigmoid(drift - pull * x))?.sample(rng);
        x += if up { 1.0 } else { -1.0 };
    }
    Ok(x * x)
}

/// The same with one parameter.
#[stochastic_grad(fallback = score_function)]
fn single(drift: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let mut x = 0.0;
    for _ in 0..STEPS {
        let up = Bernoulli::new(sigmoid(drift - 0.1 * x))?.sample(rng);
        x += if up { 1.0 } else { -1.0 };
    }
    Ok(x * x)
}

/// Sums over the samples for a baseline from the other samples.
#[derive(Clone, Copy, Default)]
struct Scores {
    s: f64,
    sf: f64,
    ss: f64,
    ssf: f64,
    ssff: f64,
}

impl Scores {
    #[inline(always)]
    fn add(&mut self, s: f64, f: f64) {
        self.s += s;
        self.sf += s * f;
        self.ss += s * s;
        self.ssf += s * s * f;
        self.ssff += s * s * f * f;
    }

    /// The mean of s (f - mean of the other f) and its standard error.
    fn answer(&self, mean: f64, n: usize) -> (f64, f64) {
        let k = n as f64 / (n - 1) as f64;
        let sum = k * (self.sf - mean * self.s);
        let squares = k * k * (self.ssff - 2.0 * mean * self.ssf + mean * mean * self.ss);
        timing::sums::mean(sum, squares, n)
    }
}

/// One step of a walk: the coin comes out as 1 or 0.
trait Coin {
    fn step(u: f64, p: f64, x: &mut f64) -> f64;
}

/// The next step begins before the coin is known, where the processor guesses it.
struct Branch;

/// Nothing is guessed, and nothing begun too early.
struct NoBranch;

impl Coin for Branch {
    #[inline(always)]
    fn step(u: f64, p: f64, x: &mut f64) -> f64 {
        if u < p {
            *x += 1.0;
            1.0 - p
        } else {
            *x -= 1.0;
            -p
        }
    }
}

impl Coin for NoBranch {
    #[inline(always)]
    fn step(u: f64, p: f64, x: &mut f64) -> f64 {
        let up = f64::from(u < p);
        *x += 2.0 * up - 1.0;
        up - p
    }
}

/// The derivative of ln of a step's probability by the argument of the sigmoid is 1 - p up, and -p down.
fn scalar<C: Coin, const K: usize>(drift: f64, pull: f64, rng: &mut StdRng) -> Answer {
    let mut rng = Xoshiro256PlusPlus::from_rng(rng);
    let (mut sum, mut square, mut scores) = (0.0, 0.0, [Scores::default(); K]);
    for _ in 0..N {
        let (mut x, mut d) = (0.0, [0.0; K]);
        for _ in 0..STEPS {
            let p = 1.0 / (1.0 + (pull * x - drift).exp());
            let before = x;
            let slope = C::step(rng.random(), p, &mut x);
            let by = [slope, -slope * before];
            (0..K).for_each(|k| d[k] += by[k]);
        }
        let f = x * x;
        sum += f;
        square += f * f;
        (0..K).for_each(|k| scores[k].add(d[k], f));
    }
    let value = mean(sum, square, N);
    Answer(std::iter::once(value).chain(scores.iter().map(|scores| scores.answer(value.0, N))).collect())
}

fn main() -> Result<(), Error> {
    let (drift, pull) = black_box((0.2, 0.1));
    Table::new("random walk of 20 draws by the score function, two derivatives", N)
        .scalar(|rng| scalar::<Branch, 2>(drift, pull, rng))
        .row("by hand, without branches", |rng| Ok(scalar::<NoBranch, 2>(drift, pull, rng)))
        .row("stochastic_grad", |rng| walk_grad((drift, pull), N, rng))
        .print()?;
    Table::new("random walk of 20 draws by the score function, one derivative", N)
        .scalar(|rng| scalar::<Branch, 1>(drift, 0.1, rng))
        .row("by hand, without branches", |rng| Ok(scalar::<NoBranch, 1>(drift, 0.1, rng)))
        .row("stochastic_grad", |rng| single_grad(drift, N, rng))
        .print()
}
