//! Draws: their derivatives, their range, and what is drawn elsewhere.

use super::*;
use crate::error::Reports;

#[test]
fn a_smooth_draw_is_the_plain_draw() {
    for &(name, n, rank, p) in TYPICAL {
        for seed in 0..20 {
            let plain = build(name, n, rank, p).unwrap().draw(&mut rng(seed));
            let smooth = build(name, n, rank, &one_moving(p, 0)).unwrap().draw_smooth(&mut rng(seed));
            let smooth: Vec<u64> = smooth.iter().map(|x| x.peek().to_bits()).collect();
            assert_eq!(smooth, plain.iter().map(|x| x.to_bits()).collect::<Vec<_>>(), "{name} {p:?}");
        }
    }
}

#[test]
fn explicit_draws_move_with_the_parameters() {
    let explicit = |name: &str| matches!(name, "cholesky" | "covariance" | "diagonal" | "low_rank" | "Relaxed");
    for &(name, n, rank, p) in TYPICAL.iter().filter(|t| explicit(t.0)) {
        for i in 0..p.len() {
            let smooth = build(name, n, rank, &one_moving(p, i)).unwrap().draw_smooth(&mut rng(3));
            let at = |steps: f64| {
                let mut q = p.to_vec();
                q[i] += steps * 1e-3;
                if name == "covariance" && i >= n {
                    // The mirrored entry moves along, so that the matrix stays symmetric.
                    let (a, b) = ((i - n) / n, (i - n) % n);
                    q[n + b * n + a] = q[i];
                }
                build(name, n, rank, &q).unwrap().draw(&mut rng(3))
            };
            let (far, near) = ([at(2.0), at(-2.0)], [at(1.0), at(-1.0)]);
            for (k, x) in smooth.iter().enumerate() {
                let slope = (8.0 * (near[0][k] - near[1][k]) - (far[0][k] - far[1][k])) / 0.012;
                let off_diagonal = name == "covariance" && i >= n && (i - n) / n != (i - n) % n;
                let got = x.0.parts().1[0] * if off_diagonal { 2.0 } else { 1.0 };
                close(got, slope, 1e-8 * (1.0 + slope.abs()), &(name, p, i, k));
            }
        }
    }
}

#[test]
fn implicit_draws_move_along_the_supports() {
    for &(name, n, rank, p) in TYPICAL {
        for i in 0..p.len() {
            let draw = build(name, n, rank, &one_moving(p, i)).unwrap().draw_smooth(&mut rng(4));
            let slope = |x: Smooth1| x.0.parts().1[0];
            let norm = |xs: &[Smooth1]| xs.iter().map(|x| *x * *x).sum::<Smooth1>();
            match name {
                "Dirichlet" | "Relaxed" => {
                    close(draw.iter().map(|x| x.peek()).sum(), 1.0, 1e-15 * n as f64, &(name, p));
                    let most = draw.iter().map(|x| slope(*x).abs()).fold(0.0, f64::max);
                    close(draw.iter().map(|x| slope(*x)).sum(), 0.0, 1e-14 * most, &(name, p, i));
                }
                "Wishart" | "WishartCholesky" => {
                    (0..n * n).for_each(|k| assert_eq!(slope(draw[k]), slope(draw[k % n * n + k / n]), "{name}"));
                }
                "Lkj" => draw.chunks(n).for_each(|row| {
                    close(norm(row).peek(), 1.0, 1e-15 * n as f64, &(name, p));
                    close(slope(norm(row)), 0.0, 1e-14, &(name, p));
                }),
                _ => {}
            }
        }
    }
}

#[test]
fn components_that_underflow_stay_on_the_simplex_and_move() {
    let alpha = [1e-3, 1e-3, 2e-3, 1e-3];
    let mut underflown = 0;
    for seed in 0..2000 {
        let i = seed as usize % 4;
        let draw = Dirichlet::new(&one_moving(&alpha, i)).unwrap();
        let x = Any::Dirichlet(draw).draw_smooth(&mut rng(seed));
        assert!((x.iter().map(|x| x.peek()).sum::<f64>() - 1.0).abs() < 1e-15);
        for x in &x {
            let (value, [slope]) = x.0.parts();
            assert!((f64::MIN_POSITIVE..=1.0).contains(&value) && slope.is_finite(), "{value} {slope}");
            let (ln, [slope_of_ln]) = x.ln().0.parts();
            assert!(ln.is_finite() && slope_of_ln.is_finite());
            underflown += usize::from(value == f64::MIN_POSITIVE && slope_of_ln != 0.0);
        }
    }
    assert!(underflown > 1000, "{underflown}");
}

#[test]
fn low_temperatures_give_no_nan() {
    for temperature in [1e-2, 1e-5, 1e-100, 1e-300] {
        for seed in 0..200 {
            let i = seed as usize % 4;
            let p = [temperature, 2.0, -1.0, 0.3];
            let x = build("Relaxed", 3, 0, &one_moving(&p, i)).unwrap().draw_smooth(&mut rng(seed));
            assert!((x.iter().map(|x| x.peek()).sum::<f64>() - 1.0).abs() < 1e-15);
            assert!(x.iter().all(|x| x.peek() > 0.0 && !x.0.parts().1[0].is_nan()), "{temperature} {x:?}");
            assert!(temperature < 1e-101 || x.iter().all(|x| x.0.parts().1[0].is_finite()), "{temperature} {x:?}");
        }
    }
}

