//! All fallbacks in one program, with pathwise draws before, between and after them.

use crate::{close, differences};
use stochastic_grad::prelude::*;

#[derive(Clone, Copy, Debug)]
enum Cost {
    Sine,
    Growth,
    Square,
}
const COSTS: [Cost; 3] = [Cost::Sine, Cost::Growth, Cost::Square];

#[stochastic_grad]
fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

#[stochastic_grad(fallback = perturb)]
fn jumps(r: f64, rng: &mut impl Rng) -> Result<bool, Error> {
    Bernoulli::new(r).map(|b| b.sample(rng))
}

/// Each draw has a probability that depends on the others, and outcomes decide how many draws follow.
#[stochastic_grad]
fn walk(a: f64, m: f64, #[constant] cost: Cost, rng: &mut impl Rng) -> Result<f64, Error> {
    let z = Normal::new(m, 0.7)?.sample(rng);
    let p = logistic(a + z);
    let (mut level, mut total) = (0, 0.5 * z);
    for _ in 0..2 {
        let hit = Bernoulli::new(0.2 + 0.6 * p)?.score_function().sample(rng);
        let jump = jumps(0.1 + 0.2 * f64::from(level) + 0.3 * p, rng)?;
        let q = if hit ^ jump { 0.3 * p } else { 1.0 - 0.5 * p };
        let side = Bernoulli::new(q)?.enumerate().sample(rng);
        level += i32::from(jump);
        if side || jump {
            total += Normal::new(a, 0.4)?.sample(rng);
        }
        if side {
            total += 1.5;
        }
        if hit {
            total += f64::from(level) * p;
        }
        let late = Bernoulli::new(0.8 - 0.5 * p)?.measure_valued().sample(rng);
        if late {
            total += 0.25;
        }
    }
    Ok(match cost {
        Cost::Sine => total.sin() * f64::from(1 + level),
        Cost::Growth => (0.3 * total).exp(),
        Cost::Square => total * total - f64::from(level) * a,
    })
}

/// The rest of the loop, by summation; the total is normal given the outcomes.
fn rest(cost: Cost, a: f64, p: f64, left: u32, level: i32, (mean, variance): (f64, f64)) -> f64 {
    if left == 0 {
        return match cost {
            Cost::Sine => mean.sin() * (-variance / 2.0).exp() * f64::from(1 + level),
            Cost::Growth => (0.3 * mean + 0.045 * variance).exp(),
            Cost::Square => mean * mean + variance - f64::from(level) * a,
        };
    }
    let chance = |p: f64, outcome: bool| if outcome { p } else { 1.0 - p };
    let mut sum = 0.0;
    for outcome in 0..16 {
        let [hit, jump, side, late] = [1, 2, 4, 8].map(|bit| outcome & bit != 0);
        let q = if hit ^ jump { 0.3 * p } else { 1.0 - 0.5 * p };
        let r = 0.1 + 0.2 * f64::from(level) + 0.3 * p;
        let weight = chance(0.2 + 0.6 * p, hit) * chance(r, jump) * chance(q, side) * chance(0.8 - 0.5 * p, late);
        let level = level + i32::from(jump);
        let (mut mean, mut variance) = (mean, variance);
        if side || jump {
            (mean, variance) = (mean + a, variance + 0.16);
        }
        mean += 1.5 * f64::from(u8::from(side)) + 0.25 * f64::from(u8::from(late));
        if hit {
            mean += f64::from(level) * p;
        }
        sum += weight * rest(cost, a, p, left - 1, level, (mean, variance));
    }
    sum
}

/// The trapezoidal rule over the first draw: exact to rounding for a normal density.
fn exact(cost: Cost, [a, m]: [f64; 2]) -> f64 {
    let at = |i: i32| {
        let node = f64::from(i) * 0.2;
        let z = m + 0.7 * node;
        let density = 0.2 * (-node * node / 2.0).exp() / std::f64::consts::TAU.sqrt();
        density * rest(cost, a, logistic(a + z), 2, 0, (0.5 * z, 0.0))
    };
    (-40..=40).map(at).sum()
}

#[test]
fn four_fallbacks_in_a_loop_with_normal_draws_between_them() {
    let at = [0.3, -0.2];
    for (seed, cost) in COSTS.into_iter().enumerate() {
        let grad = differences(at, |x| exact(cost, x));
        let e = walk_grad((at[0], at[1]), cost, 20_000, &mut StdRng::seed_from_u64(seed as u64)).unwrap();
        close(&format!("{cost:?}"), &e, exact(cost, at), &grad, 0.05);
    }
}

