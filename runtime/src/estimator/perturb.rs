//! Draws by perturbation: one draw of a run is picked, and the run repeated with an alternative to its outcome: a pruned
//! stochastic triple (Arya, Schauer, Schäfer and Rackauckas 2022, <https://doi.org/10.48550/arXiv.2210.08572>).

use super::{Log, Picked};
use crate::distr::{Alternative, Perturbable};
use crate::error::{self, Error};
use crate::source::{Core, DrawnBy, Generator, Perturb};
use crate::{Number, Smooth};
use rand::RngExt;

// What is missing for this impl is what the user reads.
impl<D: Number, X: Perturbable<D>> DrawnBy<Perturb, D> for X {
    type Value = X::Value;
    #[inline]
    fn chosen<G: Generator>(&self, _: Perturb, core: &mut Core<G, D>) -> X::Value {
        if core.log.is_none() {
            return self.draw_plain(core.plain());
        }
        let draw = core.generator.drawn();
        let Core { generator, log: Some(log), .. } = core else { unreachable!("there is a log") };
        crate::smooth::needs_scalar::<D>();
        let rng = generator.plain();
        let outcome = self.invert(rng.random());
        if log.forced.is_some_and(|forced| forced.draw == draw) {
            return self.alternative(&outcome, rng).outcome;
        }
        if D::MOVES {
            let Alternative { shift, pick_weight, .. } = self.alternative(&outcome, rng);
            if !shift.0.is_constant() {
                log.pick(draw, shift, pick_weight, rng.random());
            }
        }
        outcome
    }
}

/// A draw that moves and is never picked would be missing from the derivative.
#[cold]
fn never_picked(value: f64) {
    let (distribution, parameter, requirement) = ("Alternative", "pick_weight", "> 0 where the shift moves");
    error::report(Error::InvalidParameter { distribution, parameter, requirement, value });
}

impl<D: Number> Log<D> {
    /// A reservoir of one: in the end every draw is picked with probability `pick_weight / pick_total`.
    #[inline]
    fn pick(&mut self, draw: u64, shift: Smooth<D>, pick_weight: f64, u: f64) {
        if D::ORDER > 1 {
            error::report(Error::SecondDerivative { of: "perturb" });
        }
        if pick_weight.is_nan() || pick_weight <= 0.0 {
            return never_picked(pick_weight);
        }
        self.touched = true;
        self.pick_total += pick_weight;
        if u * self.pick_total < pick_weight {
            self.picked = Some(Picked { draw, shift, pick_weight, depth: self.path.depth() });
        }
    }
}
