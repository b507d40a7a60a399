//! The fallbacks in whole programs, alone and together: estimates against exact values, in units of their own standard
//! errors.

mod continuous;
mod cost;
mod credits;
mod enumerated;
#[path = "../shared/honest.rs"]
mod honest;
mod own;
mod refused;
mod standard_errors;
mod together;

use stochastic_grad::{Estimate, Parameters};

/// Within five standard errors, which are `precision` of the scale of the answer at most.
#[track_caller]
fn close<P: Parameters>(what: &str, e: &Estimate<P>, value: f64, grad: &[f64], precision: f64) {
    assert!((e.value - value).abs() <= 5.0 * e.value_std_err + 1e-9, "{what}: value {value} in\n{e}");
    for ((g, se), exact) in e.grad.flatten().into_iter().zip(e.grad_std_err.flatten()).zip(grad) {
        assert!((g - exact).abs() <= 5.0 * se + 1e-9 * (1.0 + exact.abs()), "{what}: derivative {exact} in\n{e}");
        assert!(se <= precision * exact.abs().max(1.0), "{what}: too imprecise for {exact}\n{e}");
    }
}

/// The gradient of a function of plain numbers, by central differences.
fn differences<const N: usize>(at: [f64; N], f: impl Fn([f64; N]) -> f64) -> [f64; N] {
    let h = 1e-5;
    std::array::from_fn(|i| {
        let moved = |by: f64| f(std::array::from_fn(|j| if i == j { at[j] + by } else { at[j] }));
        (8.0 * (moved(h) - moved(-h)) - (moved(2.0 * h) - moved(-2.0 * h))) / (12.0 * h)
    })
}
