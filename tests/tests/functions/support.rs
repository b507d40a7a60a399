//! Compiling a program twice, annotated and as it is, and comparing the two.

use std::fmt::Debug;
use stochastic_grad::prelude::*;

/// What an annotated function returns.
pub(super) trait Outcome {
    fn number(self) -> f64;
}
impl Outcome for f64 {
    fn number(self) -> f64 {
        self
    }
}
impl<E: Debug> Outcome for Result<f64, E> {
    fn number(self) -> f64 {
        self.expect("the program has no failing sample")
    }
}

/// Enough samples to reach every branch of a program.
const SAMPLES: usize = 600;
/// Enough for a comparison in units of the standard error.
const MANY: usize = 20_000;

/// The annotated function gives the same values, and leaves the generator in the same state.
pub(super) fn same_values<P, A: Outcome, B: Outcome>(
    at: &P,
    annotated: impl Fn(&P, &mut StdRng) -> A,
    plain: impl Fn(&P, &mut StdRng) -> B,
) {
    for seed in 0..50 {
        let (mut a, mut b) = (StdRng::seed_from_u64(seed), StdRng::seed_from_u64(seed));
        let (x, y) = (annotated(at, &mut a).number(), plain(at, &mut b).number());
        assert_eq!(x.to_bits(), y.to_bits(), "seed {seed}: {x} annotated, {y} as ordinary Rust");
        assert_eq!(a.next_u64(), b.next_u64(), "seed {seed}: another number of draws");
    }
}

/// The gradient of a pathwise program against central differences of its value: the same seed draws the same noise, so
/// that they agree without any statistical error.
pub(super) fn matches_differences<O: Objective<Error: Debug>>(objective: &O, at: impl Into<O::Params>) {
    let at = at.into();
    let seed = || StdRng::seed_from_u64(11);
    let value = |flat: &[f64]| {
        let point = at.from_flat(flat).expect("as many numbers");
        objective.value(point, SAMPLES, &mut seed()).expect("a value").value
    };
    let estimate = objective.grad(at.clone(), SAMPLES, &mut seed()).expect("a gradient");
    let (flat, grad) = (at.flatten(), estimate.grad.flatten());
    assert_eq!(estimate.value.to_bits(), value(&flat).to_bits(), "the value beside a gradient");
    for (i, name) in at.names().iter().enumerate() {
        let h = 1e-5 * flat[i].abs().max(1.0);
        let moved = |step: f64| {
            let mut flat = flat.clone();
            flat[i] += step;
            value(&flat)
        };
        let expected = (moved(h) - moved(-h)) / (2.0 * h);
        let tolerance = 2e-6 * (1.0 + expected.abs() + estimate.value.abs());
        assert!(
            (grad[i] - expected).abs() < tolerance,
            "d/d {name}: {} where the difference quotient is {expected}",
            grad[i]
        );
    }
}

/// A gradient against its exact value, in units of its standard error.
pub(super) fn matches_exactly<O: Objective<Error: Debug>>(objective: &O, at: impl Into<O::Params>, exact: &[f64]) {
    let estimate = objective.grad(at, MANY, &mut StdRng::seed_from_u64(5)).expect("a gradient");
    let (grad, error) = (estimate.grad.flatten(), estimate.grad_std_err.flatten());
    assert_eq!(grad.len(), exact.len());
    for (i, exact) in exact.iter().enumerate() {
        let off = (grad[i] - exact).abs();
        assert!(off < 5.0 * error[i] + 1e-9, "part {i}: {} ± {} where {exact} is exact", grad[i], error[i]);
    }
}

/// One program in a module of its own, annotated and, in `plain`, as ordinary Rust.
macro_rules! program {
    (
        $(#[$doc:meta])*
        mod $name:ident;
        $(check $objective:expr, at $at:expr, $(exact $exact:expr,)?
            |$p:ident, $rng:ident| $function:ident($($arg:expr),* $(,)?)),+;
        $($items:tt)*
    ) => {
        $(#[$doc])*
        #[allow(dead_code)]
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            $($items)*

            #[allow(clippy::all, unused)]
            mod plain {
                use super::*;
                strip!(@ [] [] $($items)*);

                #[test]
                fn agrees() {
                    use $crate::functions::support::*;
                    // A match keeps the temporaries of the objective alive.
                    $(match &$objective {
                        objective => {
                            let point = point_of(objective, $at);
                            same_values(
                                &point,
                                |$p, $rng: &mut StdRng| super::$function($($arg),*),
                                |$p, $rng: &mut StdRng| $function($($arg),*),
                            );
                            verify!(objective, point $(, $exact)?);
                        }
                    })+
                }
            }
        }
    };
}

macro_rules! verify {
    ($objective:ident, $point:ident) => {
        matches_differences($objective, $point)
    };
    ($objective:ident, $point:ident, $exact:expr) => {
        matches_exactly($objective, $point, &$exact)
    };
}

/// The items without the words of the attribute.
macro_rules! strip {
    (@ $done:tt $stack:tt # [stochastic_grad $($args:tt)*] $($rest:tt)*) => {
        strip!(@ $done $stack $($rest)*);
    };
    (@ $done:tt $stack:tt # [sg::stochastic_grad $($args:tt)*] $($rest:tt)*) => {
        strip!(@ $done $stack $($rest)*);
    };
    (@ $done:tt $stack:tt # [constant] $($rest:tt)*) => {
        strip!(@ $done $stack $($rest)*);
    };
    (@ $done:tt [$($stack:tt)*] ($($inner:tt)*) $($rest:tt)*) => {
        strip!(@ [] [(($done) { $($rest)* }) $($stack)*] $($inner)*);
    };
    (@ [$($done:tt)*] $stack:tt $next:tt $($rest:tt)*) => {
        strip!(@ [$($done)* $next] $stack $($rest)*);
    };
    (@ [$($done:tt)*] [(([$($before:tt)*]) { $($rest:tt)* }) $($stack:tt)*]) => {
        strip!(@ [$($before)* ($($done)*)] [$($stack)*] $($rest)*);
    };
    (@ [$($done:tt)*] []) => {
        $($done)*
    };
}

/// The point of an objective's parameters.
pub(super) fn point_of<O: Objective>(_: &O, at: impl Into<O::Params>) -> O::Params {
    at.into()
}
