//! One sample: a run of the program, and the runs beside it that its fallbacks ask for, all with the same randomness.

use super::blocks::Options;
use crate::estimator::{Choice, Forced, Log, Measured, Picked};
use crate::keyed::{Keyed, Mark};
use crate::number::Dual;
use crate::source::Core;
use crate::{Error, Number, Objective, Parameters, Smooth};
use std::cell::Cell;

/// The number of a run whose derivative nobody wants: the arithmetic of a differentiated run without directions.
pub(crate) type Undirected = Dual<f64, 0>;

/// What one sample tells. With b as baseline its derivative is that of `rest` plus (`value` - b) times that of `score`.
pub(crate) struct Sample<D> {
    pub(crate) value: f64,
    pub(crate) rest: Smooth<D>,
    /// ln of the probability of the draws by the score function, where there were any
    pub(crate) score: Option<Smooth<D>>,
    /// for each settlement the cost, and ln of the probability of the draws after it
    pub(crate) settled: Vec<(f64, Smooth<D>)>,
    /// how much probability the enumerations left out
    pub(crate) left_out: f64,
}

/// A finished run: its result, and ln of the probability of its draws by the score function, if there were any.
pub(crate) struct Run<D> {
    y: Smooth<D>,
    score: Option<Smooth<D>>,
}

/// Why a run did not finish: an error of ours, or one of the program's own, which is kept with it.
pub(crate) enum Stopped {
    Own,
    Ours(Error),
}

impl Stopped {
    pub(crate) fn ours(self) -> Option<Error> {
        match self {
            Stopped::Own => None,
            Stopped::Ours(error) => Some(error),
        }
    }
}

/// A program at a point, run on numbers `D`. What is done with the runs is compiled once for each kind of number, and not
/// for each program.
pub(crate) trait Program<D: Number> {
    /// One run, which fills the log.
    fn run(&self, generator: &mut Keyed, log: &mut LogOf<D>) -> Result<Run<D>, Stopped>;
}

/// A log that goes into a run and comes back.
type LogOf<D> = Option<Box<Log<D>>>;

fn opened<D>(log: &mut LogOf<D>) -> &mut Log<D> {
    log.as_deref_mut().unwrap_or_else(|| unreachable!("a log comes back from its run"))
}

/// An objective at a point, with a place for its own error.
pub(crate) struct At<'o, O: Objective, D: Number> {
    pub(crate) objective: &'o O,
    pub(crate) with: &'o <O::Params as Parameters>::With<D>,
    pub(crate) error: &'o Cell<Option<O::Error>>,
}

impl<O: Objective, D: Number> At<'_, O, D> {
    /// The program's own error, after it has stopped with one.
    pub(crate) fn error(&self) -> O::Error {
        self.error.take().unwrap_or_else(|| unreachable!("a program's own error is kept with it"))
    }
}

impl<O: Objective, D: Number> Program<D> for At<'_, O, D> {
    // Results that go through memory in pieces are waited for: into the loop over samples this is always inlined
    // (measured: 23 ns per sample instead of 17 for two parameters).
    #[inline(always)]
    fn run(&self, generator: &mut Keyed, log: &mut LogOf<D>) -> Result<Run<D>, Stopped> {
        let mut core = Core::new(generator);
        core.log = log.take();
        let result = self.objective.eval(self.with, &mut core.tracer());
        *log = core.log.take();
        match result {
            Ok(y) => Ok(Run { y, score: core.score() }),
            Err(error) => {
                self.error.set(Some(error));
                Err(Stopped::Own)
            }
        }
    }
}

/// Runs samples of a program.
pub(crate) struct Sampler<'p, P, D> {
    program: &'p P,
    log: LogOf<D>,
    beside: Beside<'p>,
    /// whether the beginning of each sample is kept
    marking: bool,
}

impl<'p, P: Program<D>, D: Number> Sampler<'p, P, D> {
    /// `plain`: the same program without directions.
    pub(crate) fn new(program: &'p P, plain: &'p dyn Program<Undirected>, options: Options) -> Self {
        let Options { max_paths, max_depth, .. } = options;
        let beside = Beside { program: plain, log: Some(Box::new(Log::new(max_paths, max_depth))) };
        let log = Some(Box::new(Log::new(max_paths, max_depth)));
        Sampler { program, log, beside, marking: false }
    }

    /// Runs one sample; afterwards the generator stands where no run of the sample has been. `origin`: where it stood
    /// before its first sample.
    #[inline(always)]
    pub(crate) fn sample(&mut self, generator: &mut Keyed, origin: &Mark) -> Result<Sample<D>, Stopped> {
        let (drawn, start) = (generator.drawn(), self.marking.then(|| generator.mark()));
        let run = self.program.run(generator, &mut self.log)?;
        if !opened(&mut self.log).touched {
            return Ok(alone(run));
        }
        // The first sample that needs its beginning finds it by drawing again, and those after it keep theirs.
        let start = start.unwrap_or_else(|| origin.ahead(drawn));
        self.marking = true;
        let mut stage = Stage { start: &start, furthest: generator };
        let sample = with_others(self.program, &mut self.log, &mut self.beside, &mut stage, run);
        let log = opened(&mut self.log);
        log.path.reset(std::iter::empty());
        log.begin();
        sample
    }
}

/// The sample of a run that needs no others.
#[inline(always)]
fn alone<D: Number>(Run { y, score }: Run<D>) -> Sample<D> {
    // With the probability as a factor, all orders of derivative are right; the first one has no use for it.
    let (rest, score) = match score {
        Some(score) if D::ORDER > 1 => {
            let factor = (score - score.frozen()).exp();
            ((y - y.frozen()) * factor, Some(factor))
        }
        score => (y, score),
    };
    Sample { value: y.peek(), rest, score, settled: Vec::new(), left_out: 0.0 }
}

