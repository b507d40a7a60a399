//! Incomplete gamma and beta integrals, distribution functions and their inverses.

use super::super::*;
use super::{error, incomplete_data as data, variables};

/// The relative error, where what is next to 0 by cancellation counts as 0.
fn near(x: f64, reference: f64, negligible: f64) -> f64 {
    if (x - reference).abs() <= negligible { 0.0 } else { error(x, reference) }
}

#[test]
fn gamma_tails() {
    for &[a, x, p, q, by_a, by_x, by_aa, by_ax, by_xx] in data::GAMMA {
        assert!(error(gamma_p(a, x), p) < 5e-14, "P({a}, {x}) = {} instead of {p}", gamma_p(a, x));
        assert!(error(gamma_q(a, x), q) < 5e-14, "Q({a}, {x}) = {} instead of {q}", gamma_q(a, x));
        let [a, x] = variables([a, x]);
        for (tail, sign) in [(gamma_p(a, x), 1.0), (gamma_q(a, x), -1.0)] {
            let (first, [second_a, second_x]) = (tail.0.re.eps, tail.0.eps.map(|part| part.eps));
            let got = [first[0], first[1], second_a[0], second_a[1], second_x[0], second_x[1]];
            for (got, want) in got.into_iter().zip([by_a, by_x, by_aa, by_ax, by_ax, by_xx]) {
                let error = near(sign * got, want, 1e-15 * by_x);
                assert!(error < 1e-12, "derivatives of P({a:?}, {x:?}): {got} instead of {want}, error {error:e}");
            }
        }
    }
}

#[test]
fn gamma_tails_at_the_ends() {
    let inf = f64::INFINITY;
    assert_eq!((gamma_p(2.0, 0.0), gamma_q(2.0, 0.0), gamma_p(2.0, inf), gamma_q(2.0, inf)), (0.0, 1.0, 1.0, 0.0));
    for (a, x) in [(0.0, 1.0), (-1.0, 1.0), (inf, 1.0), (1.0, -1e-300), (f64::NAN, 1.0), (1.0, f64::NAN)] {
        assert!(gamma_p(a, x).is_nan() && gamma_q(a, x).is_nan(), "{a} {x}");
    }
    for (a, slope) in [(0.5, inf), (1.0, 1.0), (1.5, 0.0)] {
        let [x] = variables([0.0]);
        assert_eq!((gamma_p(a, x).0.re.eps, gamma_q(a, x).0.re.eps), ([slope], [-slope]));
    }
    for p in [-0.1, 1.1, f64::NAN] {
        assert!(gamma_quantile(2.0, p).is_nan() && gamma_quantile_upper(2.0, p).is_nan());
    }
    assert_eq!((gamma_quantile(2.0, 0.0), gamma_quantile(2.0, 1.0)), (0.0, inf));
    assert_eq!((gamma_quantile_upper(2.0, 0.0), gamma_quantile_upper(2.0, 1.0)), (inf, 0.0));
    assert!(gamma_quantile(-2.0, 0.5).is_nan() && gamma_quantile(f64::NAN, 1.0).is_nan());
}

#[test]
fn gamma_quantiles() {
    for &[a, x, p, q, _, by_x, ..] in data::GAMMA {
        for (p, y) in [(p, gamma_quantile(a, p)), (q, gamma_quantile_upper(a, q))] {
            // How far the rounding of p itself moves x.
            let own = if p < 1.0 { p / (x * by_x) } else { f64::INFINITY };
            assert!(error(y, x) <= 1e-14 * (1.0 + own), "quantile at ({a}, {p}): {y} instead of {x}");
        }
    }
    for a in [1e-6, 1e-3, 0.1, 1.0, 30.0, 1e4, 1e9] {
        for p in [1e-300, 1e-30, 1e-3, 0.3, 0.5, 0.8, 0.999] {
            // One rounding of x moves ln p by so much.
            let tolerance = 1e-13 + 1e-14 * (a.sqrt() + p.ln().abs());
            let (x, y) = (gamma_quantile(a, p), gamma_quantile_upper(a, p));
            assert!(x == 0.0 || error(gamma_p(a, x), p) < tolerance, "{a} {p}");
            assert!(y == 0.0 || error(gamma_q(a, y), p) < tolerance, "{a} {p}");
        }
    }
}
