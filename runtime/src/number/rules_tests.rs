//! The table of rules against mpmath, its edges, and the bridge to num-dual against our own duals.

mod data;

use super::{Dual, NumDual, Number};
use crate::Smooth;
use num_dual::{Dual2_64, Dual3_64, Dual64, HyperDual64};

/// One variable with its first and second derivative.
type Jet = Smooth<Dual<Dual<f64, 1>, 1>>;
/// Two variables with all their first and second derivatives.
type Jet2 = Smooth<Dual<Dual<f64, 2>, 2>>;
/// One variable with derivatives up to the third.
type Jet3 = Smooth<Dual<Dual<Dual<f64, 1>, 1>, 1>>;

type Function = fn(Jet) -> Jet;

const INF: f64 = f64::INFINITY;
const NAN: f64 = f64::NAN;

fn jet(x: f64) -> Jet {
    Smooth(Dual::new(Dual::new(x, [1.0]), [Dual::constant(1.0)]))
}

/// Something that does not move.
fn still(x: f64) -> Jet {
    Smooth(Dual::constant(x))
}

/// f, f', f''
fn parts(y: Jet) -> [f64; 3] {
    [y.0.re.re, y.0.re.eps[0], y.0.eps[0].eps[0]]
}

fn jets(x: f64, y: f64) -> (Jet2, Jet2) {
    let variable = |x, unit: [f64; 2]| Smooth(Dual::new(Dual::new(x, unit), unit.map(Dual::constant)));
    (variable(x, [1.0, 0.0]), variable(y, [0.0, 1.0]))
}

/// f, [fx, fy], [fxx, fxy, fyx, fyy]
fn parts2(z: Jet2) -> (f64, [f64; 2], [f64; 4]) {
    let [x, y] = z.0.eps;
    (z.0.re.re, z.0.re.eps, [x.eps[0], x.eps[1], y.eps[0], y.eps[1]])
}

/// |x / reference - 1|, or 0 if they are equal (infinite, zero) or both NaN
fn error(x: f64, reference: f64) -> f64 {
    if x == reference || (x.is_nan() && reference.is_nan()) { 0.0 } else { ((x - reference) / reference).abs() }
}

#[track_caller]
fn assert_parts(y: Jet, want: [f64; 3]) {
    let got = parts(y);
    assert!(got.iter().zip(want).all(|(x, y)| error(*x, y) < 1e-14), "{got:?} instead of {want:?}");
}

#[test]
fn values_and_two_derivatives() {
    for (name, f, tolerances, rows) in data::TABLE {
        for &[x, ref want @ ..] in *rows {
            let got = parts(f(jet(x)));
            for order in 0..3 {
                let error = error(got[order], want[order]);
                assert!(
                    error <= tolerances[order],
                    "derivative {order} of {name} at {x:?}: {:?} instead of {:?}, relative error {error:e}",
                    got[order],
                    want[order]
                );
            }
            assert_eq!(parts(f(still(x))), [got[0], 0.0, 0.0], "{name} of a constant {x:?}");
        }
    }
}

#[test]
fn singular_points() {
    // Infinite for a variable that moves; nothing happens to one that does not.
    let half_pi = std::f64::consts::FRAC_PI_2;
    let cases: [(Function, f64, f64, f64); 14] = [
        (Jet::sqrt, 0.0, 0.0, INF),
        (Jet::cbrt, 0.0, 0.0, INF),
        (Jet::ln, 0.0, -INF, INF),
        (Jet::log2, 0.0, -INF, INF),
        (Jet::log10, 0.0, -INF, INF),
        (Jet::ln_1p, -1.0, -INF, INF),
        (Jet::asin, 1.0, half_pi, INF),
        (Jet::asin, -1.0, -half_pi, INF),
        (Jet::acos, 1.0, 0.0, -INF),
        (Jet::acosh, 1.0, 0.0, INF),
        (Jet::atanh, 1.0, INF, INF),
        (Jet::logit, 0.0, -INF, INF),
        (Jet::logit, 1.0, INF, INF),
        (Jet::normal_quantile, 0.0, -INF, INF),
    ];
    for (f, x, value, slope) in cases {
        assert_eq!(parts(f(jet(x)))[..2], [value, slope], "{x}");
        assert_eq!(parts(f(still(x))), [value, 0.0, 0.0], "{x}");
    }
}

