//! What the fallbacks ask of discrete distributions: probabilities, tails, alternatives, parts, quantiles and scores,
//! against sums over all outcomes with probabilities that are written down here a second time.

mod laws;
mod limits;

use super::*;
use crate::private::Primal;
use laws::{Law, S, Twice};

/// An outcome as a number.
trait Outcome: Clone + Debug + PartialEq {
    fn number(&self) -> f64;
}
impl Outcome for bool {
    fn number(&self) -> f64 {
        f64::from(u8::from(*self))
    }
}
macro_rules! outcomes {
    ($($t:ty)+) => { $(impl Outcome for $t {
        fn number(&self) -> f64 {
            *self as f64
        }
    })+ };
}
outcomes!(u64 i64 usize);
impl Outcome for Vec<u64> {
    fn number(&self) -> f64 {
        self.iter().enumerate().map(|(i, k)| (i as f64 + 0.5) * (*k as f64).powi(2)).sum()
    }
}

/// What is estimated: smooth, oscillating, and with a jump.
const COSTS: [fn(f64) -> f64; 4] = [|k| k * k, |k| (k.abs() + 1.0).sqrt(), f64::sin, |k| f64::from(u8::from(k > 2.0))];

/// Value, gradient and Hessian as one list.
fn parts(x: S) -> [f64; 13] {
    let Dual { re, eps } = x.0;
    let rows = [[re.re, 0.0, 0.0], re.eps, eps[0].eps, eps[1].eps, eps[2].eps];
    std::array::from_fn(|i| if i == 0 { re.re } else { rows[1 + (i - 1) / 3][(i - 1) % 3] })
}

fn gradient(x: S) -> [f64; 3] {
    x.0.re.eps
}

/// Fails unless probabilities agree with those of the law, with all their derivatives.
fn agree<V: Outcome>(law: &Law<V>, probability: impl Fn(usize) -> S) {
    let want: Vec<[f64; 13]> = law.outcomes.iter().map(|(_, p)| parts(*p)).collect();
    let scale: [f64; 13] = std::array::from_fn(|i| want.iter().fold(0.0, |most: f64, w| most.max(w[i].abs())));
    let mut sum = [0.0; 13];
    for (k, want) in want.iter().enumerate() {
        let got = parts(probability(k));
        for i in 0..13 {
            let what = (&law.name, &law.outcomes[k].0, i);
            close(got[i], want[i], law.roundings * f64::EPSILON * scale[i], &what);
            sum[i] += got[i];
        }
        // Small probabilities are as accurate as large ones.
        close(got[0], want[0], 1e-11 * want[0] + 1e-300, &(&law.name, k));
    }
    for (i, sum) in sum.into_iter().enumerate() {
        let what = (&law.name, "sum", i);
        // The slopes of a probability are differences of terms as large as the largest of the same order.
        let terms = match i {
            0 => 1.0,
            1..4 => scale[1..4].iter().fold(0.0, |most: f64, s| most.max(*s)),
            _ => scale[4..].iter().fold(0.0, |most: f64, s| most.max(*s)),
        };
        let tolerance = (law.rest + 8.0 * law.roundings * f64::EPSILON) * terms;
        close(sum, f64::from(u8::from(i == 0)), tolerance, &what);
    }
}

fn enumerated<X: Enumerable<Twice, Value: Outcome>>(x: &X, law: &Law<X::Value>) {
    assert_eq!(x.outcomes(), law.outcomes.len() as u64, "{}", law.name);
    for (k, (outcome, _)) in law.outcomes.iter().enumerate() {
        assert_eq!(x.outcome(k as u64), *outcome, "{}", law.name);
    }
    agree(law, |k| x.probability(k as u64));
}

