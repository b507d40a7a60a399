//! Draws by enumeration: the program is run once for each sequence of outcomes, depth first, and weighted with its
//! probability.

use super::Log;
use crate::distr::{Enumerable, Truncatable, Truncation};
use crate::error::{self, Error};
use crate::source::{Core, DrawnBy, Enumerate, EnumerateTo, Generator};
use crate::{Number, Smooth};

/// One enumerated choice.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Choice {
    /// the outcomes: `count` of them, counted from 0, which stands for `start`
    start: i64,
    count: u64,
    current: u64,
    /// the outcome to try after it, which a run that meets the choice finds out
    next: Option<u64>,
    /// whether `next` is not known yet
    stale: bool,
    /// whether `current` is the first outcome that is tried
    first: bool,
    /// how many outcomes come after it
    after: u64,
}

/// The enumerated choices of a run.
pub(crate) struct Path<D> {
    choices: Vec<Choice>,
    /// how many of them the run has met
    depth: usize,
    /// the first choices are given: their probability is not counted, and they are never changed
    given: usize,
    /// the probability of the choices
    pub(crate) weight: Smooth<D>,
    /// the probability of what was cut off, on all paths together
    pub(crate) left_out: f64,
    /// how many paths were finished, and how many more are known of
    finished: u64,
    open: u64,
    cap: u64,
    deepest: usize,
    /// what went wrong
    failed: Option<Error>,
}

impl<D: Number> Path<D> {
    pub(super) fn new(cap: u64, deepest: usize) -> Self {
        Path {
            choices: Vec::new(),
            depth: 0,
            given: 0,
            weight: Smooth::constant(1.0),
            left_out: 0.0,
            finished: 0,
            open: 0,
            cap,
            deepest,
            failed: None,
        }
    }

    /// Starts with the given choices.
    pub(crate) fn reset(&mut self, given: impl Iterator<Item = Choice>) {
        self.choices.clear();
        self.choices.extend(given);
        self.given = self.choices.len();
        (self.finished, self.open, self.left_out) = (0, 0, 0.0);
        self.failed = None;
    }

    /// Starts the next run.
    #[inline]
    pub(super) fn begin(&mut self) {
        self.depth = 0;
        self.weight = Smooth::constant(1.0);
    }

    /// How many choices the run has met so far.
    #[inline]
    pub(crate) fn depth(&self) -> usize {
        self.depth
    }

    /// The first `depth` choices, as given ones.
    pub(crate) fn made(&self, depth: usize) -> impl Iterator<Item = Choice> {
        self.choices[..depth].iter().map(|choice| Choice { next: None, stale: false, first: true, after: 0, ..*choice })
    }

    /// Whether this run is the first of those that begin with its first `depth` choices.
    pub(crate) fn is_first_after(&self, depth: usize) -> bool {
        self.choices[depth..].iter().all(|choice| choice.first)
    }

    /// Fails if the run has met too many paths.
    pub(crate) fn check(&self) -> Result<(), Error> {
        self.failed.clone().map_or(Ok(()), Err)
    }

    fn known(&self) -> u64 {
        self.finished.saturating_add(1).saturating_add(self.open)
    }

    /// Goes on to the next path; false if there is none.
    pub(crate) fn advance(&mut self) -> bool {
        self.finished += 1;
        // Choices that the run did not meet were made by a program that is no function of its arguments.
        self.choices.truncate(self.depth.max(self.given));
        while self.choices.len() > self.given {
            let Some(last) = self.choices.last_mut() else { break };
            self.open -= last.after;
            if let Some(next) = last.next {
                let after = last.after.saturating_sub(next - last.current);
                self.open += after;
                *last = Choice { current: next, next: None, stale: true, first: false, after, ..*last };
                return true;
            }
            self.choices.pop();
        }
        false
    }

    #[cold]
    fn fail(&mut self, error: Error) -> Option<i64> {
        error::report(error.clone());
        self.failed = Some(error);
        None
    }

