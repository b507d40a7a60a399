//! E[sin x + x²] with x ~ Beta(a, b): `cargo bench -p stochastic-grad --bench beta`.
//!
//! The draw of the library moves at a fixed value of its distribution function; the hand-written one is made of two gamma
//! draws, each of which does, which is easier to write and has about the same variance.

mod timing;

use rand::rngs::Xoshiro256PlusPlus;
use std::hint::black_box;
use stochastic_grad::prelude::*;
use timing::gamma::StandardGamma;
use timing::sums::Sums;
use timing::{Answer, Table};

#[stochastic_grad]
fn wave(a: f64, b: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Beta::new(a, b)?.sample(rng);
    Ok(x.sin() + x.powi(2))
}

const N: usize = 16_384;

fn scalar(a: f64, b: f64, rng: &mut StdRng) -> Answer {
    let mut rng = Xoshiro256PlusPlus::from_rng(rng);
    let (first, second) = (StandardGamma::new(a), StandardGamma::new(b));
    let mut sums = Sums::new();
    for _ in 0..N {
        let ((g, d_a), (h, d_b)) = (first.sample(&mut rng), second.sample(&mut rng));
        let total = 1.0 / (g + h);
        let x = g * total;
        let (sin, cos) = x.sin_cos();
        let slope = (cos + 2.0 * x) * total;
        sums.add([sin + x * x, slope * (1.0 - x) * d_a, -slope * x * d_b]);
    }
    sums.answer(N)
}

fn main() -> Result<(), Error> {
    for (title, a, b) in [("Beta(2.5, 1.5)", 2.5, 1.5), ("Beta(0.7, 3)", 0.7, 3.0)] {
        let (a, b) = black_box((a, b));
        Table::new(&format!("E[sin x + x²], x ~ {title}"), N)
            .scalar(|rng| scalar(a, b, rng))
            .row("stochastic_grad", |rng| wave_grad((a, b), N, rng))
            .print()?;
    }
    Ok(())
}
