//! A tape has a limit, and the error says how to go on.

use stochastic_grad::prelude::*;

#[stochastic_grad]
fn long(x: &[f64], steps: usize, rng: &mut impl Rng) -> Result<f64, Error> {
    let mut y = Normal::new(x[0], 1.0)?.sample(rng);
    for k in 0..steps {
        y = (y * x[k % x.len()]).tanh() + x[0];
    }
    Ok(y)
}

#[test]
fn a_tape_that_would_be_too_large_is_an_error_with_a_way_out() {
    let objective = Long::new(10_000);
    let estimator = || objective.estimator([0.5; 9]).samples(20);
    let rng = || StdRng::seed_from_u64(1);
    let small = estimator().max_tape(100_000).run(&mut rng());
    let Err(error @ Error::TapeTooLarge { bytes, limit }) = small else { panic!("{small:?}") };
    assert!(limit == 100_000 && bytes > limit, "{error}");
    let text = error.to_string();
    assert!(text.contains("max_tape") && text.contains(".forward()"), "{text}");
    // The way out, both of them; and what failed leaves nothing behind.
    let (forward, reverse) = (estimator().forward().max_tape(0).run(&mut rng()), estimator().run(&mut rng()));
    let (forward, reverse) = (forward.expect("an estimate"), reverse.expect("an estimate"));
    for (a, b) in forward.grad.x.iter().zip(&reverse.grad.x) {
        assert!((a - b).abs() <= 1e-10 * b.abs().max(1e-3), "{a} for {b}");
    }
    // Parallel runs report the same.
    assert_eq!(estimator().max_tape(100_000).parallel().run(&mut rng()).err(), Some(error));
}
