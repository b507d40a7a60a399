//! The tables of exact values in `data/`, and what a row asks of an estimate.
//!
//! The numbers were computed with 50 digits in two independent ways each. A row is one function of one draw and one
//! derivative of its expected value.

use super::functions::Cost;
use std::collections::HashMap;
use stochastic_grad::prelude::*;
use stochastic_grad::{Parameters, TwiceDifferentiable};

const GRADIENTS: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/expected_grads.csv"));
const HESSIANS: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/expected_hessians.csv"));

/// 5 standard errors must be at most this part of the exact derivative.
const SHARP: f64 = 0.05;
/// The most samples that a row may take.
const MOST: usize = 5_000_000;
/// The samples of the run that tells how many a row takes.
const PILOT: usize = 100_000;

/// One line of a table.
struct Row {
    case: String,
    params: HashMap<String, f64>,
    /// The name of the function.
    function: String,
    /// What stands after the function: names of parameters, then exact numbers.
    rest: Vec<String>,
}

impl Row {
    /// The parameters that the row has, of those that there can be.
    fn point<'a>(&self, names: &[&'a str]) -> (Vec<&'a str>, Vec<f64>) {
        names.iter().filter_map(|name| Some((*name, *self.params.get(*name)?))).unzip()
    }
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

/// The rows of a distribution that have parameters of just these names, in any order; a distribution may have rows with
/// and without an optional one.
/// The rows of a distribution with the named parameters, of which those with a number need not be there.
fn rows(table: &str, distribution: &str, names: &[&str]) -> Vec<Row> {
    let lines = table.lines().skip(1).map(fields).filter(|line| line[1] == distribution);
    let rows: Vec<Row> = lines
        .map(|line| Row {
            case: line[0].clone(),
            params: params(&line[2]),
            function: line[3].clone(),
            rest: line[4..].to_vec(),
        })
        .filter(|row| names.iter().all(|name| row.params.contains_key(*name) || name.ends_with(char::is_numeric)))
        .filter(|row| row.params.keys().all(|name| name == "dim" || names.contains(&name.as_str())))
        .collect();
    assert!(!rows.is_empty(), "no rows for {distribution}");
    rows
}

fn number(field: &str) -> f64 {
    field.parse().expect("a number")
}

/// Rows that are not as sharp with the most samples, because their terms cancel or hardly a sample sees what matters:
/// the part of the exact derivative that 5 standard errors take then.
const BLUNT: &[(&str, f64)] = &[
    ("gradient Bernoulli-004", 5.0),
    ("gradient Bernoulli-006", 0.3),
    ("gradient Bernoulli-007", 0.3),
    // cos(x) over a wide law: the parts cancel.
    ("gradient BetaBinomial-007", 1.0),
    ("gradient Cauchy-005", 0.2),
    // One sample in a thousand is not 0, and counts a thousandfold.
    ("gradient Geometric-007", 0.08),
    ("gradient Geometric-008", 0.08),
    ("gradient GEV-006", 0.35),
    ("gradient LogNormal-010", 0.5),
    ("gradient Logistic-006", 0.25),
    // The third outcome has probability 5e-5.
    ("gradient Multinomial-005", 0.1),
    ("gradient Normal-011", 1.2),
    ("gradient Normal-012", 1.3),
    ("gradient NormalMixture-006", 0.8),
    ("gradient Pareto-003", 0.05),
    ("gradient RelaxedBernoulli-006", 0.051),
    ("second derivative Cauchy-005", 50.0),
    ("second derivative BetaPrime-002", 0.1),
    ("second derivative ChiSquared-003", 0.1),
    ("second derivative VonMises-005", 0.5),
    // It is 0, up to the rounding of 50 digits.
    ("second derivative Chi-002", 1e27),
    ("second derivative Exponential-003", 0.25),
    ("second derivative Exponential-005", 1.6),
    ("second derivative LogitNormal-002", 1.6),
    ("second derivative RelaxedBernoulli-005", 0.101),
    ("second derivative Weibull-003", 0.25),
];

/// Rows that the score function cannot tell from zero with any number of samples: an outcome of probability 1e-7. They
/// are for the fallbacks that look at every outcome; here only the value is checked.
const HOPELESS: &[&str] = &["gradient Categorical-005"];

