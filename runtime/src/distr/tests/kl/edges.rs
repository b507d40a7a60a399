//! Divergences at the ends of supports, where they jump, and of distributions that are made of others.

use super::*;
use crate::linalg;
use bijection::{Affine, AffineFlow, Planar};

fn reported<R>(run: impl FnOnce() -> R) -> (R, Option<Error>) {
    let mut reports = Reports::collect();
    let result = run();
    (result, reports.take())
}

fn outside(distribution: &'static str, value: f64) -> Option<Error> {
    Some(Error::OutsideSupport { distribution, value })
}

#[test]
fn where_a_smooth_support_leaves_another_a_divergence_is_an_error() {
    let uniform = |low, high| Uniform::new(still(low), still(high)).unwrap();
    // q's end, p's end, and an end that is fixed while the other violates nothing.
    for (end, error) in [(1.5, None), (1.0, outside("Uniform", 1.0)), (0.5, outside("Uniform", 1.0))] {
        let q = Uniform::new(still(0.0), moving(end, 0)).unwrap();
        let (value, got) = reported(|| kl_divergence(&uniform(0.0, 1.0), &q));
        assert_eq!((value.peek().is_nan(), got), (error.is_some(), error));
    }
    let p = Uniform::new(moving(-0.5, 0), still(1.0)).unwrap();
    assert_eq!(reported(|| kl_divergence(&p, &uniform(0.0, 2.0))).1, outside("Uniform", -0.5));
    // The other end decides, and it does not move.
    let q = Uniform::new(moving(-1.0, 0), still(0.75)).unwrap();
    let (value, error) = reported(|| kl_divergence(&uniform(0.0, 1.0), &q).0.parts());
    assert_eq!((value, error), ((f64::INFINITY, [0.0; 3]), None));
    // Both move alike.
    let (p, q) = (Uniform::new(moving(0.0, 0), moving(1.0, 0)), Uniform::new(moving(0.0, 0), moving(2.0, 0)));
    let (value, error) = reported(|| kl_divergence(&p.unwrap(), &q.unwrap()).0.parts());
    assert_eq!((value, error), ((2.0_f64.ln(), [0.0; 3]), None));

    let pareto = |scale| Pareto::new(scale, still(2.0)).unwrap();
    assert_eq!(reported(|| kl_divergence(&pareto(still(1.0)), &pareto(moving(2.0, 0)))).1, outside("Pareto", 1.0));
    assert_eq!(reported(|| kl_divergence(&pareto(moving(1.0, 0)), &pareto(still(1.0)))).1, outside("Pareto", 1.0));
    assert_eq!(reported(|| kl_divergence(&pareto(still(1.0)), &pareto(still(2.0))).peek()), (f64::INFINITY, None));
}

#[test]
fn a_smooth_interval_must_lie_inside_other_supports_too() {
    let p = |low: f64| Uniform::new(moving(low, 0), 0.5).unwrap();
    let fixed = |low: f64| Uniform::new(low, 0.5).unwrap();
    let (beta, exp) = (Beta::new(2.0, 3.0).unwrap(), Exp::new(1.0).unwrap());
    let (gamma, pareto) = (Gamma::new(2.0, 3.0).unwrap(), Pareto::new(0.125, 1.0).unwrap());
    macro_rules! each {
        ($($q:ident $name:literal $end:literal),*) => { $(
            assert_eq!(reported(|| kl_divergence(&p($end - 0.25), &$q)).1, outside($name, $end - 0.25));
            assert_eq!(reported(|| kl_divergence(&p($end), &$q)).1, outside($name, $end));
            let (value, error) = reported(|| kl_divergence(&p($end + 0.125), &$q));
            assert_eq!((value.peek().is_finite(), error), (true, None), $name);
            assert_eq!(reported(|| kl_divergence(&fixed($end - 0.25), &$q)), (f64::INFINITY, None));
            // A support that begins at the same constant.
            let (value, error) = reported(|| kl_divergence(&fixed($end), &$q));
            assert!(value.is_finite() && error.is_none(), "{} {value}", $name);
        )* };
    }
    each!(beta "Beta" 0.0, exp "Exp" 0.0, gamma "Gamma" 0.0, pareto "Pareto" 0.125);
    // The density of Beta(2, 1) is 2x, and E ln x = ln(1/2) - 1: ln 2 - ln 2 - ln(1/2) + 1
    let value = kl_divergence(&fixed(0.0), &Beta::new(2.0, 1.0).unwrap());
    close(value, 1.0 + 2.0_f64.ln(), 1e-15, &"(0, 1/2) in Beta(2, 1)");
    close(kl_divergence(&beta, &Uniform::new(0.0, 1.0).unwrap()), -beta.entropy(), 1e-15, &"Beta in (0, 1)");
    for (low, high) in [(0.25, 1.0), (0.0, 0.75)] {
        assert_eq!(kl_divergence(&beta, &Uniform::new(low, high).unwrap()), f64::INFINITY);
    }
    let q = Uniform::new(0.0, moving(1.0, 0)).unwrap();
    assert_eq!(reported(|| kl_divergence(&beta, &q)).1, outside("Uniform", 1.0));
}

