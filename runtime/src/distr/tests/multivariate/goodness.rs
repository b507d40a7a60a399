//! Draws against the distribution functions of what has a closed one.

use super::*;
use std::f64::consts::{PI, SQRT_2};

/// A number of a draw with its distribution function: family, dimensions, columns of W, parameters.
type Law = (&'static str, usize, usize, &'static [f64], fn(&[f64]) -> f64, fn(f64) -> f64);

fn normal(z: f64) -> f64 {
    0.5 * libm::erfc(-z / SQRT_2)
}

fn logistic(y: f64) -> f64 {
    1.0 / (1.0 + (-y).exp())
}

/// The laws of single components, of their sums and ratios, and of what follows from them.
const LAWS: &[Law] = &[
    // The second residual of the Cholesky factor, and a sum with the variance 1.44 + 1.2 + 0.89.
    ("cholesky", 2, 0, &[0.3, -0.7, 1.2, 0.5, 0.8], |x| (x[1] + 0.7 - 0.5 * (x[0] - 0.3) / 1.2) / 0.8, normal),
    ("covariance", 2, 0, &[0.3, -0.7, 1.44, 0.6, 0.6, 0.89], |x| (x[0] + x[1] + 0.4) / 3.53_f64.sqrt(), normal),
    ("covariance", 2, 0, &[0.3, -0.7, 1.44, 0.6, 0.6, 0.89], |x| (x[0] - x[1] - 1.0) / 1.13_f64.sqrt(), normal),
    ("diagonal", 2, 0, &[0.4, -1.1, 0.9, 0.3], |x| (x[0] + x[1] + 0.7) / 0.9_f64.sqrt(), normal),
    // w w' + d²: 0.73, -0.48, 0.61
    ("low_rank", 2, 1, &[0.5, -0.2, 0.8, -0.6, 0.3, 0.5], |x| (x[0] + x[1] - 0.3) / 0.38_f64.sqrt(), normal),
    // Beta(a, 1), Beta(1, b), Beta(1/2, 1/2)
    ("Dirichlet", 2, 0, &[3.0, 1.0], |x| x[0], |x| x.powi(3)),
    ("Dirichlet", 3, 0, &[0.01, 0.25, 0.75], |x| x[0].ln(), |y| (0.01 * y).exp()),
    ("Dirichlet", 4, 0, &[1.0, 4.0, 3.0, 0.5], |x| x[0], |x| 1.0 - (1.0 - x).powf(7.5)),
    ("Dirichlet", 3, 0, &[0.25, 0.5, 0.25], |x| x[1], |x| 2.0 / PI * x.sqrt().asin()),
    ("Dirichlet", 4, 0, &[0.25, 0.5, 0.75, 0.5], |x| x[0] + x[2], |x| x),
    // Over the scale a chi-squared number, here with an even number of degrees of freedom.
    ("Wishart", 2, 0, &[2.0, 1.0, 0.4, 0.4, 0.97], |x| x[3] / 0.97, |x| 1.0 - (-0.5 * x).exp()),
    (
        "WishartCholesky",
        3,
        0,
        &[4.0, 0.7, 0.3, 0.6, -0.5, 0.2, 0.4],
        |x| x[8] / 0.45,
        |x| 1.0 - (-0.5 * x).exp() * (1.0 + 0.5 * x),
    ),
    // det X / X₁₁ with three degrees of freedom has two of them.
    ("Wishart", 2, 0, &[3.0, 1.0, 0.0, 0.0, 1.0], |x| x[3] - x[1] * x[2] / x[0], |x| 1.0 - (-0.5 * x).exp()),
    ("Wishart", 1, 0, &[2.0, 0.5], |x| x[0], |x| 1.0 - (-x).exp()),
    // (1 + R₁₂)/2 is Beta(a, a) with a = η + (n - 2)/2; so is the one of the last two rows.
    ("Lkj", 2, 0, &[1.0], |l| l[2], |r| 0.5 * (1.0 + r)),
    ("Lkj", 3, 0, &[0.5], |l| l[3], |r| 0.5 * (1.0 + r)),
    ("Lkj", 3, 0, &[0.5], |l| l[3] * l[6] + l[4] * l[7], |r| 0.5 * (1.0 + r)),
    ("Lkj", 10, 0, &[1e-2], |l| correlation(l, 8, 9, 10), |r| beta_of_half_integer(4.01, r)),
    ("Lkj", 4, 0, &[1.0], |l| correlation(l, 1, 3, 4), |r| 0.25 * (1.0 + r) * (1.0 + r) * (2.0 - r)),
    // ln x₁ - ln x₂ = (l₁ - l₂ + logistic noise) / τ
    ("Relaxed", 3, 0, &[0.7, 0.2, -0.5, 1.0], |x| 0.7 * (x[0].ln() - x[1].ln()) - 0.7, logistic),
    ("Relaxed", 2, 0, &[30.0, 2.0, -1.0], |x| 30.0 * (x[0].ln() - x[1].ln()) - 3.0, logistic),
    (
        "Relaxed",
        2,
        0,
        &[0.01, 2.0, 1.0],
        |x| 0.01 * (x[0].ln() - x[1].ln()) - 1.0,
        |y| if y.abs() < 6.0 { logistic(y) } else { f64::NAN },
    ),
];

