//! Probabilities of counts: values and derivatives against mpmath, sums, and what is impossible.

mod data;

use super::reference::discrete::{MOMENTS, PMFS};
use super::*;

/// Two variables with all their first and second derivatives.
type Number2 = Dual<Dual<f64, 2>, 2>;

fn variables(x: &[f64]) -> Vec<Smooth<Number2>> {
    let unit = |i: usize| std::array::from_fn(|j| if i == j { 1.0 } else { 0.0 });
    let variable = |(i, x): (usize, &f64)| Smooth(Dual::new(Dual::new(*x, unit(i)), unit(i).map(Dual::constant)));
    x.iter().enumerate().map(variable).collect()
}

/// ln P(k) of a family by its name.
fn ln_pmf<T>(name: &str, n: &[u64], x: &[T], k: i64) -> T
where
    T: Real<Own = T> + Join<T, Out = T> + Lift<T>,
{
    let count = k as u64;
    match name {
        "Binomial" => Binomial::new(n[0], x[0]).unwrap().ln_pmf(count),
        "Geometric" => Geometric::new(x[0]).unwrap().ln_pmf(count),
        "NegativeBinomial" => NegativeBinomial::new(x[0], x[1]).unwrap().ln_pmf(count),
        "BetaBinomial" => BetaBinomial::new(n[0], x[0], x[1]).unwrap().ln_pmf(count),
        "Zeta" => Zeta::new(x[0]).unwrap().ln_pmf(count),
        "Zipf" => Zipf::new(n[0], x[0]).unwrap().ln_pmf(count),
        "Skellam" => Skellam::new(x[0], x[1]).unwrap().ln_pmf(k),
        _ => unreachable!("{name} is in no table"),
    }
}

/// Fails unless two numbers agree to some roundings of `scale`.
#[track_caller]
fn agrees(got: f64, want: f64, roundings: f64, scale: f64, what: &dyn Debug) {
    let want = if want.abs() < 1e-60 * scale { 0.0 } else { want };
    close(got, want, roundings * f64::EPSILON * scale, what);
}

#[test]
fn probabilities_and_their_derivatives_agree_with_the_reference() {
    for &(name, n, x, k, want, slopes, curvatures) in data::ROWS {
        let what = (name, n, x, k);
        let got = ln_pmf(name, n, x, k);
        let Dual { re, eps } = ln_pmf(name, n, &variables(x), k).0;
        assert_eq!(re.re.to_bits(), got.to_bits(), "{what:?}");
        // What a parameter that is off by its own rounding would move it by; and the terms of a difference of ψ.
        let moved = |slopes: &dyn Fn(usize) -> f64| (0..x.len()).map(|j| (x[j] * slopes(j)).abs()).sum::<f64>();
        let logarithms = x.iter().map(|x| x.ln().abs()).fold(1.0, f64::max);
        agrees(got, want, 8.0, want.abs() + moved(&|i| slopes[i]) + logarithms, &what);
        for i in 0..x.len() {
            let terms = n.first().map_or(0.0, |n| *n as f64 / x[i].max(1.0));
            let scale = slopes[i].abs() + moved(&|j| curvatures[i + j]) + terms;
            agrees(re.eps[i], slopes[i], 8.0, scale, &(what, i));
            for j in i..x.len() {
                let curvature = curvatures[i + j];
                let scale = curvature.abs() + (slopes[i] / x[j]).abs() + terms / x[j].max(1.0);
                if curvatures.iter().all(|c| c.abs() < 1e200) {
                    agrees(eps[i].eps[j], curvature, 150.0, scale, &(what, i, j));
                }
            }
        }
    }
}

/// The parameters of a family that are integers, which come first, and those that are not.
fn split<'a>(name: &str, parameters: &'a [f64]) -> (Vec<u64>, &'a [f64]) {
    let integers = match name {
        "Binomial" | "BetaBinomial" | "Zipf" => 1,
        "Hypergeometric" => 3,
        _ => 0,
    };
    (parameters[..integers].iter().map(|n| *n as u64).collect(), &parameters[integers..])
}

