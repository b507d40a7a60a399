//! The expected value of a weighted sum of squares of the components of a Dirichlet draw:
//! `cargo bench -p stochastic-grad --bench dirichlet`.

mod timing;

use rand::rngs::Xoshiro256PlusPlus;
use std::array::from_fn;
use std::hint::black_box;
use stochastic_grad::prelude::*;
use timing::gamma::StandardGamma;
use timing::sums::Sums;
use timing::{Answer, Table};

#[stochastic_grad]
fn squares(alpha: &[f64], rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Dirichlet::new(alpha)?.sample(rng);
    let mut sum = 0.0;
    for (i, x) in x.iter().enumerate() {
        sum += (i + 1) as f64 * x.powi(2);
    }
    Ok(sum)
}

const N: usize = 8_192;

/// Gamma draws over their sum.
fn scalar<const K: usize, const COLUMNS: usize>(alpha: [f64; K], rng: &mut StdRng) -> Answer {
    let mut rng = Xoshiro256PlusPlus::from_rng(rng);
    let gammas = alpha.map(StandardGamma::new);
    let mut sums = Sums::<f64, COLUMNS>::new();
    for _ in 0..N {
        let draws: [(f64, f64); K] = from_fn(|i| gammas[i].sample(&mut rng));
        let total = 1.0 / draws.iter().map(|draw| draw.0).sum::<f64>();
        let x: [f64; K] = from_fn(|i| draws[i].0 * total);
        let f: f64 = (0..K).map(|i| (i + 1) as f64 * x[i] * x[i]).sum();
        // Moving a gamma draw moves its own component, and all of them by the sum.
        let slope = |i: usize| 2.0 * ((i + 1) as f64 * x[i] - f) * total * draws[i].1;
        sums.add(from_fn(|k| if k == 0 { f } else { slope(k - 1) }));
    }
    sums.answer(N)
}

fn main() -> Result<(), Error> {
    let three = black_box([0.7, 1.5, 3.0]);
    Table::new("Dirichlet with 3 components", N)
        .scalar(|rng| scalar::<3, 4>(three, rng))
        .row("stochastic_grad", |rng| squares_grad(&three[..], N, rng))
        .print()?;
    let eight = black_box([0.7, 1.5, 3.0, 0.5, 1.0, 2.0, 4.0, 1.2]);
    Table::new("Dirichlet with 8 components", N)
        .scalar(|rng| scalar::<8, 9>(eight, rng))
        .row("stochastic_grad", |rng| squares_grad(&eight[..], N, rng))
        .print()
}
