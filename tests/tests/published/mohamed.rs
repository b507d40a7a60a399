//! Mohamed, Rosca, Figurnov and Mnih 2020, "Monte Carlo Gradient Estimation in Machine Learning", JMLR 21(132), figure
//! 2: the variance of three estimators of the gradient of E f(x), x ~ N(mu, sigma), at mu = sigma = 1.

use crate::row::{gradient, rows};
use std::f64::consts::PI;
use stochastic_grad::prelude::*;

macro_rules! cost {
    ($name:ident, $($fallback:ident)?, $x:ident => $f:expr) => {
        #[stochastic_grad]
        fn $name(mu: f64, sigma: f64, rng: &mut impl Rng) -> Result<f64, Error> {
            let $x = Normal::new(mu, sigma)?$(.$fallback())?.sample(rng);
            Ok($f)
        }
    };
}
cost!(square_pathwise, , x => x * x);
cost!(square_score, score_function, x => x * x);
cost!(square_measure, measure_valued, x => x * x);
cost!(cosine_pathwise, , x => (5.0 * x).cos());
cost!(cosine_score, score_function, x => (5.0 * x).cos());

const SAMPLES: usize = 20_000;

macro_rules! row {
    ($Cost:ident, $program:literal, $parameter:ident, $estimator:literal) => {{
        let names = [$program, concat!("d/d", stringify!($parameter)), $estimator];
        gradient!(names, $Cost, (1.0, 1.0), $parameter, SAMPLES, None)
    }};
}

/// The expected value of cos 5x is cos(5 mu) exp(-25 sigma²/2).
fn cosine() -> (f64, f64) {
    let damped = (-12.5_f64).exp();
    (-5.0 * 5.0_f64.sin() * damped, -25.0 * 5.0_f64.cos() * damped)
}

rows! {
    square_mu_by_score => row!(SquareScore, "x²", mu, "score function")
        .exact(2.0).variance("30").exact_variance(30.0);
    square_sigma_by_score => row!(SquareScore, "x²", sigma, "score function")
        .exact(2.0).variance("136").exact_variance(136.0);
    square_mu_by_path => row!(SquarePathwise, "x²", mu, "pathwise")
        .exact(2.0).variance("4").exact_variance(4.0);
    square_sigma_by_path => row!(SquarePathwise, "x²", sigma, "pathwise")
        .exact(2.0).variance("12").exact_variance(12.0);
    // With a Rayleigh draw w on both sides the difference is 4 w / √(2π), and Var w = 2 - π/2.
    square_mu_by_measure => row!(SquareMeasure, "x²", mu, "measure-valued")
        .exact(2.0).variance("1.093").exact_variance((16.0 - 4.0 * PI) / PI);
    square_sigma_by_measure => row!(SquareMeasure, "x²", sigma, "measure-valued")
        .exact(2.0).variance("8").exact_variance(8.0);
    cosine_mu_by_path => row!(CosinePathwise, "cos 5x", mu, "pathwise")
        .exact(cosine().0).sharp(0.01).variance("12.5").exact_variance(12.5);
    cosine_sigma_by_path => row!(CosinePathwise, "cos 5x", sigma, "pathwise")
        .exact(cosine().1).sharp(0.01).variance("12.5").exact_variance(12.5);
    cosine_mu_by_score => row!(CosineScore, "cos 5x", mu, "score function")
        .exact(cosine().0).sharp(0.01).variance("0.5").exact_variance(0.5);
    cosine_sigma_by_score => row!(CosineScore, "cos 5x", sigma, "score function")
        .exact(cosine().1).sharp(0.01).variance("1.0").exact_variance(1.0);
}
