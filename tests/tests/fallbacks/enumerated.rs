//! Enumeration is exact, however the choices are nested, and its cap is checked while it runs.

use stochastic_grad::prelude::*;

/// Choices that depend on choices, in a loop whose length depends on them, with a derivative of the weight and of the
/// value.
#[stochastic_grad(fallback = enumerate)]
fn nested(p: f64, weights: &[f64], rng: &mut impl Rng) -> Result<f64, Error> {
    let k = Categorical::new(weights)?.sample(rng);
    let mut total = p * p;
    for i in 0..=k {
        let n = Binomial::new(i as u64 + 1, p)?.sample(rng);
        if n == 2 {
            return Ok(total * 3.0);
        }
        total += n as f64 * weights[i];
    }
    Ok(total)
}

#[test]
fn nested_choices_have_no_error() {
    let value = |p: f64, w: [f64; 3]| {
        let sum = w[0] + w[1] + w[2];
        let q = 1.0 - p;
        // k = 0: one draw of one; then two draws, of which the second may be 2; then three.
        let base = p * p;
        let zero = base + p * w[0];
        let second = |t: f64, go: &dyn Fn(f64) -> f64| q * q * go(t) + 2.0 * p * q * go(t + w[1]) + p * p * 3.0 * t;
        let end = |t: f64| t;
        let third = |t: f64| {
            q * q * q * t + 3.0 * p * q * q * (t + w[2]) + 3.0 * p * p * q * 3.0 * t + p * p * p * (t + 3.0 * w[2])
        };
        let first = |f: &dyn Fn(f64) -> f64| q * f(base) + p * f(base + w[0]);
        let one = first(&|t| second(t, &end));
        let two = first(&|t| second(t, &third));
        (w[0] * zero + w[1] * one + w[2] * two) / sum
    };
    let (p, w) = (0.3, [0.5, 1.0, 2.0]);
    let e = nested_grad((p, w), 3, &mut StdRng::seed_from_u64(1)).unwrap();
    let grad = crate::differences([p, w[0], w[1], w[2]], |x| value(x[0], [x[1], x[2], x[3]]));
    assert!((e.value - value(p, w)).abs() < 1e-14 && e.value_std_err < 1e-14, "{e}");
    for (g, exact) in [e.grad.p, e.grad.weights[0], e.grad.weights[1], e.grad.weights[2]].iter().zip(grad) {
        assert!((g - exact).abs() < 1e-9, "{e}\n{grad:?}");
    }
    let h = Nested.hessian((p, w), 3, &mut StdRng::seed_from_u64(1)).unwrap();
    let slope = |x: [f64; 4], i: usize| crate::differences(x, |x| value(x[0], [x[1], x[2], x[3]]))[i];
    for i in 0..4 {
        let second = crate::differences([p, w[0], w[1], w[2]], |x| slope(x, i));
        for (j, exact) in second.iter().enumerate() {
            assert!((h.hessian[(i, j)] - exact).abs() < 1e-4, "{i} {j}: {h}");
        }
    }
    // Without a gradient the same choices are tried.
    let plain = Nested.value((p, w), 3, &mut StdRng::seed_from_u64(1)).unwrap();
    assert!((plain.value - e.value).abs() < 1e-14);
}

#[stochastic_grad]
fn tails(lambda: f64, p: f64, #[constant] tail: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let n = Poisson::new(lambda)?.enumerate_to(tail).sample(rng);
    let m = Geometric::new(p)?.enumerate_to(tail).sample(rng);
    Ok(((n * n + m) as f64).sqrt())
}

#[test]
fn what_a_tail_leaves_out_is_told() {
    let exact = |[lambda, p]: [f64; 2]| {
        let (mut sum, mut mass) = (0.0, (-lambda).exp());
        for n in 0..100_u32 {
            for m in 0..200_u32 {
                sum += mass * p * (1.0 - p).powi(m as i32) * f64::from(n * n + m).sqrt();
            }
            mass *= lambda / f64::from(n + 1);
        }
        sum
    };
    let at = [2.5, 0.4];
    let grad = crate::differences(at, exact);
    for tail in [1e-3, 1e-6, 1e-10] {
        let e = tails_grad((at[0], at[1]), tail, 2, &mut StdRng::seed_from_u64(1)).unwrap();
        assert!(e.truncation > 0.0 && e.truncation <= 2.0 * tail * 1.01, "{e}");
        assert!((e.value - exact(at)).abs() < 100.0 * tail, "{e}");
        assert!((e.grad.lambda - grad[0]).abs() + (e.grad.p - grad[1]).abs() < 1e4 * tail, "{e} {grad:?}");
        assert!(e.to_string().contains("left out"));
    }
}

#[stochastic_grad(fallback = enumerate)]
fn flips(p: f64, #[constant] n: u32, rng: &mut impl Rng) -> Result<f64, Error> {
    let mut heads = 0;
    for _ in 0..n {
        heads += u32::from(Bernoulli::new(p)?.sample(rng));
    }
    Ok(f64::from(heads * heads))
}

#[stochastic_grad(fallback = enumerate)]
fn forever(p: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let mut n = 0.0;
    while !Bernoulli::new(p)?.sample(rng) {
        n += 1.0;
    }
    Ok(n)
}

