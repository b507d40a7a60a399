//! Probabilities of counts: values and derivatives against mpmath, sums, and what is impossible.

mod data;

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

#[test]
fn hypergeometric_probabilities_agree_with_the_reference() {
    for &((population, special, drawn), k, want) in data::HYPERGEOMETRIC {
        let what = (population, special, drawn, k);
        let got = Hypergeometric::new(population, special, drawn).unwrap().ln_pmf(k);
        agrees(got, want, 8.0, 1.0 + want.abs(), &what);
    }
}