#[test]
fn impossible_outcomes_make_it_infinite_and_missing_ones_nothing() {
    let bernoulli = |p: f64, q: f64| kl_divergence(&Bernoulli::new(p).unwrap(), &Bernoulli::new(q).unwrap());
    assert_eq!([bernoulli(0.0, 0.0), bernoulli(1.0, 1.0)], [0.0, 0.0]);
    assert_eq!([bernoulli(0.5, 0.0), bernoulli(0.5, 1.0), bernoulli(1.0, 0.0)], [f64::INFINITY; 3]);
    close(bernoulli(0.0, 0.25), -(0.75_f64.ln()), 1e-16, &"never");
    close(bernoulli(1.0, 0.25), -(0.25_f64.ln()), 1e-15, &"always");
    close(bernoulli(1e-310, 0.25), -(0.75_f64.ln()), 1e-16, &"hardly ever");
    let smooth = |p: Smooth3, q: Smooth3| {
        reported(|| kl_divergence(&Bernoulli::new(p).unwrap(), &Bernoulli::new(q).unwrap()).0.parts())
    };
    let ((value, slopes), error) = smooth(still(0.0), moving(0.25, 1));
    close(value, -(0.75_f64.ln()), 1e-16, &"never");
    assert_eq!((slopes, error), ([0.0, 1.0 / 0.75, 0.0], None));
    assert_eq!(smooth(still(0.0), moving(0.0, 1)), ((0.0, [0.0, 1.0, 0.0]), None));
    let sure = Bernoulli::new(still(0.0)).unwrap();
    let (nothing, error) = reported(|| (-kl_divergence(&Bernoulli::new(moving(0.5, 0)).unwrap(), &sure)).exp());
    assert_eq!((nothing.0.parts(), error), ((0.0, [0.0; 3]), None));
    // Infinite on one side of 0, and the whole line at 1.
    assert_eq!(smooth(moving(0.0, 0), still(0.0)).1, outside("Bernoulli", 1.0));
    assert_eq!(smooth(moving(1.0, 0), still(1.0)).1, outside("Bernoulli", 0.0));
    let ((value, [slope, ..]), error) = smooth(moving(0.0, 0), still(0.25));
    close(value, -(0.75_f64.ln()), 1e-16, &"never");
    assert_eq!((slope, error), (f64::NEG_INFINITY, None));

    let categorical =
        |p: &[f64], q: &[f64]| kl_divergence(&Categorical::new(p).unwrap(), &Categorical::new(q).unwrap());
    assert_eq!(categorical(&[1.0, 1.0, 0.0], &[1.0, 1.0]), 0.0);
    assert_eq!(categorical(&[1.0, 1.0, 1.0], &[1.0, 1.0]), f64::INFINITY);
    close(categorical(&[1.0, 1.0], &[1.0, 1.0, 2.0]), 2.0_f64.ln(), 1e-16, &"half of it");
    let geometric = kl_divergence(&Geometric::new(1.0).unwrap(), &Geometric::new(0.25).unwrap());
    close(geometric, -(0.25_f64.ln()), 1e-15, &"at once");
}