#[test]
fn too_many_paths_are_an_error_that_says_how_many() {
    let e = flips_grad(0.3, 10, 1, &mut StdRng::seed_from_u64(1)).unwrap();
    let exact = 10.0 * (1.0 - 0.6) + 200.0 * 0.3;
    assert!((e.grad.p - exact).abs() < 1e-10, "{e}");
    let capped = |cap| Flips::new(10).estimator(0.3).samples(1).max_paths(cap).run(&mut StdRng::seed_from_u64(1));
    assert!(capped(1024).is_ok());
    let error = capped(1023).unwrap_err();
    assert!(matches!(error, Error::TooManyPaths { cap: 1023, at_least: 1024.. }), "{error}");
    assert!(error.to_string().contains("1023"), "{error}");
    // Neither a million paths nor an endless one are run first.
    let many = flips_grad(0.3, 200, 1, &mut StdRng::seed_from_u64(1));
    assert!(many.is_ok() || matches!(many, Err(Error::TooManyPaths { .. })));
    let endless = Forever.estimator(0.3).samples(1).max_paths(900).run(&mut StdRng::seed_from_u64(1)).unwrap_err();
    assert!(matches!(endless, Error::TooManyPaths { cap: 900, .. }), "{endless}");
}

/// min(k, 3) of a count with hardly any outcome but 0.
#[stochastic_grad]
fn few(at: [f64; 2], #[constant] kind: u8, #[constant] tail: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let k = match kind {
        0 => Geometric::new(at[0])?.enumerate_to(tail).sample(rng),
        1 => Poisson::new(at[0])?.enumerate_to(tail).sample(rng),
        2 => NegativeBinomial::new(at[0], at[1])?.enumerate_to(tail).sample(rng),
        _ => Skellam::new(at[0], at[1])?.enumerate_to(tail).sample(rng).unsigned_abs(),
    };
    Ok(k.min(3) as f64)
}

#[test]
fn what_is_about_to_become_possible_is_not_cut_off() {
    let run = |kind, at, tail| few_grad(at, kind, tail, 1, &mut StdRng::seed_from_u64(1)).unwrap();
    for (kind, at, tail, which, exact) in [
        (0, [1.0, 0.0], 1e-12, 0, -1.0),
        (1, [1e-7, 0.0], 1e-6, 0, 1.0),
        (1, [1e-10, 0.0], 1e-9, 0, 1.0),
        (1, [0.01, 0.0], 1e-3, 0, 1.0),
        (2, [2.5, 1.0], 1e-12, 1, -2.5),
        // Σ (1 - p)^k/k min(k, 3) for p = 1/2
        (2, [1e-8, 0.5], 1e-9, 0, 0.954_441_541_679_835_9),
    ] {
        let e = run(kind, at, tail);
        assert!((e.grad.at[which] - exact).abs() < 100.0 * tail + 1e-7, "{kind} {at:?}: {e}");
    }
    // |X| has a mean of its own; its tails go both ways.
    let pmf = |mu1: f64, mu2: f64| {
        let poisson = |mu: f64| {
            (0..60).scan((-mu).exp(), move |p, k| {
                let now = *p;
                *p *= mu / f64::from(k + 1);
                Some(now)
            })
        };
        let mut sum = 0.0;
        for (i, p) in poisson(mu1).enumerate() {
            for (j, q) in poisson(mu2).enumerate() {
                sum += p * q * i.abs_diff(j).min(3) as f64;
            }
        }
        sum
    };
    let exact = crate::differences([1.0, 1.1], |[a, b]| pmf(a, b));
    let e = run(3, [1.0, 1.1], 1e-12);
    assert!((e.grad.at[0] - exact[0]).abs() < 1e-8 && (e.grad.at[1] - exact[1]).abs() < 1e-8, "{e} {exact:?}");
    assert!((e.value - pmf(1.0, 1.1)).abs() < 1e-10, "{e}");
}

#[test]
fn a_tail_that_no_integer_reaches_is_an_error() {
    let run = |kind, at, tail| few_grad(at, kind, tail, 1, &mut StdRng::seed_from_u64(1));
    for (kind, at) in [(0, [1e-300, 0.0]), (1, [1e19, 0.0]), (1, [1e15, 0.0])] {
        let error = run(kind, at, 1e-9).unwrap_err();
        assert!(matches!(error, Error::TooManyPaths { .. }), "{error}");
    }
    let error = run(0, [0.5, 0.0], 1.5).unwrap_err();
    assert!(matches!(error, Error::InvalidParameter { parameter: "tail", .. }), "{error}");
}

#[stochastic_grad]
fn descent(p: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    if Bernoulli::new(p)?.enumerate().sample(rng) { Ok(0.0) } else { Ok(1.0 + descent(p, rng)?) }
}

#[test]
fn a_recursion_without_end_is_an_error() {
    let error = descent_grad(0.5, 1, &mut StdRng::seed_from_u64(1)).unwrap_err();
    assert_eq!(error, Error::PathTooLong { cap: 1000 });
    let run = |deep| Forever.estimator(0.5).samples(1).max_depth(deep).run(&mut StdRng::seed_from_u64(1)).unwrap_err();
    assert_eq!(run(50), Error::PathTooLong { cap: 50 });
}