/// How many samples make 5 standard errors sharp enough, from the standard error of a pilot; and how sharp.
fn plan(what: &str, exact: f64, pilot: usize, std_err: f64) -> (usize, f64) {
    if let Some((_, sharp)) = BLUNT.iter().find(|row| row.0 == what) {
        return (MOST, *sharp);
    }
    let ratio = 1.2 * 5.0 * std_err / (SHARP * exact.abs());
    (((ratio * ratio * pilot as f64) as usize).clamp(1000, MOST), SHARP)
}

/// Fails unless the estimate is within 5 standard errors of the exact value, or its rounding where nothing is random.
#[track_caller]
fn within(what: &str, estimate: f64, std_err: f64, exact: f64) {
    let error = (estimate - exact).abs();
    assert!(error <= 5.0 * std_err + 1e-13 * exact.abs(), "{what}: {estimate} ± {std_err} instead of {exact}");
}

/// Fails unless the estimate is right, and its standard error small enough to tell.
#[track_caller]
pub(super) fn agrees(what: &str, estimate: f64, std_err: f64, exact: f64, sharp: f64) {
    within(what, estimate, std_err, exact);
    assert!(5.0 * std_err <= sharp * exact.abs(), "{what}: ± {std_err} says little about {exact}");
}

/// The names of the parameters in the tables, in the order of the function's arguments.
pub(super) fn position(names: &[&str], name: &str) -> usize {
    names.iter().position(|n| *n == name).unwrap_or_else(|| panic!("no parameter {name} among {names:?}"))
}

fn generator(seed: usize) -> StdRng {
    StdRng::seed_from_u64(seed as u64)
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
    gradients_of(distribution, names, |name| objective(Cost::named(name)), params);
}

/// Checks the gradients of a distribution whose functions are not those of one number. The names may be more than a row
/// has.
pub(super) fn gradients_of<O, P>(
    distribution: &str,
    names: &[&str],
    objective: impl Fn(&str) -> O,
    params: impl Fn(&[f64]) -> P,
) where
    O: Objective<Error = Error>,
    P: Into<O::Params>,
{
    for (seed, row) in rows(GRADIENTS, distribution, names).into_iter().enumerate() {
        let (names, point) = row.point(names);
        let index = position(&names, &row.rest[0]);
        let (value, exact) = (number(&row.rest[1]), number(&row.rest[2]));
        let what = format!("gradient {}", row.case);
        let run = |n, seed| objective(&row.function).grad(params(&point), n, &mut generator(seed)).expect(&what);
        let pilot = run(PILOT, 1000 + seed);
        let (n, sharp) = plan(&what, exact, PILOT, pilot.grad_std_err.flatten()[index]);
        let mut est = run(n, seed);
        if 5.0 * est.grad_std_err.flatten()[index] > sharp * exact.abs() && n < MOST {
            // The pilot saw too little of a heavy tail.
            est = run((2 * n).min(MOST), 2000 + seed);
        }
        within(&row.case, est.value, est.value_std_err, value);
        if !HOPELESS.contains(&what.as_str()) {
            agrees(&what, est.grad.flatten()[index], est.grad_std_err.flatten()[index], exact, sharp);
        }
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
    for (seed, row) in rows(HESSIANS, distribution, names).into_iter().enumerate() {
        let (names, point) = row.point(names);
        let at = (position(&names, &row.rest[0]), position(&names, &row.rest[1]));
        let exact = number(&row.rest[2]);
        let what = format!("second derivative {}", row.case);
        let run = |n, seed| {
            objective(Cost::named(&row.function)).hessian(params(&point), n, &mut generator(seed)).expect(&what)
        };
        let pilot = run(PILOT, 1000 + seed);
        let (n, sharp) = plan(&what, exact, PILOT, pilot.hessian_std_err[at]);
        let mut est = run(n, seed);
        if 5.0 * est.hessian_std_err[at] > sharp * exact.abs() && n < MOST {
            est = run((2 * n).min(MOST), 2000 + seed);
        }
        agrees(&what, est.hessian[at], est.hessian_std_err[at], exact, sharp);
        assert_eq!(est.hessian[at], est.hessian[(at.1, at.0)], "{what}");
    }
}
