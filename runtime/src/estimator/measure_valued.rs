//! Draws by measure-valued derivatives: the derivative of a density is a difference of two densities, from each of which
//! the draw is made in a run of its own (Pflug 1989, <https://doi.org/10.1007/BF01442469>; Mohamed, Rosca, Figurnov and
//! Mnih 2020, <https://doi.org/10.48550/arXiv.1906.10652>).

use super::Measured;
use crate::Number;
use crate::distr::Decomposable;
use crate::error::{self, Error};
use crate::source::{Core, DrawnBy, Generator, MeasureValued};

// What is missing for this impl is what the user reads.
impl<D: Number, X: Decomposable<D>> DrawnBy<MeasureValued, D> for X {
    type Value = X::Value;
    fn chosen<G: Generator>(&self, _: MeasureValued, core: &mut Core<G, D>) -> X::Value {
        let draw = core.generator.drawn();
        if let Some(log) = &mut core.log {
            if let Some(forced) = log.forced.filter(|forced| forced.draw == draw) {
                return self.draw_part(forced.part, forced.positive, core.plain());
            }
            if D::MOVES {
                for part in 0..self.parts() {
                    let shift = self.shift(part);
                    if !shift.0.is_constant() {
                        if D::ORDER > 1 {
                            error::report(Error::SecondDerivative { of: "measure_valued" });
                        }
                        let (depth, weight) = (log.path.depth(), log.path.weight.peek());
                        log.touched = true;
                        log.measured.push(Measured { draw, part, shift, depth, weight });
                    }
                }
            }
        }
        self.draw_plain(core.plain())
    }
}
