//! Every constructor against every violated bound.

use super::*;
use crate::error::Reports;
use rand::RngExt;

const FINITE: &str = "finite";
const POSITIVE: &str = "finite and > 0";
const MIRRORED: &str = "equal to the entry on the other side of the diagonal";
const DEFINITE: &str = "greater than what the rows above leave of a positive definite matrix";
const ZERO: &str = "0, right of the diagonal";

/// Checks that construction fails with this error, and that a run with derivatives notes it even if it is swallowed.
#[track_caller]
fn refused(name: &str, n: usize, rank: usize, p: &[f64], error: &Error) {
    // The text, because NaN is not equal to itself.
    let text = |e: Option<Error>| format!("{e:?}");
    let want = text(Some(error.clone()));
    let mut reports = Reports::collect();
    assert_eq!(text(build(name, n, rank, p).err()), want, "{name} {p:?}");
    assert_eq!(reports.take(), None, "nothing is differentiated");
    assert_eq!(text(build(name, n, rank, &one_moving(p, 0)).err()), want, "{name} {p:?}");
    assert_eq!(text(reports.take()), want, "{name} {p:?}");
}

/// Family, dimensions, columns of W, valid parameters, the index of one of them, its name, and its domain.
type Bound = (&'static str, usize, usize, &'static [f64], usize, &'static str, &'static str);

const NORMAL: &str = "MultivariateNormal";
const COVARIANCE: &[f64] = &[0.3, -0.7, 1.44, 0.6, 0.6, 0.89];
const LOW_RANK: &[f64] = &[0.5, -0.2, 0.8, -0.6, 0.3, 0.5];
const BOUNDS: &[Bound] = &[
    ("cholesky", 2, 0, &[0.3, -0.7, 1.2, 0.5, 0.8], 1, "mean[1]", FINITE),
    ("cholesky", 2, 0, &[0.3, -0.7, 1.2, 0.5, 0.8], 2, "cholesky[0][0]", POSITIVE),
    ("cholesky", 2, 0, &[0.3, -0.7, 1.2, 0.5, 0.8], 3, "cholesky[1][0]", FINITE),
    ("cholesky", 2, 0, &[0.3, -0.7, 1.2, 0.5, 0.8], 4, "cholesky[1][1]", POSITIVE),
    ("covariance", 2, 0, COVARIANCE, 0, "mean[0]", FINITE),
    ("covariance", 2, 0, COVARIANCE, 4, "covariance[1][0]", FINITE),
    ("diagonal", 2, 0, &[0.4, -1.1, 0.9, 0.3], 3, "std_dev[1]", POSITIVE),
    ("low_rank", 2, 1, LOW_RANK, 3, "w[1][0]", FINITE),
    ("low_rank", 2, 1, LOW_RANK, 4, "d[0]", POSITIVE),
    ("Dirichlet", 3, 0, &[0.5, 1.5, 3.0], 2, "alpha[2]", POSITIVE),
    ("Wishart", 2, 0, &[4.5, 1.0, 0.4, 0.4, 0.97], 2, "scale[0][1]", FINITE),
    ("WishartCholesky", 2, 0, &[4.5, 1.0, 0.4, 0.9], 3, "cholesky[1][1]", POSITIVE),
    ("Relaxed", 3, 0, &[0.7, 0.2, -0.5, 1.0], 2, "logits[1]", FINITE),
];

fn distribution(name: &str) -> &'static str {
    match name {
        "Dirichlet" => "Dirichlet",
        "Wishart" | "WishartCholesky" => "Wishart",
        "Lkj" => "LkjCholesky",
        "Relaxed" => "RelaxedCategorical",
        _ => NORMAL,
    }
}

#[test]
fn every_violated_bound_is_an_error_that_names_the_entry() {
    for &(name, n, rank, p, i, entry, requirement) in BOUNDS {
        let mut values = vec![f64::NAN, f64::INFINITY, f64::NEG_INFINITY];
        if requirement == POSITIVE {
            values.extend([-5e-324, 0.0, -0.0, f64::MIN]);
        }
        for value in values {
            let mut p = p.to_vec();
            p[i] = value;
            let distribution = distribution(name);
            let error = Error::InvalidEntry { distribution, entry: entry.into(), requirement, value };
            refused(name, n, rank, &p, &error);
        }
    }
}

