//! What has no likelihood there is an error.

use super::*;

/// What is reported for the score of a draw.
fn reported<X: Likelihood<Dual3>>(at: &X, x: &X::Value) -> Option<Error> {
    let mut reports = Reports::collect();
    let _ = at.ln_likelihood(x);
    reports.take()
}

#[test]
fn draws_out_of_the_range_of_numbers_are_errors() {
    let far = LogNormal::new(moving(0.0, 0), 400.0).unwrap();
    assert!(reported(&far, &f64::INFINITY).is_some() && reported(&far, &1e299).is_some());
    assert_eq!(reported(&far, &1e250), None);
    let student = StudentT::new(moving(1e-3, 0)).unwrap();
    assert!(reported(&student, &-1e299).is_some());
    let dirichlet = Dirichlet::new(&[moving(1e-4, 0), moving(1e-4, 1)]).unwrap();
    assert!(reported(&dirichlet, &vec![f64::MIN_POSITIVE, 1.0]).is_some());
    assert_eq!(reported(&dirichlet, &vec![1e-200, 1.0]), None);
    let normal = Normal::new(moving(0.0, 0), 0.0).unwrap();
    assert!(reported(&normal, &0.0).is_some());
    assert!(normal.score(&0.0).0.parts().1[0].is_nan());
}

#[test]
fn a_moving_support_is_an_error_where_types_did_not_tell() {
    assert!(reported(&Uniform::new(0.0, moving(2.0, 0)).unwrap(), &1.0).is_some());
    assert!(reported(&Pareto::new(moving(1.5, 0), 2.0).unwrap(), &2.0).is_some());
    assert!(reported(&VonMises::new(moving(1.5, 0), 2.0).unwrap(), &2.0).is_some());
    assert!(reported(&TruncatedNormal::new(0.0, 1.0, moving(-1.0, 0), 2.0).unwrap(), &0.5).is_some());
    // Here the density does not vanish at the lower end.
    assert!(reported(&Pert::new(moving(-1.0, 0), 1.0).with_mode(-1.0).unwrap(), &0.5).is_some());
}

/// The mean score of vectors, and with a function of them, against pathwise derivatives.
fn vectors_are_fair<X>(name: &str, at: &X, moving: usize, f: impl Fn(&[Smooth3]) -> Smooth3)
where
    X: Likelihood<Dual3, Value = Vec<f64>> + Pathwise<Dual3, Value = Vec<Smooth3>>,
{
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(5);
    let plain = |x: Vec<f64>| f(&x.into_iter().map(still).collect::<Vec<_>>()).detach();
    let baseline = (0..1000).map(|_| plain(at.draw_plain(&mut rng))).sum::<f64>() / 1000.0;
    let (mut score, mut scored, mut pathwise) = (Mean::default(), Mean::default(), Mean::default());
    for _ in 0..N {
        let x = at.draw_plain(&mut rng);
        let s = at.score(&x).0.parts().1;
        let value = plain(x) - baseline;
        score.add(s);
        scored.add(s.map(|s| value * s));
        pathwise.add(f(&at.path(&mut Noise::new(&mut &mut rng))).0.parts().1);
    }
    for i in 0..moving {
        let ((zero, variance), (got, more), (want, also)) = (score.of(i), scored.of(i), pathwise.of(i));
        assert!(zero.abs() <= 5.0 * variance.sqrt(), "{name} {i}: {zero}");
        let error = (more + also).sqrt();
        assert!((got - want).abs() <= 5.0 * error, "{name} {i}: {got}, {want} ± {error}");
        assert!(error < 0.05 * want.abs(), "{name} {i}: {want} ± {error}");
    }
}

#[test]
fn scores_of_vectors() {
    let [a, b, c] = [0, 1, 2].map(|i| moving([0.7, 1.3, 2.1][i], i));
    let product = |x: &[Smooth3]| (x[0] + 0.3).exp() * (x[1] * 2.0).sin() + x[0] * x[0];
    let half = still(0.5);
    vectors_are_fair("Dirichlet", &Dirichlet::new(&[a, b, c]).unwrap(), 3, product);
    let normal = MultivariateNormal::from_cholesky(&[a, b], &[[c, still(0.0)], [half, half]]).unwrap();
    vectors_are_fair("MultivariateNormal", &normal, 3, |x| x[0] * x[0] * 0.3 + (x[0] * x[1]).sin() + x[1].exp());
    let spread = |x: &[Smooth3]| (x[0] - x[1]) * (x[0] - x[1]) + x[0];
    vectors_are_fair("RelaxedCategorical", &RelaxedCategorical::new(c, &[a, b, half]).unwrap(), 3, spread);
    let pair = Normal::diagonal(&[a, b], &[c, half]).unwrap();
    vectors_are_fair("Independent", &pair, 3, |x| x[0] * x[0] * 0.3 + (x[0] * x[1]).sin() + x[1].exp());
    let same = Gamma::new(a, b).unwrap().iid(2);
    vectors_are_fair("Iid", &same, 2, |x| (x[0] * x[1]).sin() + (x[0] + 1.0).ln());
}
