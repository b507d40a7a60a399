//! A distribution of the user's own with every fallback.

use crate::close;
use stochastic_grad::distr::own::{self, Alternative, Decomposable, Enumerable, Likelihood, Perturbable};
use stochastic_grad::prelude::*;
use stochastic_grad::{Number, Real, Smooth};

/// One of three sides: the first with probability p, the others share the rest.
#[derive(Parameters, Distribution, Clone, Copy, Debug, PartialEq)]
#[distribution(score_function, enumerate, measure_valued, perturb)]
struct Side<T = f64> {
    p: T,
}

impl<T: Real> Side<T> {
    fn new(p: T) -> Result<Self, Error> {
        Ok(Side { p: own::require(p, |p| (0.0..=1.0).contains(&p), "Side", "p", "in [0, 1]")? })
    }
}

impl<D: Number> Likelihood<D> for Side<Smooth<D>> {
    type Value = u8;
    fn draw_plain<R: Rng + ?Sized>(&self, rng: &mut R) -> u8 {
        self.invert(rng.random())
    }
    fn ln_likelihood(&self, side: &u8) -> Smooth<D> {
        self.probability(u64::from(*side)).ln()
    }
}

impl<D: Number> Enumerable<D> for Side<Smooth<D>> {
    fn outcomes(&self) -> u64 {
        3
    }
    fn outcome(&self, index: u64) -> u8 {
        index as u8
    }
    fn probability(&self, index: u64) -> Smooth<D> {
        if index == 0 { self.p } else { 0.5 * (1.0 - self.p) }
    }
}

impl<D: Number> Perturbable<D> for Side<Smooth<D>> {
    fn invert(&self, u: f64) -> u8 {
        let p = self.p.detach();
        if u < p { 0 } else { 1 + u8::from(u < 0.5 * (1.0 + p)) }
    }
    fn alternative<R: Rng + ?Sized>(&self, side: &u8, rng: &mut R) -> Alternative<D, u8> {
        let other = if *side == 0 { 1 + u8::from(rng.random::<bool>()) } else { 0 };
        let shift = if *side == 0 { -self.p } else { self.p };
        Alternative { outcome: other, shift, pick_weight: 0.3 }
    }
}

impl<D: Number> Decomposable<D> for Side<Smooth<D>> {
    fn parts(&self) -> usize {
        1
    }
    fn shift(&self, _: usize) -> Smooth<D> {
        self.p
    }
    fn draw_part<R: Rng + ?Sized>(&self, _: usize, positive: bool, rng: &mut R) -> u8 {
        let side = 1 + u8::from(rng.random::<bool>());
        if positive { 0 } else { side }
    }
}

#[stochastic_grad]
fn cost(p: f64, #[constant] kind: u8, rng: &mut impl Rng) -> Result<f64, Error> {
    let mut sum = 0.0;
    for i in 0..2 {
        let d = Side::new(p * p)?;
        let side = match kind {
            0 => d.score_function().sample(rng),
            1 => Side::new(p * p)?.enumerate().sample(rng),
            2 => d.measure_valued().sample(rng),
            _ => d.perturb().sample(rng),
        };
        sum += [2.0, 5.0, 11.0][usize::from(side)] * f64::from(i + 1);
    }
    Ok(sum * sum * 0.01 * p)
}

#[test]
fn an_own_distribution_has_every_fallback() {
    let exact = |[p]: [f64; 1]| {
        let weights = [p * p, 0.5 * (1.0 - p * p), 0.5 * (1.0 - p * p)];
        let costs = [2.0, 5.0, 11.0];
        let mut sum = 0.0;
        for (a, wa) in costs.iter().zip(weights) {
            for (b, wb) in costs.iter().zip(weights) {
                sum += wa * wb * (a + 2.0 * b) * (a + 2.0 * b) * 0.01 * p;
            }
        }
        sum
    };
    let grad = crate::differences([0.6], exact);
    for kind in 0..4 {
        let e = cost_grad(0.6, kind, 20_000, &mut StdRng::seed_from_u64(20)).unwrap();
        close(&format!("kind {kind}"), &e, exact([0.6]), &grad, 0.06);
    }
}