fn truncated<X: Truncatable<Twice, Value: Outcome>>(x: &X, law: &Law<X::Value>, slack: f64) {
    let at = |k: usize| law.outcomes[k].0.number() as i64;
    agree(law, |k| x.probability_at(at(k)));
    for tail in [0.4, 0.05, 1e-3, 1e-7, 1e-11] {
        let Truncation { start, count, left_out } = x.truncate(tail);
        let what = (&law.name, tail, start, count, left_out);
        let inside = |k: i64| (start..start + count as i64).contains(&k);
        let all = || (0..law.outcomes.len()).map(|k| (at(k), parts(law.outcomes[k].1)[0]));
        let outside: f64 = all().filter(|(k, _)| !inside(*k)).map(|(_, p)| p).sum::<f64>();
        assert!(left_out <= tail && left_out >= outside * (1.0 - 1e-10), "{what:?}: {outside}");
        assert!(left_out <= slack * outside + 1e-9 * tail + 2.0 * law.rest, "{what:?}: {outside}");
        // One less would be too few.
        let last: f64 = all().filter(|(k, _)| *k == start + count as i64 - 1).map(|(_, p)| p).sum();
        assert!(slack * (outside + last) + 2.0 * law.rest > tail || count == 1, "{what:?}");
        assert!(x.outcome_at(start).number() == start as f64);
    }
}

/// The exact derivatives of the mean of a cost.
fn exact<V: Outcome>(law: &Law<V>, cost: impl Fn(f64) -> f64) -> [f64; 3] {
    std::array::from_fn(|i| law.outcomes.iter().map(|(k, p)| gradient(*p)[i] * cost(k.number())).sum())
}

/// Alternatives give the derivative exactly, where `random` is false, or on average.
fn perturbed<X: Perturbable<Twice, Value: Outcome>>(x: &X, law: &Law<X::Value>, random: bool) {
    let seeds = if random { 2000 } else { 2 };
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(7);
    for cost in COSTS {
        let (mut mean, mut variance, mut size) = ([0.0; 3], [0.0; 3], [0.0; 3]);
        for (outcome, p) in law.outcomes.iter().filter(|(_, p)| parts(*p)[0] > 0.0) {
            let p = parts(*p)[0];
            let (mut sum, mut square) = ([0.0; 3], [0.0; 3]);
            for _ in 0..seeds {
                let Alternative { outcome: other, shift, pick_weight } = x.alternative(outcome, &mut rng);
                assert!(pick_weight > 0.0 && pick_weight.is_finite() || shift.0.is_constant(), "{}", law.name);
                let difference = cost(other.number()) - cost(outcome.number());
                for i in 0..3 {
                    let term = gradient(shift)[i] * difference;
                    sum[i] += term;
                    square[i] += term * term;
                }
            }
            let n = f64::from(seeds);
            for i in 0..3 {
                mean[i] += p * sum[i] / n;
                size[i] += p * (square[i] / n).sqrt();
                variance[i] += p * p * (square[i] / n - (sum[i] / n).powi(2)).max(0.0) / n;
            }
        }
        let want = exact(law, cost);
        for i in 0..3 {
            let error = if random { variance[i].sqrt() } else { 0.0 };
            assert!(error <= 0.03 * size[i], "{} {i}: {error} {}", law.name, size[i]);
            let rounding = (law.rest + law.roundings * f64::EPSILON) * (size[i] + law.largest_reach(cost));
            close(mean[i], want[i], 5.0 * error + rounding, &(&law.name, "alternative", i));
        }
    }
}