#[test]
fn a_covariance_is_symmetric_and_positive_definite() {
    for (name, distribution, matrix) in [("covariance", NORMAL, "covariance"), ("Wishart", "Wishart", "scale")] {
        let with = |s: [f64; 9]| {
            let first: &[f64] = if name == "Wishart" { &[3.5] } else { &[0.0; 3] };
            [first, &s].concat()
        };
        let error = |entry: &str, requirement, value| {
            let entry = format!("{matrix}{entry}");
            Error::InvalidEntry { distribution, entry, requirement, value }
        };
        let good = [2.0, 0.3, -0.5, 0.3, 1.0, 0.25, -0.5, 0.25, 0.7];
        let mut skew = good;
        skew[7] += 1e-14;
        refused(name, 3, 0, &with(skew), &error("[2][1]", MIRRORED, skew[7]));
        skew[7] = 0.25 * (1.0 + f64::EPSILON);
        assert!(build(name, 3, 0, &with(skew)).is_ok());
        let flat = [1.0, 1.0, 0.0, 1.0, 1.0, 0.0, 0.0, 0.0, 1.0];
        refused(name, 3, 0, &with(flat), &error("[1][1]", DEFINITE, 1.0));
        let indefinite = [1.0, 0.0, 2.0, 0.0, 1.0, 0.0, 2.0, 0.0, 1.0];
        refused(name, 3, 0, &with(indefinite), &error("[2][2]", DEFINITE, 1.0));
        refused(name, 3, 0, &with([0.0; 9]), &error("[0][0]", DEFINITE, 0.0));
    }
}

#[test]
fn sizes_fit() {
    let mut reports = Reports::collect();
    let mismatch = |e: Result<MultivariateNormal, Error>| match e {
        Err(Error::LengthMismatch { what, expected, found }) => Some((what, expected, found)),
        other => panic!("{other:?}"),
    };
    let (mean, two) = ([0.0, 1.0], [[1.0, 0.0], [0.0, 1.0]]);
    assert_eq!(mismatch(MultivariateNormal::new(&[0.0; 3], &two)), Some((NORMAL, 3, 2)));
    assert_eq!(mismatch(MultivariateNormal::new(&mean, &[[1.0, 0.0, 0.0]; 2])), Some((NORMAL, 2, 3)));
    assert_eq!(mismatch(MultivariateNormal::new(&mean, &[vec![1.0, 0.0], vec![0.0]])), Some((NORMAL, 2, 1)));
    assert_eq!(mismatch(MultivariateNormal::from_cholesky(&mean, &[[1.0]; 2])), Some((NORMAL, 2, 1)));
    assert_eq!(mismatch(MultivariateNormal::from_cholesky(&mean, &[[1.0, 0.0]; 3])), Some((NORMAL, 2, 3)));
    assert_eq!(mismatch(MultivariateNormal::diagonal(&mean, &[1.0; 3])), Some((NORMAL, 2, 3)));
    assert_eq!(mismatch(MultivariateNormal::low_rank(&mean, &[[1.0]; 3], &mean)), Some((NORMAL, 2, 3)));
    assert_eq!(mismatch(MultivariateNormal::low_rank(&mean, &[[1.0]; 2], &[1.0])), Some((NORMAL, 2, 1)));
    assert!(matches!(Wishart::new(5.0, &[[1.0, 0.0]]), Err(Error::LengthMismatch { expected: 1, found: 2, .. })));
    assert_eq!(reports.take(), None);
    let upper =
        Error::InvalidEntry { distribution: NORMAL, entry: "cholesky[0][1]".into(), requirement: ZERO, value: 0.5 };
    assert_eq!(MultivariateNormal::from_cholesky(&mean, &[[1.0, 0.5], [0.0, 1.0]]), Err(upper));
    assert!(MultivariateNormal::from_cholesky(&mean, &[vec![1.0], vec![0.0, 1.0]]).is_ok());
}

