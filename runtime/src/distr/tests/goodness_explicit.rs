//! Draws against the distribution functions of their own families.

use super::explicit::{LAWS, law};
use super::*;

/// Kolmogorov's distance between draws and their distribution function, times sqrt(n).
fn distance(name: &str, p: &[f64], n: usize, seed: u64) -> f64 {
    let distribution = law(name, p);
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut u: Vec<f64> = (0..n).map(|_| distribution.cdf(distribution.draw(&mut rng))).collect();
    u.sort_by(f64::total_cmp);
    let n = n as f64;
    let gaps = u.iter().enumerate().map(|(i, u)| (u - i as f64 / n).max((i + 1) as f64 / n - u));
    gaps.fold(0.0, f64::max) * n.sqrt()
}

#[test]
fn draws_follow_their_distribution_functions() {
    for (i, &(name, p)) in LAWS.iter().enumerate() {
        let distance = distance(name, p, 100_000, 300 + i as u64);
        // exceeded with probability 1e-6
        assert!(distance < 2.69, "{name} {p:?}: {distance}");
    }
}
