//! E[sin x + x²] with x ~ Gamma(shape, scale): `cargo bench -p stochastic-grad --bench gamma`.

mod timing;

use rand::rngs::Xoshiro256PlusPlus;
use std::hint::black_box;
use stochastic_grad::prelude::*;
use timing::gamma::StandardGamma;
use timing::sums::Sums;
use timing::{Answer, Table};

#[stochastic_grad]
fn wave(shape: f64, scale: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Gamma::new(shape, scale)?.sample(rng);
    Ok(x.sin() + x.powi(2))
}

const N: usize = 16_384;

fn scalar(shape: f64, scale: f64, rng: &mut StdRng) -> Answer {
    let mut rng = Xoshiro256PlusPlus::from_rng(rng);
    let gamma = StandardGamma::new(shape);
    let mut sums = Sums::new();
    for _ in 0..N {
        let (g, d_shape) = gamma.sample(&mut rng);
        let x = scale * g;
        let (sin, cos) = x.sin_cos();
        let slope = cos + 2.0 * x;
        sums.add([sin + x * x, slope * scale * d_shape, slope * g]);
    }
    sums.answer(N)
}

fn main() -> Result<(), Error> {
    for (title, shape) in [("Gamma(2.5, 1.3)", 2.5), ("Gamma(0.5, 1.3)", 0.5)] {
        let (shape, scale) = black_box((shape, 1.3));
        Table::new(&format!("E[sin x + x²], x ~ {title}"), N)
            .scalar(|rng| scalar(shape, scale, rng))
            .row("stochastic_grad", |rng| wave_grad((shape, scale), N, rng))
            .print()?;
    }
    Ok(())
}
