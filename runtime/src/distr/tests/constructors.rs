//! Every constructor against every violated bound.

use super::*;
use crate::error::Reports;
use rand::RngExt;

const FINITE: &str = "finite";
const POSITIVE: &str = "finite and > 0";
const NOT_NEGATIVE: &str = "finite and >= 0";

/// Family, valid parameters, and for each its name and its domain.
type Domains = (&'static str, &'static [f64], &'static [(&'static str, &'static str)]);

const DOMAINS: &[Domains] = &[
    ("Normal", &[0.5, 1.3], &[("mean", FINITE), ("std_dev", NOT_NEGATIVE)]),
    ("LogNormal", &[0.5, 1.3], &[("mu", FINITE), ("sigma", NOT_NEGATIVE)]),
    ("HalfNormal", &[1.3], &[("scale", POSITIVE)]),
    ("Uniform", &[-0.5, 1.3], &[("low", FINITE), ("high", FINITE)]),
    ("Exp", &[1.3], &[("lambda", POSITIVE)]),
    ("Laplace", &[0.5, 1.3], &[("location", FINITE), ("scale", POSITIVE)]),
    ("Logistic", &[0.5, 1.3], &[("location", FINITE), ("scale", POSITIVE)]),
    ("Gumbel", &[0.5, 1.3], &[("location", FINITE), ("scale", POSITIVE)]),
    ("Cauchy", &[0.5, 1.3], &[("median", FINITE), ("scale", POSITIVE)]),
    ("Weibull", &[0.5, 1.3], &[("scale", POSITIVE), ("shape", POSITIVE)]),
    ("LogLogistic", &[0.5, 1.3], &[("scale", POSITIVE), ("shape", POSITIVE)]),
    ("Frechet", &[-0.5, 1.3, 2.0], &[("location", FINITE), ("scale", POSITIVE), ("shape", POSITIVE)]),
    ("Pareto", &[0.5, 1.3], &[("scale", POSITIVE), ("shape", POSITIVE)]),
    ("Rayleigh", &[1.3], &[("scale", POSITIVE)]),
    ("HalfCauchy", &[1.3], &[("scale", POSITIVE)]),
    ("Kumaraswamy", &[0.5, 1.3], &[("a", POSITIVE), ("b", POSITIVE)]),
    ("Triangular", &[-0.5, 1.3, 0.2], &[("min", FINITE), ("max", FINITE), ("mode", FINITE)]),
    ("SkewNormal", &[-0.5, 1.3, 2.0], &[("location", FINITE), ("scale", POSITIVE), ("shape", FINITE)]),
    ("LogitNormal", &[0.5, 1.3], &[("mu", FINITE), ("sigma", NOT_NEGATIVE)]),
    ("GeneralizedExtremeValue", &[-0.5, 1.3, 0.2], &[("location", FINITE), ("scale", POSITIVE), ("shape", FINITE)]),
    ("GeneralizedPareto", &[-0.5, 1.3, 0.2], &[("location", FINITE), ("scale", POSITIVE), ("shape", FINITE)]),
    ("RelaxedBernoulli", &[0.5, 1.3], &[("temperature", POSITIVE), ("logit", FINITE)]),
];

/// The values that violate a domain.
fn outside(requirement: &str) -> Vec<f64> {
    let mut values = vec![f64::NAN, f64::INFINITY, f64::NEG_INFINITY];
    if requirement != FINITE {
        values.extend([-5e-324, -1.0, f64::MIN]);
    }
    if requirement == POSITIVE {
        values.extend([0.0, -0.0]);
    }
    values
}

/// Checks that construction fails with this error, and that a run with derivatives notes it even if it is swallowed.
#[track_caller]
fn refused<A, B>(plain: Result<A, Error>, smooth: impl FnOnce() -> Result<B, Error>, error: &Error) {
    // The text, because NaN is not equal to itself.
    let text = |e: Option<Error>| format!("{e:?}");
    let want = text(Some(error.clone()));
    let mut reports = Reports::collect();
    assert_eq!(text(plain.err()), want);
    assert_eq!(reports.take(), None, "nothing is differentiated");
    assert_eq!(text(smooth().err()), want);
    assert_eq!(text(reports.take()), want);
}

#[test]
fn every_violated_bound_is_an_error_that_names_it() {
    assert_eq!(DOMAINS.len(), FAMILIES.len());
    for &(name, valid, parameters) in DOMAINS {
        for (i, &(parameter, requirement)) in parameters.iter().enumerate() {
            for value in outside(requirement) {
                let mut p = valid.to_vec();
                p[i] = value;
                let error = Error::InvalidParameter { distribution: name, parameter, requirement, value };
                refused(family(name, &p), || family(name, &all_moving(&p)), &error);
            }
        }
    }
}

#[test]
fn the_ends_of_the_domains_are_accepted() {
    let (least, most) = (5e-324, f64::MAX);
    for &(name, valid, parameters) in DOMAINS.iter().filter(|d| d.0 != "Uniform" && d.0 != "Triangular") {
        for (i, &(_, requirement)) in parameters.iter().enumerate() {
            let values: &[f64] = match requirement {
                FINITE => &[f64::MIN, most, 0.0],
                POSITIVE => &[least, most],
                _ => &[0.0, -0.0, least, most],
            };
            for value in values {
                let mut p = valid.to_vec();
                p[i] = *value;
                assert!(family(name, &p).is_ok(), "{name} {p:?}");
            }
        }
    }
}

#[test]
fn the_ends_of_a_uniform_distribution_are_in_order() {
    let huge = f64::MAX;
    for (low, high) in [(1.0, 1.0), (0.0, -0.0), (2.0, -1.0), (-huge, huge), (0.5, 0.5 - 5e-17)] {
        let error = Error::InvalidParameter {
            distribution: "Uniform",
            parameter: "high - low",
            requirement: "finite and > 0",
            value: high - low,
        };
        refused(Uniform::new(low, high), || Uniform::new(moving(low, 0), high), &error);
    }
    for (low, high) in [(0.0, 5e-324), (1.0, 1.0 + f64::EPSILON), (-huge / 2.0, huge / 2.0), (-huge, 0.0)] {
        assert!(Uniform::new(low, high).is_ok(), "{low} {high}");
    }
}

#[test]
fn the_parameters_of_a_triangular_distribution_are_in_order() {
    let huge = f64::MAX;
    let refuse = |p: [f64; 3], parameter, requirement, value| {
        let error = Error::InvalidParameter { distribution: "Triangular", parameter, requirement, value };
        refused(Triangular::new(p[0], p[1], p[2]), || Triangular::new(p[0], moving(p[1], 0), p[2]), &error);
    };
    refuse([1.0, 0.5, 0.7], "max - min", "finite and >= 0", -0.5);
    refuse([-huge, huge, 0.0], "max - min", "finite and >= 0", f64::INFINITY);
    refuse([0.0, 1.0, -0.25], "mode - min", ">= 0", -0.25);
    refuse([0.0, 1.0, 1.25], "max - mode", ">= 0", -0.25);
    for p in [[0.0, 1.0, 0.0], [0.0, 1.0, 1.0], [2.0, 2.0, 2.0], [-0.0, 0.0, 0.0], [0.0, 5e-324, 5e-324]] {
        assert!(Triangular::new(p[0], p[1], p[2]).is_ok(), "{p:?}");
    }
}

#[test]
fn the_mean_of_a_poisson_distribution_is_positive_and_bounded() {
    for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 0.0, -0.0, -5e-324, -2.0, 1.845e19, f64::MAX] {
        let requirement = "> 0 and <= 1.844e19";
        let error = Error::InvalidParameter { distribution: "Poisson", parameter: "lambda", requirement, value };
        refused(Poisson::new(value), || Poisson::new(moving(value, 0)), &error);
    }
    assert!([5e-324, 1.0, 1.844e19].iter().all(|lambda| Poisson::new(*lambda).is_ok()));
}