#[test]
fn probabilities_agree_with_the_table_of_all_families() {
    for &(name, parameters, k, want, slopes) in PMFS.iter().filter(|row| row.2 >= 0 || row.0 == "Skellam") {
        let what = (name, parameters, k);
        let (n, x) = split(name, parameters);
        let got = match name {
            "Hypergeometric" => Hypergeometric::new(n[0], n[1], n[2]).unwrap().ln_pmf(k as u64),
            "DiscreteUniform" => DiscreteUniform::new(parameters[0] as i64, parameters[1] as i64).unwrap().ln_pmf(k),
            _ => ln_pmf(name, &n, x, k),
        };
        if want == f64::NEG_INFINITY {
            assert_eq!(got, want, "{what:?}");
            continue;
        }
        let moved: f64 = x.iter().zip(slopes).map(|(x, s)| (x * s).abs()).sum();
        let logarithms = x.iter().map(|x| x.ln().abs()).filter(|ln| ln.is_finite()).fold(1.0, f64::max);
        agrees(got, want, 8.0, want.abs() + moved + logarithms, &what);
    }
}

#[test]
fn moments_agree_with_the_table_of_all_families() {
    for &(name, parameters, want) in MOMENTS {
        let (n, x) = split(name, parameters);
        macro_rules! two {
            ($d:expr) => {{
                let d = $d.unwrap();
                [d.mean(), d.variance(), f64::NAN]
            }};
        }
        macro_rules! three {
            ($d:expr) => {{
                let d = $d.unwrap();
                [d.mean(), d.variance(), d.entropy()]
            }};
        }
        let got = match name {
            "Binomial" => two!(Binomial::new(n[0], x[0])),
            "Geometric" => three!(Geometric::new(x[0])),
            "NegativeBinomial" => two!(NegativeBinomial::new(x[0], x[1])),
            "BetaBinomial" => two!(BetaBinomial::new(n[0], x[0], x[1])),
            "Zeta" => three!(Zeta::new(x[0])),
            "Zipf" => three!(Zipf::new(n[0], x[0])),
            "Hypergeometric" => two!(Hypergeometric::new(n[0], n[1], n[2])),
            "DiscreteUniform" => three!(DiscreteUniform::new(x[0] as i64, x[1] as i64)),
            _ => two!(Skellam::new(x[0], x[1])),
        };
        for (moment, (got, want)) in got.into_iter().zip(want).enumerate() {
            let what = (name, parameters, moment);
            assert_eq!(got.is_nan(), want.is_nan(), "{what:?}");
            let equal = got == want || want.is_nan();
            if !equal {
                close(got, want, 1e-13 * want.abs(), &what)
            }
        }
    }
}

#[test]
fn hypergeometric_probabilities_agree_with_the_reference() {
    for &((population, special, drawn), k, want) in data::HYPERGEOMETRIC {
        let what = (population, special, drawn, k);
        let got = Hypergeometric::new(population, special, drawn).unwrap().ln_pmf(k);
        agrees(got, want, 8.0, 1.0 + want.abs(), &what);
    }
}

#[test]
fn moments_of_power_laws_agree_with_the_reference() {
    for &(name, n, s, want) in data::MOMENTS {
        let got = match n {
            [n] => {
                let zipf = Zipf::new(*n, s[0]).unwrap();
                [zipf.mean(), zipf.variance(), zipf.entropy()]
            }
            _ => {
                let zeta = Zeta::new(s[0]).unwrap();
                [zeta.mean(), zeta.variance(), zeta.entropy()]
            }
        };
        for (moment, (got, want)) in got.iter().zip(want).enumerate() {
            let what = (name, n, s, moment);
            if want.is_infinite() { assert_eq!(*got, want) } else { close(*got, want, 1e-13 * want, &what) }
        }
    }
    // The entropy is itself made from a derivative, and has one.
    let slope = |f: &dyn Fn(f64) -> f64, s: f64| (f(s + 1e-5) - f(s - 1e-5)) / 2e-5;
    let entropy = |s: f64| Zipf::new(1000, s).unwrap().entropy();
    let moving = Zipf::new(1000, moving(1.3, 0)).unwrap().entropy().0.parts();
    close(moving.1[0], slope(&entropy, 1.3), 1e-8, &"entropy of Zipf");
}

/// Sums of 1, k, k² and -ln P(k) over the outcomes from `low` to `high`, times P(k).
fn sums(low: i64, high: i64, ln_pmf: impl Fn(i64) -> f64) -> [f64; 4] {
    (low..=high).fold([0.0; 4], |mut sums, k| {
        let (x, ln_p) = (k as f64, ln_pmf(k));
        let terms = if ln_p == f64::NEG_INFINITY { [0.0; 4] } else { [1.0, x, x * x, -ln_p] };
        sums.iter_mut().zip(terms).for_each(|(sum, term)| *sum += term * ln_p.exp());
        sums
    })
}