fn correlation(l: &[f64], i: usize, j: usize, n: usize) -> f64 {
    (0..n).map(|k| l[i * n + k] * l[j * n + k]).sum()
}

/// P((1 + R)/2 <= (1 + r)/2) for Beta(a, a), by the midpoint rule in the angle, which converges exponentially.
fn beta_of_half_integer(a: f64, r: f64) -> f64 {
    const STEPS: usize = 400;
    let upper = r.clamp(-1.0, 1.0).asin() + PI / 2.0;
    let integral = |to: f64| {
        (0..STEPS).map(|i| (to * (i as f64 + 0.5) / STEPS as f64).sin().powf(2.0 * a - 1.0)).sum::<f64>() * to
    };
    integral(upper) / integral(PI)
}

#[test]
fn draws_follow_their_law() {
    const N: usize = 100_000;
    for (i, &(name, n, rank, p, statistic, cdf)) in LAWS.iter().enumerate() {
        let mut rng = rng(200 + i as u64);
        let distribution = build(name, n, rank, p).unwrap();
        let mut u: Vec<f64> = (0..N).map(|_| cdf(statistic(&distribution.draw(&mut rng)))).collect();
        // What has underflown has lost its statistic.
        u.retain(|u| !u.is_nan());
        assert!(u.len() > N * 9 / 10, "{name} {p:?}");
        u.sort_by(f64::total_cmp);
        let (low, high) = if u.len() == N { (0.0, 1.0) } else { (logistic(-6.0), logistic(6.0)) };
        let count = u.len() as f64;
        let distance = (u.iter().enumerate())
            .map(|(i, u)| ((u - low) / (high - low), i as f64 / count))
            .map(|(u, rank)| (u - rank).max(rank + 1.0 / count - u))
            .fold(0.0, f64::max);
        // Kolmogorov's law: exceeded with probability 1e-6
        assert!(distance * count.sqrt() < 2.69, "{name} {p:?}: {}", distance * count.sqrt());
    }
}

#[test]
fn at_a_low_temperature_the_largest_component_is_drawn_with_the_categorical_probability() {
    let relaxed = RelaxedCategorical::new(1e-3, &[0.3_f64.ln(), 0.7_f64.ln()]).unwrap();
    let mut rng = rng(9);
    let hits = (0..100_000).filter(|_| relaxed.sample(&mut rng)[1] > 0.5).count() as f64;
    // Five standard errors
    assert!((hits / 1e5 - 0.7).abs() < 5.0 * (0.21_f64 / 1e5).sqrt(), "{hits}");
}