#[test]
fn the_probability_of_a_coin_lies_between_0_and_1() {
    for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -5e-324, 1.0 + f64::EPSILON] {
        let error =
            Error::InvalidParameter { distribution: "Bernoulli", parameter: "p", requirement: "in [0, 1]", value };
        refused(Bernoulli::new(value), || Bernoulli::new(moving(value, 0)), &error);
    }
    assert!([0.0, -0.0, 1.0].iter().all(|p| Bernoulli::new(*p).is_ok()));
}

#[test]
fn weights_and_logits_are_checked_one_by_one_and_together() {
    let error = |parameter, requirement, value| Error::InvalidParameter {
        distribution: "Categorical",
        parameter,
        requirement,
        value,
    };
    for value in outside(NOT_NEGATIVE) {
        let p = [0.3, value, 0.7];
        refused(Categorical::new(&p), || Categorical::new(&all_moving(&p)), &error("p", NOT_NEGATIVE, value));
    }
    for value in outside(FINITE) {
        let p = [0.3, value, 0.7];
        let want = error("logits", FINITE, value);
        refused(Categorical::from_logits(&p), || Categorical::from_logits(&all_moving(&p)), &want);
    }
    for (p, sum) in [([0.0, 0.0], 0.0), ([f64::MAX, f64::MAX], f64::INFINITY)] {
        let want = error("sum of p", POSITIVE, sum);
        refused(Categorical::new(&p), || Categorical::new(&all_moving(&p)), &want);
    }
    let none: &[f64] = &[];
    refused(Categorical::new(none), || Categorical::new(&[] as &[Smooth3]), &error("number of p", ">= 1", 0.0));
    let want = error("number of logits", ">= 1", 0.0);
    refused(Categorical::from_logits(none), || Categorical::from_logits(&[] as &[Smooth3]), &want);
}

