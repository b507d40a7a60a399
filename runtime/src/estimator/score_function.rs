//! Draws by the score function: their probability carries the derivative (Williams 1992,
//! <https://doi.org/10.1007/BF00992696>).

use crate::Number;
use crate::distr::Likelihood;
use crate::error;
use crate::source::{Core, DrawnBy, Generator, ScoreFunction};

#[diagnostic::do_not_recommend]
impl<D: Number, X: Likelihood<D>> DrawnBy<ScoreFunction, D> for X {
    type Value = X::Value;
    #[inline]
    fn chosen<G: Generator>(&self, _: ScoreFunction, core: &mut Core<G, D>) -> X::Value {
        let outcome = self.draw_plain(core.plain());
        if D::MOVES {
            core.add_score(if D::ORDER == 1 { self.score(&outcome) } else { self.ln_likelihood(&outcome) });
            if let Some(error) = self.impossible() {
                error::report(error);
            }
        }
        outcome
    }
}