#[test]
fn probabilities_sum_to_one_and_to_the_moments() {
    let check = |what: &str, [one, mean, square, entropy]: [f64; 4], m: f64, v: f64, h: Option<f64>| {
        close(one, 1.0, 1e-12, &what);
        close(mean, m, 1e-11 * (1.0 + m.abs()), &what);
        close(square - mean * mean, v, 1e-10 * (1.0 + square), &what);
        h.into_iter().for_each(|h| close(entropy, h, 1e-11 * (1.0 + h), &what));
    };
    for (n, p) in [(0, 0.3), (1, 0.0), (10, 0.3), (40, 1.0), (3000, 0.02), (500, 0.999)] {
        let d = Binomial::new(n, p).unwrap();
        check("binomial", sums(-1, n as i64 + 2, |k| d.ln_pmf(k as u64)), d.mean(), d.variance(), None);
    }
    for p in [0.05, 0.4, 0.999, 1.0] {
        let d = Geometric::new(p).unwrap();
        check("geometric", sums(0, 3000, |k| d.ln_pmf(k as u64)), d.mean(), d.variance(), Some(d.entropy()));
        let below: f64 = (0..=7).map(|k| d.ln_pmf(k).exp()).sum();
        close(d.cdf(7), below, 1e-15, &p);
        close(d.survival(7), 1.0 - below, 1e-15, &p);
    }
    for (r, p) in [(3.0, 0.4), (0.1, 0.05), (200.5, 0.6), (1e-9, 0.3), (7.0, 1.0)] {
        let d = NegativeBinomial::new(r, p).unwrap();
        check("negative binomial", sums(0, 4000, |k| d.ln_pmf(k as u64)), d.mean(), d.variance(), None);
    }
    for (n, a, b) in [(0, 1.0, 1.0), (10, 2.5, 1.5), (30, 1e-3, 2e-3), (2000, 30.0, 70.0), (9, 1e9, 1e7)] {
        let d = BetaBinomial::new(n, a, b).unwrap();
        check("beta-binomial", sums(-1, n as i64 + 2, |k| d.ln_pmf(k as u64)), d.mean(), d.variance(), None);
    }
    for (n, big_k, drawn) in [(0, 0, 0), (1, 1, 1), (60, 24, 7), (60, 50, 30), (2000, 700, 1900)] {
        let d = Hypergeometric::new(n, big_k, drawn).unwrap();
        check("hypergeometric", sums(-1, n as i64 + 1, |k| d.ln_pmf(k as u64)), d.mean(), d.variance(), None);
    }
    for (low, high) in [(-3, 5), (7, 7), (-40, -1)] {
        let d = DiscreteUniform::new(low, high).unwrap();
        check("uniform", sums(low - 2, high + 2, |k| d.ln_pmf(k)), d.mean(), d.variance(), Some(d.entropy()));
        assert_eq!([d.cdf(low - 1), d.cdf(high), d.cdf(i64::MAX)], [0.0, 1.0, 1.0]);
    }
    for (a, b) in [(3.5, 1.25), (0.01, 20.0), (30.0, 29.0), (400.0, 300.0), (1e-300, 2.0)] {
        let d = Skellam::new(a, b).unwrap();
        check("Skellam", sums(-2000, 2000, |k| d.ln_pmf(k)), d.mean(), d.variance(), None);
    }
    for (n, s) in [(1, 2.0), (17, 1.0), (18, 0.0), (1000, 0.5), (300, 40.0)] {
        let d = Zipf::new(n, s).unwrap();
        check("Zipf", sums(-1, n as i64 + 2, |k| d.ln_pmf(k as u64)), d.mean(), d.variance(), Some(d.entropy()));
    }
    let d = Zeta::new(9.0).unwrap();
    check("zeta", sums(0, 3000, |k| d.ln_pmf(k as u64)), d.mean(), d.variance(), Some(d.entropy()));
}

/// All counts of three outcomes with the sum n.
fn splits(n: u64) -> impl Iterator<Item = [u64; 3]> {
    (0..=n).flat_map(move |i| (0..=n - i).map(move |j| [i, j, n - i - j]))
}

