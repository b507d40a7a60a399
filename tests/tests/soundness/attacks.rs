//! Programs that once gave a wrong number without a word.

use super::{assert_close, rng};
use std::ops::AddAssign;
use stochastic_grad::prelude::*;

/// `contains` looks at its argument once: one die is thrown, not two.
#[stochastic_grad]
fn lottery(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 1.0)?.sample(rng);
    let die: u64 = rng.random_range(1..=6);
    Ok(if (3..=4).contains(&die) { x } else { 0.0 })
}

#[test]
fn a_range_looks_once() -> Result<(), Error> {
    let est = lottery_grad(2.0, 20_000, &mut rng())?;
    assert_close(est.grad.mu, est.grad_std_err.mu, 1.0 / 3.0);
    assert_close(est.value, est.value_std_err, 2.0 / 3.0);
    Ok(())
}

#[derive(Parameters, Clone, Copy, Debug)]
struct Stats<T = f64> {
    sum: T,
}

impl<T: AddAssign + Copy> Stats<T> {
    /// Named like a method of `f64`.
    fn log(&mut self, x: T) {
        self.sum += x;
    }
}

#[stochastic_grad]
fn logged(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 1e-9)?.sample(rng);
    let mut stats = Stats { sum: 1.0 };
    stats.log(x);
    stats.log(x);
    Ok(stats.sum)
}

#[test]
fn a_method_does_not_run_on_a_copy() -> Result<(), Error> {
    let est = logged_grad(3.0, 100, &mut rng())?;
    assert!((est.value - 7.0).abs() < 1e-6 && (est.grad.mu - 2.0).abs() < 1e-6, "{est}");
    Ok(())
}

/// Numbers whose squares overflow or vanish.
#[stochastic_grad]
fn scaled(mu: f64, #[constant] c: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 1.0)?.sample(rng);
    Ok(c * x * x)
}

#[test]
fn a_standard_error_is_never_zero_for_want_of_range() -> Result<(), Error> {
    for c in [1e200, 1e-165] {
        let est = scaled_grad(1.0, c, 1_000, &mut rng())?;
        assert!(est.value.is_finite() && est.value_std_err > 0.0 && est.grad_std_err.mu > 0.0, "{est}");
    }
    Ok(())
}

#[stochastic_grad]
fn huge(mu: f64, #[constant] c: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    Ok(c * Uniform::new(-1.0, 1.0)?.sample(rng) + mu)
}

#[test]
fn a_sum_that_overflows_is_an_error_or_finite() {
    match huge_grad(0.0, 1e307, 100_000, &mut rng()) {
        Ok(est) => assert!(est.value.is_finite() && est.grad.mu == 1.0, "{est}"),
        Err(error) => assert!(matches!(error, Error::NonFinite { .. }), "{error}"),
    }
}

mod fast {
    pub(super) mod f64 {
        pub(in super::super) fn exp(x: std::primitive::f64) -> std::primitive::f64 {
            1.0 + x
        }
    }
}

#[stochastic_grad]
fn approximate(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    Ok(Normal::new(mu, 1.0)?.sample(rng) * fast::f64::exp(1.0))
}

#[test]
fn a_module_named_f64_is_the_users() -> Result<(), Error> {
    assert_eq!(approximate_grad(0.0, 10, &mut rng())?.grad.mu, 2.0);
    Ok(())
}

#[stochastic_grad]
fn distance(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    Ok(Normal::new(mu, 1.0)?.sample(rng).hypot(0.0))
}

#[test]
fn a_hypotenuse_over_zero_has_a_kink() {
    assert_eq!(Distance.hessian(0.5, 10, &mut rng()).unwrap_err(), Error::Kink { of: "hypot" });
}

#[derive(Parameters, Clone, Debug)]
struct Weighted<T = f64> {
    x: T,
    #[constant]
    w: Vec<f64>,
}

