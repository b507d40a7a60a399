//! The memory of a tape.

use super::{LIMIT, Tape};
use crate::{Error, Smooth};

fn program(tape: &Tape<f64>, length: usize) -> f64 {
    let x = |i: usize| Smooth(tape.parameter(i % 3, 0.5 + i as f64 * 1e-3));
    let mut sum = x(0);
    for i in 0..length {
        sum = (sum + x(i) * 2.0 + x(i + 1)).sin() * x(i);
    }
    let mut gradient = [0.0; 3];
    tape.gradient(sum.0, &mut gradient);
    gradient.iter().sum()
}

#[test]
fn is_used_again() {
    let tape = Tape::with_limit(LIMIT);
    tape.begin(3);
    let first = program(&tape, 1000);
    let bytes = tape.bytes();
    assert!(first.is_finite() && bytes > 1000 * 16);
    for _ in 0..5 {
        tape.reset();
        assert_eq!(program(&tape, 1000).to_bits(), first.to_bits());
    }
    tape.begin(3);
    assert_eq!(program(&tape, 1000).to_bits(), first.to_bits());
    assert_eq!(tape.bytes(), bytes);
}

#[test]
fn has_a_limit() {
    let tape = Tape::with_limit(200_000);
    tape.begin(3);
    for _ in 0..2 {
        let right = program(&tape, 100);
        assert!(right.is_finite() && tape.too_large().is_none());
        tape.reset();
        let _ = program(&tape, 100_000);
        // In every round two nodes of sixteen bytes and an adjoint, three slopes of twelve, and terms.
        let Some(Error::TapeTooLarge { bytes, limit: 200_000 }) = tape.too_large() else { unreachable!() };
        assert!(bytes > 100_000 * 72 && bytes < 100_000 * 1000, "{bytes}");
        assert!(tape.bytes() <= 200_000);
        // The next run fits again.
        tape.reset();
        assert!(tape.too_large().is_none());
        assert_eq!(program(&tape, 100).to_bits(), right.to_bits());
        tape.reset();
    }
    let message = Error::TapeTooLarge { bytes: 3 << 30, limit: LIMIT }.to_string();
    assert!(
        message.contains("3072 MiB") && message.contains("1024 MiB") && message.contains(".forward()"),
        "{message}"
    );
    assert!(
        Error::TapeTooLarge { bytes: 20_000, limit: 10_000 }
            .to_string()
            .contains("20000 bytes, and the limit is 10000")
    );
}

#[test]
fn the_parameters_alone_may_be_too_many() {
    let tape = Tape::<f64>::with_limit(1000);
    tape.begin(1000);
    for _ in 0..2 {
        assert!(matches!(tape.too_large(), Some(Error::TapeTooLarge { .. })));
        let y = Smooth(tape.parameter(999, 1.0)).exp() + Smooth(tape.parameter(0, 1.0));
        let mut gradient = [1.0; 1000];
        tape.gradient(y.0, &mut gradient);
        tape.reset();
    }
    tape.begin(3);
    assert!(tape.too_large().is_none());
    assert!(program(&tape, 1).is_finite());
}

#[test]
fn constants_may_change_from_run_to_run() {
    let tape = Tape::<f64>::with_limit(LIMIT);
    tape.begin(3);
    for run in 0..4 {
        let x: Vec<_> = (0..3).map(|i| Smooth(tape.parameter(i, 0.5))).collect();
        let mut sum = Smooth(tape.parameter(0, 0.5)) * 0.0;
        let mut want = [0.0; 3];
        for row in 0..7 {
            // The first rows stay as they are; 0 becomes -0, which is the same number with other bits.
            let constant = |j: usize| if row < 3 { j as f64 } else { (run * row + j) as f64 - 5.0 };
            let row: [f64; 3] = std::array::from_fn(|j| if run == 2 { -constant(j) } else { constant(j) });
            sum += crate::dot(&row, &x) + crate::matvec(&row, &x)[0];
            (0..3).for_each(|j| want[j] += 2.0 * row[j]);
        }
        let mut gradient = [0.0; 3];
        tape.gradient(sum.0, &mut gradient);
        assert_eq!(gradient, want, "run {run}");
        tape.reset();
    }
}