#[test]
fn no_bit_pattern_makes_anything_panic() {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(20);
    let mut bits = {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(21);
        move || {
            let x = f64::from_bits(rng.random());
            // Half of them of a usual size, so that many constructors succeed.
            if rng.random() { x } else { x.abs().log2() / 8.0 }
        }
    };
    let _reports = Reports::collect();
    let mut built = 0;
    for round in 0..40_000 {
        let (name, count) = FAMILIES[round % FAMILIES.len()];
        let p: Vec<f64> = (0..count).map(|_| bits()).collect();
        if let Ok(plain) = family(name, &p) {
            built += 1;
            let x = plain.draw(&mut rng);
            let (inside, anywhere) = (plain.ln_pdf(x), plain.ln_pdf(bits()));
            let _ = (inside, anywhere, plain.moments());
        }
        if let Ok(smooth) = family(name, &all_moving(&p)) {
            let x = smooth.draw(&mut rng);
            let _ = (smooth.ln_pdf(x), smooth.ln_pdf(still(bits())), smooth.moments());
        }
        let q: Vec<f64> = (0..round % 4).map(|_| bits()).collect();
        for categorical in [Categorical::new(&q), Categorical::from_logits(&q)].into_iter().flatten() {
            assert!(categorical.sample(&mut rng) < q.len());
            let _ = (categorical.ln_pmf(0), categorical.mean(), categorical.variance(), categorical.entropy());
        }
        if let Ok(poisson) = Poisson::new(bits()) {
            let k = poisson.sample(&mut rng);
            let _ = (poisson.ln_pmf(k), poisson.ln_pmf(rng.random()));
        }
        if let Ok(coin) = Bernoulli::new(bits()) {
            let _ = (coin.ln_pmf(coin.sample(&mut rng)), coin.entropy());
        }
    }
    assert!(built > 8_000, "only {built} distributions were built");
}
