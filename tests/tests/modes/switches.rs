//! Programs that look at plain values: each sample by itself, however deep that is hidden.

use super::lanes::same;
use stochastic_grad::prelude::*;

#[stochastic_grad]
fn inner(x: f64) -> f64 {
    if x.detach() > 0.5 { x * x } else { x.sin() }
}

#[stochastic_grad]
fn middle(x: f64) -> f64 {
    inner(x) + 1.0
}

/// A branch on a detached draw in a helper of a helper.
#[stochastic_grad]
fn nested(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    Ok(middle(Normal::new(mu, 1.0)?.sample(rng)))
}

/// A discrete draw.
#[stochastic_grad]
fn discrete(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 1.0)?.sample(rng);
    let hit = Bernoulli::new(x.sigmoid())?.score_function().sample(rng);
    Ok(if hit { x * x } else { 1.0 - x })
}

/// Plain noise of rand.
#[stochastic_grad]
fn raw(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let u: f64 = rng.random();
    let x = Normal::new(mu, 1.0)?.sample(rng);
    Ok(if u < 0.3 { x * x } else { x })
}

/// Text.
#[stochastic_grad]
fn text(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 1.0)?.sample(rng);
    let digits: f64 = format!("{x:.1}").parse().unwrap_or(0.0);
    Ok(x * digits)
}

/// An assertion looks at every sample.
#[stochastic_grad]
fn asserted(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 1.0)?.sample(rng);
    assert!(x > -100.0);
    Ok(x * x)
}

/// A function from outside may branch.
#[stochastic_grad]
fn foreign(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 1.0)?.sample(rng);
    Ok(custom(x, |x| if x > 0.0 { (x, 1.0) } else { (0.0, 0.0) }))
}

/// Only a late sample, or a rare one, needs its plain value: by a constant that all samples share.
#[stochastic_grad]
fn constant_branch(mu: f64, #[constant] look: bool, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 1.0)?.sample(rng);
    Ok(if look { x * x.detach() } else { x * x })
}

#[test]
fn alone_or_side_by_side() {
    same("nested", Nested, 0.3.into());
    same("discrete", Discrete, 0.3.into());
    same("raw", Raw, 0.3.into());
    same("text", Text, 0.3.into());
    same("asserted", Asserted, 0.3.into());
    same("foreign", Foreign, 0.3.into());
    same("constant branch", ConstantBranch::new(true), 0.3.into());
    same("constant branch", ConstantBranch::new(false), 0.3.into());
}