#[test]
fn constant_powers() {
    for (c, want) in [
        (0.0, [1.0, 0.0, 0.0]),
        (1.0, [0.0, 1.0, 0.0]),
        (1.5, [0.0, 0.0, INF]),
        (2.0, [0.0, 0.0, 2.0]),
        (2.5, [0.0, 0.0, 0.0]),
    ] {
        assert_parts(jet(0.0).powf(c), want);
        assert_eq!(parts(still(0.0).powf(c)), [want[0], 0.0, 0.0]);
    }
    assert_eq!(parts(jet(0.0).powf(0.5))[..2], [0.0, INF]);
    assert_eq!(parts(still(0.0).powf(0.5)), [0.0, 0.0, 0.0]);
    assert_parts(jet(4.0).powf(-1.5), [0.125, -0.046875, 0.029296875]);
    assert_parts(jet(-2.0).powf(3.0), [-8.0, 12.0, -12.0]);
    assert!(parts(jet(-2.0).powf(0.5))[0].is_nan());
    assert!(parts(jet(NAN).powf(0.0))[0].is_nan() && parts(jet(1.0).powf(NAN))[0].is_nan());

    for (n, want) in [(0, [1.0, 0.0, 0.0]), (1, [0.0, 1.0, 0.0]), (2, [0.0, 0.0, 2.0]), (3, [0.0, 0.0, 0.0])] {
        assert_parts(jet(0.0).powi(n), want);
    }
    assert_parts(jet(-2.0).powi(3), [-8.0, 12.0, -12.0]);
    assert_parts(jet(0.5).powi(-2), [4.0, -16.0, 96.0]);
    assert_parts(jet(1e100).powi(-1), [1e-100, -1e-200, 2e-300]);
    assert_parts(jet(1e-100).powi(-1), [1e100, -1e200, 2e300]);
    // The derivative, -1e-320, may underflow.
    let [value, slope, second] = parts(jet(1e160).powi(-1));
    assert!(error(value, 1e-160) < 1e-15 && slope.abs() <= 1e-320 && second == 0.0);
    assert_eq!(parts(jet(1.0).powi(i32::MIN))[0], 1.0);
}

#[test]
fn powers_of_two_variables() {
    let pow = |x, y| {
        let (x, y) = jets(x, y);
        parts2(x.powf(y))
    };
    let ln2 = std::f64::consts::LN_2;
    let (z, first, second) = pow(2.0, 3.0);
    let mixed = 4.0 * (1.0 + 3.0 * ln2);
    assert_eq!(z, 8.0);
    assert!(error(first[0], 12.0) < 1e-15 && error(first[1], 8.0 * ln2) < 1e-15);
    assert!(second.iter().zip([12.0, mixed, mixed, 8.0 * ln2 * ln2]).all(|(x, y)| error(*x, y) < 1e-15), "{second:?}");

    assert_eq!(pow(0.0, 2.5), (0.0, [0.0; 2], [0.0; 4]));
    assert_eq!(pow(0.0, 2.0), (0.0, [0.0; 2], [2.0, 0.0, 0.0, 0.0]));
    assert_eq!(pow(0.0, 1.0).1, [1.0, 0.0]);
    assert_eq!(pow(0.0, 0.5).1, [INF, 0.0]);
    assert_eq!(pow(0.5, 3000.0), (0.0, [0.0; 2], [0.0; 4]));
    assert!(pow(NAN, 0.0).0.is_nan() && pow(1.0, NAN).0.is_nan());
    assert!(pow(1.0, NAN).1[1].is_nan());

    // One of the two does not move.
    let (x, y) = jets(-2.0, 3.0);
    assert_eq!(parts2(x.powf(Smooth::constant(3.0))), (-8.0, [12.0, 0.0], [-12.0, 0.0, 0.0, 0.0]));
    assert_eq!(parts2(Smooth::constant(0.0).powf(y)), (0.0, [0.0; 2], [0.0; 4]));
    assert!(parts2(Smooth::constant(-2.0).powf(y)).1[1].is_nan());
}