/// The parts of the derivative give it on average.
fn decomposed<X: Decomposable<Twice, Value: Outcome>>(x: &X, law: &Law<X::Value>) {
    const N: u64 = 20_000;
    for (c, cost) in COSTS.into_iter().enumerate() {
        let (mut mean, mut variance) = ([0.0; 3], [0.0; 3]);
        for part in 0..x.parts() {
            let shift = gradient(x.shift(part));
            if shift == [0.0; 3] {
                continue;
            }
            let (mut sum, mut square) = (0.0, 0.0);
            for seed in 0..N {
                let draw = |positive| {
                    let mut rng = Xoshiro256PlusPlus::seed_from_u64(1000 * c as u64 + seed);
                    cost(x.draw_part(part, positive, &mut rng).number())
                };
                let difference = draw(true) - draw(false);
                sum += difference;
                square += difference * difference;
            }
            let n = N as f64;
            for i in 0..3 {
                mean[i] += shift[i] * sum / n;
                // The parts have their randomness in common.
                variance[i] += (x.parts() as f64) * shift[i].powi(2) * (square / n - (sum / n).powi(2)).max(0.0) / n;
            }
        }
        let want = exact(law, cost);
        for i in 0..3 {
            let (error, reach) = (variance[i].sqrt(), law.reach(|k| 1.0 + cost(k).abs(), i));
            assert!(error <= 0.15 * reach, "{} {c} {i}: {error} {reach}", law.name);
            let rounding = (law.rest + law.roundings * f64::EPSILON) * law.largest_reach(|k| 1.0 + cost(k).abs());
            // Outcomes so rare that they may not be seen.
            let largest = (0..x.parts()).fold(0.0, |most: f64, part| most.max(gradient(x.shift(part))[i].abs()));
            let rare = law.outcomes.iter().map(|(k, p)| (gradient(*p)[i].abs(), 1.0 + cost(k.number()).abs()));
            let unseen: f64 = rare.filter(|(slope, _)| *slope < largest * 25.0 / N as f64).map(|(s, f)| s * f).sum();
            close(mean[i], want[i], 5.0 * error + unseen + rounding, &(&law.name, "parts", c, i));
        }
    }
}

/// Quantiles agree with the sums of the probabilities.
fn inverted<X: Perturbable<Twice, Value: Outcome>>(x: &X, law: &Law<X::Value>) {
    for i in 0..2000 {
        let u = f64::from(i) / 2000.0;
        let k = x.invert(u).number();
        let sum = |below: &dyn Fn(f64) -> bool| -> f64 {
            law.outcomes.iter().filter(|(j, _)| below(j.number())).map(|(_, p)| parts(*p)[0]).sum()
        };
        let (before, up_to) = (sum(&|j| j < k), sum(&|j| j <= k));
        assert!(before <= u + 1e-12 && u < up_to + 1e-12, "{}: {u} between {before} and {up_to}", law.name);
    }
}

/// Outcomes for uniform numbers follow the law.
fn spread<X: Perturbable<Twice, Value: Outcome>>(x: &X, law: &Law<X::Value>) {
    const N: usize = 40_000;
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(11);
    let mut counts = vec![0.0; law.outcomes.len() + 1];
    for _ in 0..N {
        let outcome = x.invert(rand::RngExt::random(&mut rng));
        let found = law.outcomes.iter().position(|(k, _)| *k == outcome);
        counts[found.unwrap_or(law.outcomes.len())] += 1.0;
    }
    let (mut statistic, mut cells) = (0.0, 0);
    for (count, (k, p)) in counts.iter().zip(&law.outcomes) {
        let want = parts(*p)[0] * N as f64;
        if want >= 20.0 {
            statistic += (count - want) * (count - want) / want;
            cells += 1;
        } else {
            assert!(*count <= 20.0 + 5.0 * 20.0_f64.sqrt(), "{} {k:?}: {count} instead of {want}", law.name);
        }
    }
    let degrees = f64::from(cells);
    assert!(statistic < degrees + 5.0 * (2.0 * degrees).sqrt(), "{}: {statistic} with {degrees}", law.name);
}

/// The number that is added up by the score function has the slopes of ln p.
fn scored<X: Likelihood<Twice, Value: Outcome>>(x: &X, law: &Law<X::Value>) {
    for (outcome, _) in law.outcomes.iter().filter(|(_, p)| parts(*p)[0] > 1e-200) {
        let (got, want) = (gradient(x.score(outcome)), gradient(x.ln_likelihood(outcome)));
        for i in 0..3 {
            let scale = want[i].abs() + law.score_scale;
            close(got[i], want[i], 1e-13 * scale, &(&law.name, "score", outcome, i));
        }
    }
}