#[test]
fn what_was_drawn_elsewhere_moves_as_if_drawn_here() {
    for &(name, n, rank, p) in TYPICAL.iter().filter(|t| !matches!(t.0, "Wishart" | "WishartCholesky" | "Lkj")) {
        for i in 0..p.len() {
            let smooth = build(name, n, rank, &one_moving(p, i)).unwrap();
            let draw = smooth.draw_smooth(&mut rng(5));
            let plain: Vec<f64> = draw.iter().map(|x| x.peek()).collect();
            let again = match &smooth {
                Any::Normal(d) => d.assume_drawn(&plain),
                Any::Dirichlet(d) => d.assume_drawn(&plain),
                Any::Relaxed(d) => d.assume_drawn(&plain),
                _ => unreachable!(),
            };
            for (again, draw) in again.iter().zip(&draw) {
                let (value, [slope]) = again.0.parts();
                close(value, draw.peek(), 1e-15 * draw.peek().abs(), &(name, p));
                // Of a low rank and of a Dirichlet distribution the noise is not told by the draw.
                if !matches!(name, "low_rank" | "Dirichlet") {
                    let want = draw.0.parts().1[0];
                    close(slope, want, 1e-12 * (1.0 + want.abs()), &(name, p, i));
                }
            }
        }
    }
}

#[test]
fn what_cannot_have_been_drawn_is_an_error() {
    let mut reports = Reports::collect();
    let normal = MultivariateNormal::diagonal(&[0.0, 0.0], &[1.0, 1.0]).unwrap();
    let dirichlet = Dirichlet::new(&[1.0, 1.0]).unwrap();
    let relaxed = RelaxedCategorical::new(1.0, &[1.0, 1.0]).unwrap();
    for x in [&[0.5][..], &[0.25, 0.25, 0.5]] {
        for drawn in [normal.assume_drawn(x), dirichlet.assume_drawn(x), relaxed.assume_drawn(x)] {
            assert!(drawn.len() == 2 && drawn.iter().all(|x| x.is_nan()));
        }
        assert!(matches!(reports.take(), Some(Error::LengthMismatch { expected: 2, .. })));
    }
    for x in [[0.5, f64::NAN], [0.5, f64::INFINITY], [0.5, 0.6], [0.0, 1.0]] {
        assert!(dirichlet.assume_drawn(&x).iter().all(|x| x.is_nan()));
        assert!(matches!(reports.take(), Some(Error::OutsideSupport { .. })));
        assert!(relaxed.assume_drawn(&x).iter().all(|x| x.is_nan()));
        assert!(matches!(reports.take(), Some(Error::OutsideSupport { .. })));
    }
    assert!(normal.assume_drawn(&[0.5, f64::NAN])[0].is_nan());
    assert!(matches!(reports.take(), Some(Error::OutsideSupport { .. })));
    type Second = Dual<Dual<f64, 1>, 1>;
    let alpha = [1.0, 2.0].map(|x| Smooth(Second::constant(x)));
    Dirichlet::new(&alpha).unwrap().assume_drawn(&[0.5, 0.5]);
    assert!(matches!(reports.take(), Some(Error::SecondDerivative { of: "the direct rule of Dirichlet" })));
}

#[test]
fn a_dirichlet_draw_made_elsewhere_gives_an_unbiased_gradient_of_less_variance() {
    // E[x₁²] = α₁ (α₁ + 1) / (s (s + 1)) with s = Σ α
    let alpha = [0.5, 1.5, 3.0];
    let square = |a: f64, s: f64| a * (a + 1.0) / (s * (s + 1.0));
    let h = 1e-5;
    let exact = [
        (square(0.5 + h, 5.0 + h) - square(0.5 - h, 5.0 - h)) / (2.0 * h),
        (square(0.5, 5.0 + h) - square(0.5, 5.0 - h)) / (2.0 * h),
    ];
    let mut rng = rng(6);
    for (i, exact) in exact.iter().enumerate() {
        let dirichlet = Dirichlet::new(&one_moving(&alpha, i)).unwrap();
        let slope = |x: &[Smooth1]| (x[0] * x[0]).0.parts().1[0];
        let (mut direct, mut composed, mut again) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..100_000 {
            let x = Any::Dirichlet(dirichlet.clone()).draw_smooth(&mut rng);
            composed.push(slope(&x));
            again.push(slope(&dirichlet.assume_drawn(&x.iter().map(|x| x.peek()).collect::<Vec<_>>())));
            let mut core = Core::<_, Dual<f64, 1>>::new(&mut rng);
            direct.push(slope(&dirichlet.path_by_marginals(&mut core.noise())));
        }
        let moments = |xs: &[f64]| {
            let (n, mean) = (xs.len() as f64, xs.iter().sum::<f64>() / xs.len() as f64);
            (mean, xs.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0))
        };
        for (mean, variance) in [moments(&direct), moments(&composed), moments(&again)] {
            assert!((mean - exact).abs() < 5.0 * (variance / 1e5).sqrt(), "{mean} instead of {exact}");
        }
        let (variance, usual) = (moments(&direct).1, moments(&composed).1);
        // 0.89 and 0.94
        assert!(variance < 0.97 * usual, "{variance} {usual}");
    }
}
