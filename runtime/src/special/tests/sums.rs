//! Bessel functions and sums of powers, with two derivatives.

use super::super::*;
use super::{error, sums_data as data, variables};
use crate::Smooth;
use crate::number::Dual;

type Jet = Smooth<Dual<Dual<f64, 1>, 1>>;

/// The relative errors of the value and of both derivatives are within the tolerances.
#[track_caller]
fn check(name: &str, f: impl Fn(Jet) -> Jet, rows: &[[f64; 4]], tolerances: [f64; 3]) {
    for [x, want @ ..] in rows {
        let y = f(variables([*x])[0]).0;
        let got = [y.re.re, y.re.eps[0], y.eps[0].eps[0]];
        for order in 0..3 {
            let error = error(got[order], want[order]);
            assert!(error <= tolerances[order], "derivative {order} of {name} at {x:e}: relative error {error:e}");
        }
    }
}

#[test]
fn bessel() {
    let tolerances = [1e-15; 3];
    check("ln_bessel_i0", ln_bessel_i0, data::LN_I0, tolerances);
    check("bessel_ratio", bessel_ratio, data::RATIO, tolerances);
    // Relative to a logarithm near 0.
    check("ln_bessel_k0", ln_bessel_k0, data::LN_K0, [2e-15, 1e-15, 3e-15]);
    check("ln_bessel_k1", ln_bessel_k1, data::LN_K1, tolerances);
    check("bessel_k_ratio", bessel_k_ratio, data::K_RATIO, [1e-15, 3e-15, 2e-14]);
}

#[test]
fn bessel_at_the_edges() {
    let (inf, nan) = (f64::INFINITY, f64::NAN);
    for x in [0.0, 0.3, 3.0, 30.0, 300.0, 1e300, inf] {
        assert_eq!(ln_bessel_i0(-x), ln_bessel_i0(x));
        assert_eq!(bessel_ratio(-x), -bessel_ratio(x));
    }
    assert_eq!((ln_bessel_i0(0.0), bessel_ratio(0.0), bessel_ratio(1e-300)), (0.0, 0.0, 5e-301));
    assert_eq!((ln_bessel_i0(inf), bessel_ratio(inf)), (inf, 1.0));
    assert_eq!((ln_bessel_k0(0.0), ln_bessel_k1(0.0)), (inf, inf));
    assert_eq!((ln_bessel_k0(inf), ln_bessel_k1(inf), bessel_k_ratio(inf)), (-inf, -inf, 1.0));
    assert_eq!((bessel_k_ratio(0.0), ln_bessel_k1(1e-300)), (0.0, -1e-300_f64.ln()));
    assert_eq!((ln_bessel_k1(1e300), bessel_k_ratio(1e300)), (-1e300, 1.0));
    for f in [ln_bessel_k0::<f64>, ln_bessel_k1, bessel_k_ratio] {
        assert!(f(-1.0).is_nan() && f(nan).is_nan());
    }
    assert!(ln_bessel_i0(nan).is_nan() && bessel_ratio(nan).is_nan());
}

#[test]
fn sums_of_powers() {
    check("ln_zeta", ln_zeta, data::LN_ZETA, [1e-15; 3]);
    // Near s = 0 the second derivative is the variance of ln k, which is 1, whatever the mean.
    let tables = [
        (2, data::H_2, 1e-15),
        (17, data::H_17, 2e-15),
        (18, data::H_18, 5e-15),
        (19, data::H_19, 5e-15),
        (40, data::H_40, 5e-15),
        (1000, data::H_1000, 2e-14),
        (1_000_000_000, data::H_1000000000, 1e-13),
        (1_000_000_000_000_000, data::H_1000000000000000, 1e-12),
    ];
    for (n, rows, tolerance) in tables {
        let name = format!("ln_generalized_harmonic({n})");
        check(&name, |s| ln_generalized_harmonic(n, s), rows, [1e-15, 1e-15, tolerance]);
    }
}

#[test]
fn sums_of_powers_at_the_edges() {
    let (inf, nan) = (f64::INFINITY, f64::NAN);
    assert_eq!((ln_zeta(1.0), ln_zeta(inf), ln_zeta(1e300)), (inf, 0.0, 0.0));
    assert!(ln_zeta(0.9).is_nan() && ln_zeta(-3.0).is_nan() && ln_zeta(nan).is_nan());
    assert_eq!(ln_generalized_harmonic(0, 1.0), -inf);
    assert_eq!(ln_generalized_harmonic(1, 3.0), 0.0);
    assert_eq!(ln_generalized_harmonic(u64::MAX, inf), 0.0);
    for n in [1, 100] {
        assert!(ln_generalized_harmonic(n, -0.1).is_nan() && ln_generalized_harmonic(n, nan).is_nan());
    }
    // Both meet where n is large.
    let (sum, limit) = (ln_generalized_harmonic(u64::MAX, 3.5), ln_zeta(3.5));
    assert!(error(sum, limit) < 1e-15);
}