#[test]
fn bernoulli() {
    for p in [0.0, 1e-9, 0.3, 0.5, 1.0] {
        let (x, law) = (Bernoulli::new(laws::at(p, 0)).unwrap(), laws::bernoulli(p));
        enumerated(&x, &law);
        perturbed(&x, &law, false);
        decomposed(&x, &law);
        inverted(&x, &law);
        scored(&x, &law);
    }
}

#[test]
fn binomial() {
    for (n, p) in [(0, 0.3), (1, 0.3), (7, 0.0), (7, 1.0), (7, 0.4), (12, 1e-7), (100, 0.02), (200, 0.7), (90, 0.5)] {
        let (x, law) = (Binomial::new(n, laws::at(p, 0)).unwrap(), laws::binomial(n, p));
        enumerated(&x, &law);
        perturbed(&x, &law, n > 1);
        decomposed(&x, &law);
        inverted(&x, &law);
        scored(&x, &law);
    }
}

#[test]
fn geometric() {
    for p in [1.0, 0.9, 0.5, 0.3, 0.08] {
        let (x, law) = (Geometric::new(laws::at(p, 0)).unwrap(), laws::geometric(p));
        truncated(&x, &law, 1.0 + 1e-9);
        perturbed(&x, &law, false);
        decomposed(&x, &law);
        inverted(&x, &law);
        scored(&x, &law);
    }
}

#[test]
fn poisson() {
    for lambda in [1e-200, 1e-5, 0.4, 3.5, 9.9, 10.1, 29.0, 50.0] {
        let (x, law) = (Poisson::new(laws::at(lambda, 0)).unwrap(), laws::poisson(lambda));
        truncated(&x, &law, 1.0 + 1e-9);
        perturbed(&x, &law, false);
        decomposed(&x, &law);
        inverted(&x, &law);
        scored(&x, &law);
    }
}

#[test]
fn negative_binomial() {
    for (r, p) in
        [(2.5, 1.0), (3.0, 0.999999), (0.3, 0.2), (1.0, 0.5), (2.5, 0.4), (40.0, 0.7), (1e-3, 0.3), (8.0, 0.12)]
    {
        let x = NegativeBinomial::new(laws::at(r, 0), laws::at(p, 1)).unwrap();
        let law = laws::negative_binomial(r, p);
        truncated(&x, &law, 1.0 + 1e-9);
        perturbed(&x, &law, false);
        decomposed(&x, &law);
        inverted(&x, &law);
        scored(&x, &law);
    }
}

#[test]
fn categorical() {
    for weights in
        [vec![2.0], vec![1.0, 3.0], vec![0.0, 3.0], vec![1.0, 2.0, 5.0], vec![0.0, 4.0, 0.0], vec![3.0, 0.0, 1e-9]]
    {
        let moving: Vec<S> = weights.iter().enumerate().map(|(i, w)| laws::at(*w, i)).collect();
        let (x, law) = (Categorical::new(&moving).unwrap(), laws::categorical(&weights));
        let random = weights.len() > 2;
        enumerated(&x, &law);
        perturbed(&x, &law, random);
        decomposed(&x, &law);
        inverted(&x, &law);
        scored(&x, &law);
    }
    for logits in [[0.3, -1.0, 2.0], [0.0, -800.0, 1.0]] {
        let moving: Vec<S> = logits.iter().enumerate().map(|(i, w)| laws::at(*w, i)).collect();
        let (x, law) = (Categorical::from_logits(&moving).unwrap(), laws::by_logits(&logits));
        enumerated(&x, &law);
        perturbed(&x, &law, true);
        decomposed(&x, &law);
        inverted(&x, &law);
        scored(&x, &law);
    }
}