#[test]
fn zero_to_the_power_of_zero() {
    let (x, _) = jets(0.0, 0.0);
    assert_eq!(parts2(x.powf(Smooth::constant(0.0))), (1.0, [0.0; 2], [0.0; 4]));
    // To first order, where no derivative of the exponent hides in its plain value.
    let (x, y) = (Smooth(Dual::new(0.0, [1.0, 0.0])), Smooth(Dual::new(0.0, [0.0, 1.0])));
    assert_eq!(x.powf(y).0.parts(), (1.0, [0.0, -INF]));
}

#[test]
fn hypotenuse() {
    let hypot = |x, y| {
        let (x, y) = jets(x, y);
        parts2(x.hypot(y))
    };
    let (z, first, second) = hypot(3.0, 4.0);
    assert_eq!((z, first), (5.0, [0.6, 0.8]));
    let want = [0.128, -0.096, -0.096, 0.072];
    assert!(second.iter().zip(want).all(|(x, y)| error(*x, y) < 1e-15), "{second:?}");
    for scale in [1e200, 1e-200] {
        let (z, first, _) = hypot(-3.0 * scale, 4.0 * scale);
        assert!(error(z, 5.0 * scale) < 1e-15 && error(first[0], -0.6) < 1e-15 && error(first[1], 0.8) < 1e-15);
    }
    assert!(hypot(NAN, INF).0.is_nan());

    let mut reports = crate::error::Reports::collect();
    let (x, y) = (Smooth(Dual::new(0.0, [1.0, 0.0])), Smooth(Dual::new(0.0, [0.0, 1.0])));
    assert_eq!(x.hypot(y).0.parts(), (0.0, [0.0; 2]));
    assert_eq!(reports.take(), None);
    assert_eq!(hypot(0.0, 0.0), (0.0, [0.0; 2], [0.0; 4]));
    assert_eq!(reports.take(), Some(crate::Error::Kink { of: "hypot" }));
}

#[test]
fn ties_and_nan() {
    type First = Smooth<Dual<f64, 2>>;
    let pair = |x, y| -> (First, First) { (Smooth(Dual::new(x, [1.0, 0.0])), Smooth(Dual::new(y, [0.0, 1.0]))) };
    for (x, y, max, min) in [
        (2.0, 1.0, [1.0, 0.0], [0.0, 1.0]),
        (1.0, 2.0, [0.0, 1.0], [1.0, 0.0]),
        (1.0, 1.0, [0.5, 0.5], [0.5, 0.5]),
        (INF, -INF, [1.0, 0.0], [0.0, 1.0]),
        (INF, INF, [0.5, 0.5], [0.5, 0.5]),
        (0.0, -0.0, [0.5, 0.5], [0.5, 0.5]),
    ] {
        let (a, b) = pair(x, y);
        assert_eq!(a.max(b).0.parts(), (x.max(y), max));
        assert_eq!(a.min(b).0.parts(), (x.min(y), min));
    }
    for (x, slope) in [(3.0, 1.0), (-3.0, -1.0), (0.0, 0.0), (-0.0, 0.0)] {
        let y = pair(x, 0.0).0.abs().0;
        assert!(y.re == x.abs() && y.eps[0] == slope);
    }
    let (nan, one) = pair(NAN, 1.0);
    for y in [nan.max(one), one.max(nan), nan.min(one), one.min(nan), nan.abs()] {
        assert!(y.0.re.is_nan());
    }
    for y in [nan.clamp(0.0, 1.0), one.clamp(NAN, 1.0), one.clamp(0.0, NAN), one.clamp(2.0, 0.0), one.clamp(nan, nan)] {
        assert!(y.0.re.is_nan());
    }
    let (x, y) = pair(0.5, 3.0);
    assert_eq!(x.clamp(0.0, 1.0).0.parts(), (0.5, [1.0, 0.0]));
    assert_eq!(x.clamp(0.5, 1.0).0.parts(), (0.5, [0.5, 0.0]));
    assert_eq!(y.clamp(0.0, x).0.parts(), (0.5, [1.0, 0.0]));
    assert_eq!(x.clamp(y, 9.0).0.parts(), (3.0, [0.0, 1.0]));
}