#[test]
fn scalar_parameters_have_bounds() {
    let error = |distribution, parameter, requirement, value| Error::InvalidParameter {
        distribution,
        parameter,
        requirement,
        value,
    };
    for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 0.0, -1.0] {
        refused("Relaxed", 1, 0, &[value, 0.5], &error("RelaxedCategorical", "temperature", POSITIVE, value));
        refused("Lkj", 3, 0, &[value], &error("LkjCholesky", "concentration", POSITIVE, value));
        let p = [value, 1.0, 0.0, 0.0, 1.0];
        let requirement = "finite and > the number of rows less 1";
        refused("Wishart", 2, 0, &p, &error("Wishart", "nu", requirement, value));
        refused("WishartCholesky", 2, 0, &[value, 1.0, 0.0, 1.0], &error("Wishart", "nu", requirement, value));
    }
    refused(
        "Wishart",
        2,
        0,
        &[1.0, 1.0, 0.0, 0.0, 1.0],
        &error("Wishart", "nu", "finite and > the number of rows less 1", 1.0),
    );
    refused("Lkj", 0, 0, &[1.0], &error("LkjCholesky", "dim", ">= 1", 0.0));
    refused("Wishart", 0, 0, &[1.0], &error("Wishart", "number of rows", ">= 1", 0.0));
    refused("Relaxed", 0, 0, &[1.0], &error("RelaxedCategorical", "number of logits", ">= 1", 0.0));
    refused("Dirichlet", 1, 0, &[1.0], &error("Dirichlet", "number of alpha", ">= 2", 1.0));
    refused("Dirichlet", 2, 0, &[f64::MAX, f64::MAX], &error("Dirichlet", "sum of alpha", "finite", f64::INFINITY));
    let none: &[f64] = &[];
    let want = error(NORMAL, "number of mean", ">= 1", 0.0);
    assert_eq!(MultivariateNormal::diagonal(none, none), Err(want));
}

#[test]
fn no_bit_pattern_makes_anything_panic() {
    let (mut draws, mut bits) = (rng(20), rng(21));
    let mut bits = move || {
        let x = f64::from_bits(bits.random());
        // Half of them of a usual size, so that many constructors succeed.
        if bits.random() { x } else { x.abs().log2() / 8.0 }
    };
    let _reports = Reports::collect();
    let mut built = 0;
    for round in 0..20_000 {
        let (name, n, rank, typical) = TYPICAL[round % TYPICAL.len()];
        // One or two entries of a valid point of parameters, or all.
        let mut p = typical.to_vec();
        let count = [1, 2, p.len()][round / TYPICAL.len() % 3];
        (0..count).for_each(|k| p[(round / 7 + k) % typical.len()] = bits());
        if let Ok(plain) = build(name, n, rank, &p) {
            built += 1;
            let x = plain.draw(&mut draws);
            let mut elsewhere = x.clone();
            elsewhere[round % x.len()] = bits();
            let _ = (plain.ln_pdf(&x), plain.ln_pdf(&elsewhere));
        }
        if let Ok(smooth) = build(name, n, rank, &one_moving(&p, round % p.len())) {
            let x = smooth.draw_smooth(&mut draws);
            let plain: Vec<f64> = x.iter().map(|x| x.peek()).collect();
            let _ = (smooth.ln_pdf(&x), smooth.ln_pdf(&plain));
            match &smooth {
                Any::Normal(d) => drop((d.assume_drawn(&plain), d.entropy(), d.covariance())),
                Any::Dirichlet(d) => drop((d.assume_drawn(&plain), d.entropy(), d.covariance())),
                Any::Relaxed(d) => drop(d.assume_drawn(&plain)),
                Any::Wishart(d) => drop((d.entropy(), d.variance())),
                Any::Lkj(d) => drop((d.entropy(), d.mean())),
            }
        }
    }
    assert!(built > 4_000, "only {built} distributions were built");
}
