//! Densities and their derivatives against reference values, and at the ends of the supports.

use super::reference::DENSITIES;
use super::*;
use crate::error::Reports;

#[test]
fn densities_and_their_derivatives_agree_with_the_reference() {
    for &(name, p, x, want, derivatives) in DENSITIES {
        let what = (name, p, x);
        let got = family(name, p).unwrap().ln_pdf(x);
        close(got, want, 4e-15 * (1.0 + want.abs()), &what);

        // The point moves along the first direction, the parameters along the next; ends of a support cannot move.
        let point = moving(x, 0);
        let smooth: Vec<Smooth3> = match name {
            "Uniform" => p.iter().map(|p| still(*p)).collect(),
            _ => p.iter().enumerate().map(|(i, p)| moving(*p, i + 1)).collect(),
        };
        let (value, slopes) = family(name, &smooth).unwrap().ln_pdf(point).0.parts();
        assert_eq!(value.to_bits(), got.to_bits(), "{what:?}");
        let arguments = std::iter::once(&x).chain(p);
        for ((got, want), argument) in slopes.iter().zip(derivatives).zip(arguments) {
            // What cancels in the derivative is of the order of 1 over the argument.
            let scale = want.abs() + if *argument == 0.0 { 1.0 } else { 1.0 / argument.abs() };
            close(*got, *want, 4e-14 * scale, &what);
        }
    }
}

#[test]
fn constants_and_smooth_values_mix() {
    let mut reports = Reports::collect();
    let at = |d: Smooth3| d.0.parts();
    // A constant point with smooth parameters, a smooth point with constant parameters, and both constant.
    let (value, slopes) = at(Normal::new(moving(0.5, 0), moving(1.3, 1)).unwrap().ln_pdf(1.475));
    close(value, -1.462552797672164, 1e-15, &"smooth parameters");
    close(slopes[0], 0.576923076923077, 1e-15, &"d/d mean");
    let (_, slopes) = at(Exp::new(1.7).unwrap().ln_pdf(moving(0.3, 0)));
    assert_eq!(slopes, [-1.7, 0.0, 0.0]);
    let plain: f64 = Uniform::new(0.0, 2.0).unwrap().ln_pdf(1.0);
    assert_eq!(plain, -std::f64::consts::LN_2);
    assert_eq!(reports.take(), None);
}

/// Family, parameters, and points outside the support.
const OUTSIDE: &[(&str, &[f64], &[f64])] = &[
    ("LogNormal", &[0.2, 0.5], &[0.0, -0.0, -5e-324, -1.0, f64::NEG_INFINITY]),
    ("HalfNormal", &[0.7], &[-5e-324, -1.0, f64::NEG_INFINITY]),
    ("Exp", &[1.7], &[-5e-324, -1.0, f64::NEG_INFINITY]),
    ("Weibull", &[2.0, 1.5], &[0.0, -5e-324, -1.0]),
    ("Weibull", &[2.0, 0.5], &[-5e-324, -1.0]),
    ("Uniform", &[-0.3, 1.7], &[-0.300_000_000_000_000_05, 1.700_000_000_000_000_2, 1e300, f64::INFINITY]),
];

#[test]
fn outside_its_support_a_density_is_zero_at_a_constant_point_and_an_error_at_a_smooth_one() {
    let mut reports = Reports::collect();
    for &(name, p, points) in OUTSIDE {
        let constants: Vec<Smooth3> = p.iter().map(|p| still(*p)).collect();
        for &x in points {
            assert_eq!(family(name, p).unwrap().ln_pdf(x), f64::NEG_INFINITY, "{name} at {x}");
            let (value, slopes) = family(name, &constants).unwrap().ln_pdf(still(x)).0.parts();
            assert_eq!((value, slopes), (f64::NEG_INFINITY, [0.0; 3]), "{name} at {x}");
            assert_eq!(reports.take(), None, "{name} at {x}");

            let smooth = family(name, &constants).unwrap().ln_pdf(moving(x, 0));
            assert!(smooth.peek().is_nan(), "{name} at {x}");
            let error = Error::OutsideSupport { distribution: name_of(name), value: x };
            assert_eq!(reports.take(), Some(error), "{name} at {x}");
        }
        assert!(family(name, p).unwrap().ln_pdf(f64::NAN).is_nan());
        if name != "Uniform" {
            // The exponential of minus infinity is a zero that stays zero when the parameters move.
            let smooth = family(name, &all_moving(p)).unwrap().ln_pdf(still(-1.0)).exp();
            assert_eq!(smooth.0.parts(), (0.0, [0.0; 3]), "{name}");
        }
    }
}

fn name_of(name: &str) -> &'static str {
    FAMILIES.iter().map(|f| f.0).find(|n| *n == name).unwrap()
}

