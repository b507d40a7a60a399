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
        "Skellam" => Skellam::new(x[0], x[1]).unwrap().ln_pmf(k),
        _ => unreachable!("{name} is in no table"),
    }
}

/// |got - want| in units of the rounding of `scale`
fn error(got: f64, want: f64, scale: f64) -> f64 {
    let want = if want.abs() < 1e-60 * scale { 0.0 } else { want };
    if got == want { 0.0 } else { (got - want).abs() / (scale * f64::EPSILON) }
}

#[test]
fn probabilities_and_their_derivatives_agree_with_the_reference() {
    for &(name, n, x, k, want, slopes, curvatures) in data::ROWS.iter().filter(|r| !r.0.starts_with('Z')) {
        let what = (name, n, x, k);
        let got = ln_pmf(name, n, x, k);
        let Dual { re, eps } = ln_pmf(name, n, &variables(x), k).0;
        assert_eq!(re.re.to_bits(), got.to_bits(), "{what:?}");
        // A parameter that is off by its own rounding moves the value by this much.
        let moved: f64 = x.iter().zip(slopes).map(|(x, s)| (x * s).abs()).sum();
        let e0 = error(got, want, want.abs() + moved + 1.0);
        println!("{what:?} value {e0}");
        let mut at = 0;
        for i in 0..x.len() {
            let h = |j: usize| curvatures[if x.len() == 1 { 0 } else { i + j }];
            let m: f64 = (0..x.len()).map(|j| (x[j] * h(j)).abs()).sum();
            let e1 = error(re.eps[i], slopes[i], slopes[i].abs() + m);
            println!("   slope {i} {e1}  {} {}", re.eps[i], slopes[i]);
            for j in i..x.len() {
                let e2 = error(eps[i].eps[j], curvatures[at], curvatures[at].abs());
                println!("   curv {i} {j} {e2}  {} {}", eps[i].eps[j], curvatures[at]);
                at += 1;
            }
        }
    }
    for ((a, b, c), k, want) in data::HYPERGEOMETRIC {
        let got = Hypergeometric::new(*a, *b, *c).unwrap().ln_pmf(*k);
        println!("hyp {a} {b} {c} {k} {} {got} {want}", error(got, *want, 1.0 + want.abs()));
    }
}