#[stochastic_grad]
fn weighing(theta: &Weighted<f64>, rng: &mut impl Rng) -> Result<f64, Error> {
    Ok(Normal::new(theta.x, 1.0)?.sample(rng) * theta.w[0])
}

#[test]
fn constant_numbers_are_zero_in_a_gradient() -> Result<(), Error> {
    let est = weighing_grad(&Weighted { x: 1.0, w: vec![3.0] }, 10, &mut rng())?;
    assert_eq!((est.grad.theta.x, &est.grad.theta.w[..]), (3.0, &[0.0][..]));
    Ok(())
}

/// A panic that is caught must not cost the caller's data.
#[stochastic_grad]
fn push(xs: &mut Vec<f64>, x: f64) {
    xs.push(x);
    assert!(x < 1.0, "too large");
}

#[test]
fn a_vector_survives_a_panic() {
    let mut xs = vec![1.0];
    let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| push(&mut xs, 2.0)));
    assert!(result.is_err());
    assert_eq!(xs, [1.0, 2.0]);
}

/// The macro comes to an end on every type, and names its items for every function.
#[stochastic_grad]
fn _1d_loss(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let pair = (0..3).fold((0.0, 1.0), |(a, b), _| (b, a));
    Ok(Normal::new(mu, 1.0)?.sample(rng) * pair.0)
}

#[test]
fn a_name_may_begin_with_a_digit() -> Result<(), Error> {
    assert_eq!(_1d_loss_grad(0.0, 10, &mut rng())?.grad.mu, 1.0);
    Ok(())
}

/// Plain runs compute what the standard library does.
#[stochastic_grad]
fn plain(x: f64, rng: &mut impl Rng) -> f64 {
    let _: f64 = rng.random();
    f64::mul_add(x, 10.0, -1.0) + 1.0 / x.abs()
}

#[test]
fn plain_runs_are_the_standard_librarys() {
    assert_eq!(plain(0.1, &mut rng()), f64::mul_add(0.1, 10.0, -1.0) + 1.0 / 0.1f64.abs());
    assert_eq!(plain(-0.0, &mut rng()), f64::INFINITY);
}

#[derive(Parameters, Clone, Copy, Debug)]
struct Level<T = f64> {
    x: T,
    #[constant]
    w: [f64; 2],
}

/// `ref mut` beside a number in a pattern writes into the place itself.
#[stochastic_grad]
fn raised(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 1.0)?.sample(rng);
    let mut level = Level { x, w: [0.0, 1.0] };
    match level.w {
        [0.0, ref mut b] => *b += 4.0,
        _ => {}
    }
    Ok(level.x * level.w[1])
}

#[test]
fn a_pattern_writes_into_its_place() -> Result<(), Error> {
    assert_eq!(raised_grad(0.0, 10, &mut rng())?.grad.mu, 5.0);
    Ok(())
}

struct Tenfold(Vec<f64>);

impl Tenfold {
    /// Named like an iterator's method.
    fn sum(&self) -> f64 {
        10.0 * self.0.iter().sum::<f64>()
    }
}

impl<'a> IntoIterator for &'a Tenfold {
    type Item = &'a f64;
    type IntoIter = std::slice::Iter<'a, f64>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

#[stochastic_grad(objective = TenfoldCost)]
fn tenfold(mu: f64, #[constant] w: &Tenfold, rng: &mut impl Rng) -> Result<f64, Error> {
    let mut total = w.sum();
    total += Normal::new(mu, 1e-9)?.sample(rng);
    Ok(total * total)
}

#[test]
fn a_sum_of_the_users_own_is_theirs() -> Result<(), Error> {
    let w = Tenfold(vec![1.0, 2.0]);
    let est = TenfoldCost::new(&w).grad(3.0, 10, &mut rng())?;
    assert!((est.grad.mu - 66.0).abs() < 1e-6 && w.into_iter().count() == 2, "{est}");
    Ok(())
}
