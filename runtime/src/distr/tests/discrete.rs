//! Counts and indices: probabilities, draws and scores.

use super::reference::POISSON;
use super::*;
use crate::error::Reports;
use crate::source::ScoreFunction;

#[test]
fn poisson_probabilities_agree_with_the_reference() {
    for &(lambda, k, want, slope) in POISSON {
        let what = (lambda, k);
        let got = Poisson::new(lambda).unwrap().ln_pmf(k);
        // The probabilities of a large mean are as small as 1/sqrt(k) steps in lambda make them.
        let rounding = 1e-16 * (want.abs() + (k as f64).sqrt());
        close(got, want, 20.0 * rounding, &what);
        let (value, slopes) = Poisson::new(moving(lambda, 0)).unwrap().ln_pmf(k).0.parts();
        assert_eq!(value.to_bits(), got.to_bits(), "{what:?}");
        close(slopes[0], slope, 4e-16 * (1.0 + k as f64 / lambda), &what);
    }
}

#[test]
fn probabilities_sum_to_one() {
    for lambda in [0.01, 3.5, 11.9, 12.1, 200.0, 5000.0] {
        let poisson = Poisson::new(lambda).unwrap();
        let most = (lambda + 40.0 * lambda.sqrt() + 40.0) as u64;
        let sum: f64 = (0..most).map(|k| poisson.ln_pmf(k).exp()).sum();
        close(sum, 1.0, 1e-13, &lambda);
    }
    let categorical = Categorical::from_logits(&[0.3, -0.5, 1.1]).unwrap();
    close((0..3).map(|k| categorical.ln_pmf(k).exp()).sum(), 1.0, 1e-15, &"categorical");
}

/// Pearson's statistic of counts against expected counts.
fn pearson(counts: &[f64], expected: &[f64]) -> f64 {
    counts.iter().zip(expected).map(|(c, e)| (c - e) * (c - e) / e).sum()
}

/// Fails where a chi-squared statistic is more than 4.5 standard deviations above its mean.
#[track_caller]
fn plausible(statistic: f64, cells: usize, what: &dyn Debug) {
    let degrees = (cells - 1) as f64;
    let z = (statistic - degrees) / (2.0 * degrees).sqrt();
    assert!(z < 4.5, "{what:?}: {statistic} with {degrees} degrees of freedom");
}

#[test]
fn counts_follow_their_law() {
    const N: usize = 100_000;
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(5);
    for lambda in [0.05, 0.7, 3.5, 11.9, 12.1, 30.0, 200.0, 5000.0] {
        let poisson = Poisson::new(lambda).unwrap();
        let draws: Vec<u64> = (0..N).map(|_| poisson.sample(&mut rng)).collect();
        // Cells of single counts or runs of counts, with at least 20 expected draws each; the last is open.
        let (mut ends, mut expected, mut open, mut p) = (vec![], vec![], N as f64, 0.0);
        for k in 0..20_000 {
            p += poisson.ln_pmf(k).exp() * N as f64;
            if p >= 20.0 && open - p >= 20.0 {
                ends.push(k);
                expected.push(p);
                (open, p) = (open - p, 0.0);
            }
        }
        expected.push(open);
        let mut counts = vec![0.0; expected.len()];
        draws.iter().for_each(|k| counts[ends.partition_point(|end| end < k)] += 1.0);
        plausible(pearson(&counts, &expected), counts.len(), &lambda);
    }
    // Beyond counting: the mean and the variance.
    for lambda in [1e9, 1e15] {
        let poisson = Poisson::new(lambda).unwrap();
        let z: Vec<f64> = (0..N).map(|_| (poisson.sample(&mut rng) as f64 - lambda) / lambda.sqrt()).collect();
        let n = N as f64;
        close(z.iter().sum::<f64>() / n, 0.0, 5.0 / n.sqrt(), &lambda);
        close(z.iter().map(|z| z * z).sum::<f64>() / n, 1.0, 5.0 * (2.0 / n).sqrt(), &lambda);
    }
}

#[test]
fn indices_follow_their_law() {
    const N: usize = 100_000;
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(6);
    let weights = [2.0, 0.0, 0.5, 7.0, 0.001, 3.0];
    let by_logits = Categorical::from_logits(&[2.0, -60.0, 0.5, 3.0, -6.0, 2.5]).unwrap();
    for categorical in [Categorical::new(&weights).unwrap(), by_logits] {
        let mut counts = [0.0; 6];
        (0..N).for_each(|_| counts[categorical.sample(&mut rng)] += 1.0);
        assert_eq!(counts[1], 0.0);
        let seen = [0, 2, 3, 4, 5];
        let expected = seen.map(|k| categorical.ln_pmf(k).exp() * N as f64);
        plausible(pearson(&seen.map(|k| counts[k]), &expected), 5, &categorical);
    }
}

#[test]
fn weights_are_normalised_with_their_derivatives() {
    let weights = all_moving(&[1.0, 2.0, 5.0]);
    let categorical = Categorical::new(&weights).unwrap();
    let (value, slopes) = categorical.ln_pmf(1).0.parts();
    assert_eq!(value, 0.25_f64.ln());
    assert_eq!(slopes, [-0.125, 0.375, -0.125]);
    let (mean, slopes) = categorical.mean().0.parts();
    assert_eq!(mean, 1.5);
    // d mean / d w[k] = (k - mean) / total
    assert_eq!(slopes, [-1.5 / 8.0, -0.5 / 8.0, 0.5 / 8.0]);
    let (variance, slopes) = categorical.variance().0.parts();
    assert_eq!(variance, 0.5);
    // d variance / d w[k] = ((k - mean)² - variance) / total
    for (k, slope) in slopes.iter().enumerate() {
        let centred = k as f64 - 1.5;
        close(*slope, (centred * centred - 0.5) / 8.0, 1e-16, &k);
    }
    // d entropy / d w[k] = -(ln p[k] + entropy) / total
    let (entropy, slopes) = categorical.entropy().0.parts();
    close(entropy, 0.900_256_051_268_536_9, 1e-15, &"entropy");
    for (slope, p) in slopes.iter().zip([0.125_f64, 0.25, 0.625]) {
        close(*slope, -(p.ln() + entropy) / 8.0, 1e-16, &p);
    }
}

