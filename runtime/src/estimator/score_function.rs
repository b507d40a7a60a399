//! Draws by the score function: their probability carries the derivative (Williams 1992,
//! <https://doi.org/10.1007/BF00992696>).

use crate::Number;
use crate::distr::Likelihood;
use crate::error;
use crate::source::{Core, Fallback, Generator, ScoreFunction};

impl Fallback for ScoreFunction {
    fn choose<G: Generator, D: Number, X: Likelihood<D>>(distribution: &X, core: &mut Core<G, D>) -> X::Value {
        let outcome = distribution.draw_plain(core.plain());
        core.add_score(distribution.ln_likelihood(&outcome));
        if let Some(error) = distribution.impossible() {
            error::report(error);
        }
        outcome
    }
}