/// The rest of a sample whose first run has logged something.
#[inline(never)]
fn with_others<D: Number>(
    program: &dyn Program<D>,
    log: &mut LogOf<D>,
    beside: &mut Beside<'_>,
    stage: &mut Stage<'_>,
    mut run: Run<D>,
) -> Result<Sample<D>, Stopped> {
    let mut sums = Sums::new();
    loop {
        let entries = opened(log);
        entries.path.check().map_err(Stopped::Ours)?;
        sums.add(&run, entries, beside, stage)?;
        if !entries.path.advance() {
            return Ok(sums.sample(entries.path.left_out));
        }
        run = stage.run(program, log)?;
    }
}

/// Where the runs of a sample begin, and how far they went.
struct Stage<'s> {
    start: &'s Mark,
    furthest: &'s mut Keyed,
}

impl Stage<'_> {
    fn run<D: Number>(&mut self, program: &dyn Program<D>, log: &mut LogOf<D>) -> Result<Run<D>, Stopped> {
        let mut generator = Keyed::from(self.start);
        opened(log).begin();
        let run = program.run(&mut generator, log)?;
        if generator.drawn() > self.furthest.drawn() {
            *self.furthest = generator;
        }
        Ok(run)
    }
}

/// Runs without directions.
struct Beside<'p> {
    program: &'p dyn Program<Undirected>,
    log: LogOf<Undirected>,
}

impl Beside<'_> {
    /// The value with one draw forced, averaged over the enumerated choices after the given ones.
    fn average(
        &mut self,
        stage: &mut Stage<'_>,
        given: impl Iterator<Item = Choice>,
        forced: Forced,
    ) -> Result<f64, Stopped> {
        let log = opened(&mut self.log);
        log.forced = Some(forced);
        log.path.reset(given);
        let mut sum = 0.0;
        loop {
            let y = stage.run(self.program, &mut self.log)?.y;
            let path = &mut opened(&mut self.log).path;
            path.check().map_err(Stopped::Ours)?;
            sum += (path.weight * y).peek();
            if !path.advance() {
                return Ok(sum);
            }
        }
    }
}

/// Sums over the enumerated paths of a sample.
struct Sums<D> {
    value: f64,
    /// its derivatives are those of the weighted values, with every cost times its score
    total: Smooth<D>,
    /// its derivatives are those of the probability of the draws by the score function
    score: Option<Smooth<D>>,
    settled: Vec<(f64, Smooth<D>)>,
}

impl<D: Number> Sums<D> {
    fn new() -> Self {
        Sums { value: 0.0, total: Smooth::constant(0.0), score: None, settled: Vec::new() }
    }

    /// Adds a run, and the derivatives that come from runs beside it.
    fn add(
        &mut self,
        run: &Run<D>,
        log: &mut Log<D>,
        beside: &mut Beside<'_>,
        stage: &mut Stage<'_>,
    ) -> Result<(), Stopped> {
        let weight = log.path.weight;
        self.path(run, weight);
        if D::ORDER == 1 {
            self.credits(log, run, weight.peek());
        }
        // What does not move after all needs no other run, which may be one that cannot happen.
        if let Some(Picked { draw, shift, pick_weight, depth }) =
            log.picked.take().filter(|picked| picked.shift.0.moves())
        {
            let forced = Forced { draw, part: 0, positive: true };
            let other = beside.average(stage, log.path.made(depth), forced)?;
            let probability = pick_weight / log.pick_total;
            self.total += shift * (weight.peek() * (other - run.y.peek()) / probability);
        }
        for Measured { draw, part, shift, depth, weight } in &log.measured {
            let (draw, part, depth) = (*draw, *part, *depth);
            // The runs are the same on all paths with this beginning, so the first of them stands for all.
            if log.path.is_first_after(depth) && shift.0.moves() {
                let mut side = |positive| beside.average(stage, log.path.made(depth), Forced { draw, part, positive });
                self.total += *shift * (weight * (side(true)? - side(false)?));
            }
        }
        Ok(())
    }

    /// Adds a path with its weight.
    fn path(&mut self, run: &Run<D>, weight: Smooth<D>) {
        self.value += (weight * run.y).peek();
        let Some(score) = run.score else {
            self.total += run.y * weight;
            return;
        };
        let factor = if D::ORDER > 1 { (score - score.frozen()).exp() } else { score - score.frozen() + 1.0 };
        let likely = weight * factor;
        self.total += run.y * likely;
        *self.score.get_or_insert(Smooth::constant(0.0)) += likely - weight;
    }

    /// Adds the settlements of a path. A cost that was settled before a draw does not depend on it: the product with
    /// the score of that draw has mean zero, and is taken off.
    fn credits(&mut self, log: &mut Log<D>, run: &Run<D>, weight: f64) {
        let end = run.score.unwrap_or(Smooth::constant(0.0));
        for (k, credit) in log.credits.drain(..).enumerate() {
            if k == self.settled.len() {
                self.settled.push((0.0, Smooth::constant(0.0)));
            }
            let after = (end - credit.before) * weight;
            let (cost, scores) = &mut self.settled[k];
            *cost += weight * credit.cost;
            *scores += after;
            self.total -= after * credit.cost;
        }
    }

    fn sample(self, left_out: f64) -> Sample<D> {
        let rest = self.score.map_or(self.total, |score| self.total - score * self.value);
        Sample { value: self.value, rest, score: self.score, settled: self.settled, left_out }
    }
}