#[test]
fn logits_may_be_shifted_and_far_apart() {
    let plain = [0.3, -0.5, 1.1];
    let categorical = Categorical::from_logits(&all_moving(&plain)).unwrap();
    let total: f64 = plain.iter().map(|x: &f64| x.exp()).sum();
    for k in 0..3 {
        let (value, slopes) = categorical.ln_pmf(k).0.parts();
        close(value, plain[k] - total.ln(), 1e-15, &k);
        for (j, slope) in slopes.iter().enumerate() {
            let want = f64::from(j == k) - plain[j].exp() / total;
            close(*slope, want, 2e-16, &(k, j));
        }
    }
    let ties = Categorical::from_logits(&all_moving(&[2.0, 2.0])).unwrap();
    assert_eq!(ties.p()[0].0.parts(), (0.5, [0.25, -0.25, 0.0]));
    let shifted = Categorical::from_logits(&plain.map(|x| x + 1e5)).unwrap();
    close(shifted.ln_pmf(0), categorical.ln_pmf(0).peek(), 1e-10, &"shifted");
    let far = Categorical::from_logits(&all_moving(&[0.0, -2000.0])).unwrap();
    assert_eq!(far.ln_pmf(1).0.parts(), (-2000.0, [-1.0, 1.0, 0.0]));
    assert_eq!(far.entropy().0.parts(), (0.0, [0.0; 3]));
    let huge = Categorical::from_logits(&[f64::MAX, f64::MIN]).unwrap();
    assert_eq!(huge.p(), [1.0, 0.0]);
}

#[test]
fn an_index_beyond_the_last_is_impossible() {
    let categorical = Categorical::new(&[0.5, 0.5]).unwrap();
    assert_eq!(categorical.ln_pmf(2), f64::NEG_INFINITY);
    let categorical = Categorical::new(&all_moving(&[0.5, 0.5])).unwrap();
    assert_eq!(categorical.ln_pmf(2).0.parts(), (f64::NEG_INFINITY, [0.0; 3]));
    let one = Categorical::new(&[3.0]).unwrap();
    assert_eq!((one.ln_pmf(0), one.mean(), one.entropy()), (0.0, 0.0, 0.0));
    assert_eq!(one.sample(&mut Xoshiro256PlusPlus::seed_from_u64(1)), 0);
}

/// One draw by the score function: the outcome, and the derivatives of ln of its probability.
fn scored<X: Likelihood<Dual3>>(distribution: &X, seed: u64) -> (X::Value, [f64; 3]) {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut core = Core::<_, Dual3>::new(&mut rng);
    let outcome = DrawnBy::chosen(distribution, ScoreFunction, &mut core);
    let slopes = core.score().map_or([0.0; 3], |s| s.0.parts().1);
    (outcome, slopes)
}

#[test]
fn a_draw_adds_its_score() {
    for seed in 0..20 {
        let (k, slopes) = scored(&Poisson::new(moving(3.5, 0)).unwrap(), seed);
        close(slopes[0], k as f64 / 3.5 - 1.0, 1e-15, &k);
        let (k, slopes) = scored(&Categorical::new(&all_moving(&[1.0, 2.0, 5.0])).unwrap(), seed);
        let want: [f64; 3] = std::array::from_fn(|j| f64::from(j == k) / [1.0, 2.0, 5.0][k] - 0.125);
        (0..3).for_each(|j| close(slopes[j], want[j], 1e-16, &(k, j)));
    }
}

#[test]
fn the_score_function_refuses_a_weight_that_moves_away_from_zero() {
    let mut reports = Reports::collect();
    scored(&Categorical::new(&all_moving(&[1.0, 0.0])).unwrap(), 1);
    let error =
        Error::ImpossibleOutcome { distribution: "Categorical", outcome: "1".into(), parameter: "p", value: 0.0 };
    assert_eq!(reports.take(), Some(error));
    // A constant zero stays zero, whatever the other weights do.
    scored(&Categorical::new(&[moving(1.0, 0), still(0.0), moving(2.0, 1)]).unwrap(), 1);
    scored(&Categorical::from_logits(&all_moving(&[0.0, -2000.0])).unwrap(), 1);
    assert_eq!(reports.take(), None);
}

#[test]
fn distributions_can_be_lifted_detached_and_left() {
    use crate::private::Leave;
    let categorical = Categorical::new(&all_moving(&[1.0, 3.0])).unwrap();
    assert_eq!(categorical.detach(), Categorical::new(&[1.0, 3.0]).unwrap());
    let lifted: Categorical<Smooth3> = Categorical::new(&[1.0, 3.0]).unwrap().lift();
    assert_eq!(lifted.ln_pmf(0).0.parts(), (0.25_f64.ln(), [0.0; 3]));
    let left: Categorical<f64> = crate::LiftBy::<f64>::lift_by(Categorical::new(&[1.0, 3.0]).unwrap()).leave();
    assert_eq!(left.p(), [0.25, 0.75]);
    let smooth = Weibull::new(moving(2.0, 0), 1.5).unwrap();
    assert_eq!(smooth.detach(), Weibull::new(2.0, 1.5).unwrap());
}
