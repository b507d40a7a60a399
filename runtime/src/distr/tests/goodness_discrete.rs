//! Draws of counts against their probabilities, by the test of chi-square.

use super::*;

const N: usize = 100_000;

/// Fails unless N draws follow the law. Its outcomes from `low` on, up to `high`, are cells with at least 50 expected
/// draws each; what is left is the last cell.
#[track_caller]
fn follows<R: Into<i128>>(
    what: &dyn Debug,
    seed: u64,
    (low, high): (i64, i64),
    draw: impl Fn(&mut Xoshiro256PlusPlus) -> R,
    ln_pmf: impl Fn(i64) -> f64,
) {
    let (mut ends, mut expected, mut open, mut cell) = (vec![], vec![], N as f64, 0.0);
    for k in low..=high {
        cell += ln_pmf(k).exp() * N as f64;
        if cell >= 50.0 && open - cell >= 50.0 {
            ends.push(i128::from(k));
            expected.push(cell);
            (open, cell) = (open - cell, 0.0);
        }
    }
    expected.push(open);
    let mut counts = vec![0.0; expected.len()];
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
    for _ in 0..N {
        let k: i128 = draw(&mut rng).into();
        counts[ends.partition_point(|end| *end < k)] += 1.0;
    }
    let statistic: f64 = counts.iter().zip(&expected).map(|(c, e)| (c - e) * (c - e) / e).sum();
    let degrees = counts.len() as f64 - 1.0;
    assert!(degrees > 0.0, "{what:?}: one cell tells nothing");
    // The cube root of chi-square is nearly normal (Wilson and Hilferty 1931): exceeded with probability 1e-6.
    let spread = 2.0 / (9.0 * degrees);
    let z = ((statistic / degrees).cbrt() - (1.0 - spread)) / spread.sqrt();
    assert!(z < 4.75, "{what:?}: {statistic} with {degrees} degrees of freedom, {z} standard deviations");
}

/// Fails unless the mean and the variance of draws beyond counting are those of the law.
#[track_caller]
fn moments_follow(what: &dyn Debug, mean: f64, variance: f64, draw: impl Fn(&mut Xoshiro256PlusPlus) -> f64) {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(77);
    let z: Vec<f64> = (0..N).map(|_| (draw(&mut rng) - mean) / variance.sqrt()).collect();
    let n = N as f64;
    let [first, second, fourth] = [1, 2, 4].map(|power| z.iter().map(|z| z.powi(power)).sum::<f64>() / n);
    close(first, 0.0, 5.0 / n.sqrt(), what);
    close(second, 1.0, 5.0 * ((fourth - 1.0) / n).sqrt(), what);
}

#[test]
fn binomial_draws() {
    for (n, p) in [
        (1, 0.3),
        (10, 0.3),
        (10, 0.95),
        (33, 0.3),
        (34, 0.7),
        (1000, 0.009),
        (1000, 0.02),
        (5000, 0.5),
        (400_000, 0.999),
        (10_u64.pow(15), 3e-15),
        (10_u64.pow(15), 2e-14),
        (10_u64.pow(18), 2e-18),
    ] {
        let d = Binomial::new(n, p).unwrap();
        let (mean, spread) = (d.mean(), 8.0 * d.variance().sqrt() + 40.0);
        let range = ((mean - spread).max(0.0) as i64, (mean + spread).min(n as f64) as i64);
        follows(&(n, p), 1, range, |rng| d.sample(rng), |k| d.ln_pmf(k as u64));
    }
    for (n, p) in [(10_u64.pow(12), 0.3), (10_u64.pow(18), 0.75), (u64::MAX, 0.5)] {
        let d = Binomial::new(n, p).unwrap();
        moments_follow(&(n, p), d.mean(), d.variance(), |rng| d.sample(rng) as f64);
    }
}

