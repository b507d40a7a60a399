//! Gradients by the score function.

use super::functions::*;
use super::functions_counts::*;
use super::table::{agrees, gradients};
use stochastic_grad::prelude::*;

#[test]
fn bernoulli() {
    gradients("Bernoulli", &["p"], BernoulliCost::new, |p| p[0]);
}

#[test]
fn poisson() {
    gradients("Poisson", &["lambda"], PoissonCost::new, |p| p[0]);
}

#[test]
fn categorical() {
    let names = ["logit1", "logit2", "logit3", "logit4", "logit5"];
    gradients("Categorical", &names, CategoricalCost::new, <[f64]>::to_vec);
}

#[test]
fn binomial() {
    gradients("Binomial", &["n", "p"], BinomialCost::new, |p| (p[0], p[1]));
}

#[test]
fn geometric() {
    gradients("Geometric", &["p"], GeometricCost::new, |p| p[0]);
}

#[test]
fn negative_binomial() {
    gradients("NegativeBinomial", &["r", "p"], NegativeBinomialCost::new, |p| (p[0], p[1]));
}

#[test]
fn beta_binomial() {
    gradients("BetaBinomial", &["n", "a", "b"], BetaBinomialCost::new, |p| (p[0], p[1], p[2]));
}

/// The tables call it Zipf; its support has no end.
#[test]
fn zeta() {
    gradients("Zipf", &["s"], ZetaCost::new, |p| p[0]);
}

#[test]
fn skellam() {
    gradients("Skellam", &["mu1", "mu2"], SkellamCost::new, |p| (p[0], p[1]));
}

#[test]
fn hypergeometric() {
    gradients("Hypergeometric", &["N", "K", "n", "theta"], HypergeometricCost::new, |p| ([p[0], p[1], p[2]], p[3]));
}

#[test]
fn discrete_uniform() {
    gradients("DiscreteUniform", &["lo", "hi", "theta"], DiscreteUniformCost::new, |p| (p[0], p[1], p[2]));
}

#[test]
fn multinomial() {
    let names = ["n", "logit1", "logit2", "logit3"];
    gradients("Multinomial", &names, MultinomialCost::new, |p| (p[0], [p[1], p[2], p[3]]));
    gradients("Multinomial", &names, MultinomialByWeights::new, |p| (p[0], [p[1], p[2], p[3]]));
}

/// The Zipf distribution with an end is in no table: its expected values are sums.
#[test]
fn zipf() {
    for (n, s) in [(10_u64, 1.5), (100, 1.0), (1000, 0.3), (100_000, 2.5)] {
        let weights = |f: &dyn Fn(f64) -> f64| (1..=n).map(|k| f(k as f64) * (k as f64).powf(-s)).sum::<f64>();
        let (total, cost) = (weights(&|_| 1.0), |k: f64| k.ln_1p() + k.sqrt());
        let (mean, ln) = (weights(&cost) / total, weights(&f64::ln) / total);
        let exact = -weights(&|k| cost(k) * (k.ln() - ln)) / total;
        let est = ZipfCost::new(n).grad(s, 2_000_000, &mut StdRng::seed_from_u64(n)).unwrap();
        agrees("Zipf, the value", est.value, est.value_std_err, mean, 0.05);
        agrees("Zipf, the gradient", est.grad.s, est.grad_std_err.s, exact, 0.05);
    }
}