#[test]
fn logits_keep_probabilities_that_underflow() {
    let (p, q) = (Categorical::from_logits(&[0.0, -1.0]), Categorical::from_logits(&[0.0, -1000.0]));
    let (p, q) = (p.unwrap(), q.unwrap());
    let yes = 1.0 / (1.0 + 1.0_f64.exp());
    let want = yes * (yes.ln() + 1000.0) + (1.0 - yes) * (1.0 - yes).ln();
    close(kl_divergence(&p, &q), want, 1e-13, &"logits");
    close(kl_divergence(&Categorical::new(p.p()).unwrap(), &q), want, 1e-13, &"one has logits");
    close(kl_divergence(&q, &p), -(1.0 - yes).ln(), 1e-15, &"the other way");
    close(kl_divergence(&q, &Categorical::new(p.p()).unwrap()), -(1.0 - yes).ln(), 1e-15, &"the other way, one");
    let q = Categorical::from_logits(&[still(0.0), moving(-1000.0, 0)]).unwrap();
    close(kl_divergence(&p, &q).0.parts().1[0], -yes, 1e-15, &"d/d logit");
}

#[test]
fn binomial_counts_of_different_numbers_of_trials() {
    let binomial = |n, p: f64| Binomial::new(n, p).unwrap();
    for (n, p, m, q) in
        [(3, 0.25, 5, 0.5), (0, 0.25, 4, 0.5), (10, 0.0, 12, 0.3), (10, 1.0, 12, 0.3), (400, 0.3, 1000, 0.1)]
    {
        let (a, b) = (binomial(n, p), binomial(m, q));
        let terms = (0..=n).filter(|k| a.ln_pmf(*k) > f64::NEG_INFINITY);
        let want: f64 = terms.map(|k| a.ln_pmf(k).exp() * (a.ln_pmf(k) - b.ln_pmf(k))).sum();
        close(kl_divergence(&a, &b), want, 1e-12 * (1.0 + want), &(n, p, m, q));
        assert_eq!(kl_divergence(&b, &a), f64::INFINITY);
    }
    close(kl_divergence(&binomial(5, 0.0), &binomial(3, 0.25)), -3.0 * 0.75_f64.ln(), 1e-15, &"none of more");
    let p = Binomial::new(5, moving(0.0, 0)).unwrap();
    assert_eq!(reported(|| kl_divergence(&p, &binomial(3, 0.25))).1, outside("Binomial", 5.0));
    // d/dp and d/dq by differences
    let at = |p: f64, q: f64| kl_divergence(&binomial(7, p), &binomial(11, q));
    let smooth = kl_divergence(&Binomial::new(7, moving(0.3, 0)).unwrap(), &Binomial::new(11, moving(0.6, 1)).unwrap());
    let (_, [by_p, by_q, _]) = smooth.0.parts();
    close(by_p, (at(0.3 + 1e-5, 0.6) - at(0.3 - 1e-5, 0.6)) / 2e-5, 1e-8, &"d/dp");
    close(by_q, (at(0.3, 0.6 + 1e-5) - at(0.3, 0.6 - 1e-5)) / 2e-5, 1e-8, &"d/dq");
}

#[test]
fn moments_that_do_not_exist_make_it_infinite_without_a_jump() {
    let q = (Exp::new(1.0).unwrap(), Gamma::new(2.0, 1.0).unwrap(), Normal::new(0.0, 1.0).unwrap());
    for (shape, finite) in [(0.5, [false; 3]), (1.0, [false; 3]), (1.5, [true, true, false]), (2.5, [true; 3])] {
        let p = Pareto::new(1.0, moving(shape, 0)).unwrap();
        let (got, error) = reported(|| [kl_divergence(&p, &q.0), kl_divergence(&p, &q.1), kl_divergence(&p, &q.2)]);
        assert_eq!(got.map(|x| x.peek().is_finite()), finite, "{shape}");
        assert_eq!(error, None);
        for x in got.into_iter().filter(|x| !x.peek().is_finite()) {
            assert_eq!(x.0.parts(), (f64::INFINITY, [0.0; 3]));
        }
    }
}

