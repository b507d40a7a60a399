//! What the draws of one run leave for the driver.

use super::enumerate::Path;
use crate::Number;
use crate::Smooth;

/// What the draws of one run leave for the driver, and what it tells them.
pub(crate) struct Log<D> {
    /// whether a draw has left anything: most programs never do, and are not to pay for it
    pub(crate) touched: bool,
    /// the draw that gets another outcome in this run
    pub(crate) forced: Option<Forced>,
    /// the enumerated choices
    pub(crate) path: Path<D>,
    /// the draw by `perturb` whose alternative is tried
    pub(crate) picked: Option<Picked<D>>,
    /// the sum of the weights of all draws that could have been picked
    pub(crate) pick_total: f64,
    /// the parts of the measure-valued draws
    pub(crate) measured: Vec<Measured<D>>,
    /// the settlements
    pub(crate) credits: Vec<Credit<D>>,
}

/// A draw, by its number, that gets another outcome: an alternative, or one from a part of the density's derivative.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Forced {
    pub(crate) draw: u64,
    pub(crate) part: usize,
    pub(crate) positive: bool,
}

/// The draw by `perturb` whose alternative is tried.
pub(crate) struct Picked<D> {
    pub(crate) draw: u64,
    pub(crate) shift: Smooth<D>,
    pub(crate) pick_weight: f64,
    /// how many enumerated choices came before
    pub(crate) depth: usize,
}

/// A part of a measure-valued draw.
pub(crate) struct Measured<D> {
    pub(crate) draw: u64,
    pub(crate) part: usize,
    pub(crate) shift: Smooth<D>,
    /// how many enumerated choices came before
    pub(crate) depth: usize,
    /// the weight of the path up to here
    pub(crate) weight: f64,
}

/// A cost at the time it was settled.
pub(crate) struct Credit<D> {
    pub(crate) cost: f64,
    /// ln of the probability of the draws by the score function before it
    pub(crate) before: Smooth<D>,
}

impl<D: Number> Log<D> {
    /// A log for runs with at most `cap` paths of at most `depth` choices.
    pub(crate) fn new(cap: u64, depth: usize) -> Self {
        Log {
            touched: false,
            forced: None,
            path: Path::new(cap, depth),
            picked: None,
            pick_total: 0.0,
            measured: Vec::new(),
            credits: Vec::new(),
        }
    }

    /// Forgets the last run. The path stays.
    pub(crate) fn begin(&mut self) {
        self.touched = false;
        self.path.begin();
        self.picked = None;
        self.pick_total = 0.0;
        self.measured.clear();
        self.credits.clear();
    }
}
