//! Large parameters, far tails and wrong ones.

use super::*;
use crate::error::Reports;
use crate::number::Dual;
use crate::special::{beta_inc, beta_inc_upper, gamma_p, gamma_q, ln_zeta};

/// Uniform numbers from the smallest to the largest.
const UNIFORMS: [f64; 8] = [0.0, 1e-16, 1e-9, 0.1, 0.5, 0.9, 1.0 - 1e-9, 1.0 - 1.0 / (1_u64 << 53) as f64];

/// P(X < k) <= u < P(X <= k), by the tail that is smaller.
#[track_caller]
fn brackets(k: u64, u: f64, lower: impl Fn(f64) -> f64, upper: impl Fn(f64) -> f64, what: &dyn Debug) {
    let k = k as f64;
    let off = |k: f64| if u < 0.5 { lower(k) - u } else { (1.0 - u) - upper(k) };
    let tolerance = 1e-12 * u.min(1.0 - u) + 1e-17;
    assert!(off(k) > -tolerance, "{what:?} {u}: {k} is too small");
    assert!(k == 0.0 || off(k - 1.0) <= tolerance, "{what:?} {u}: {k} is too large");
}

#[test]
fn quantiles_of_large_counts_are_exact() {
    for u in UNIFORMS {
        for lambda in [31.0, 1e4, 1e9, 1e14] {
            let k = Poisson::new(still(lambda)).unwrap().invert(u);
            let (lower, upper) = (|k: f64| gamma_q(k + 1.0, lambda), |k: f64| gamma_p(k + 1.0, lambda));
            brackets(k, u, lower, upper, &("Poisson", lambda));
        }
        for (n, p) in
            [(1000, 0.5), (1000, 0.999), (10_u64.pow(12), 0.3), (10_u64.pow(12), 1e-11), (10_u64.pow(15), 0.9)]
        {
            let k = Binomial::new(n, still(p)).unwrap().invert(u);
            let n = n as f64;
            let lower = |k: f64| if k < n { beta_inc_upper(k + 1.0, n - k, p) } else { 1.0 };
            let upper = |k: f64| if k < n { beta_inc(k + 1.0, n - k, p) } else { 0.0 };
            brackets(k, u, lower, upper, &("Binomial", n, p));
        }
        for (r, p) in [(0.3, 1e-6), (1e6, 0.3), (5.0, 1e-9), (1e-4, 0.5)] {
            let k = NegativeBinomial::new(still(r), still(p)).unwrap().invert(u);
            let (lower, upper) = (|k: f64| beta_inc(r, k + 1.0, p), |k: f64| beta_inc_upper(r, k + 1.0, p));
            brackets(k, u, lower, upper, &("NegativeBinomial", r, p));
        }
    }
}

#[test]
fn quantiles_at_the_ends_of_the_parameters() {
    for u in UNIFORMS {
        assert!(!Bernoulli::new(still(0.0)).unwrap().invert(u) && Bernoulli::new(still(1.0)).unwrap().invert(u));
        assert_eq!(Binomial::new(1_000_000, still(0.0)).unwrap().invert(u), 0);
        assert_eq!(Binomial::new(1_000_000, still(1.0)).unwrap().invert(u), 1_000_000);
        assert_eq!(Geometric::new(still(1.0)).unwrap().invert(u), 0);
        assert_eq!(NegativeBinomial::new(still(3.0), still(1.0)).unwrap().invert(u), 0);
        assert_eq!(Zipf::new(1, still(3.0)).unwrap().invert(u), 1);
        assert_eq!(Zeta::new(still(800.0)).unwrap().invert(u), 1);
        assert_eq!(Multinomial::new(5, &[still(0.0), still(1.0)]).unwrap().invert(u), [0, 5]);
        let _ = Geometric::new(still(1e-300)).unwrap().invert(u);
        let _ = Zeta::new(still(1.0 + 1e-9)).unwrap().invert(u);
        let _ = Skellam::new(still(9e18), still(1e-300)).unwrap().invert(u);
        let _ = BetaBinomial::new(1 << 60, still(1e-300), still(1e300)).unwrap().invert(u);
        assert!(Zipf::new(u64::MAX, still(0.0)).unwrap().invert(u) >= 1);
    }
}

