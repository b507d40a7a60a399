//! On all cores the same bits as on one.

use stochastic_grad::Parameters;
use stochastic_grad::prelude::*;

/// Compares serial with parallel runs, bit for bit.
fn same<O>(what: &str, objective: O, params: O::Params)
where
    O: Objective<Error = Error> + Sync,
    O::Params: Sync,
{
    for n in [1, 3, 8, 64, 100, 1000, 20_000] {
        let rng = || StdRng::seed_from_u64(n as u64);
        let estimator = || objective.estimator(params.clone()).samples(n);
        let (serial, parallel) = (estimator().run(&mut rng()), estimator().parallel().run(&mut rng()));
        let (serial, parallel) = match (serial, parallel) {
            (Ok(serial), Ok(parallel)) => (serial, parallel),
            (serial, parallel) => {
                assert_eq!(serial.err(), parallel.err(), "{what}, n = {n}");
                continue;
            }
        };
        let bits = |e: &Estimate<O::Params>| {
            let numbers = [e.grad.flatten(), e.grad_std_err.flatten(), vec![e.value, e.value_std_err]].concat();
            numbers.into_iter().map(f64::to_bits).collect::<Vec<_>>()
        };
        assert_eq!(bits(&serial), bits(&parallel), "{what}, n = {n}");
    }
}

#[stochastic_grad]
fn smooth(mu: f64, sigma: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, sigma)?.sample(rng);
    Ok(x.sin() + x.powi(2))
}

#[stochastic_grad(fallback = score_function)]
fn coins(p: f64, #[constant] costs: &[f64], rng: &mut impl Rng) -> Result<f64, Error> {
    let mut total = 0.0;
    for cost in costs {
        if Bernoulli::new(p)?.sample(rng) {
            total += credit(*cost, rng);
        }
    }
    Ok(total)
}

#[stochastic_grad(fallback = perturb)]
fn walk(scale: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let mut x = 0.0;
    for _ in 0..10 {
        x += if Bernoulli::new((-x / scale).exp())?.sample(rng) { 1.0 } else { -1.0 };
    }
    Ok(x * x)
}

#[stochastic_grad]
fn sums(xs: &[f64], rng: &mut impl Rng) -> Result<f64, Error> {
    let mut total = 0.0;
    for x in xs {
        total += Normal::new(*x, 1.0)?.sample(rng).powi(2);
    }
    Ok(total)
}

/// Fails in about one sample of a thousand.
#[stochastic_grad]
fn fails(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let u: f64 = rng.random();
    let x = Normal::new(mu, if u < 1e-3 { -u } else { 1.0 })?.sample(rng);
    Ok(x * x)
}

/// Is not finite in about one sample of a thousand.
#[stochastic_grad]
fn overflows(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 1.0)?.sample(rng);
    Ok((x * 250.0).exp())
}

#[test]
fn forward_and_reverse_agree_about_fallbacks() {
    use super::lanes::same;
    same("coins", Coins::new(&[1.0, 2.0, 0.5]), 0.3.into());
    same("sums", Sums, [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1].into());
    // A tape cannot tell beforehand that a draw does not move, so `perturb` may pick others.
    let estimator = || Walk.estimator(20.0).samples(40_000);
    let forward = estimator().forward().run(&mut StdRng::seed_from_u64(1)).expect("an estimate");
    let reverse = estimator().reverse().run(&mut StdRng::seed_from_u64(1)).expect("an estimate");
    let std_err = forward.grad_std_err.scale.hypot(reverse.grad_std_err.scale);
    assert!((forward.grad.scale - reverse.grad.scale).abs() < 5.0 * std_err && std_err < 0.05, "{std_err}");
}

#[test]
fn the_same_bits_on_all_cores() {
    same("smooth", Smooth, (0.5, 1.2).into());
    same("coins", Coins::new(&[1.0, 2.0, 0.5]), 0.3.into());
    same("walk", Walk, 20.0.into());
    same("sums", Sums, [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1].into());
    same("fails", Fails, 0.3.into());
    same("overflows", Overflows, 0.3.into());
}

#[test]
fn a_panic_of_the_function_passes_through() {
    #[stochastic_grad]
    fn panics(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        let u: f64 = rng.random();
        if u > 0.99 {
            panic!("the user's own");
        }
        Ok(mu * u)
    }
    let run = || Panics.estimator(0.3).samples(5000).parallel().run(&mut StdRng::seed_from_u64(1));
    let caught = std::panic::catch_unwind(run).expect_err("a panic");
    assert_eq!(caught.downcast_ref::<&str>(), Some(&"the user's own"));
    // What the panic left behind does no harm to the next estimate.
    same("smooth", Smooth, (0.5, 1.2).into());
}