#[stochastic_grad]
fn visits(lambda: f64, p: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let n = Poisson::new(lambda)?.perturb().sample(rng);
    let x = Geometric::new(if n % 2 == 0 { p } else { 1.0 - 0.5 * p })?.perturb().sample(rng);
    let y = Geometric::new(p)?.score_function().sample(rng);
    Ok(0.6_f64.powi(x as i32) / (1 + n) as f64 + 0.1 * (x * y) as f64)
}

#[test]
fn alternatives_change_the_draws_after_them() {
    let exact = |[lambda, p]: [f64; 2]| {
        let (mut sum, mut poisson) = (0.0, (-lambda).exp());
        for n in 0..60 {
            let q = if n % 2 == 0 { p } else { 1.0 - 0.5 * p };
            let power = q / (1.0 - 0.6 * (1.0 - q));
            sum += poisson * (power / f64::from(n + 1) + 0.1 * ((1.0 - q) / q) * ((1.0 - p) / p));
            poisson *= lambda / f64::from(n + 1);
        }
        sum
    };
    let at = [1.7, 0.45];
    let e = visits_grad((at[0], at[1]), 40_000, &mut StdRng::seed_from_u64(3)).unwrap();
    close("visits", &e, exact(at), &differences(at, exact), 0.04);
}

/// Ten draws by `perturb`, an enumeration in a loop, a score function in a recursion, normal draws everywhere; every
/// construct of ordinary Rust on the plain values.
#[stochastic_grad]
fn tour(theta: f64, s: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let base = Normal::new(theta, s)?.sample(rng);
    let mut visited = [0_u32; 4];
    let mut place = 1_usize;
    for step in 0..10 {
        let up = Bernoulli::new(logistic(theta + 0.1 * f64::from(step) - 0.5 * place as f64))?.perturb().sample(rng);
        place = match (up, place) {
            (true, 3) => continue,
            (true, k) => k + 1,
            (false, 0) => 0,
            (false, k) => k - 1,
        };
        visited[place] += 1;
        if visited[3] == 4 {
            break;
        }
    }
    let mut total = 0.1 * base;
    let mut side = 0;
    while side < 2 {
        let k = Categorical::new(&[1.0, s, theta * theta])?.enumerate().sample(rng);
        total += Normal::new(f64::from(visited[k]), s)?.sample(rng) * 0.2;
        side += 1;
        if k == 2 {
            break;
        }
    }
    let depth = descend(theta, 0, rng)?;
    if depth > 3 {
        return Ok(total.sin() + s);
    }
    Ok(total.sin() + f64::from(depth) * base.cos())
}

#[stochastic_grad]
fn descend(theta: f64, depth: u32, rng: &mut impl Rng) -> Result<u32, Error> {
    if Bernoulli::new(logistic(theta))?.score_function().sample(rng) || depth > 5 {
        return Ok(depth);
    }
    descend(theta, depth + 1, rng)
}

/// By dynamic programming over the walk, then by summation.
fn exact_tour([theta, s]: [f64; 2]) -> f64 {
    fn walk(theta: f64, step: u32, place: usize, visited: [u32; 4], chance: f64, ends: &mut Vec<([u32; 4], f64)>) {
        if step == 10 || visited[3] == 4 {
            return ends.push((visited, chance));
        }
        let p = logistic(theta + 0.1 * f64::from(step) - 0.5 * place as f64);
        for (up, chance) in [(true, chance * p), (false, chance * (1.0 - p))] {
            let mut visited = visited;
            let next = match (up, place) {
                (true, 3) => {
                    walk(theta, step + 1, place, visited, chance, ends);
                    continue;
                }
                (true, k) => k + 1,
                (false, 0) => 0,
                (false, k) => k - 1,
            };
            visited[next] += 1;
            walk(theta, step + 1, next, visited, chance, ends);
        }
    }
    let mut ends = Vec::new();
    walk(theta, 0, 1, [0; 4], 1.0, &mut ends);
    let p = logistic(theta);
    let depths: Vec<f64> = (0..7).map(|d| if d < 6 { p * (1.0 - p).powi(d) } else { (1.0 - p).powi(6) }).collect();
    let deep: f64 = depths[4..].iter().sum();
    let shallow: f64 = (0..4).map(|d| d as f64 * depths[d as usize]).sum();
    // base enters through 0.1 base + cos(base): the total is normal given the outcomes.
    let cosine = theta.cos() * (-s * s / 2.0).exp();
    let weights = [1.0, s, theta * theta].map(|w| w / (1.0 + s + theta * theta));
    let sine = |mean: f64, draws: f64| {
        let variance = s * s * (0.01 + 0.04 * draws);
        (0.1 * theta + 0.2 * mean).sin() * (-variance / 2.0).exp()
    };
    let inner = |v: [u32; 4]| {
        let v = v.map(f64::from);
        let second = |k: usize| (0..3).map(|l| weights[l] * sine(v[k] + v[l], 2.0)).sum::<f64>();
        weights[0] * second(0) + weights[1] * second(1) + weights[2] * sine(v[2], 1.0)
    };
    let mean: f64 = ends.iter().map(|(v, chance)| chance * inner(*v)).sum();
    mean + deep * s + shallow * cosine
}

