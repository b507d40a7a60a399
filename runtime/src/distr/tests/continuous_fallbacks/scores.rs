//! The score function: its mean is zero, and its mean with f is the derivative of E f(x).

use super::*;

fn score_is_fair<X: Likelihood<Dual3, Value = f64> + Pathwise<Dual3, Value = Smooth3>>(
    case: &Case<'_, X>,
    more: &[f64],
) {
    let mut reports = Reports::collect();
    let draws = case.draws();
    let scores: Vec<_> = draws.iter().map(|x| case.at.score(x).0.parts().1).collect();
    assert_eq!(reports.take(), None, "{}", case.name);
    let mut estimates = Vec::new();
    for f in case.functions(&draws, more) {
        let mut mean = Mean::default();
        draws.iter().zip(&scores).for_each(|(x, s)| mean.add(s.map(|s| f.at(*x) * s)));
        estimates.push((f, mean));
    }
    let moves = std::array::from_fn(|i| scores.iter().any(|s| s[i] != 0.0));
    case.compare(&estimates, moves);
}

macro_rules! scored {
    ($($Name:ident($($p:expr),+) $(with [$($more:expr),+])?;)+) => { $(
        let at = $Name::new($($p),+).unwrap().smooth();
        let name = stringify!($Name($($p),+)).to_owned();
        score_is_fair(&Case { name, at: &at, cdf: Some(cdf_slopes) }, &[$($($more),+)?]);
    )+ };
}

#[test]
fn scores_on_the_line() {
    scored! {
        Normal(m(0.5), n(1.3));
        Normal(m(-200.0), n(0.01));
        Laplace(m(0.4), n(0.9));
        Logistic(m(-0.6), n(0.8));
        Gumbel(m(0.3), n(0.9));
        Cauchy(m(0.7), n(1.2));
        SkewNormal(m(0.3), n(1.1), o(2.0));
        StudentT(m(3.5));
        StudentT(m(0.4));
    }
    let at = NormalInverseGaussian::new(m(1.5), n(0.4)).unwrap().smooth();
    score_is_fair(&Case { name: "NormalInverseGaussian".into(), at: &at, cdf: None }, &[]);
}

#[test]
fn scores_of_positive_numbers() {
    scored! {
        Exp(m(1.7));
        Exp(m(1e-10));
        LogNormal(m(0.2), n(0.5));
        LogNormal(m(-1.0), n(3.0));
        HalfNormal(m(0.7));
        HalfCauchy(m(0.7));
        Rayleigh(m(1.4));
        Weibull(m(2.0), n(1.5));
        Weibull(m(0.5), n(0.3));
        LogLogistic(m(1.5), n(2.5));
        Gamma(m(2.5), n(1.3));
        Gamma(m(0.3), n(2.0));
        Gamma(m(1e4), n(0.01));
        InverseGamma(m(2.5), n(1.3));
        InverseGaussian(m(1.2), n(2.3));
        ChiSquared(m(0.7));
        Chi(m(3.3));
        BetaPrime(m(1.5), n(2.5));
        FisherF(m(3.0), n(7.0));
    }
}

#[test]
fn scores_of_fractions() {
    scored! {
        Beta(m(2.0), n(3.0));
        Beta(m(0.3), n(0.5));
        Kumaraswamy(m(1.5), n(2.5));
        LogitNormal(m(0.3), n(1.2));
        RelaxedBernoulli(m(0.5), n(0.4));
    }
}

#[test]
fn scores_where_the_support_is_fixed() {
    scored! {
        Pareto(1.5, m(2.5));
        Frechet(0.5, m(1.2), n(2.5));
        Triangular(-1.0, 3.0, m(0.5));
        TruncatedNormal(m(0.3), n(1.5), -1.0, 2.0);
        TruncatedNormal(m(0.3), n(1.5), 1.0, f64::INFINITY);
    }
    let at = Pert::new(-1.0, 3.0).with_shape(n(3.0)).with_mode(m(0.5)).unwrap().smooth();
    score_is_fair(&Case { name: "Pert".into(), at: &at, cdf: Some(cdf_slopes) }, &[]);
    let at = VonMises::new(1.0, m(2.0)).unwrap().smooth();
    score_is_fair(&Case { name: "VonMises".into(), at: &at, cdf: Some(|at, c| at.cdf(c).0.parts().1) }, &[]);
}

#[test]
fn scores_of_draws_that_stand_for_others() {
    const STEP: f64 = 0.5 * f64::EPSILON;
    scored! {
        Gamma(m(1e-3), n(2.0)) with [1e-300, 1e-100];
        ChiSquared(m(0.01)) with [1e-300];
        Weibull(m(2.0), n(0.01)) with [1e-300];
        Beta(m(2.0), n(0.05)) with [0.5, 1.0 - 3.0 * STEP, 1.0 - 7.0 * STEP];
        Beta(m(0.01), n(2.0)) with [1e-300, 0.01];
        Beta(m(0.01), n(0.02)) with [1e-300, 0.5, 1.0 - 3.0 * STEP];
        Kumaraswamy(m(0.5), n(0.05)) with [0.5, 1.0 - 3.0 * STEP, 1.0 - 7.0 * STEP];
        LogitNormal(m(1.0), n(40.0)) with [0.5, 1.0 - 3.0 * STEP, 1.0 - 7.0 * STEP];
        RelaxedBernoulli(m(0.02), n(0.4)) with [0.5, 1.0 - 3.0 * STEP, 1.0 - 7.0 * STEP];
    }
}

#[test]
fn a_score_written_by_hand_is_the_derivative_of_the_density() {
    for x in [-3.0, 0.2, 0.5, 40.0] {
        let normal = Normal::new(m(0.5), n(1.3)).unwrap();
        let (hand, derived) = (normal.score(&x).0.parts().1, normal.ln_likelihood(&x).0.parts().1);
        (0..3).for_each(|i| close(hand[i], derived[i], 1e-13 * (1.0 + derived[i].abs()), &(x, i)));
        let exp = Exp::new(m(1.7)).unwrap();
        let x = x.abs();
        close(exp.score(&x).0.parts().1[0], exp.ln_likelihood(&x).0.parts().1[0], 1e-14 * (1.0 + x), &x);
    }
}
