//! Settled costs: no more variance, never a bias.

use crate::close;
use stochastic_grad::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq)]
enum Use {
    Count,
    Discounted,
    Noisy,
    Square,
    Branches,
    Ignored,
}
const USES: [Use; 6] = [Use::Count, Use::Discounted, Use::Noisy, Use::Square, Use::Branches, Use::Ignored];

/// A cost before each flip. What becomes of the total is the program's business.
#[stochastic_grad]
fn settle(p: f64, #[constant] usage: Use, #[constant] credited: bool, rng: &mut impl Rng) -> Result<f64, Error> {
    let mut total = 0.0;
    for k in 0.. {
        let mut cost = match usage {
            Use::Discounted => p * 0.8_f64.powi(k),
            Use::Noisy => Normal::new(p, 0.5)?.sample(rng).powi(2),
            _ => 1.0,
        };
        // An enumerated choice, so that a settlement has a weight.
        if usage == Use::Branches && k < 2 && !Bernoulli::new(0.5 + 0.5 * p)?.enumerate().sample(rng) {
            cost = 3.0;
        }
        total += if credited { credit(cost, rng) } else { cost };
        if Bernoulli::new(p)?.score_function().sample(rng) {
            break;
        }
    }
    Ok(match usage {
        Use::Square => total * total,
        Use::Ignored => 7.0 * p,
        _ => total,
    })
}

/// The expected value and its derivative.
fn exact(usage: Use, p: f64) -> (f64, f64) {
    match usage {
        Use::Count => (1.0 / p, -1.0 / (p * p)),
        Use::Discounted => {
            let d = 0.2 + 0.8 * p;
            (p / d, 0.2 / (d * d))
        }
        Use::Noisy => (p + 0.25 / p, 1.0 - 0.25 / (p * p)),
        Use::Square => ((2.0 - p) / (p * p), 1.0 / (p * p) - 4.0 / (p * p * p)),
        Use::Branches => (1.0 / p + (1.0 - p) * (2.0 - p), -1.0 / (p * p) - 3.0 + 2.0 * p),
        Use::Ignored => (7.0 * p, 7.0),
    }
}

const P: f64 = 0.4;

#[test]
fn the_credit_takes_variance_and_no_more() {
    for usage in USES {
        let (value, slope) = exact(usage, P);
        let run = |credited| settle_grad(P, usage, credited, 50_000, &mut StdRng::seed_from_u64(10)).unwrap();
        let (with, without) = (run(true), run(false));
        close(&format!("{usage:?}, credited"), &with, value, &[slope], 0.05);
        close(&format!("{usage:?}, not credited"), &without, value, &[slope], 0.05);
        let ratio = (without.grad_std_err.p / with.grad_std_err.p).powi(2);
        if matches!(usage, Use::Count | Use::Discounted | Use::Noisy) {
            assert!(ratio > 1.2, "{usage:?}: {ratio}");
        }
    }
}

#[test]
fn few_samples_many_of_which_lack_a_settlement() {
    for usage in USES {
        for (n, repeats) in [(2, 8_000), (3, 6_000), (1, 8_000)] {
            let grads: Vec<f64> = (0..repeats)
                .map(|seed| settle_grad(P, usage, true, n, &mut StdRng::seed_from_u64(seed)).unwrap().grad.p)
                .collect();
            let mean = grads.iter().sum::<f64>() / grads.len() as f64;
            let spread: f64 = grads.iter().map(|g| (g - mean).powi(2)).sum::<f64>() / grads.len() as f64;
            let se = (spread / grads.len() as f64).sqrt();
            let slope = exact(usage, P).1;
            assert!((mean - slope).abs() <= 5.0 * se + 1e-12, "{usage:?}, n = {n}: {mean} ± {se} for {slope}");
        }
    }
}

#[test]
fn constant_baselines_leave_settled_costs_alone() {
    for usage in USES {
        let (value, slope) = exact(usage, P);
        let objective = Settle::new(usage, true);
        let estimator = objective.estimator(P).samples(40_000).baseline(Baseline::Constant(1.0));
        close(&format!("{usage:?}"), &estimator.run(&mut StdRng::seed_from_u64(11)).unwrap(), value, &[slope], 0.1);
    }
}

/// The number of costs depends on the data, and only few samples have any.
#[stochastic_grad]
fn seldom(p: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let mut total = p;
    if rng.random_bool(0.01) {
        let first = Bernoulli::new(p)?.score_function().sample(rng);
        total += credit(if first { 20.0 } else { 5.0 }, rng);
        if Bernoulli::new(p * p)?.score_function().sample(rng) {
            total += 10.0;
        }
    }
    Ok(total)
}

