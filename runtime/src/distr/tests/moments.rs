//! Means, variances and entropies against reference values; their derivatives against differences.

use super::reference::MOMENTS;
use super::*;

/// Differences of the plain moments, of fourth order.
fn slope(name: &str, p: &[f64], i: usize, moment: usize) -> f64 {
    let h = 1e-3 * p[i].abs();
    let at = |steps: f64| {
        let mut p = p.to_vec();
        p[i] += steps * h;
        family(name, &p).unwrap().moments()[moment].unwrap()
    };
    (8.0 * (at(1.0) - at(-1.0)) - (at(2.0) - at(-2.0))) / (12.0 * h)
}

#[test]
fn moments_agree_with_the_reference() {
    for &(name, p, want) in MOMENTS {
        let got = family(name, p).unwrap().moments();
        let smooth = family(name, &all_moving(p)).unwrap().moments();
        for (moment, (got, want)) in got.iter().zip(want).enumerate() {
            let what = (name, p, ["mean", "variance", "entropy"][moment]);
            assert_eq!(got.is_none(), want.is_nan(), "{what:?}");
            let (Some(got), Some(smooth)) = (got, smooth[moment]) else { continue };
            close(*got, want, 4e-14 * want.abs(), &what);
            assert_eq!(smooth.peek().to_bits(), got.to_bits(), "{what:?}");
        }
    }
}

#[test]
fn moments_carry_derivatives() {
    for &(name, p, _) in MOMENTS.iter().filter(|m| m.0 != "Uniform" && m.1.iter().all(|p| p.abs() < 1e5)) {
        let smooth = family(name, &all_moving(p)).unwrap().moments();
        for (moment, smooth) in smooth.iter().enumerate() {
            let Some((value, slopes)) = smooth.map(|s| s.0.parts()) else { continue };
            for i in (0..p.len()).filter(|i| p[*i] != 0.0) {
                let scale = slopes[i].abs() + value.abs() / p[i].abs();
                close(slopes[i], slope(name, p, i, moment), 1e-8 * scale, &(name, p, moment, i));
            }
        }
    }
    let uniform = Uniform::new(moving(-0.3, 0), moving(1.7, 1)).unwrap();
    assert_eq!(uniform.mean().0.parts().1, [0.5, 0.5, 0.0]);
    assert_eq!(uniform.entropy().0.parts().1, [-0.5, 0.5, 0.0]);
    close(uniform.variance().0.parts().1[1], 1.0 / 3.0, 1e-15, &"d variance / d high");
}

#[test]
fn the_variance_of_a_weibull_distribution_is_continuous_where_its_formula_changes() {
    let variance = |shape: f64| Weibull::new(moving(1.0, 0), moving(shape, 1)).unwrap().variance().0.parts();
    let (below, above) = (variance(32.0 - 1e-13), variance(32.0 + 1e-13));
    close(below.0, above.0, 1e-13 * above.0, &"value");
    close(below.1[1], above.1[1], 1e-12 * above.1[1].abs(), &"derivative");
}

#[test]
fn getters_give_the_parameters() {
    let normal = Normal::new(0.5, 1.3).unwrap();
    assert_eq!([normal.mean(), normal.std_dev()], [0.5, 1.3]);
    let log_normal = LogNormal::new(0.5, 1.3).unwrap();
    assert_eq!([log_normal.mu(), log_normal.sigma()], [0.5, 1.3]);
    assert_eq!(HalfNormal::new(1.3).unwrap().scale(), 1.3);
    let uniform = Uniform::new(0.5, 1.3).unwrap();
    assert_eq!([uniform.low(), uniform.high()], [0.5, 1.3]);
    assert_eq!(Exp::new(1.3).unwrap().lambda(), 1.3);
    let laplace = Laplace::new(0.5, 1.3).unwrap();
    assert_eq!([laplace.location(), laplace.scale()], [0.5, 1.3]);
    let logistic = Logistic::new(0.5, 1.3).unwrap();
    assert_eq!([logistic.location(), logistic.scale()], [0.5, 1.3]);
    let gumbel = Gumbel::new(0.5, 1.3).unwrap();
    assert_eq!([gumbel.location(), gumbel.scale()], [0.5, 1.3]);
    let cauchy = Cauchy::new(0.5, 1.3).unwrap();
    assert_eq!([cauchy.median(), cauchy.scale()], [0.5, 1.3]);
    let weibull = Weibull::new(0.5, 1.3).unwrap();
    assert_eq!([weibull.scale(), weibull.shape()], [0.5, 1.3]);
    assert_eq!(Poisson::new(1.3).unwrap().lambda(), 1.3);
    assert_eq!(Categorical::new(&[1.0, 3.0]).unwrap().p(), [0.25, 0.75]);
}
