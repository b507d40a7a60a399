//! The rules that compose: derivatives of the same expectations, with a larger variance.

use super::*;
use crate::source::{Noise, Pathwise};

/// Mean and variance of the derivative of a cost along draws.
fn derivative(draws: usize, mut draw: impl FnMut(&mut Noise<'_, &mut Xoshiro256PlusPlus>) -> Smooth3) -> (f64, f64) {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(77);
    let mut generator = &mut rng;
    let mut noise = Noise::new(&mut generator);
    let slopes: Vec<f64> = (0..draws).map(|_| draw(&mut noise).0.parts().1[0]).collect();
    let n = draws as f64;
    let mean = slopes.iter().sum::<f64>() / n;
    (mean, slopes.iter().map(|s| (s - mean).powi(2)).sum::<f64>() / (n - 1.0))
}

/// Checks that both rules have the same mean, and gives the ratio of their variances.
#[track_caller]
fn ratio(what: &str, default: (f64, f64), composed: (f64, f64), draws: usize) -> f64 {
    let std_err = ((default.1 + composed.1) / draws as f64).sqrt();
    assert!((default.0 - composed.0).abs() < 5.0 * std_err, "{what}: {default:?} and {composed:?}");
    assert!(5.0 * std_err < 0.1 * default.0.abs(), "{what}: too imprecise to tell: {default:?} ± {std_err}");
    composed.1 / default.1
}

macro_rules! compare {
    ($draws:expr, $family:expr, |$x:ident| $cost:expr) => {{
        let family = $family.unwrap();
        let default = derivative($draws, |noise| {
            let $x = Pathwise::path(&family, noise);
            $cost
        });
        let composed = derivative($draws, |noise| {
            let $x = family.path_composed(noise);
            $cost
        });
        let ratio = ratio(stringify!($family $cost), default, composed, $draws);
        println!("{} {}: {ratio:.2}", stringify!($family), stringify!($cost));
        assert!(ratio > 1.0);
        ratio
    }};
}

const N: usize = 150_000;

#[test]
fn gamma() {
    let at = |shape: f64| Gamma::new(moving(shape, 0), still(1.0));
    let ratios = [
        compare!(N, at(2.5), |x| x.sin()),
        compare!(N, at(2.5), |x| (x * x).ln_1p()),
        compare!(N, at(0.3), |x| x.tanh()),
        compare!(N, at(20.0), |x| x.ln()),
    ];
    assert!(ratios.iter().all(|r| *r < 100.0), "{ratios:?}");
}

#[test]
fn beta() {
    compare!(N, Beta::new(moving(2.0, 0), still(3.0)), |x| x.sin());
    compare!(N, Beta::new(still(2.0), moving(3.0, 0)), |x| x * x);
    compare!(N, Beta::new(moving(0.3, 0), still(0.5)), |x| (x * x).ln_1p());
}

#[test]
fn student_t() {
    compare!(N, StudentT::new(moving(2.5, 0)), |x| (x * x).ln_1p());
    compare!(N, StudentT::new(moving(1.0, 0)), |x| (-x * x).exp());
}
