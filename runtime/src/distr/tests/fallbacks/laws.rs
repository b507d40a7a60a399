//! Probabilities of all outcomes, as they stand in a textbook.

use super::*;

/// Three variables with all their first and second derivatives.
pub(super) type Twice = Dual<Dual<f64, 3>, 3>;
pub(super) type S = Smooth<Twice>;

/// The variable `i` at x.
pub(super) fn at(x: f64, i: usize) -> S {
    let unit: [f64; 3] = std::array::from_fn(|j| if i == j { 1.0 } else { 0.0 });
    Smooth(Dual::new(Dual::new(x, unit), unit.map(Dual::constant)))
}

fn constant(x: f64) -> S {
    Smooth::constant(x)
}

/// Outcomes with their probabilities, but for a rest.
pub(super) struct Law<V> {
    pub(super) name: String,
    pub(super) outcomes: Vec<(V, S)>,
    /// a bound of the probability of all other outcomes, and of its slopes relative to others
    pub(super) rest: f64,
    /// how many roundings a probability may be off
    pub(super) roundings: f64,
    /// the terms whose difference a score is
    pub(super) score_scale: f64,
}

impl<V: Outcome> Law<V> {
    fn new(name: String, outcomes: impl Iterator<Item = (V, S)>) -> Self {
        Law { name, outcomes: outcomes.collect(), rest: 0.0, roundings: 200.0, score_scale: 1.0 }
    }

    /// How large a derivative could be: Σ |dp/dθ| |f|.
    pub(super) fn reach(&self, cost: impl Fn(f64) -> f64, i: usize) -> f64 {
        self.outcomes.iter().map(|(k, p)| (gradient(*p)[i] * cost(k.number())).abs()).sum()
    }
}

impl<V: Outcome> Law<V> {
    /// The same for the parameter that moves it most: a normalisation rounds that much.
    pub(super) fn largest_reach(&self, cost: impl Fn(f64) -> f64) -> f64 {
        (0..3).fold(0.0, |most: f64, i| most.max(self.reach(&cost, i)))
    }
}

/// Π of a function of 0, ..., n - 1
fn product(n: u64, f: impl Fn(f64) -> S) -> S {
    (0..n).map(|j| f(j as f64)).product()
}

pub(super) fn bernoulli(p: f64) -> Law<bool> {
    let v = at(p, 0);
    Law::new(format!("Bernoulli({p})"), [(false, 1.0 - v), (true, v)].into_iter())
}

pub(super) fn binomial(n: u64, p: f64) -> Law<u64> {
    let v = at(p, 0);
    let mass = |k: u64| {
        let choose: f64 = (0..k).map(|j| (n - j) as f64 / (j + 1) as f64).product();
        (k, v.powi(k as i32) * (1.0 - v).powi((n - k) as i32) * choose)
    };
    let mut law = Law::new(format!("Binomial({n}, {p})"), (0..=n).map(mass));
    law.roundings += 4.0 * (n * n) as f64;
    law.score_scale = (1.0 / p.max(1e-300)).min(1e5) * (n as f64 + 1.0);
    law
}

pub(super) fn geometric(p: f64) -> Law<u64> {
    let v = at(p, 0);
    let most = if p == 1.0 { 4 } else { (-40.0 / (-p).ln_1p()) as u64 + 20 };
    let mut law = Law::new(format!("Geometric({p})"), (0..most).map(|k| (k, v * (1.0 - v).powi(k as i32))));
    law.rest = 1e-15;
    law.roundings = 1000.0;
    law.score_scale = most as f64 * 10.0;
    law
}

/// exp(-λ) λ^k / k!
fn poisson_mass(lambda: S, k: u64) -> S {
    (-lambda).exp() * product(k, |j| lambda / (j + 1.0))
}

pub(super) fn poisson(lambda: f64) -> Law<u64> {
    let most = (lambda + 12.0 * lambda.sqrt() + 30.0) as u64;
    let v = at(lambda, 0);
    let mut law = Law::new(format!("Poisson({lambda})"), (0..most).map(|k| (k, poisson_mass(v, k))));
    law.rest = 1e-15;
    law.roundings = 1000.0;
    law.score_scale = 1.0 / lambda;
    law
}

pub(super) fn negative_binomial(r: f64, p: f64) -> Law<u64> {
    let (vr, vp) = (at(r, 0), at(p, 1));
    let mass = |k: u64| (k, vp.powf(vr) * product(k, |j| (vr + j) / (j + 1.0) * (1.0 - vp)));
    let most = if p == 1.0 { 4.0 } else { (r * (1.0 - p) + 12.0 * (r * (1.0 - p)).sqrt() + 40.0) / p + 20.0 };
    let mut law = Law::new(format!("NegativeBinomial({r}, {p})"), (0..most as u64).map(mass));
    law.rest = 1e-14;
    law.roundings = 4000.0;
    law.score_scale = 1.0 / r + (most + r) / p / (1.0 - p).max(1e-9);
    law
}

fn normalised<V: Outcome>(name: String, weights: Vec<S>, outcome: impl Fn(usize) -> V) -> Law<V> {
    let total: S = weights.iter().sum();
    Law::new(name, weights.iter().enumerate().map(|(k, w)| (outcome(k), *w / total)))
}