#[test]
fn the_first_settlement_may_come_late() {
    let e = seldom_grad(0.3, 20_000, &mut StdRng::seed_from_u64(12)).unwrap();
    let value = 0.3 + 0.01 * (5.0 + 15.0 * 0.3 + 10.0 * 0.09);
    close("seldom", &e, value, &[1.0 + 0.01 * (15.0 + 10.0 * 0.6)], 0.2);
}

#[test]
fn outside_a_credit_is_the_cost() {
    assert_eq!(credit(2.5, &mut StdRng::seed_from_u64(1)), 2.5);
    let count = settle(P, Use::Count, true, &mut StdRng::seed_from_u64(1)).unwrap();
    assert_eq!(count, settle(P, Use::Count, false, &mut StdRng::seed_from_u64(1)).unwrap());
}

/// One sample at a time, with a baseline from those before.
#[test]
fn baselines_that_live_across_estimates() {
    struct Network(f64, usize);
    impl stochastic_grad::RunningBaseline for Network {
        fn value(&self) -> f64 {
            self.0
        }
        fn observe(&mut self, value: f64, n: usize) {
            self.1 += n;
            self.0 += (value - self.0) / (1.0 + self.1 as f64);
        }
    }
    let spread = |run: &mut dyn FnMut(&mut StdRng) -> f64| {
        let mut rng = StdRng::seed_from_u64(30);
        let grads: Vec<f64> = (0..20_000).map(|_| run(&mut rng)).collect();
        let mean = grads.iter().sum::<f64>() / 2e4;
        (mean, (grads.iter().map(|g| (g - mean).powi(2)).sum::<f64>() / 2e4).sqrt())
    };
    let objective = Settle::new(Use::Square, false);
    let estimator = || objective.estimator(P).samples(1);
    let slope = exact(Use::Square, P).1;
    let plain = spread(&mut |rng| estimator().baseline(None).run(rng).unwrap().grad.p);
    let mut average = stochastic_grad::MovingAverage::new(0.99).unwrap();
    let moving = spread(&mut |rng| estimator().baseline(&mut average).run(rng).unwrap().grad.p);
    let mut network = Network(0.0, 0);
    let learnt = spread(&mut |rng| estimator().baseline(&mut network).run(rng).unwrap().grad.p);
    for (what, (mean, sd)) in [("plain", plain), ("moving", moving), ("learnt", learnt)] {
        assert!((mean - slope).abs() < 5.0 * sd / 2e4_f64.sqrt(), "{what}: {mean} for {slope}");
    }
    assert!(moving.1 < 0.95 * plain.1 && learnt.1 < 0.95 * plain.1, "{plain:?} {moving:?} {learnt:?}");
}

/// Whether a cost is settled depends on the draw, and in most estimates none is.
#[stochastic_grad]
fn rare(p: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let hit = Bernoulli::new(p)?.score_function().sample(rng);
    Ok(if hit { credit(1.0, rng) } else { 0.0 })
}

#[test]
fn a_settlement_selects_no_samples() {
    for (p, n, repeats) in [(0.1, 2, 20_000), (0.1, 3, 20_000), (0.1, 16, 20_000), (0.002, 100, 20_000)] {
        let runs: Vec<_> =
            (0..repeats).map(|seed| rare_grad(p, n, &mut StdRng::seed_from_u64(seed)).unwrap()).collect();
        for (what, exact, read) in
            [("value", p, (|e| e.value) as fn(&Estimate<RareParams>) -> f64), ("gradient", 1.0, |e| e.grad.p)]
        {
            let mean = runs.iter().map(read).sum::<f64>() / repeats as f64;
            let square = runs.iter().map(|e| (read(e) - mean).powi(2)).sum::<f64>() / repeats as f64;
            let se = (square / repeats as f64).sqrt();
            assert!((mean - exact).abs() < 5.0 * se && se < 0.05 * exact, "{what}, {p}, {n}: {mean} ± {se}");
        }
        let excess: Vec<f64> = runs.iter().map(|e| (e.grad.p - 1.0).powi(2) - e.grad_std_err.p.powi(2)).collect();
        let mean = excess.iter().sum::<f64>() / repeats as f64;
        let square = excess.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / repeats as f64;
        assert!(mean.abs() < 5.0 * (square / repeats as f64).sqrt(), "{p}, {n}: the variance is off by {mean}");
    }
}