#[test]
fn point_masses() {
    let normal = |mean: f64, std_dev: f64| Normal::new(mean, std_dev).unwrap();
    assert_eq!(kl_divergence(&normal(1.0, 0.0), &normal(1.0, 0.0)), 0.0);
    for (p, q) in [((1.0, 0.0), (2.0, 0.0)), ((1.0, 0.0), (1.0, 2.0)), ((1.0, 2.0), (1.0, 0.0))] {
        assert_eq!(kl_divergence(&normal(p.0, p.1), &normal(q.0, q.1)), f64::INFINITY);
    }
    let p = Normal::new(moving(1.0, 0), 0.0).unwrap();
    assert_eq!(reported(|| kl_divergence(&p, &normal(1.0, 0.0))).1, outside("Normal", 0.0));
    assert_eq!(kl_divergence(&normal(0.0, 0.0), &Laplace::new(0.0, 1.0).unwrap()), f64::INFINITY);
    assert_eq!(kl_divergence(&normal(0.0, 0.0), &Gumbel::new(0.0, 1.0).unwrap()), f64::INFINITY);
    for divergence in [
        kl_divergence(&Gamma::new(2.0, 3.0).unwrap(), &normal(0.0, 0.0)),
        kl_divergence(&Uniform::new(-1.0, 1.0).unwrap(), &normal(0.0, 0.0)),
    ] {
        assert_eq!(divergence, f64::INFINITY);
    }
}

#[test]
fn laplace_divergences_have_second_derivatives_at_equal_locations() {
    let mut reports = Reports::collect();
    let at = |x: f64| Smooth(Two::new(Dual::new(x, [1.0]), [Dual::constant(1.0)]));
    for x in [0.0, 1e-12, -1e-12] {
        let got = kl_divergence(&Laplace::new(at(x), 2.0).unwrap(), &Laplace::new(0.0, 0.5).unwrap());
        close(got.0.parts().1[0].parts().1[0], 1.0, 1e-11, &"1/(b b')");
        let got = kl_divergence(&Normal::new(at(x), 2.0).unwrap(), &Laplace::new(0.0, 0.5).unwrap());
        close(got.0.parts().1[0].parts().1[0], 0.797_884_560_802_865_4, 1e-11, &"sqrt(2/π)/(s b)");
    }
    assert_eq!(reports.take(), None);
    // Far apart, where the square of the distance overflows.
    let far = kl_divergence(&Normal::new(moving(1e200, 0), 1e-200).unwrap(), &Laplace::new(0.0, 1e200).unwrap());
    assert!(far.0.parts().1[0] == 1e-200 && far.peek().is_finite());
}

