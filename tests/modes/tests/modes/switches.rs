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

/// Special functions that take different ways on both sides of a border.
#[stochastic_grad]
fn special(mu: f64, sigma: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    use stochastic_grad::special::{beta_inc, gamma_p, ln_bessel_k0, ln_bessel_k1, logsumexp};
    let y = Normal::new(mu, sigma)?.sample(rng).exp() + 0.2;
    let p = (y - 1.0).sigmoid();
    let more = gamma_p(y, 1.5) + beta_inc(y, 2.0, p) + logsumexp(&[y, p, 1.0 - y]);
    Ok(ln_bessel_k0(y) + ln_bessel_k1(y) + more)
}

/// A loop that ends when a function from outside has been called three times.
#[stochastic_grad]
fn counting(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let mut calls = 0;
    let mut s = Normal::new(mu, 1.0)?.sample(rng);
    while calls != 3 {
        s = custom(s, |x| {
            calls += 1;
            (x.sin(), x.cos())
        });
    }
    Ok(s)
}

/// A constant that is not a number is ignored by `max`, in reverse as in forward mode.
#[stochastic_grad]
fn ignored(p: [f64; 3], rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(p[0], 1.0)?.sample(rng);
    let zero = p[1] * 0.0;
    Ok((zero - 1.0).sqrt().max(x) + p[2])
}

/// Not ignored: the bounds of `clamp` are the wrong way round in some samples.
#[stochastic_grad]
fn crossed(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let (x, y) = (Normal::new(mu, 1.0)?.sample(rng), Normal::new(0.0, 1.0)?.sample(rng));
    Ok((x + y).clamp(x, y + 1.0).max(0.0) * mu)
}

#[test]
fn bounds_that_cross_are_an_error_everywhere() {
    let run = |e: Result<Estimate<CrossedParams>, Error>| e.expect_err("no estimate").to_string();
    let (estimator, rng) = (|| Crossed.estimator(0.3).samples(100), || StdRng::seed_from_u64(1));
    let first = run(estimator().scalars().forward().run(&mut rng()));
    assert!(first.starts_with("clamp: low must be <= high"), "{first}");
    assert_eq!(first, run(estimator().run(&mut rng())));
    assert_eq!(first, run(estimator().reverse().run(&mut rng())));
}

#[test]
fn alone_or_side_by_side() {
    same("special", Special, (0.1, 0.7).into());
    same("counting", Counting, 0.3.into());
    same("ignored", Ignored, [0.3, 0.5, 0.2].into());
    same("nested", Nested, 0.3.into());
    same("discrete", Discrete, 0.3.into());
    same("raw", Raw, 0.3.into());
    same("text", Text, 0.3.into());
    same("asserted", Asserted, 0.3.into());
    same("foreign", Foreign, 0.3.into());
    same("constant branch", ConstantBranch::new(true), 0.3.into());
    same("constant branch", ConstantBranch::new(false), 0.3.into());
}