#[test]
fn quantiles_grow_with_the_number_and_with_the_parameter() {
    let mut last = [0; 5];
    for i in 0..1000 {
        let u = f64::from(i) / 1000.0;
        let next = [
            Poisson::new(still(40.0)).unwrap().invert(u),
            Binomial::new(300, still(0.6)).unwrap().invert(u),
            Geometric::new(still(0.01)).unwrap().invert(u),
            Zipf::new(1_000_000, still(1.1)).unwrap().invert(u),
            NegativeBinomial::new(still(0.5), still(0.001)).unwrap().invert(u),
        ];
        assert!(next.iter().zip(last).all(|(k, before)| *k >= before), "{u}");
        last = next;
    }
    let mut last = 0;
    for i in 1..2000 {
        let next = Poisson::new(still(f64::from(i) * 0.03)).unwrap().invert(0.7);
        assert!(next >= last);
        last = next;
    }
}

/// The alternative of a power law, by brute force: F_s(k)/p(k) from sums of all terms.
#[test]
fn power_laws_with_heavy_tails() {
    for (n, s) in [(2_000_u64, 0.3), (2_000, 1.0), (2_000, 1.5), (2_000, 0.0)] {
        let x = Zipf::new(n, moving(s, 0)).unwrap();
        let terms: Vec<(f64, f64)> = (1..=n).map(|k| ((k as f64).powf(-s), (k as f64).ln())).collect();
        let total: f64 = terms.iter().map(|(p, _)| p).sum();
        let mean: f64 = terms.iter().map(|(p, ln)| p * ln).sum::<f64>() / total;
        for k in [1_u64, 2, 17, 18, 19, 500, 1999, 2000] {
            let below: f64 = terms[..k as usize].iter().map(|(p, ln)| p * (mean - ln)).sum();
            let beyond: f64 = terms[k as usize..].iter().map(|(p, ln)| p * (ln - mean)).sum();
            let want = if k < n / 2 { below } else { beyond } / terms[k as usize - 1].0;
            let got = x.alternative(&k, &mut Xoshiro256PlusPlus::seed_from_u64(1)).shift.0.parts().1[0];
            close(got, -want, 1e-11 * want.abs(), &(n, s, k));
        }
    }
    // Far out P(X > k) is k^(1 - s)/((s - 1) ζ(s)), of which the logarithm has the slope -ln k - 1/(s - 1) - ζ'/ζ.
    for s in [1.001, 1.5, 3.0] {
        let x = Zeta::new(moving(s, 0)).unwrap();
        let ln_zeta = ln_zeta(moving(s, 0)).0.parts().1[0];
        for k in [1e12, 1e17] {
            let want = k / (s - 1.0) * (k.ln() + 1.0 / (s - 1.0) + ln_zeta);
            let got = x.alternative(&(k as u64), &mut Xoshiro256PlusPlus::seed_from_u64(1)).shift.0.parts().1[0];
            close(got, -want, 1e-9 * want, &(s, k));
        }
    }
}

/// E ln X = -ζ'/ζ, whose slope is minus the variance of ln X: by both parts, also where X does not fit into `u64`.
#[test]
fn parts_of_power_laws_with_heavy_tails() {
    const N: u64 = 20_000;
    for s in [1.02, 1.3, 2.0] {
        let x = Zeta::new(moving(s, 0)).unwrap();
        let shift = x.shift(0).0.parts().1[0];
        let indicator = |k: u64| f64::from(u8::from(k > 1000));
        let sums = (0..N).map(|seed| {
            let draw = |positive| indicator(x.draw_part(0, positive, &mut Xoshiro256PlusPlus::seed_from_u64(seed)));
            draw(true) - draw(false)
        });
        let mean = sums.sum::<f64>() / N as f64;
        let p: Smooth3 = (1..=1000).map(|k| Zeta::new(moving(s, 0)).unwrap().ln_pmf(k).exp()).sum();
        close(shift * mean, -p.0.parts().1[0], 5.0 * shift / (N as f64).sqrt(), &s);
        assert!(shift > 0.0 && shift.is_finite());
    }
}