#[test]
fn geometric_and_negative_binomial_draws() {
    for p in [0.999, 0.7, 0.5, 0.3, 0.01, 0.001] {
        let d = Geometric::new(p).unwrap();
        follows(&p, 2, (0, 30_000), |rng| d.sample(rng), |k| d.ln_pmf(k as u64));
    }
    for p in [1e-7, 1e-16, 1e-17] {
        let d = Geometric::new(p).unwrap();
        moments_follow(&p, d.mean(), d.variance(), |rng| d.sample(rng) as f64);
    }
    for (r, p) in [(2.5, 0.4), (0.1, 0.2), (0.01, 0.001), (30.0, 0.95), (1.0, 0.5), (400.0, 0.5), (1e9, 0.99999999)] {
        let d = NegativeBinomial::new(r, p).unwrap();
        follows(&(r, p), 3, (0, 30_000), |rng| d.sample(rng), |k| d.ln_pmf(k as u64));
    }
    let d = NegativeBinomial::new(20.0, 1e-14).unwrap();
    moments_follow(&"large", d.mean(), d.variance(), |rng| d.sample(rng) as f64);
}

#[test]
fn beta_binomial_draws() {
    for (n, a, b) in [
        (10, 2.0, 3.0),
        (20, 0.1, 0.2),
        (50, 200.0, 100.0),
        (6, 1e-3, 1e-3),
        (5, 1e-300, 3e-300),
        (5, 1e-320, 1e-320),
        (12, 0.01, 50.0),
        (30, 1e-5, 1e-7),
        (3000, 5.0, 1.0),
        (100, 1e12, 3e12),
    ] {
        let d = BetaBinomial::new(n, a, b).unwrap();
        follows(&(n, a, b), 4, (0, n as i64), |rng| d.sample(rng), |k| d.ln_pmf(k as u64));
    }
}

#[test]
fn power_law_draws() {
    for s in [1.2, 1.5, 2.0, 4.5, 8.0] {
        let d = Zeta::new(s).unwrap();
        follows(&s, 5, (1, 30_000), |rng| d.sample(rng), |k| d.ln_pmf(k as u64));
    }
    // Most draws are beyond the largest integer.
    for s in [1.001, 1.01, 1.05] {
        let d = Zeta::new(s).unwrap();
        let smooth: Zeta<Smooth<f64>> = crate::LiftBy::<f64>::lift_by(d);
        let beyond = smooth.ln_likelihood(&u64::MAX).peek().exp();
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(6);
        let n = N as f64;
        let count = (0..N).filter(|_| d.sample(&mut rng) == u64::MAX).count() as f64;
        close(count / n, beyond, 5.0 * (beyond * (1.0 - beyond) / n).sqrt(), &s);
        follows(&s, 7, (1, 1000), |rng| d.sample(rng), |k| d.ln_pmf(k as u64));
    }
    for (n, s) in [
        (2, 3.0),
        (10, 1.5),
        (10, 0.0),
        (1000, 0.5),
        (30_000, 1.0),
        (30_000, 1.0 + 1e-15),
        (20_000, 1.0 - 1e-12),
        (1000, 1.01),
        (1_000_000_000, 1.5),
        (u64::MAX, 1.1),
        (u64::MAX, 2.0),
        (50, 9.0),
    ] {
        let d = Zipf::new(n, s).unwrap();
        let most = n.min(30_000) as i64;
        follows(&(n, s), 8, (1, most), |rng| d.sample(rng), |k| d.ln_pmf(k as u64));
    }
    let one = Zipf::new(1, 0.5).unwrap();
    assert_eq!(one.sample(&mut Xoshiro256PlusPlus::seed_from_u64(1)), 1);
}

#[test]
fn hypergeometric_draws() {
    for (all, special, drawn) in [
        (60, 24, 7),
        (60, 50, 30),
        (500, 480, 30),
        (5, 2, 3),
        (2, 1, 1),
        (10_000, 3, 5000),
        (100_000, 40_000, 30_000),
        (10_u64.pow(18), 10, 5 * 10_u64.pow(17)),
        (u64::MAX, u64::MAX / 2, 40),
        (u64::MAX, 1 << 33, 1 << 33),
    ] {
        let d = Hypergeometric::new(all, special, drawn).unwrap();
        let (mean, spread) = (d.mean(), 8.0 * d.variance().sqrt() + 40.0);
        let range = ((mean - spread).max(0.0) as i64, (mean + spread).min(drawn as f64) as i64);
        follows(&(all, special, drawn), 9, range, |rng| d.sample(rng), |k| d.ln_pmf(k as u64));
    }
    for (all, special, drawn) in [(10_u64.pow(18), 10_u64.pow(17), 10_u64.pow(15)), (u64::MAX, 1 << 63, 1 << 62)] {
        let d = Hypergeometric::new(all, special, drawn).unwrap();
        moments_follow(&(all, special, drawn), d.mean(), d.variance(), |rng| d.sample(rng) as f64);
    }
}