#[test]
fn every_form_of_a_covariance_gives_the_same_divergence() {
    let (mean, w, d) = ([0.5, -1.0, 2.0], [[1.0, 0.5], [-2.0, 0.25], [0.75, 3.0]], [0.5, 1.5, 0.25]);
    let low = MultivariateNormal::low_rank(&mean, &w, &d).unwrap();
    let full = MultivariateNormal::from_covariance(&mean, &low.covariance()).unwrap();
    let factor = linalg::cholesky(3, |i, j| Smooth(low.covariance()[i][j])).unwrap();
    let rows: Vec<Vec<f64>> = (0..3).map(|i| linalg::row(&factor, i).iter().map(|x| x.0).collect()).collect();
    let lower = MultivariateNormal::from_cholesky(&mean, &rows).unwrap();
    let diagonal = MultivariateNormal::diagonal(&[0.0, 0.25, 1.0], &[2.0, 0.5, 1.25]).unwrap();
    let as_full = MultivariateNormal::from_covariance(&[0.0, 0.25, 1.0], &diagonal.covariance()).unwrap();
    let (to, from) = (kl_divergence(&lower, &diagonal), kl_divergence(&diagonal, &lower));
    for p in [&low, &full, &lower] {
        for q in [&diagonal, &as_full] {
            close(kl_divergence(p, q), to, 1e-13 * to, &"to");
            close(kl_divergence(q, p), from, 1e-13 * from, &"from");
        }
        for q in [&low, &full, &lower] {
            close(kl_divergence(p, q), 0.0, 1e-28, &"itself");
        }
    }
    let by_numbers = Normal::diagonal(&[0.0, 0.25, 1.0], &[2.0, 0.5, 1.25]).unwrap();
    let other = Normal::diagonal(&[1.0, 0.0, 0.5], &[1.0, 0.75, 1.5]).unwrap();
    let as_vector = MultivariateNormal::diagonal(&[1.0, 0.0, 0.5], &[1.0, 0.75, 1.5]).unwrap();
    close(kl_divergence(&diagonal, &as_vector), kl_divergence(&by_numbers, &other), 1e-15, &"independent");
}

#[test]
fn a_small_diagonal_beside_a_low_rank_is_not_lost() {
    // Σ = w wᵀ + d² in two dimensions has the determinant d² (w² + w² + d²), and 2 d² alone along (1, -1).
    let low = |d: f64| MultivariateNormal::low_rank(&[0.0, 0.0], &[[1.0], [1.0]], &[d, d]).unwrap();
    let (d, e) = (1e-9, 3e-9);
    // One variance is 2 + d² of 2 + e², the other d² of e².
    let ratio: f64 = 1.0 / 9.0;
    close(kl_divergence(&low(d), &low(e)), 0.5 * (ratio - 1.0 - ratio.ln()), 1e-15, &"tiny d");
    let p = MultivariateNormal::low_rank(&[0.0, 0.0], &[[moving(1.0, 0)], [moving(1.0, 0)]], &[d, d]).unwrap();
    let (_, [slope, ..]) = kl_divergence(&p, &low(e)).0.parts();
    // With s² for 2 in p, (s²/2 - 1 - ln(s²/2))/2 has the derivative 0 at w = 1.
    close(slope, 0.0, 1e-15, &"d/dw");
    let p = MultivariateNormal::low_rank(&[0.0, 0.0], &[[1.0], [1.0]], &[moving(d, 0), moving(d, 0)]).unwrap();
    let (_, [slope, ..]) = kl_divergence(&p, &low(e)).0.parts();
    close(slope, (ratio - 1.0) / d, 1e-14 / d, &"d/dd");
}

#[test]
fn what_is_made_of_parts_adds_up() {
    let (p, q) = (Gamma::new(2.0, 3.0).unwrap(), Exp::new(0.5).unwrap());
    let one = kl_divergence(&p, &q);
    assert_eq!(kl_divergence(&p.iid(3), &q.iid(3)), 3.0 * one);
    let (r, s) = (Gamma::new(0.5, 1.0).unwrap(), Exp::new(2.0).unwrap());
    let both = kl_divergence(&Independent::new(vec![p, r]), &Independent::new(vec![q, s]));
    assert_eq!(both, one + kl_divergence(&r, &s));
    let nested =
        kl_divergence(&Independent::new(vec![p.iid(2), r.iid(3)]), &Independent::new(vec![q.iid(2), s.iid(3)]));
    close(nested, 2.0 * one + 3.0 * kl_divergence(&r, &s), 1e-15 * nested, &"nested");
    let wrong = |expected, found| Some(Error::LengthMismatch { what: "kl_divergence", expected, found });
    let (got, error) = reported(|| kl_divergence(&p.iid(3), &q.iid(2)));
    assert_eq!((got.is_nan(), error), (true, wrong(3, 2)));
    let (got, error) = reported(|| kl_divergence(&Independent::new(vec![p, r]), &Independent::new(vec![q])));
    assert_eq!((got.is_nan(), error), (true, wrong(2, 1)));
    let dirichlet = |alpha: &[f64]| Dirichlet::new(alpha).unwrap();
    assert_eq!(reported(|| kl_divergence(&dirichlet(&[1.0; 2]), &dirichlet(&[1.0; 3]))).1, wrong(2, 3));
    let normal = |n: usize| MultivariateNormal::diagonal(&vec![0.0; n], &vec![1.0; n]).unwrap();
    assert_eq!(reported(|| kl_divergence(&normal(2), &normal(3))).1, wrong(2, 3));
}