/// Calls a macro with every function of the table.
macro_rules! each_function {
    ($run:ident) => {
        $run!(exp exp2 exp_m1 ln ln_1p log2 log10 sqrt cbrt sin cos tan asin acos atan sinh cosh tanh sech_squared
            asinh acosh atanh hypot1 sigmoid softplus ln_sigmoid logit erf erfc normal_cdf ln_normal_cdf inverse_mills
            normal_quantile ln_gamma gamma digamma trigamma)
    };
}

fn points(function: &str) -> impl Iterator<Item = f64> {
    let row = data::TABLE.iter().find(|row| row.0 == function).expect("a row of the table");
    row.3.iter().map(|row| row[0])
}

/// The names of the functions of the table.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    data::TABLE.iter().map(|row| row.0)
}

#[test]
fn every_function_is_tested() {
    macro_rules! count {
        ($($f:ident)*) => { [$(stringify!($f)),*] };
    }
    let names = each_function!(count);
    assert!(names.iter().zip(data::TABLE).all(|(name, row)| *name == row.0));
    assert_eq!(names.len(), data::TABLE.len());
}

#[test]
fn num_dual_gets_the_same_derivatives() {
    macro_rules! compare {
        ($($f:ident)*) => { $(
            for x in points(stringify!($f)) {
                let [value, first, second] = parts(jet(x).$f());
                // The functions of num-dual multiply the coefficients in another order.
                let close = |x: f64, y: f64| error(x, y) < 1e-14 || (x - y).abs() < 1e-300 || !y.is_finite();
                let name = stringify!($f);

                let y = Smooth(NumDual(Dual64::from_re(x).derivative())).$f().0.0;
                assert!(y.re == value && close(y.eps, first), "{name}({x:?}): {y:?}");
                let y = Smooth(NumDual(Dual2_64::from_re(x).derivative())).$f().0.0;
                assert!(y.re == value, "{name}({x:?}): {y:?} {value}");
                assert!(close(y.v1, first) && close(y.v2, second), "{name}({x:?}): {y:?} {first} {second}");
                let y = Smooth(NumDual(HyperDual64::from_re(x).derivative1().derivative2())).$f().0.0;
                assert!(close(y.eps1, first) && close(y.eps2, first), "{name}({x:?}): {y:?}");
                assert!(close(y.eps1eps2, second), "{name}({x:?}): {y:?}");

                let zero = Dual::constant(0.0);
                let one = Dual::constant(1.0);
                let inner = Dual::new(Dual::new(x, [1.0]), [one]);
                let ours: Jet3 = Smooth(Dual::new(inner, [Dual::new(one, [zero])]));
                let third = ours.$f().0.eps[0].eps[0].eps[0];
                let y = Smooth(NumDual(Dual3_64::from_re(x).derivative())).$f().0.0;
                if third.is_finite() {
                    assert!(close(y.v1, first) && close(y.v2, second), "{name}({x:?}): {y:?}");
                    assert!(close(y.v3, third), "{name}({x:?}): {y:?} {third}");
                }
            }
        )* };
    }
    each_function!(compare);

    for x in [-2.0, 0.5, 3.0] {
        let y = Smooth(NumDual(Dual2_64::from_re(x).derivative()));
        let want = parts(jet(x).powi(-3));
        let got = y.powi(-3).0.0;
        assert!(error(got.v1, want[1]) < 1e-14 && error(got.v2, want[2]) < 1e-14);
    }
}