#[test]
fn where_a_density_jumps_a_constant_point_is_fine_and_a_smooth_one_an_error() {
    let mut reports = Reports::collect();
    for (name, p, x) in [("Exp", &[1.7][..], 0.0), ("HalfNormal", &[0.7], 0.0), ("Weibull", &[2.0, 1.0], 0.0)] {
        let inside = family(name, p).unwrap().ln_pdf(1e-300);
        assert_eq!(family(name, p).unwrap().ln_pdf(x), inside, "{name}");
        assert!(family(name, p).unwrap().ln_pdf(-0.0) == inside, "{name}");
        let constants: Vec<Smooth3> = p.iter().map(|p| still(*p)).collect();
        assert!(family(name, &constants).unwrap().ln_pdf(moving(x, 0)).peek().is_nan());
        assert_eq!(reports.take(), Some(Error::OutsideSupport { distribution: name, value: x }));
    }
    let uniform = Uniform::new(-0.3, 1.7).unwrap();
    for x in [-0.3, 1.7] {
        assert_eq!(uniform.ln_pdf(x), uniform.ln_pdf(0.0));
        assert!(uniform.ln_pdf(moving(x, 0)).peek().is_nan());
        assert_eq!(reports.take(), Some(Error::OutsideSupport { distribution: "Uniform", value: x }));
    }
    // The slope with respect to a constant end of the support that the point sits on.
    let (value, slopes) = Exp::new(moving(1.7, 0)).unwrap().ln_pdf(0.0).0.parts();
    assert_eq!((value, slopes[0]), (1.7_f64.ln(), 1.0 / 1.7));
}

#[test]
fn a_uniform_density_with_a_smooth_end_is_an_error_everywhere() {
    let mut reports = Reports::collect();
    for x in [0.5, -1.0, 3.0] {
        for uniform in [Uniform::new(moving(0.0, 0), 1.0), Uniform::new(0.0, moving(1.0, 0))] {
            assert!(uniform.unwrap().ln_pdf(x).peek().is_nan());
            assert_eq!(reports.take(), Some(Error::OutsideSupport { distribution: "Uniform", value: x }));
        }
    }
    // Smooth by its type alone: a constant.
    assert_eq!(Uniform::new(still(0.0), still(1.0)).unwrap().ln_pdf(0.5).peek(), 0.0);
    assert_eq!(reports.take(), None);
}

#[test]
fn the_limit_of_a_weibull_density_at_0_depends_on_its_shape() {
    let mut reports = Reports::collect();
    let at_zero = |scale: f64, shape: f64| Weibull::new(scale, shape).unwrap().ln_pdf(0.0);
    assert_eq!(at_zero(2.0, 0.9), f64::INFINITY);
    assert_eq!(at_zero(2.0, 1.0), -std::f64::consts::LN_2);
    assert_eq!(at_zero(2.0, 1.1), f64::NEG_INFINITY);
    let (_, slopes) = Weibull::new(moving(2.0, 0), 1.0).unwrap().ln_pdf(0.0).0.parts();
    assert_eq!(slopes, [-0.5, 0.0, 0.0]);
    assert_eq!(reports.take(), None);
    // A shape that moves through 1 makes it jump.
    assert!(Weibull::new(2.0, moving(1.0, 0)).unwrap().ln_pdf(0.0).peek().is_nan());
    assert_eq!(reports.take(), Some(Error::OutsideSupport { distribution: "Weibull", value: 0.0 }));
}

#[test]
fn only_a_moving_laplace_density_has_a_kink_for_a_hessian() {
    type Second = Dual<Dual<f64, 1>, 1>;
    let moving = |x: f64| Smooth(Second::new(Dual::new(x, [1.0]), [Dual::constant(1.0)]));
    let mut reports = Reports::collect();
    let second = Laplace::new(0.4, moving(0.9)).unwrap().ln_pdf(1.3).0;
    // ln p = -0.9/b - ln(2b) at b = 0.9: -1.8/b³ + 1/b²
    close(second.parts().1[0].parts().1[0], -1.0 / 0.81, 1e-14, &"d²/d scale²");
    assert_eq!(reports.take(), None);
    Laplace::new(moving(0.4), 0.9).unwrap().ln_pdf(1.3);
    assert_eq!(reports.take(), Some(Error::Kink { of: "abs" }));
    Laplace::new(0.4, 0.9).unwrap().ln_pdf(moving(1.3));
    assert_eq!(reports.take(), Some(Error::Kink { of: "abs" }));
}

#[test]
fn a_density_in_the_far_tails_is_finite_where_it_is_representable() {
    let far = [
        (Cauchy::new(0.0, 1.0).unwrap().ln_pdf(1e300), -1_382.695_785_682_277),
        (Logistic::new(0.0, 1.0).unwrap().ln_pdf(-1e300), -1e300),
        (Laplace::new(0.0, 1.0).unwrap().ln_pdf(1e300), -1e300),
        (Gumbel::new(0.0, 1.0).unwrap().ln_pdf(1e300), -1e300),
        (Exp::new(1e-300).unwrap().ln_pdf(1e300), -691.775_527_898_213_7),
    ];
    for (got, want) in far {
        close(got, want, 1e-15 * want.abs(), &"tail");
    }
}
