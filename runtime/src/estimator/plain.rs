//! Plain draws, where no parameter can move.

use crate::Number;
use crate::distr::Likelihood;
use crate::source::{Core, DrawnBy, Generator, Plain};

#[diagnostic::do_not_recommend]
impl<D: Number, X: Likelihood<D>> DrawnBy<Plain, D> for X {
    type Value = X::Value;
    #[inline]
    fn chosen<G: Generator>(&self, _: Plain, core: &mut Core<G, D>) -> X::Value {
        self.draw_plain(core.plain())
    }
}
