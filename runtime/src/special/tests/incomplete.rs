//! Incomplete gamma and beta integrals, distribution functions and their inverses.

use super::super::*;
use super::{Number2, error, incomplete_data as data, variables};
use crate::Smooth;

/// Two variables with all their first and second derivatives.
type Jet2 = Smooth<Number2>;

/// The relative error, where what is next to 0 by cancellation counts as 0.
fn near(x: f64, reference: f64, negligible: f64) -> f64 {
    if (x - reference).abs() <= negligible { 0.0 } else { error(x, reference) }
}

#[test]
fn gamma_tails() {
    for &[a, x, p, q, by_a, by_x, by_aa, by_ax, by_xx] in data::GAMMA {
        assert!(error(gamma_p(a, x), p) < 1e-13, "P({a}, {x}) = {} instead of {p}", gamma_p(a, x));
        assert!(error(gamma_q(a, x), q) < 1e-13, "Q({a}, {x}) = {} instead of {q}", gamma_q(a, x));
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
    for a in [1e-6_f64, 1e-3, 0.1, 1.0, 30.0, 1e4, 1e9] {
        for p in [1e-300_f64, 1e-30, 1e-3, 0.3, 0.5, 0.8, 0.999] {
            // One rounding of x moves ln p by so much.
            let tolerance = 1e-13 + 1e-14 * (p.ln().abs() + (a * p.ln().abs()).sqrt());
            let (x, y) = (gamma_quantile(a, p), gamma_quantile_upper(a, p));
            assert!(x == 0.0 || error(gamma_p(a, x), p) < tolerance, "{a} {p}");
            assert!(y == 0.0 || error(gamma_q(a, y), p) < tolerance, "{a} {p}");
        }
    }
}

#[test]
fn beta_tails() {
    for &[a, b, x, p, q, first @ .., aa, ab, bb, ax, bx, xx] in data::BETA {
        let at = (a, b, x);
        assert!(error(beta_inc(a, b, x), p) < 5e-14, "I at {at:?}: {} instead of {p}", beta_inc(a, b, x));
        let upper = beta_inc_upper(a, b, x);
        assert!(error(upper, q) < 5e-14, "1 - I at {at:?}: {upper} instead of {q}");
        let [a, b, x] = variables([a, b, x]);
        for (tail, sign) in [(beta_inc(a, b, x), 1.0), (beta_inc_upper(a, b, x), -1.0)] {
            let [by_a, by_b, by_x] = tail.0.eps.map(|part| part.eps);
            let got = [tail.0.re.eps, by_a, by_b, by_x].concat();
            let want = [first, [aa, ab, ax], [ab, bb, bx], [ax, bx, xx]].concat();
            for (i, (got, want)) in got.into_iter().zip(want).enumerate() {
                let error = near(sign * got, want, 1e-15 * first[2]);
                assert!(error < 1e-12, "derivative {i} of I at {at:?}: {got} instead of {want}, error {error:e}");
            }
        }
    }
}

#[test]
fn beta_tails_at_the_ends() {
    let inf = f64::INFINITY;
    assert_eq!((beta_inc(2.0, 3.0, 0.0), beta_inc_upper(2.0, 3.0, 0.0)), (0.0, 1.0));
    assert_eq!((beta_inc(2.0, 3.0, 1.0), beta_inc_upper(2.0, 3.0, 1.0)), (1.0, 0.0));
    for (a, b, x) in [(0.0, 1.0, 0.5), (1.0, -1.0, 0.5), (1.0, 1.0, -0.1), (1.0, 1.0, 1.1), (f64::NAN, 1.0, 0.5)] {
        assert!(beta_inc(a, b, x).is_nan() && beta_inc_upper(a, b, x).is_nan(), "{a} {b} {x}");
    }
    for (a, b, at_zero, at_one) in [(0.5, 1.0, inf, 0.5), (1.0, 3.0, 3.0, 0.0), (2.0, 0.5, 0.0, inf)] {
        for (x, slope) in [(0.0, at_zero), (1.0, at_one)] {
            let [x] = variables([x]);
            assert_eq!(beta_inc(a, b, x).0.re.eps, [slope], "{a} {b} {x:?}");
            assert_eq!(beta_inc_upper(a, b, x).0.re.eps, [-slope]);
        }
    }
    assert_eq!((beta_quantile(2.0, 3.0, 0.0), beta_quantile(2.0, 3.0, 1.0)), (0.0, 1.0));
    assert_eq!((beta_quantile_upper(2.0, 3.0, 0.0), beta_quantile_upper(2.0, 3.0, 1.0)), (1.0, 0.0));
    assert!(beta_quantile(2.0, 3.0, 1.1).is_nan() && beta_quantile(-2.0, 3.0, 0.1).is_nan());
}

#[test]
fn beta_quantiles() {
    for &[a, b, x, p, q, _, _, by_x, ..] in data::BETA {
        for (p, y) in [(p, beta_quantile(a, b, p)), (q, beta_quantile_upper(a, b, q))] {
            let own = if p < 1.0 { p / (x * by_x) } else { f64::INFINITY };
            assert!(error(y, x) <= 2e-14 * (1.0 + own), "quantile at ({a}, {b}, {p}): {y} instead of {x}");
        }
    }
    for a in [1e-3_f64, 0.1, 1.0, 30.0, 1e4, 1e7] {
        for b in [1e-2_f64, 0.8, 5.0, 2e5] {
            for p in [1e-300_f64, 1e-30, 1e-3, 0.3, 0.5, 0.8] {
                let tolerance = 2e-13 + 3e-14 * (p.ln().abs() + (a.max(b) * p.ln().abs()).sqrt());
                let x = beta_quantile(a, b, p);
                // Near 1 the rounding of x decides.
                assert!(!(1e-290..0.9).contains(&x) || error(beta_inc(a, b, x), p) < tolerance, "{a} {b} {p} {x}");
            }
        }
    }
}

fn check_distribution(cdf: impl Fn(Jet2, Jet2) -> Jet2, plain: impl Fn(f64, f64) -> f64, rows: &[[f64; 8]]) {
    for &[theta, x, p, first, density, tt, tx, xx] in rows {
        let [a, b] = variables([theta, x]);
        let y = cdf(a, b).0;
        assert_eq!(y.re.re, plain(theta, x));
        assert!(error(y.re.re, p) < 1e-13, "at ({theta}, {x}): {} instead of {p}", y.re.re);
        let got = [y.re.eps, y.eps[0].eps, y.eps[1].eps].concat();
        for (i, (got, want)) in got.into_iter().zip([first, density, tt, tx, tx, xx]).enumerate() {
            let error = error(got, want);
            assert!(error < 1e-12, "derivative {i} at ({theta}, {x}): {got} instead of {want}, error {error:e}");
        }
    }
}

#[test]
fn student_t_and_von_mises() {
    check_distribution(student_t_cdf, student_t_cdf, data::STUDENT_T);
    check_distribution(von_mises_cdf, von_mises_cdf, data::VON_MISES);
}

#[test]
fn student_t_quantiles() {
    for &[nu, t, p, _, density, ..] in data::STUDENT_T {
        let (own, x) = (p / (t * density).abs(), student_t_quantile(nu, p));
        assert!(error(x, t) < 1e-14 * (1.0 + own), "quantile at ({nu}, {p}): {x} instead of {t}");
    }
    for nu in [0.1_f64, 0.9, 2.0, 2.1, 40.0, 1e6] {
        assert!(student_t_quantile(nu, 0.5).abs() < 1e-15);
        for p in [1e-30_f64, 1e-3, 0.3, 0.49] {
            let t = student_t_quantile(nu, p);
            assert!(error(student_t_cdf(nu, t), p) < 1e-12, "{nu} {p} {t}");
        }
    }
}

#[test]
fn student_t_and_von_mises_at_the_ends() {
    let (inf, pi) = (f64::INFINITY, std::f64::consts::PI);
    assert_eq!((student_t_cdf(2.0, -inf), student_t_cdf(2.0, 0.0), student_t_cdf(2.0, inf)), (0.0, 0.5, 1.0));
    assert_eq!((von_mises_cdf(2.0, -pi), von_mises_cdf(2.0, pi)), (0.0, 1.0));
    assert!(student_t_cdf(0.0, 1.0).is_nan() && student_t_cdf(2.0, f64::NAN).is_nan());
    assert!(von_mises_cdf(-1.0, 1.0).is_nan() && von_mises_cdf(1.0, 3.2).is_nan());
    assert_eq!((student_t_quantile(2.0, 0.0), student_t_quantile(2.0, 1.0)), (-inf, inf));
    assert!(student_t_quantile(2.0, 1.1).is_nan() && student_t_quantile(-2.0, 0.5).is_nan());
}