pub(super) fn categorical(weights: &[f64]) -> Law<usize> {
    let v = weights.iter().enumerate().map(|(i, w)| at(*w, i)).collect();
    let mut law = normalised(format!("Categorical({weights:?})"), v, |k| k);
    law.score_scale = 1e9;
    law
}

pub(super) fn by_logits(logits: &[f64]) -> Law<usize> {
    let v = logits.iter().enumerate().map(|(i, w)| at(*w, i).exp()).collect();
    normalised(format!("Categorical::from_logits({logits:?})"), v, |k| k)
}

/// All lists of `parts` counts with the sum n, in lexicographic order.
fn compositions(n: u64, parts: usize) -> Vec<Vec<u64>> {
    if parts == 1 {
        return vec![vec![n]];
    }
    let with = |k: u64| compositions(n - k, parts - 1).into_iter().map(move |rest| [vec![k], rest].concat());
    (0..=n).flat_map(with).collect()
}

pub(super) fn multinomial(n: u64, weights: &[f64]) -> Law<Vec<u64>> {
    let v: Vec<S> = weights.iter().enumerate().map(|(i, w)| at(*w, i)).collect();
    let total: S = v.iter().sum();
    let factorial = |k: u64| (1..=k).map(|j| j as f64).product::<f64>();
    let mass = |counts: Vec<u64>| {
        let terms: S = counts.iter().zip(&v).map(|(k, w)| (*w / total).powi(*k as i32) / factorial(*k)).product();
        (counts, terms * factorial(n))
    };
    Law::new(format!("Multinomial({n}, {weights:?})"), compositions(n, v.len()).into_iter().map(mass))
}

pub(super) fn beta_binomial(n: u64, alpha: f64, beta: f64) -> Law<u64> {
    let (a, b) = (at(alpha, 0), at(beta, 1));
    let mass = |k: u64| {
        let choose: f64 = (0..k).map(|j| (n - j) as f64 / (j + 1) as f64).product();
        let hits = product(k, |j| (a + j) / (a + b + j));
        (k, hits * product(n - k, |j| (b + j) / (a + b + (j + k as f64))) * choose)
    };
    let mut law = Law::new(format!("BetaBinomial({n}, {alpha}, {beta})"), (0..=n).map(mass));
    law.roundings = 1e4;
    law.score_scale = 1.0 + 1.0 / alpha + 1.0 / beta;
    law
}

pub(super) fn skellam(mu1: f64, mu2: f64) -> Law<i64> {
    let (v1, v2) = (at(mu1, 0), at(mu2, 1));
    let reach = |mu: f64| (mu + 12.0 * mu.sqrt() + 30.0) as i64;
    let counts = |v: S, most: i64| (0..most + 80).map(|k| poisson_mass(v, k as u64)).collect::<Vec<S>>();
    let (first, second) = (counts(v1, reach(mu1)), counts(v2, reach(mu2)));
    let mass = |k: i64| {
        let pairs = (0..first.len() as i64).filter(|i| (0..second.len() as i64).contains(&(i - k)));
        (k, pairs.map(|i| first[i as usize] * second[(i - k) as usize]).fold(constant(0.0), |sum, p| sum + p))
    };
    let mut law = Law::new(format!("Skellam({mu1}, {mu2})"), (-reach(mu2) + 10..reach(mu1) - 10).map(mass));
    law.rest = 1e-14;
    // Second differences of neighbours forty times as large, each off by some fifty roundings.
    law.roundings = 8000.0;
    law.score_scale = 1.0 / mu1 + 1.0 / mu2;
    law
}

pub(super) fn zipf(n: u64, s: f64) -> Law<u64> {
    let v = at(s, 0);
    let weights = (1..=n).map(|k| (-v * (k as f64).ln()).exp()).collect();
    let mut law = normalised(format!("Zipf({n}, {s})"), weights, |k| k as u64 + 1);
    law.roundings = 2000.0;
    law
}

/// As far as P(X > k) > 1e-16: only for large s.
pub(super) fn zeta(s: f64) -> Law<u64> {
    let mut law = zipf(3000.min(10_f64.powf(25.0 / (s - 1.0)) as u64 + 20), s);
    law.name = format!("Zeta({s})");
    law.rest = 1e-15;
    law
}

pub(super) fn hypergeometric(all: u64, special: u64, drawn: u64) -> Law<u64> {
    let choose = |n: u64, k: u64| (0..k).map(|j| (n - j) as f64 / (j + 1) as f64).product::<f64>();
    let counts = drawn.saturating_sub(all - special)..=drawn.min(special);
    let mass = |k: u64| choose(special, k) * choose(all - special, drawn - k) / choose(all, drawn);
    Law::new(format!("Hypergeometric({all}, {special}, {drawn})"), counts.map(|k| (k, constant(mass(k)))))
}

pub(super) fn discrete_uniform(low: i64, high: i64) -> Law<i64> {
    let p = constant(1.0 / (high - low + 1) as f64);
    Law::new(format!("DiscreteUniform({low}, {high})"), (low..=high).map(|k| (k, p)))
}
