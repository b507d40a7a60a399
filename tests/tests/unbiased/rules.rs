//! The rules that are not the default, and draws that are assumed, on the same rows; flows of vectors.

use super::functions::{Cost, cost_of};
use super::functions_multivariate::{Function, of_vector};
use super::multivariate::{factors, triangle};
use super::table::{gradients, gradients_of};
use stochastic_grad::prelude::*;

/// One function for each way to draw a family of two parameters, or of one.
macro_rules! costs {
    ($($name:ident($($arg:ident),+) = |$rng:ident| $draw:expr;)*) => { $(
        #[stochastic_grad]
        fn $name($($arg: f64,)+ #[constant] cost: Cost, $rng: &mut impl Rng) -> Result<f64, Error> {
            Ok(cost_of($draw, cost))
        }
    )* };
}
costs! {
    gamma_composed(shape, rate) = |rng| Gamma::new(shape, 1.0 / rate)?.with_rule(rule::Composed).sample(rng);
    beta_composed(alpha, beta) = |rng| Beta::new(alpha, beta)?.with_rule(rule::Composed).sample(rng);
    t_composed(nu, mu, sigma) = |rng| mu + sigma * StudentT::new(nu)?.with_rule(rule::Composed).sample(rng);
    gamma_assumed(shape, rate) = |rng| {
        let gamma = Gamma::new(shape, 1.0 / rate)?;
        let x = gamma.detach().sample(rng).detach();
        gamma.assume_drawn(x)
    };
    beta_assumed(alpha, beta) = |rng| {
        let beta = Beta::new(alpha, beta)?;
        beta.assume_drawn(beta.detach().sample(rng).detach())
    };
    normal_assumed(mean, std_dev) = |rng| {
        let normal = Normal::new(mean, std_dev)?;
        normal.assume_drawn(normal.detach().sample(rng).detach())
    };
    weibull_assumed(scale, shape) = |rng| {
        let weibull = Weibull::new(scale, shape)?;
        weibull.assume_drawn(weibull.detach().sample(rng).detach())
    };
}

fn two(p: &[f64]) -> (f64, f64) {
    (p[0], p[1])
}

#[test]
fn composed() {
    gradients("Gamma", &["a", "rate"], GammaComposed::new, two);
    gradients("Beta", &["a", "b"], BetaComposed::new, two);
    gradients("StudentT", &["nu", "mu", "sigma"], TComposed::new, |p| (p[0], p[1], p[2]));
}

#[test]
fn assumed() {
    gradients("Gamma", &["a", "rate"], GammaAssumed::new, two);
    gradients("Beta", &["a", "b"], BetaAssumed::new, two);
    gradients("Normal", &["mu", "sigma"], NormalAssumed::new, two);
    gradients("Weibull", &["lambda", "k"], WeibullAssumed::new, two);
}

#[stochastic_grad]
fn marginals(alpha: &[f64], #[constant] function: Function, factors: usize, rng: &mut impl Rng) -> Result<f64, Error> {
    Ok(of_vector(&Dirichlet::new(alpha)?.with_rule(rule::Direct).sample(rng), function, factors))
}

#[stochastic_grad]
fn transport(
    mean: &[f64],
    l: &[Vec<f64>],
    #[constant] function: Function,
    factors: usize,
    rng: &mut impl Rng,
) -> Result<f64, Error> {
    let normal = MultivariateNormal::from_cholesky(mean, l)?.with_rule(rule::OptimalTransport);
    Ok(of_vector(&normal.sample(rng), function, factors))
}

#[test]
fn of_vectors() {
    let objective = |name: &str| Marginals::new(Function::named(name), factors(name));
    gradients_of("Dirichlet", &["alpha1", "alpha2", "alpha3"], objective, <[f64]>::to_vec);
    let names = ["mu1", "mu2", "mu3", "L11", "L21", "L22", "L31", "L32", "L33"];
    let objective = |name: &str| Transport::new(Function::named(name), factors(name));
    gradients_of("MultivariateNormalCholesky", &names, objective, |p| {
        let (mean, l) = p.split_at(if p.len() == 9 { 3 } else { 2 });
        (mean.to_vec(), triangle(l))
    });
}

#[stochastic_grad]
fn affine_flow(
    a: [[f64; 2]; 2],
    b: [f64; 2],
    #[constant] function: Function,
    factors: usize,
    rng: &mut impl Rng,
) -> Result<f64, Error> {
    let flow = bijection::AffineFlow::new(&a, &b)?;
    Ok(of_vector(&Normal::new(0.0, 1.0)?.iid(2).map(flow).sample(rng), function, factors))
}

#[stochastic_grad]
fn planar_flow(
    u: [f64; 2],
    w: [f64; 2],
    b: f64,
    #[constant] function: Function,
    factors: usize,
    rng: &mut impl Rng,
) -> Result<f64, Error> {
    let flow = bijection::Planar::new(&u, &w, b)?;
    Ok(of_vector(&Normal::new(0.0, 1.0)?.iid(2).map(flow).sample(rng), function, factors))
}

#[test]
fn flows_of_vectors() {
    let names = ["A11", "A12", "A21", "A22", "b1", "b2"];
    let objective = |name: &str| AffineFlow::new(Function::named(name), factors(name));
    gradients_of("AffineFlow2D", &names, objective, |p| ([[p[0], p[1]], [p[2], p[3]]], [p[4], p[5]]));
    let objective = |name: &str| PlanarFlow::new(Function::named(name), factors(name));
    gradients_of("PlanarFlow2D", &["u1", "u2", "w1", "w2", "b"], objective, |p| ([p[0], p[1]], [p[2], p[3]], p[4]));
}