    /// The outcome of the next choice, and its number; none where there are too many. `among`: the outcomes, which are
    /// asked for once.
    fn choose(
        &mut self,
        among: impl FnOnce() -> Truncation,
        probability: impl Fn(i64, u64) -> Smooth<D>,
    ) -> Option<i64> {
        if self.failed.is_some() {
            return None;
        }
        let (start, count, left_out) = match self.choices.get(self.depth) {
            Some(choice) => (choice.start, choice.count, 0.0),
            None => {
                let Truncation { start, count, left_out } = among();
                (start, count.max(1), left_out)
            }
        };
        let probability = |k| probability(start, k);
        // Left out only where the probability is zero and stays so: p' f may not vanish where p does.
        let live = |from: u64| (from..count).find(|k| !probability(*k).0.vanishes());
        let depth = self.depth;
        if depth == self.choices.len() {
            let open = self.open.saturating_add(count - 1);
            if self.finished.saturating_add(open) >= self.cap {
                self.open = open;
                return self.fail(Error::TooManyPaths { at_least: self.known(), cap: self.cap });
            } else if depth == self.deepest {
                return self.fail(Error::PathTooLong { cap: self.deepest });
            }
            let Some(current) = live(0) else { return self.fail(Error::NoOutcome) };
            let after = count - 1 - current;
            self.open += after;
            // A choice is made anew after each different beginning, and once only.
            self.left_out += self.weight.peek() * left_out;
            let next = live(current + 1);
            self.choices.push(Choice { start, count, current, next, stale: false, first: true, after });
        }
        let choice = &mut self.choices[depth];
        if choice.stale {
            (choice.next, choice.stale) = (live(choice.current + 1), false);
        }
        self.depth += 1;
        let current = choice.current;
        if depth >= self.given {
            self.weight *= probability(current);
        }
        Some(start + current as i64)
    }
}

/// Draws the outcome whose turn it is, or plainly where there is nothing to enumerate.
#[inline]
fn draw<G: Generator, D: Number, V>(
    core: &mut Core<G, D>,
    among: impl FnOnce() -> Truncation,
    outcome: impl Fn(i64) -> V,
    probability: impl Fn(i64) -> Smooth<D>,
    plain: impl FnOnce(&mut G::Plain) -> V,
) -> V {
    let probability = |start: i64, k: u64| probability(start + k as i64);
    let chosen = core.log.as_deref_mut().and_then(|log: &mut Log<D>| {
        log.touched = true;
        log.path.choose(among, probability)
    });
    // The randomness of a draw is used up in every case, so that the draws after it keep theirs.
    let rng = core.plain();
    chosen.map_or_else(|| plain(rng), outcome)
}

// What is missing for this impl is what the user reads.
impl<D: Number, X: Enumerable<D>> DrawnBy<Enumerate, D> for X {
    type Value = X::Value;
    #[inline]
    fn chosen<G: Generator>(&self, _: Enumerate, core: &mut Core<G, D>) -> X::Value {
        let all = || Truncation { start: 0, count: self.outcomes(), left_out: 0.0 };
        let (outcome, probability) = (|k| self.outcome(k as u64), |k| self.probability(k as u64));
        draw(core, all, outcome, probability, |rng| self.draw_plain(rng))
    }
}

// What is missing for this impl is what the user reads.
impl<D: Number, X: Truncatable<D>> DrawnBy<EnumerateTo, D> for X {
    type Value = X::Value;
    fn chosen<G: Generator>(&self, by: EnumerateTo, core: &mut Core<G, D>) -> X::Value {
        let (outcome, probability) = (|k| self.outcome_at(k), |k| self.probability_at(k));
        let among = || widened(self, self.truncate(by.tail), by.tail);
        draw(core, among, outcome, probability, |rng| self.draw_plain(rng))
    }
}

/// What is left when the slopes of the probabilities are cut off, too: where an outcome becomes possible, its probability
/// is small, and its slope is not.
fn widened<D: Number, X: Truncatable<D>>(distribution: &X, mut left: Truncation, tail: f64) -> Truncation {
    let most = left.count.saturating_mul(2).saturating_add(1000);
    let steep = |k: Option<i64>| k.is_some_and(|k| distribution.probability_at(k).0.steepest() > tail);
    while left.count < most && steep(left.start.checked_add_unsigned(left.count)) {
        left.count += 1;
    }
    while left.count < most && left.start > distribution.least() && steep(left.start.checked_sub(1)) {
        (left.start, left.count) = (left.start - 1, left.count + 1);
    }
    left
}