#[test]
fn multinomial_probabilities_are_those_of_binomials() {
    let weights = [1.0, 2.5, 0.5];
    for n in [0, 1, 7, 60] {
        let d = Multinomial::new(n, &weights).unwrap();
        let sum: f64 = splits(n).map(|k| d.ln_pmf(&k).exp()).sum();
        close(sum, 1.0, 1e-13, &n);
        for k in splits(n) {
            let [first, second] = [(n, 0.25), (n - k[0], 2.5 / 3.0)].map(|(n, p)| Binomial::new(n, p).unwrap());
            let want = first.ln_pmf(k[0]) + second.ln_pmf(k[1]);
            close(d.ln_pmf(&k), want, 1e-14 * (1.0 + want.abs()), &k);
        }
    }
    let large = Multinomial::new(3_000_000, &[0.25, 0.75]).unwrap();
    let binomial = Binomial::new(3_000_000, 0.25).unwrap();
    close(large.ln_pmf(&[751_000, 2_249_000]), binomial.ln_pmf(751_000), 1e-13, &"large");
    for impossible in [&[1, 2][..], &[1, 2, 3, 1], &[3, 3, 3], &[u64::MAX, 8, 0]] {
        assert_eq!(Multinomial::new(7, &weights).unwrap().ln_pmf(impossible), f64::NEG_INFINITY);
    }
    let zero = Multinomial::new(2, &[0.0, 1.0]).unwrap();
    assert_eq!([zero.ln_pmf(&[0, 2]), zero.ln_pmf(&[1, 1])], [0.0, f64::NEG_INFINITY]);
}

#[test]
fn multinomial_scores_are_those_of_their_counts() {
    let (weights, k) = ([1.0, 2.5, 0.5], [4, 1, 0]);
    let d = Multinomial::new(5, &all_moving(&weights)).unwrap();
    let (_, slopes) = d.ln_pmf(&k).0.parts();
    for i in 0..3 {
        close(slopes[i], k[i] as f64 / weights[i] - 5.0 / 4.0, 1e-14, &i);
    }
    let logits = [0.2, -0.4, 0.9];
    let total: f64 = logits.iter().map(|x: &f64| x.exp()).sum();
    let d = Multinomial::from_logits(5, &all_moving(&logits)).unwrap();
    let (_, slopes) = d.ln_pmf(&k).0.parts();
    for i in 0..3 {
        close(slopes[i], k[i] as f64 - 5.0 * logits[i].exp() / total, 1e-14, &i);
    }
    // The probability of the second is less than the smallest number, and its logarithm is -2000.
    let far = Multinomial::from_logits(2, &all_moving(&[0.0, -2000.0])).unwrap();
    let (value, slopes) = far.ln_pmf(&[1, 1]).0.parts();
    close(value, 2.0_f64.ln() - 2000.0, 1e-12, &"far");
    close(slopes[0], -1.0, 1e-14, &"far");
    close(slopes[1], 1.0, 1e-14, &"far");
    // Second derivatives: -n (diag p - p p') of logits.
    let d = Multinomial::from_logits(5, &variables(&[0.3, -0.5])).unwrap();
    let p = 1.0 / (1.0 + (-0.8_f64).exp());
    let hessian = d.ln_pmf(&[2, 3]).0.eps.map(|e| e.eps);
    for (i, j) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
        let want = if i == j { -5.0 } else { 5.0 } * p * (1.0 - p);
        close(hessian[i][j], want, 1e-14, &(i, j));
    }
}

#[test]
fn what_is_impossible_has_no_probability() {
    let nothing = f64::NEG_INFINITY;
    assert_eq!(Binomial::new(5, 0.5).unwrap().ln_pmf(6), nothing);
    assert_eq!([0.0, 1.0].map(|p| Binomial::new(5, p).unwrap().ln_pmf(3)), [nothing; 2]);
    assert_eq!([0.0, 1.0].map(|p| Binomial::new(5, p).unwrap().ln_pmf(if p > 0.5 { 5 } else { 0 })), [0.0; 2]);
    assert_eq!(Geometric::new(1.0).unwrap().ln_pmf(1), nothing);
    assert_eq!(NegativeBinomial::new(2.0, 1.0).unwrap().ln_pmf(1), nothing);
    assert_eq!(BetaBinomial::new(5, 2.0, 1.0).unwrap().ln_pmf(6), nothing);
    assert_eq!([Zeta::new(2.0).unwrap().ln_pmf(0), Zipf::new(9, 2.0).unwrap().ln_pmf(0)], [nothing; 2]);
    assert_eq!(Zipf::new(9, 2.0).unwrap().ln_pmf(10), nothing);
    let (value, slopes) = Zipf::new(9, moving(2.0, 0)).unwrap().ln_pmf(10).0.parts();
    assert_eq!((value, slopes), (nothing, [0.0; 3]));
}

/// What the score function reports of a distribution at its edge.
fn missed<X: Likelihood<Dual3>>(distribution: &X) -> Option<String> {
    match distribution.impossible() {
        Some(Error::ImpossibleOutcome { outcome, .. }) => Some(outcome),
        _ => None,
    }
}

