//! Densities and their derivatives against reference values, and off their supports.

use super::super::reference::multivariate::JOINTS;
use super::data::DENSITIES;
use super::*;
use crate::error::Reports;

#[test]
fn densities_and_their_derivatives_agree_with_the_reference() {
    for &(name, n, rank, p, x, want, slopes) in DENSITIES {
        let what = (name, p, x);
        let plain = build(name, n, rank, p).unwrap();
        // What is added up is of the order of the parameters and of what the logarithms have digits of.
        let scale = 1.0 + want.abs() + p.iter().fold(0.0, |sum, p| sum + p.abs()) * f64::from(name != "cholesky") * 0.1;
        let largest = slopes.iter().fold(0.0_f64, |most, slope| most.max(slope.abs()));
        close(plain.ln_pdf(x), want, 2e-14 * scale.max(1e-3 * largest), &what);
        for (i, want) in slopes.iter().enumerate() {
            let moving = i.wrapping_sub(p.len());
            let smooth = build(name, n, rank, &one_moving(p, i)).unwrap();
            let (value, [got]) = smooth.ln_pdf(&one_moving(x, moving)).0.parts();
            assert_eq!(value.to_bits(), plain.ln_pdf(x).to_bits(), "{what:?}");
            close(got, *want, 1e-12 * (want.abs() + 1e-2 * largest), &(what, i));
        }
    }
}

/// The distribution of a row of the reference, with full matrices.
fn reference<T>(name: &str, p: &[Vec<T>]) -> Any<T>
where
    T: Real<Own = T> + Join<T, Out = T> + Lift<T>,
{
    let matrix = |entries: &[T], n: usize| rows(entries, entries.len() / n);
    let n = p[0].len();
    match name {
        "MvnCholesky" => MultivariateNormal::from_cholesky(&p[0], &matrix(&p[1], n)).map(Any::Normal),
        "MvnCovariance" => MultivariateNormal::from_covariance(&p[0], &matrix(&p[1], n)).map(Any::Normal),
        "MvnDiagonal" => MultivariateNormal::diagonal(&p[0], &p[1]).map(Any::Normal),
        "MvnLowRank" => MultivariateNormal::low_rank(&p[0], &matrix(&p[1], n), &p[2]).map(Any::Normal),
        "Dirichlet" => Dirichlet::new(&p[0]).map(Any::Dirichlet),
        "Wishart" => Wishart::from_cholesky(p[0][0], &matrix(&p[1], p[1].len().isqrt())).map(Any::Wishart),
        "LkjCholesky" => LkjCholesky::new(p[0][0].smooth().peek() as usize, p[1][0]).map(Any::Lkj),
        "RelaxedCategorical" => RelaxedCategorical::new(p[0][0], &p[1]).map(Any::Relaxed),
        _ => unreachable!("{name}"),
    }
    .unwrap()
}

#[test]
fn the_joint_densities_of_the_reference() {
    for &(name, p, x, want, of_point, of_parameters) in JOINTS.iter().filter(|row| row.0 != "Multinomial") {
        let what = (name, p, x);
        let plain: Vec<Vec<f64>> = p.iter().map(|p| p.to_vec()).collect();
        let still: Vec<Vec<Smooth1>> = p.iter().map(|p| one_moving(p, usize::MAX)).collect();
        // The point is rounded to doubles, and the density moves as much.
        let rounding: f64 = of_point.iter().zip(x).map(|(slope, x)| (slope * x).abs()).sum::<f64>() * f64::EPSILON;
        close(reference(name, &plain).ln_pdf(x), want, 2e-14 * (1.0 + want.abs()) + 10.0 * rounding, &what);
        let largest = of_point.iter().zip(x).fold(0.0_f64, |most, (slope, x)| most.max((slope * x).abs()));
        for (i, want) in of_point.iter().enumerate() {
            let (_, [got]) = reference(name, &still).ln_pdf(&one_moving(x, i)).0.parts();
            close(got, *want, 2e-13 * (want.abs() + largest * 1e-2 / x[i].abs().max(1e-3)), &(what, i));
        }
        for (which, slopes) in of_parameters.iter().enumerate() {
            for (i, want) in slopes.iter().enumerate() {
                let mut moving = still.clone();
                moving[which] = one_moving(p[which], i);
                let (_, [got]) = reference(name, &moving).ln_pdf(x).0.parts();
                let scale = largest / p[which][i].abs().max(1e-3);
                close(got, *want, 2e-13 * (want.abs() + 1e-2 * scale), &(what, which, i));
            }
        }
    }
}

#[test]
fn constants_and_smooth_values_mix() {
    let normal = MultivariateNormal::diagonal(&[0.3, -0.7], &[along(1.2, 0.0), along(0.8, 1.0)]).unwrap();
    // z²/s - 1/s at z = -1
    close(normal.ln_pdf(&[0.9, -1.5]).0.parts().1[0], 0.0, 1e-15, &"std_dev");
    let plain = MultivariateNormal::new(&[0.3, -0.7], &[[1.44, 0.6], [0.6, 0.89]]).unwrap();
    let (value, [slope]) = plain.ln_pdf(&[along(0.9, 1.0), along(-1.5, 0.0)]).0.parts();
    close(value, -2.7833831968890905, 1e-14, &"value");
    close(slope, -1.1002604166666667, 1e-14, &"slope");
    let f: f64 = plain.ln_pdf(&vec![0.9, -1.5]);
    assert_eq!(f, value);
    // A mean of constants with a moving covariance, and the other way round.
    let rho = along(0.6, 1.0);
    let one = along(1.44, 0.0);
    let moving = MultivariateNormal::new(&[0.3, -0.7], &[[one, rho], [rho, along(0.89, 0.0)]]).unwrap();
    close(moving.ln_pdf(&[0.9, -1.5]).0.parts().1[0], 2.0 * -0.5770365397135417, 1e-13, &"both entries");
    let moving = MultivariateNormal::new(&[along(0.3, 1.0), along(-0.7, 0.0)], &[[1.44, 0.6], [0.6, 0.89]]).unwrap();
    close(moving.ln_pdf(&[0.9, -1.5]).0.parts().1[0], 1.1002604166666667, 1e-14, &"mean");
}