#[test]
fn skellam_and_uniform_draws() {
    for (a, b) in [(2.0, 1.5), (0.05, 10.0), (300.0, 100.0), (1e-3, 2e-3), (40.0, 1e-9)] {
        let d = Skellam::new(a, b).unwrap();
        follows(&(a, b), 10, (-1000, 1000), |rng| d.sample(rng), |k| d.ln_pmf(k));
    }
    for (a, b) in [(1e9, 3e9), (9.2e18, 1.0), (9.2e18, 9.2e18)] {
        let d = Skellam::new(a, b).unwrap();
        moments_follow(&(a, b), d.mean(), d.variance(), |rng| d.sample(rng) as f64);
    }
    for (low, high) in [(-3, 5), (0, 1), (-700, 800)] {
        let d = DiscreteUniform::new(low, high).unwrap();
        follows(&(low, high), 11, (low, high), |rng| d.sample(rng), |k| d.ln_pmf(k));
    }
    let d = DiscreteUniform::new(i64::MIN, i64::MAX).unwrap();
    moments_follow(&"all", d.mean(), d.variance(), |rng| d.sample(rng) as f64);
}

#[test]
fn multinomial_draws() {
    for (n, p) in [(6, vec![1.2, 0.6, 2.4]), (15, vec![148.0, 1.0, 0.0067]), (4000, vec![0.5, 0.0, 0.2, 0.3])] {
        let d = Multinomial::new(n, &p).unwrap();
        // Every margin, and every sum of two counts, is binomial.
        for i in 0..p.len() {
            for j in i..p.len() {
                let share = d.p()[i] + if i == j { 0.0 } else { d.p()[j] };
                let binomial = Binomial::new(n, share).unwrap();
                if share == 0.0 || share > 1.0 - 1e-9 {
                    continue;
                }
                let draw = |rng: &mut Xoshiro256PlusPlus| {
                    let k = d.sample(rng);
                    assert_eq!(k.iter().sum::<u64>(), n);
                    k[i] + if i == j { 0 } else { k[j] }
                };
                follows(&(n, &p, i, j), 12, (0, n as i64), draw, |k| binomial.ln_pmf(k as u64));
            }
        }
    }
    // A small case as a whole: outcome (i, j, 3 - i - j) as the number 4 i + j.
    let d = Multinomial::from_logits(3, &[0.2, -0.4, 0.9]).unwrap();
    let draw = |rng: &mut Xoshiro256PlusPlus| {
        let k = d.sample(rng);
        4 * k[0] + k[1]
    };
    let ln_pmf = |code: i64| {
        let (i, j) = (code as u64 / 4, code as u64 % 4);
        if i + j > 3 { f64::NEG_INFINITY } else { d.ln_pmf(&[i, j, 3 - i - j]) }
    };
    follows(&"whole", 13, (0, 15), draw, ln_pmf);
}

/// The ratio of uniforms is right only where the hat covers the law: |x - centre| sqrt(P(k)/P(mode)) is at most half the
/// width for every x between k and k + 1.
#[test]
fn the_hat_covers_every_hypergeometric_law() {
    let covered = |all: u64, special: u64, drawn: u64| {
        let d = Hypergeometric::new(all, special, drawn).unwrap();
        let width = 1.715_527_769_921_413_5 * (d.variance() + 0.5).sqrt() + 0.898_916_162_058_898_8;
        let top = (0..=drawn.min(special)).map(|k| d.ln_pmf(k)).fold(f64::NEG_INFINITY, f64::max);
        for k in 0..=drawn.min(special) {
            let root = (0.5 * (d.ln_pmf(k) - top)).exp();
            let reach = (k as f64 - d.mean() - 0.5).abs().max((k as f64 + 0.5 - d.mean()).abs());
            assert!(reach * root <= 0.5 * width * (1.0 + 1e-12), "{all} {special} {drawn} {k}");
        }
    };
    for all in 1..=22 {
        (0..=all).for_each(|special| (0..=all).for_each(|drawn| covered(all, special, drawn)));
    }
    for (all, special, drawn) in [(500, 480, 30), (10_000, 3, 5000), (20_000, 300, 15_000), (3000, 1500, 1500)] {
        covered(all, special, drawn);
    }
}
