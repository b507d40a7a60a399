//! The tables of exact values in `data/`, and what a row asks of an estimate.
//!
//! The numbers were computed with 50 digits in two independent ways each. A row is one function of one draw and one
//! derivative of its expected value.

use super::functions::Cost;
use rand::rngs::Xoshiro256PlusPlus;
use std::collections::HashMap;
use stochastic_grad::prelude::*;
use stochastic_grad::{Parameters, TwiceDifferentiable};

const GRADIENTS: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/expected_grads.csv"));
const HESSIANS: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/expected_hessians.csv"));

/// 5 standard errors must be at most this part of the exact derivative.
const SHARP: f64 = 0.05;
/// The most samples that a row may take.
const MOST: usize = 20_000_000;

/// One line of a table.
struct Row {
    case: String,
    params: HashMap<String, f64>,
    cost: Cost,
    /// What stands after the function: names of parameters, then exact numbers.
    rest: Vec<String>,
}

/// The fields of a line, of which one may be in quotes with its own quotes doubled.
fn fields(line: &str) -> Vec<String> {
    let (mut fields, mut quoted) = (vec![String::new()], false);
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            _ => fields.last_mut().expect("there is a first field").push(c),
        }
    }
    fields
}

/// `{name: number, ..}`, whose quotes are gone already
fn params(field: &str) -> HashMap<String, f64> {
    let pairs = field.trim_matches(['{', '}']).split(", ").map(|pair| pair.split_once(": ").expect("a pair"));
    pairs.map(|(name, value)| (name.to_owned(), value.parse().expect("a number"))).collect()
}

fn rows(table: &str, distribution: &str) -> Vec<Row> {
    let lines = table.lines().skip(1).map(fields).filter(|line| line[1] == distribution);
    let rows: Vec<Row> = lines
        .map(|line| Row {
            case: line[0].clone(),
            params: params(&line[2]),
            cost: Cost::named(&line[3]),
            rest: line[4..].to_vec(),
        })
        .collect();
    assert!(!rows.is_empty(), "no rows for {distribution}");
    rows
}

fn number(field: &str) -> f64 {
    field.parse().expect("a number")
}

/// Rows that no affordable number of samples makes sharp, because hardly a sample sees the rare outcome that the
/// score function waits for: the number of samples, and the part of the exact derivative that 5 standard errors take.
const RARE: &[(&str, usize, f64)] =
    &[("Bernoulli-004", 20_000_000, 1.5), ("Bernoulli-006", 20_000_000, 0.15), ("Categorical-005", 100_000_000, 2.0)];

/// How many samples make 5 standard errors sharp enough, from the standard error of a pilot; and how sharp.
fn plan(case: &str, exact: f64, pilot: usize, std_err: f64) -> (usize, f64) {
    if let Some((_, n, sharp)) = RARE.iter().find(|r| r.0 == case) {
        return (*n, *sharp);
    }
    let ratio = 1.1 * 5.0 * std_err / (SHARP * exact.abs());
    (((ratio * ratio * pilot as f64) as usize).clamp(1000, MOST), SHARP)
}

/// Fails unless the estimate is within 5 standard errors of the exact value, and these are small enough to tell.
#[track_caller]
pub(super) fn agrees(what: &str, estimate: f64, std_err: f64, exact: f64, sharp: f64) {
    let z = (estimate - exact) / std_err;
    assert!(z.abs() < 5.0, "{what}: {estimate} ± {std_err} instead of {exact}: {z} standard errors off");
    assert!(5.0 * std_err <= sharp * exact.abs(), "{what}: ± {std_err} says little about {exact}");
}

/// The names of the parameters in the tables, in the order of the function's arguments.
pub(super) fn position(names: &[&str], name: &str) -> usize {
    names.iter().position(|n| *n == name).unwrap_or_else(|| panic!("no parameter {name} among {names:?}"))
}

fn generator(seed: usize) -> Xoshiro256PlusPlus {
    Xoshiro256PlusPlus::seed_from_u64(seed as u64)
}

/// Checks the gradients of a distribution.
pub(super) fn gradients<O, P>(
    distribution: &str,
    names: &[&str],
    objective: impl Fn(Cost) -> O,
    params: impl Fn(&[f64]) -> P,
) where
    O: Objective<Error = Error>,
    P: Into<O::Params>,
{
    const PILOT: usize = 20_000;
    for (seed, row) in rows(GRADIENTS, distribution).into_iter().enumerate() {
        let point: Vec<f64> = names.iter().filter_map(|name| row.params.get(*name).copied()).collect();
        let index = position(names, &row.rest[0]);
        let (value, exact) = (number(&row.rest[1]), number(&row.rest[2]));
        let run = |n, seed| objective(row.cost).grad(params(&point), n, &mut generator(seed)).expect(&row.case);
        let (n, sharp) = plan(&row.case, exact, PILOT, run(PILOT, 1000 + seed).grad_std_err.flatten()[index]);
        let est = run(n, seed);
        assert!((est.value - value).abs() < 5.0 * est.value_std_err, "{}: {} not {value}", row.case, est.value);
        agrees(&row.case, est.grad.flatten()[index], est.grad_std_err.flatten()[index], exact, sharp);
    }
}

/// Checks the second derivatives of a distribution.
pub(super) fn hessians<O, P>(
    distribution: &str,
    names: &[&str],
    objective: impl Fn(Cost) -> O,
    params: impl Fn(&[f64]) -> P,
) where
    O: Objective<Error = Error> + TwiceDifferentiable,
    P: Into<O::Params>,
{
    const PILOT: usize = 20_000;
    for (seed, row) in rows(HESSIANS, distribution).into_iter().enumerate() {
        let point: Vec<f64> = names.iter().filter_map(|name| row.params.get(*name).copied()).collect();
        let at = (position(names, &row.rest[0]), position(names, &row.rest[1]));
        let exact = number(&row.rest[2]);
        let run = |n, seed| objective(row.cost).hessian(params(&point), n, &mut generator(seed)).expect(&row.case);
        let (n, sharp) = plan(&row.case, exact, PILOT, run(PILOT, 1000 + seed).hessian_std_err[at]);
        let est = run(n, seed);
        agrees(&row.case, est.hessian[at], est.hessian_std_err[at], exact, sharp);
        assert_eq!(est.hessian[at], est.hessian[(at.1, at.0)], "{}", row.case);
    }
}
