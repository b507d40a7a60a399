//! van Krieken, Tomczak and ten Teije 2021, "Storchastic: A Framework for General Stochastic Automatic
//! Differentiation": the programs `introduction.py` and `bernoulli_grad_var.py` of its examples.

use crate::row::{Row, gradient, rows};
use stochastic_grad::prelude::*;

macro_rules! introduction {
    ($name:ident, $($fallback:ident)?) => {
        #[stochastic_grad]
        fn $name(a: f64, b: f64, c: f64, rng: &mut impl Rng) -> Result<f64, Error> {
            let d = a + b;
            let e = Normal::new(b + c, 1.0)?$(.$fallback())?.sample(rng);
            Ok(d * e * e)
        }
    };
}
introduction!(pathwise,);
introduction!(score, score_function);

const AT: (f64, f64, f64) = (5.0, -3.0, 0.23);
/// d (1 + m²) with d = 2 and m = -2.77.
const MEAN: f64 = 2.0 * (1.0 + 2.77 * 2.77);

macro_rules! toy {
    ($name:ident, $fallback:ident) => {
        #[stochastic_grad(fallback = $fallback)]
        fn $name(eta: f64, rng: &mut impl Rng) -> Result<f64, Error> {
            let coin = Bernoulli::new(eta.sigmoid())?;
            let mut cost = 0.0;
            for p in [0.6, 0.51, 0.48] {
                cost += (f64::from(u8::from(coin.sample(rng))) - p).powi(2);
            }
            Ok(cost)
        }
    };
}
toy!(toy_score, score_function);
toy!(toy_enumerate, enumerate);
toy!(toy_measure, measure_valued);
toy!(toy_perturb, perturb);

/// The variance of the estimate from the two samples of a pair, or of one sample: sums over all outcomes.
fn toy_variances() -> (f64, f64) {
    let outcomes = || {
        (0..8_u32).map(|bits| {
            let x = |i: u32| f64::from(bits >> i & 1);
            let cost: f64 = [0.6, 0.51, 0.48].into_iter().zip(0..).map(|(p, i)| (x(i) - p).powi(2)).sum();
            (cost, x(0) + x(1) + x(2) - 1.5)
        })
    };
    let single = outcomes().map(|(f, s)| (f * s).powi(2)).sum::<f64>() / 8.0;
    let pairs = outcomes().flat_map(|a| outcomes().map(move |b| (0.5 * (a.0 - b.0) * (a.1 - b.1)).powi(2)));
    (single - 0.045 * 0.045, pairs.sum::<f64>() / 64.0 - 0.045 * 0.045)
}

/// The repetitions of two samples in one estimate.
const PAIRS: usize = 5_000;

/// The mean of the estimates of pairs, with the standard error that their own ones make.
fn pairs(rng: &mut StdRng) -> Result<(f64, f64), Error> {
    let (mut sum, mut variance) = (0.0, 0.0);
    for _ in 0..PAIRS {
        let e = toy_score_grad(0.0, 2, rng)?;
        sum += e.grad.eta;
        variance += e.grad_std_err.eta.powi(2);
    }
    Ok((sum / PAIRS as f64, variance.sqrt() / PAIRS as f64))
}

macro_rules! introduction_row {
    ($Cost:ident, $estimator:literal, $baseline:ident $(($of:expr))?) => {
        gradient!(["introduction", "d/dc at 0.23", $estimator], $Cost, AT, c, 20_000, $baseline $(($of))?)
            .published("-11.08")
            .exact(-11.08)
    };
}
const TOY: [&str; 2] = ["Bernoulli toy", "d/dη at 0"];
macro_rules! toy_row {
    ($Cost:ident, $estimator:literal, $n:expr) => {
        gradient!([TOY[0], TOY[1], $estimator], $Cost, 0.0, eta, $n, None).published("-0.045").exact(-0.045)
    };
}

rows! {
    introduction_by_path => introduction_row!(Pathwise, "pathwise", None).variance("16").exact_variance(16.0);
    introduction_by_score => introduction_row!(Score, "score function", None)
        .variance("725.176").exact_variance(725.175_977_64);
    introduction_by_score_and_mean => introduction_row!(Score, "score function, mean as baseline", Constant(MEAN))
        .variance("285.533").exact_variance(285.5328);
    introduction_by_score_and_the_others => introduction_row!(Score, "score function, leave one out", LeaveOneOut)
        .variance("285.533").exact_variance(285.5328);
    toy_by_score => toy_row!(ToyScore, "score function", 50_000)
        .variance("0.43842").exact_variance(toy_variances().0);
    toy_by_score_in_pairs => Row::new([TOY[0], TOY[1], "score function, leave one out of k = 2"], PAIRS, pairs)
        .published("-0.045").exact(-0.045).variance("0.007275").exact_variance(toy_variances().1);
    toy_by_enumeration => toy_row!(ToyEnumerate, "enumerate", 2).exact_variance(0.0);
    // The cost is a sum with a term for each coin, so that the differences are the same whatever the other coins show.
    toy_by_measure => toy_row!(ToyMeasure, "measure-valued", 2).exact_variance(0.0);
    // One of the coins is picked, and shows 0.75 times the term of its flip: -0.2, -0.02 or 0.04.
    toy_by_perturbation => toy_row!(ToyPerturb, "perturb", 10_000)
        .exact_variance(0.5625 * (0.04 + 0.0004 + 0.0016) / 3.0 - 0.045 * 0.045);
}
