//! Gradients by the score function.

use super::functions::*;
use super::table::gradients;

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