#[test]
fn multinomial() {
    for (n, weights) in
        [(0, vec![1.0, 2.0]), (3, vec![2.0]), (5, vec![1.0, 3.0]), (4, vec![1.0, 0.0, 2.0]), (6, vec![0.2, 0.5, 0.3])]
    {
        let moving: Vec<S> = weights.iter().enumerate().map(|(i, w)| laws::at(*w, i)).collect();
        let (x, law) = (Multinomial::new(n, &moving).unwrap(), laws::multinomial(n, &weights));
        enumerated(&x, &law);
        perturbed(&x, &law, true);
        decomposed(&x, &law);
        spread(&x, &law);
        scored(&x, &law);
    }
}

#[test]
fn beta_binomial() {
    for (n, a, b) in
        [(0, 1.0, 2.0), (1, 0.3, 2.0), (10, 2.0, 3.0), (10, 0.05, 0.1), (50, 30.0, 4.0), (40, 0.1, 2.0), (12, 1e4, 3e4)]
    {
        let x = BetaBinomial::new(n, laws::at(a, 0), laws::at(b, 1)).unwrap();
        let law = laws::beta_binomial(n, a, b);
        enumerated(&x, &law);
        perturbed(&x, &law, true);
        decomposed(&x, &law);
        inverted(&x, &law);
        scored(&x, &law);
    }
    // Slopes of alpha in which a success hardly ever takes part.
    let (x, law) =
        (BetaBinomial::new(40, laws::at(1e-5, 0), laws::at(2.0, 1)).unwrap(), laws::beta_binomial(40, 1e-5, 2.0));
    enumerated(&x, &law);
    decomposed(&x, &law);
    inverted(&x, &law);
    scored(&x, &law);
    let x = BetaBinomial::new(400, laws::at(0.8, 0), laws::at(20.0, 1)).unwrap();
    spread(&x, &laws::beta_binomial(400, 0.8, 20.0));
}

#[test]
fn skellam() {
    for (mu1, mu2) in [(1.6, 1.1), (0.01, 3.0), (1e-30, 0.2), (20.0, 12.0), (9.0, 30.0)] {
        let x = Skellam::new(laws::at(mu1, 0), laws::at(mu2, 1)).unwrap();
        let law = laws::skellam(mu1, mu2);
        truncated(&x, &law, 1.011);
        perturbed(&x, &law, true);
        decomposed(&x, &law);
        spread(&x, &law);
        scored(&x, &law);
    }
}

#[test]
fn zipf() {
    for (n, s) in [(1, 2.0), (2, 1.0), (5, 0.0), (30, 0.7), (30, 1.0), (100, 3.0), (10, 40.0), (300, 1.3)] {
        let (x, law) = (Zipf::new(n, laws::at(s, 0)).unwrap(), laws::zipf(n, s));
        enumerated(&x, &law);
        perturbed(&x, &law, false);
        decomposed(&x, &law);
        inverted(&x, &law);
        scored(&x, &law);
    }
}

#[test]
fn zeta() {
    for s in [9.0, 14.0, 60.0] {
        let (x, law) = (Zeta::new(laws::at(s, 0)).unwrap(), laws::zeta(s));
        truncated(&x, &law, 1.0 + 1e-9);
        perturbed(&x, &law, false);
        decomposed(&x, &law);
        inverted(&x, &law);
        scored(&x, &law);
    }
}

#[test]
fn integers_without_smooth_parameters() {
    for (all, special, drawn) in [(20, 8, 5), (10, 0, 3), (10, 10, 10), (12, 9, 7)] {
        let x = Hypergeometric::new(all, special, drawn).unwrap();
        enumerated(&x, &laws::hypergeometric(all, special, drawn));
    }
    for (low, high) in [(1, 6), (-3, -3), (-2, 4)] {
        enumerated(&DiscreteUniform::new(low, high).unwrap(), &laws::discrete_uniform(low, high));
    }
}