#[test]
fn a_point_of_another_size_is_an_error() {
    let mut reports = Reports::collect();
    for &(name, n, rank, p) in TYPICAL {
        let x = build(name, n, rank, p).unwrap().draw(&mut rng(1));
        let longer: Vec<f64> = x.iter().copied().chain([0.5]).collect();
        for x in [&x[1..], &longer, &[]] {
            assert!(build(name, n, rank, p).unwrap().ln_pdf(x).is_nan(), "{name} {x:?}");
            assert!(matches!(reports.take(), Some(Error::LengthMismatch { .. })), "{name} {x:?}");
        }
    }
}

/// Family, its dimensions, its parameters, and points outside the support.
type Outside = (&'static str, usize, &'static [f64], &'static [&'static [f64]]);

const OUTSIDE: &[Outside] = &[
    ("Dirichlet", 2, &[2.0, 3.0], &[&[0.5, 0.6], &[-0.1, 1.1], &[0.5, 0.5 + 1e-5], &[0.0, 1.0], &[1.0, -0.0]]),
    ("Relaxed", 2, &[2.0, 3.0, 1.0], &[&[0.5, 0.6], &[-0.1, 1.1], &[0.5, 0.5 + 1e-5], &[0.0, 1.0], &[1.0, -0.0]]),
    (
        "Wishart",
        2,
        &[4.0, 1.0, 0.0, 0.0, 1.0],
        &[&[1.0, 2.0, 2.0, 1.0], &[1.0, 0.1, 0.2, 1.0], &[0.0; 4], &[-1.0, 0.0, 0.0, 1.0]],
    ),
    ("Lkj", 2, &[4.0], &[&[1.0, 0.0, 0.6, 0.7], &[1.0, 0.0, 0.6, -0.8], &[0.8, 0.6, 0.6, 0.8], &[1.0, 0.0, 1.0, 0.0]]),
];

#[test]
fn outside_its_support_a_density_is_zero_at_a_constant_point_and_an_error_at_a_smooth_one() {
    let mut reports = Reports::collect();
    for &(name, n, p, points) in OUTSIDE {
        for x in points {
            assert_eq!(build(name, n, 0, p).unwrap().ln_pdf(x), f64::NEG_INFINITY, "{name} {x:?}");
            let smooth = build(name, n, 0, &one_moving(p, 0)).unwrap();
            assert_eq!(smooth.ln_pdf(x).0.parts(), (f64::NEG_INFINITY, [0.0]), "{name} {x:?}");
            assert_eq!(reports.take(), None, "{name} {x:?}");
            assert!(smooth.ln_pdf(&one_moving(x, 0)).peek().is_nan(), "{name} {x:?}");
            assert!(matches!(reports.take(), Some(Error::OutsideSupport { .. })), "{name} {x:?}");
        }
        let nan = vec![f64::NAN; points[0].len()];
        assert!(build(name, n, 0, p).unwrap().ln_pdf(&nan).is_nan(), "{name}");
        assert_eq!(reports.take(), None, "{name}");
    }
}

#[test]
fn on_the_edge_of_the_simplex_a_dirichlet_density_is_its_limit() {
    let mut reports = Reports::collect();
    let at = |alpha: &[f64]| Dirichlet::new(alpha).unwrap().ln_pdf(&[0.0, 0.25, 0.75]);
    assert_eq!(at(&[0.9, 1.0, 1.0]), f64::INFINITY);
    close(at(&[1.0, 1.0, 1.0]), std::f64::consts::LN_2, 1e-15, &"uniform");
    assert_eq!(at(&[1.1, 1.0, 1.0]), f64::NEG_INFINITY);
    assert_eq!(reports.take(), None);
    assert!(Dirichlet::new(&one_moving(&[1.0, 1.0], 0)).unwrap().ln_pdf(&[0.0, 1.0]).peek().is_nan());
    assert!(matches!(reports.take(), Some(Error::OutsideSupport { .. })));
}

#[test]
fn second_derivatives_go_through_the_factorisation() {
    // d²/dr² of -ln(1 - r²)/2 - (x² - 2 r x y + y²)/(2 (1 - r²)) - ln 2π at r = 1/2, x = 1, y = 2
    type Second = Dual<Dual<f64, 1>, 1>;
    let constant = |x: f64| Smooth(Second::constant(x));
    let r = Smooth(Second::new(Dual::new(0.5, [1.0]), [Dual::constant(1.0)]));
    let normal = MultivariateNormal::new(&[0.0, 0.0], &[[constant(1.0), r], [r, constant(1.0)]]).unwrap();
    let second = normal.ln_pdf(&[1.0, 2.0]).0.parts().1[0].parts().1[0];
    let f = |r: f64| -0.5 * (1.0 - r * r).ln() - 0.5 * (5.0 - 4.0 * r) / (1.0 - r * r);
    let h = 1e-3;
    let want =
        (16.0 * (f(0.5 + h) + f(0.5 - h)) - f(0.5 + 2.0 * h) - f(0.5 - 2.0 * h) - 30.0 * f(0.5)) / (12.0 * h * h);
    close(second, want, 1e-7 * want.abs(), &"second derivative");
}