#[test]
fn the_score_function_refuses_a_parameter_that_moves_away_from_its_edge() {
    let one = || Some("1".to_owned());
    assert_eq!(missed(&Binomial::new(5, moving(0.0, 0)).unwrap()), one());
    assert_eq!(missed(&Binomial::new(5, moving(1.0, 0)).unwrap()), Some("4".to_owned()));
    assert_eq!(missed(&Geometric::new(moving(1.0, 0)).unwrap()), one());
    assert_eq!(missed(&NegativeBinomial::new(2.0, moving(1.0, 0)).unwrap()), one());
    assert_eq!(missed(&Multinomial::new(5, &[moving(1.0, 0), moving(0.0, 1)]).unwrap()), one());
    // Nothing is missed where the edge stays where it is, or nothing is drawn.
    assert_eq!(missed(&Binomial::new(5, still(0.0)).unwrap()), None);
    assert_eq!(missed(&Binomial::new(0, moving(0.0, 0)).unwrap()), None);
    assert_eq!(missed(&NegativeBinomial::new(moving(2.0, 0), still(1.0)).unwrap()), None);
    assert_eq!(missed(&Multinomial::new(5, &[moving(1.0, 0), still(0.0)]).unwrap()), None);
    assert_eq!(missed(&Multinomial::new(0, &[moving(1.0, 0), moving(0.0, 1)]).unwrap()), None);
    assert_eq!(missed(&Multinomial::from_logits(5, &all_moving(&[0.0, -2000.0])).unwrap()), None);
}

#[test]
fn scores_at_the_edges_are_finite() {
    let slopes = |x: Smooth3| x.0.parts().1[0];
    assert_eq!(slopes(Binomial::new(5, moving(0.0, 0)).unwrap().ln_pmf(0)), -5.0);
    assert_eq!(slopes(Binomial::new(5, moving(1.0, 0)).unwrap().ln_pmf(5)), 5.0);
    assert_eq!(slopes(Geometric::new(moving(1.0, 0)).unwrap().ln_pmf(0)), 1.0);
    assert_eq!(slopes(NegativeBinomial::new(2.0, moving(1.0, 0)).unwrap().ln_pmf(0)), 2.0);
    assert_eq!(slopes(NegativeBinomial::new(moving(2.0, 0), 1.0).unwrap().ln_pmf(0)), 0.0);
}

#[test]
fn counts_beyond_the_largest_are_scored_as_such_or_refused() {
    let zeta = Zeta::new(moving(1.01, 0)).unwrap();
    let (value, slopes) = zeta.ln_likelihood(&u64::MAX).0.parts();
    // P(k >= m) = m^(1 - s)/((s - 1) ζ(s)), with ζ(s) = 1/(s - 1) + γ + ..., and the derivative of its logarithm.
    let m = 64.0 * 2.0_f64.ln();
    let c = 0.01_f64;
    let ln_z = (1.0 + c * EULER + c * c * 0.072_815_845_483_676_7).ln();
    close(value, -c * m - ln_z, 1e-8, &"tail");
    close(slopes[0], -m - EULER, 2e-2, &"tail");
    let geometric = Geometric::new(moving(1e-20, 0)).unwrap();
    let (value, slopes) = geometric.ln_likelihood(&u64::MAX).0.parts();
    close(value, -0.18446744073709552, 1e-15, &"tail");
    close(slopes[0], -18446744073709551615.0, 1e4, &"tail");
    let mut reports = crate::error::Reports::collect();
    let smooth = NegativeBinomial::new(moving(1.0, 0), 1e-300).unwrap();
    assert_eq!(smooth.draw_plain(&mut Xoshiro256PlusPlus::seed_from_u64(1)), u64::MAX);
    let _ = smooth.ln_likelihood(&u64::MAX);
    assert!(matches!(reports.take(), Some(Error::InvalidParameter { distribution: "NegativeBinomial", .. })));
}

#[test]
fn a_multinomial_distribution_is_a_point_of_a_space_of_parameters() {
    use crate::Parameters;
    let d = Multinomial::new(7, &[1.0, 3.0]).unwrap();
    assert_eq!((d.flatten(), d.names()), (vec![1.0, 3.0], vec!["p[0]".to_owned(), "p[1]".to_owned()]));
    assert_eq!(Parameters::map(&d, |x| 2.0 * x), Multinomial::new(7, &[2.0, 6.0]).unwrap());
    assert_eq!((d.n(), d.given(), d.mean(), d.variance()), (7, &[1.0, 3.0][..], vec![1.75, 5.25], vec![1.3125; 2]));
    let smooth = Multinomial::new(7, &all_moving(&[1.0, 3.0])).unwrap();
    assert_eq!(smooth.detach(), d);
}