#[test]
fn slopes_of_negative_binomial_alternatives_by_differences() {
    for (r, p, k) in [
        (0.5, 0.3, 0),
        (0.5, 0.3, 40),
        (20.0, 0.7, 3),
        (20.0, 0.7, 60),
        (1e5, 0.5, 100_000),
        (2.0, 1e-6, 3_000_000),
        (3.0, 1.0, 0),
    ] {
        let x = NegativeBinomial::new(moving(r, 0), moving(p, 1)).unwrap();
        let shift = x.alternative(&k, &mut Xoshiro256PlusPlus::seed_from_u64(1)).shift.0.parts().1;
        let (r, p) = (moving(r, 0), moving(p, 1));
        let (_, slopes) = beta_inc(r, still(k as f64 + 1.0), p).0.parts();
        let pmf = x.ln_pmf(k).0.parts().0.exp();
        close(shift[0], -slopes[0] / pmf, 1e-10 * (slopes[0] / pmf).abs() + 1e-300, &("r", k));
        if p.0.parts().0 < 1.0 {
            close(shift[1], -slopes[1] / pmf, 1e-10 * (slopes[1] / pmf).abs(), &("p", k));
        }
    }
}

#[test]
fn a_wrong_tail_is_an_error_that_names_it() {
    for tail in [0.0, -1.0, 1.0, 2.0, f64::NAN, f64::INFINITY] {
        let cut = [
            Poisson::new(still(2.0)).unwrap().truncate(tail),
            Geometric::new(still(0.3)).unwrap().truncate(tail),
            NegativeBinomial::new(still(2.0), still(0.3)).unwrap().truncate(tail),
            Zeta::new(still(2.0)).unwrap().truncate(tail),
            Skellam::new(still(2.0), still(0.3)).unwrap().truncate(tail),
        ];
        assert!(cut.iter().all(|cut| cut.count == 0), "{tail}");
    }
    let mut reports = Reports::collect();
    let _ = Zeta::new(still(2.0)).unwrap().truncate(1.5);
    let error = reports.take().map(|error| error.to_string());
    assert_eq!(error.as_deref(), Some("Zeta: tail must be in (0, 1), but it is 1.5"));
}

#[test]
fn windows_of_large_means_leave_out_both_tails() {
    for mean in [1e3, 1e6, 1e12] {
        for tail in [1e-3, 1e-12, 1e-100] {
            let cuts = [
                (Poisson::new(still(mean)).unwrap().truncate(tail), mean, mean),
                (Skellam::new(still(mean), still(0.5 * mean)).unwrap().truncate(tail), 0.5 * mean, 1.5 * mean),
            ];
            for (Truncation { start, count, left_out }, mean, variance) in cuts {
                let what = (mean, tail, start, count);
                assert!(left_out <= tail && left_out > 0.45 * tail, "{what:?}: {left_out}");
                // The normal distribution of the same moments, as far as it holds.
                let reach = -2.0 * crate::special::normal_quantile(0.5 * tail) * variance.sqrt();
                assert!((count as f64 / reach - 1.0).abs() < 0.1, "{what:?}: {reach}");
                assert!((start as f64 - (mean - 0.5 * reach)).abs() < 0.1 * reach, "{what:?}");
            }
        }
    }
}

#[test]
fn more_outcomes_than_can_be_counted_are_as_many_as_there_are_numbers() {
    assert!(Geometric::new(still(1e-300)).unwrap().truncate(1e-3).count > 1 << 62);
    assert!(Zeta::new(still(1.01)).unwrap().truncate(1e-3).count > 1 << 62);
    let weights: Vec<Smooth3> = (0..60).map(|i| still(f64::from(i))).collect();
    assert_eq!(Enumerable::outcomes(&Multinomial::new(100, &weights).unwrap()), u64::MAX);
    assert_eq!(Enumerable::outcomes(&Binomial::new(u64::MAX, still(0.5)).unwrap()), u64::MAX);
    let all = DiscreteUniform::new(i64::MIN, i64::MAX).unwrap();
    assert_eq!(Enumerable::<Dual<f64, 3>>::outcomes(&all), u64::MAX);
}
