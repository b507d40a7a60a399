//! Constructors, points outside the support, ends that move, draws made elsewhere.

use super::*;
use crate::error::Reports;

const POSITIVE: &str = "finite and > 0";

/// Family, valid parameters, and for each its name and whether it must be positive, or only finite, or not negative.
type Domains = (&'static str, &'static [f64], &'static [(&'static str, &'static str)]);
const DOMAINS: &[Domains] = &[
    ("Gamma", &[0.5, 1.3], &[("shape", POSITIVE), ("scale", POSITIVE)]),
    ("InverseGamma", &[0.5, 1.3], &[("shape", POSITIVE), ("scale", POSITIVE)]),
    ("ChiSquared", &[0.5], &[("k", POSITIVE)]),
    ("Chi", &[0.5], &[("k", POSITIVE)]),
    ("Beta", &[0.5, 1.3], &[("alpha", POSITIVE), ("beta", POSITIVE)]),
    ("BetaPrime", &[0.5, 1.3], &[("alpha", POSITIVE), ("beta", POSITIVE)]),
    ("FisherF", &[0.5, 1.3], &[("m", POSITIVE), ("n", POSITIVE)]),
    ("StudentT", &[0.5], &[("nu", POSITIVE)]),
    ("InverseGaussian", &[0.5, 1.3], &[("mean", POSITIVE), ("shape", POSITIVE)]),
    ("VonMises", &[0.5, 1.3], &[("location", "finite"), ("concentration", "finite and >= 0")]),
    ("NormalInverseGaussian", &[1.5, 1.3], &[("alpha", POSITIVE), ("beta", "finite")]),
    ("TruncatedNormal", &[0.5, 1.3, 0.0, 1.0], &[("mean", "finite"), ("std_dev", POSITIVE)]),
    ("Pert", &[0.0, 1.0, 0.5, 4.0], &[("min", "finite"), ("max", "finite")]),
];

#[track_caller]
fn refused(name: &'static str, p: &[f64], parameter: &'static str, requirement: &'static str, value: f64) {
    let want = Some(Error::InvalidParameter { distribution: name, parameter, requirement, value });
    let text = |e: Option<Error>| format!("{e:?}");
    let mut reports = Reports::collect();
    assert_eq!(text(univariate(name, p).err()), text(want.clone()), "{p:?}");
    assert_eq!(reports.take(), None, "nothing is differentiated");
    assert_eq!(text(univariate(name, &directions(p)).err()), text(want.clone()), "{p:?}");
    assert_eq!(text(reports.take()), text(want), "{p:?}");
}

#[test]
fn every_violated_bound_is_an_error_that_names_it() {
    for &(name, valid, parameters) in DOMAINS {
        assert!(univariate(name, valid).is_ok());
        for (i, &(parameter, requirement)) in parameters.iter().enumerate() {
            let mut values = vec![f64::NAN, f64::INFINITY, f64::NEG_INFINITY];
            if requirement != "finite" {
                values.extend([-5e-324, -1.0]);
            }
            if requirement == POSITIVE {
                values.extend([0.0, -0.0]);
            }
            for value in values {
                let mut p = valid.to_vec();
                p[i] = value;
                refused(name, &p, parameter, requirement, value);
            }
        }
    }
}

#[test]
fn bounds_between_parameters() {
    let (inf, nan) = (f64::INFINITY, f64::NAN);
    let refused = |name, p: &[f64], parameter, requirement, value| refused(name, p, parameter, requirement, value);
    for (alpha, beta) in [(1.0, 1.0), (1.0, 2.0)] {
        refused("NormalInverseGaussian", &[alpha, beta], "alpha - beta", "> 0", alpha - beta);
        refused("NormalInverseGaussian", &[alpha, -beta], "alpha + beta", "> 0", alpha - beta);
    }
    for value in [nan, inf] {
        refused("TruncatedNormal", &[0.0, 1.0, value, 1.0], "low", "< infinity", value);
    }
    for value in [nan, -inf] {
        refused("TruncatedNormal", &[0.0, 1.0, 1.0, value], "high", "> -infinity", value);
    }
    for (low, high) in [(1.0, 1.0), (2.0, 1.0)] {
        refused("TruncatedNormal", &[0.0, 1.0, low, high], "high - low", "> 0", high - low);
        refused("Pert", &[low, high, 1.0, 4.0], "max - min", "finite and > 0", high - low);
    }
    refused("TruncatedNormal", &[0.0, 1.0, 1e200, inf], "distance from the mean in std_dev", "< 1e150", 1e200);
    refused("Pert", &[0.0, 1.0, -0.5, 4.0], "mode - min", ">= 0", -0.5);
    refused("Pert", &[0.0, 1.0, 1.5, 4.0], "max - mode", ">= 0", -0.5);
    refused("Pert", &[0.0, 1.0, nan, 4.0], "mode - min", ">= 0", nan);
    for value in [nan, inf, -1.0] {
        refused("Pert", &[0.0, 1.0, 0.5, value], "shape", "finite and >= 0", value);
    }
    // The mode of a mean out of range
    assert!(Pert::new(0.0, 1.0).with_mean(0.9).is_err());
    assert!(Pert::new(0.0, 1.0).with_shape(0.0).with_mean(0.5).is_err());
}

/// Family, parameters, points outside the support, and points at which the density jumps.
type Outside = (&'static str, &'static [f64], &'static [f64], &'static [f64]);
const OUTSIDE: &[Outside] = &[
    ("Gamma", &[2.5, 1.3], &[0.0, -5e-324, -1.0, f64::NEG_INFINITY], &[]),
    ("Gamma", &[1.0, 1.3], &[-5e-324, -1.0], &[0.0]),
    ("InverseGamma", &[2.5, 1.3], &[0.0, -5e-324, -1.0, f64::NEG_INFINITY], &[]),
    ("ChiSquared", &[2.0], &[-5e-324, -1.0], &[0.0]),
    ("Chi", &[1.0], &[-5e-324, -1.0], &[0.0]),
    ("Beta", &[2.0, 3.0], &[0.0, 1.0, -5e-324, 1.0 + f64::EPSILON, f64::INFINITY], &[]),
    ("Beta", &[1.0, 1.0], &[-5e-324, 1.0 + f64::EPSILON], &[0.0, 1.0]),
    ("BetaPrime", &[2.0, 3.0], &[0.0, -1.0], &[]),
    ("BetaPrime", &[1.0, 3.0], &[-1.0], &[0.0]),
    ("FisherF", &[2.0, 3.0], &[-1.0], &[0.0]),
    ("Pert", &[0.0, 2.0, 1.0, 4.0], &[0.0, 2.0, -5e-324, 3.0], &[]),
    ("Pert", &[0.0, 2.0, 0.0, 4.0], &[2.0, -5e-324, 3.0], &[0.0]),
    ("TruncatedNormal", &[0.5, 1.0, -1.0, 2.0], &[-1.000_000_1, 2.000_000_1, f64::INFINITY], &[-1.0, 2.0]),
    ("InverseGaussian", &[2.0, 3.0], &[0.0, -5e-324, -1.0], &[]),
];

#[test]
fn outside_the_support_constants_have_no_density_and_smooth_points_are_errors() {
    let mut reports = Reports::collect();
    for &(name, p, outside, jumps) in OUTSIDE {
        let constants: Vec<_> = p.iter().map(|p| Smooth5::constant(*p)).collect();
        let (plain, smooth) = (univariate(name, p).unwrap(), univariate(name, &constants).unwrap());
        for &x in outside {
            assert_eq!(plain.ln_pdf(x), f64::NEG_INFINITY, "{name} {p:?} at {x}");
            assert_eq!(smooth.ln_pdf(Smooth5::constant(x)).peek(), f64::NEG_INFINITY, "{name} {p:?} at {x}");
            assert_eq!(reports.take(), None, "{name} {p:?} at {x}");
        }
        jumps.iter().for_each(|x| assert!(plain.ln_pdf(*x).is_finite(), "{name} {p:?} at {x}"));
        for &x in outside.iter().chain(jumps) {
            assert!(smooth.ln_pdf(moving5(x, 0)).peek().is_nan(), "{name} {p:?} at {x}");
            let Some(Error::OutsideSupport { value, .. }) = reports.take() else { panic!("{name} {p:?} at {x}") };
            assert_eq!(value, x);
        }
        assert!(plain.ln_pdf(f64::NAN).is_nan(), "{name}");
        let sides = plain.sides(outside[outside.len() - 1]).unwrap();
        assert!(sides == [0.0, 1.0] || sides == [1.0, 0.0], "{name} {sides:?}");
    }
}

#[test]
fn an_end_that_moves_is_an_error_where_the_density_jumps() {
    let mut reports = Reports::collect();
    let ends = |p: &[f64; 4], i: usize| -> Vec<Smooth5> {
        p.iter().enumerate().map(|(j, p)| if i == j { moving5(*p, 0) } else { Smooth5::constant(*p) }).collect()
    };
    let at = |name, p: &[f64; 4], i, x| univariate(name, &ends(p, i)).unwrap().ln_pdf(Smooth5::constant(x));
    for (i, fails) in [false, false, true, true].into_iter().enumerate() {
        assert_eq!(at("TruncatedNormal", &[0.5, 1.0, -1.0, 2.0], i, 0.3).peek().is_nan(), fails);
        assert_eq!(reports.take().is_some(), fails);
    }
    // Only the end at which the mode lies
    for (i, fails) in [true, false, false, false].into_iter().enumerate() {
        assert_eq!(at("Pert", &[0.0, 2.0, 0.0, 4.0], i, 0.3).peek().is_nan(), fails, "{i}");
        assert_eq!(reports.take().is_some(), fails);
    }
    // A second derivative wants a density that vanishes with its slope: α = 1.4, β = 4.6.
    type Second = Dual<Dual<f64, 1>, 1>;
    let moving = |x: f64| Smooth(Second::new(Dual::new(x, [1.0]), [Dual::constant(1.0)]));
    assert!(Pert::new(moving(0.0), 10.0).with_mode(1.0).unwrap().ln_pdf(0.3).peek().is_nan());
    assert!(reports.take().is_some());
    assert!(Pert::new(0.0, moving(10.0)).with_mode(1.0).unwrap().ln_pdf(0.3).peek().is_finite());
    assert_eq!(reports.take(), None);
}

#[test]
fn a_draw_made_elsewhere_moves_as_the_draw() {
    for &(name, p, ..) in DOMAINS {
        let smooth = univariate(name, &directions(p)).unwrap();
        for seed in 0..100 {
            let drawn = smooth.draw(&mut Xoshiro256PlusPlus::seed_from_u64(seed)).0.parts();
            let Some(again) = smooth.redraw(drawn.0) else { continue };
            let again = again.0.parts();
            close(again.0, drawn.0, 4e-16 * drawn.0.abs(), &(name, "value"));
            for i in 1..=p.len() {
                close(again.1[i], drawn.1[i], 1e-9 * drawn.1[i].abs() + 1e-300, &(name, seed, i));
            }
        }
    }
    let mut reports = Reports::collect();
    assert!(VonMises::new(moving(0.5, 0), 1.0).unwrap().assume_drawn(4.0).peek().is_nan());
    assert!(matches!(reports.take(), Some(Error::OutsideSupport { distribution: "VonMises", .. })));
}