#[test]
fn num_dual_with_two_variables() {
    let ours = |x: f64, y: f64, f: fn(Jet2, Jet2) -> Jet2| {
        let (x, y) = jets(x, y);
        parts2(f(x, y))
    };
    for (x, y) in [(2.0, 3.0), (0.3, -1.5), (1.5, 0.5), (3.0, 4.0)] {
        let number = (HyperDual64::from_re(x).derivative1(), HyperDual64::from_re(y).derivative2());
        let (a, b) = (Smooth(NumDual(number.0)), Smooth(NumDual(number.1)));
        for (got, (value, first, second)) in [
            (a.powf(b), ours(x, y, |x, y| x.powf(y))),
            (a.hypot(b), ours(x, y, |x, y| x.hypot(y))),
            (a * b / (a + b), ours(x, y, |x, y| x * y / (x + y))),
        ] {
            let got = got.0.0;
            // num-dual divides by multiplying with the reciprocal.
            assert!(error(got.re, value) < 1e-15);
            assert!(error(got.eps1, first[0]) < 1e-14 && error(got.eps2, first[1]) < 1e-14);
            assert!(error(got.eps1eps2, second[1]) < 4e-14, "{x} {y}: {got:?} {second:?}");
        }
        // Along the direction (1, 2), with derivatives up to the third.
        let (a, b) =
            (Dual3_64::from_re(x).derivative(), Dual3_64::from_re(y) + Dual3_64::from_re(0.0).derivative() * 2.0);
        let got = Smooth(NumDual(a)).powf(Smooth(NumDual(b))).0.0;
        let line = |v: f64, slope: f64| -> Jet3 {
            let slope = Dual::constant(slope);
            let inner = Dual::new(Dual::new(v, [slope.re]), [slope]);
            Smooth(Dual::new(inner, [Dual::new(slope, [Dual::constant(0.0)])]))
        };
        let want = line(x, 1.0).powf(line(y, 2.0)).0;
        assert!(error(got.v1, want.re.re.eps[0]) < 1e-14);
        assert!(error(got.v2, want.re.eps[0].eps[0]) < 4e-14);
        assert!(error(got.v3, want.eps[0].eps[0].eps[0]) < 1e-13, "{got:?} {want:?}");
    }
}

#[test]
fn num_dual_at_edges() {
    let dual = |x: f64| Smooth(NumDual(Dual2_64::from_re(x).derivative()));
    let parts = |y: Smooth<NumDual<Dual2_64>>| [y.0.0.re, y.0.0.v1, y.0.0.v2];
    for x in [800.0, -800.0] {
        assert_eq!(parts(dual(x).tanh()), [x.signum(), 0.0, 0.0]);
        assert_eq!(parts(dual(x).sigmoid())[1..], [0.0, 0.0]);
        assert_eq!(parts(dual(x).softplus()), [x.max(0.0), f64::from(x > 0.0), 0.0]);
    }
    assert_eq!(parts(dual(0.0).powf(2.5)), [0.0, 0.0, 0.0]);
    assert_eq!(parts(dual(0.0).powi(2)), [0.0, 0.0, 2.0]);
    assert_eq!(parts(dual(1e200).asinh())[1..], [1e-200, 0.0]);
    assert_eq!(parts(dual(0.0).powf(dual(2.5))), [0.0, 0.0, 0.0]);
    // A derivative that does not exist leaves the value alone, and a variable that does not move too.
    assert_eq!(parts(dual(0.0).sqrt())[..2], [0.0, INF]);
    assert_eq!(parts(dual(1.0).acos())[..2], [0.0, -INF]);
    assert_eq!(parts(Smooth::constant(0.0).sqrt()), [0.0, 0.0, 0.0]);
    assert_eq!(parts(Smooth::constant(0.0).powf(dual(0.5)))[0], 0.0);
}