#[test]
fn a_program_of_everything() {
    let at = [0.4, 0.6];
    let e = tour_grad((at[0], at[1]), 20_000, &mut StdRng::seed_from_u64(5)).unwrap();
    close("tour", &e, exact_tour(at), &differences(at, exact_tour), 0.06);
}

/// A measure-valued draw inside enumerated choices, whose runs go through the choices after it.
#[stochastic_grad]
fn nested(p: f64, lambda: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let first = Bernoulli::new(p)?.enumerate().sample(rng);
    let n = Poisson::new(if first { lambda } else { 2.0 * lambda })?.measure_valued().sample(rng);
    let q = 1.0 / (1.0 + n as f64 + p);
    let second = Bernoulli::new(q)?.enumerate().sample(rng);
    let m = Poisson::new(lambda * p)?.perturb().sample(rng);
    let third = Bernoulli::new(0.9 * p)?.enumerate().sample(rng);
    Ok(match (first, second, third) {
        (true, true, _) => (n * m) as f64,
        (false, true, true) => (n as f64).sqrt() + lambda,
        (_, _, false) => 1.0 / (1 + m) as f64,
        _ => 3.0 * p,
    })
}

fn exact_nested([p, lambda]: [f64; 2]) -> f64 {
    let poisson = |mean: f64| {
        let mut mass = (-mean).exp();
        let masses = (0..60).map(move |k| {
            let now = mass;
            mass *= mean / f64::from(k + 1);
            now
        });
        masses.collect::<Vec<f64>>()
    };
    let mut sum = 0.0;
    for first in [true, false] {
        let rate = if first { lambda } else { 2.0 * lambda };
        for (n, weight_n) in poisson(rate).into_iter().enumerate() {
            let q = 1.0 / (1.0 + n as f64 + p);
            for (m, weight_m) in poisson(lambda * p).into_iter().enumerate() {
                for (second, third) in [(true, true), (true, false), (false, true), (false, false)] {
                    let chance = |p: f64, yes: bool| if yes { p } else { 1.0 - p };
                    let weight = chance(p, first) * weight_n * weight_m * chance(q, second) * chance(0.9 * p, third);
                    sum += weight
                        * match (first, second, third) {
                            (true, true, _) => (n * m) as f64,
                            (false, true, true) => (n as f64).sqrt() + lambda,
                            (_, _, false) => 1.0 / (1 + m) as f64,
                            _ => 3.0 * p,
                        };
                }
            }
        }
    }
    sum
}

#[test]
fn measures_between_enumerations() {
    let at = [0.35, 0.8];
    let e = nested_grad((at[0], at[1]), 20_000, &mut StdRng::seed_from_u64(6)).unwrap();
    close("nested", &e, exact_nested(at), &differences(at, exact_nested), 0.03);
}

/// At its ends a probability still moves: the outcome that cannot be drawn has a derivative.
#[stochastic_grad]
fn edge(p: f64, #[constant] kind: u8, rng: &mut impl Rng) -> Result<f64, Error> {
    let b = Bernoulli::new(p)?;
    let hit = match kind {
        0 => b.enumerate().sample(rng),
        1 => b.perturb().sample(rng),
        _ => b.measure_valued().sample(rng),
    };
    Ok(if hit { 3.0 * p.exp() } else { -2.0 * p.exp() + 2.0 })
}

#[test]
fn impossible_outcomes_have_derivatives() {
    for kind in 0..3 {
        for p in [0.0_f64, 1.0] {
            let e = edge_grad(p, kind, 9, &mut StdRng::seed_from_u64(7)).unwrap();
            let exact = (5.0 * p.exp() - 2.0) + p * 3.0 * p.exp() - (1.0 - p) * 2.0 * p.exp();
            assert!((e.grad.p - exact).abs() < 1e-12 && e.grad_std_err.p < 1e-12, "{kind} {p}: {e}");
        }
    }
}