#[test]
fn the_same_bijection_changes_no_divergence() {
    let (p, q) = (Normal::new(0.5, 1.0).unwrap(), Normal::new(0.0, 2.0).unwrap());
    let plain = kl_divergence(&p, &q);
    assert_eq!(kl_divergence(&p.map(bijection::Exp), &q.map(bijection::Exp)), plain);
    let log_normals = kl_divergence(&LogNormal::new(0.5, 1.0).unwrap(), &LogNormal::new(0.0, 2.0).unwrap());
    assert_eq!(log_normals, plain);
    assert_eq!(kl_divergence(&p.affine(1.0, -3.0).unwrap(), &q.affine(1.0, -3.0).unwrap()), plain);
    let smooth = |loc: f64, scale: Smooth3| Affine::new(loc, scale).unwrap();
    let alike = |f: Affine<Smooth3>, g: Affine<Smooth3>| reported(|| kl_divergence(&p.map(f), &q.map(g)).0.parts());
    let (same, differ) = (((plain, [0.0; 3]), None), Some(Error::DifferentBijections));
    assert_eq!(alike(smooth(1.0, moving(2.0, 0)), smooth(1.0, moving(2.0, 0))), same);
    assert_eq!(alike(smooth(1.0, moving(2.0, 0)), smooth(1.0, moving(2.0, 1))).1, differ);
    assert_eq!(alike(smooth(1.0, moving(2.0, 0)), smooth(1.0, still(2.0))).1, differ);
    assert_eq!(alike(smooth(1.0, still(2.0)), smooth(1.5, still(2.0))).1, differ);

    let flow = |b: f64| AffineFlow::new(&[[1.0, 0.5], [0.0, 2.0]], &[b, 1.0]).unwrap();
    let planar = |b: f64| Planar::new(&[1.0, 0.5], &[0.5, 2.0], b).unwrap();
    assert_eq!(kl_divergence(&p.iid(2).map(flow(1.0)), &q.iid(2).map(flow(1.0))), 2.0 * plain);
    assert_eq!(kl_divergence(&p.iid(2).map(planar(1.0)), &q.iid(2).map(planar(1.0))), 2.0 * plain);
    let (got, error) = reported(|| kl_divergence(&p.iid(2).map(flow(1.0)), &q.iid(2).map(flow(2.0))));
    assert_eq!((got.is_nan(), error), (true, differ.clone()));
    assert_eq!(reported(|| kl_divergence(&p.iid(2).map(planar(1.0)), &q.iid(2).map(planar(2.0)))).1, differ);
}

#[test]
fn constants_and_smooth_values_mix_in_divergences() {
    let constant: f64 = kl_divergence(&Normal::new(0.5, 1.0).unwrap(), &Normal::new(0.0, 2.0).unwrap());
    let p = Normal::new(moving(0.5, 0), 1.0).unwrap();
    let q = Normal::new(0.0, moving(2.0, 1)).unwrap();
    let (value, slopes) = kl_divergence(&p, &Normal::new(0.0, 2.0).unwrap()).0.parts();
    assert_eq!((value, slopes), (constant, [0.125, 0.0, 0.0]));
    let (value, slopes) = kl_divergence(&Normal::new(0.5, 1.0).unwrap(), &q).0.parts();
    assert_eq!((value, slopes), (constant, [0.0, 0.5 - 1.25 / 8.0, 0.0]));
    assert_eq!(kl_divergence(&p, &q).0.parts(), (constant, [0.125, 0.5 - 1.25 / 8.0, 0.0]));
}
