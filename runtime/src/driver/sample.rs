//! One sample: a run of the program, and the runs beside it that its fallbacks ask for, all with the same randomness.

use crate::estimator::{Choice, Forced, Log};
use crate::keyed::Keyed;
use crate::number::Dual;
use crate::source::Core;
use crate::{Number, Objective, Parameters, Smooth};

/// The number of a run whose derivative nobody wants: the arithmetic of a differentiated run without directions.
pub(crate) type Undirected = Dual<f64, 0>;

type With<O, D> = <<O as Objective>::Params as Parameters>::With<D>;

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

/// Runs samples of an objective.
pub(crate) struct Sampler<'o, O: Objective, D: Number> {
    runner: Runner<'o, O, D>,
    beside: Runner<'o, O, Undirected>,
}

impl<'o, O: Objective, D: Number> Sampler<'o, O, D> {
    /// `with`: the parameters, seeded with derivatives; `plain`: without.
    pub(crate) fn new(objective: &'o O, with: &'o With<O, D>, plain: &'o With<O, Undirected>, max_paths: u64) -> Self {
        Sampler {
            runner: Runner { objective, with, log: Some(Box::new(Log::new(max_paths))) },
            beside: Runner { objective, with: plain, log: Some(Box::new(Log::new(max_paths))) },
        }
    }

    /// Runs one sample; afterwards the generator stands where no run of the sample has been.
    #[inline]
    pub(crate) fn sample(&mut self, generator: &mut Keyed) -> Result<Sample<D>, O::Error> {
        let start = generator.clone();
        self.runner.log().path.reset(std::iter::empty());
        let run = self.runner.run(generator)?;
        if !self.runner.log().is_empty() {
            return self.with_others(&start, run, generator);
        }
        let Run { y, score } = run;
        let value = y.peek();
        // With the probability as a factor, all orders of derivative are right; the first one has no use for it.
        let (rest, score) = match score {
            Some(score) if D::ORDER > 1 => {
                let factor = (score - score.frozen()).exp();
                ((y - y.frozen()) * factor, Some(factor))
            }
            score => (y, score),
        };
        Ok(Sample { value, rest, score, settled: Vec::new(), left_out: 0.0 })
    }

    /// The rest of a sample whose first run has logged something.
    #[inline(never)]
    fn with_others(&mut self, start: &Keyed, mut run: Run<D>, furthest: &mut Keyed) -> Result<Sample<D>, O::Error> {
        let mut sums = Sums::new();
        loop {
            if let Some(error) = self.runner.log().path.error() {
                return Err(error.into());
            }
            self.visit(&run, start, furthest, &mut sums)?;
            if !self.runner.log().path.advance() {
                return Ok(sums.sample(self.runner.log().path.left_out));
            }
            run = self.runner.again(start, furthest)?;
        }
    }

    /// Adds a path, and the derivatives that come from runs beside it.
    fn visit(&mut self, run: &Run<D>, start: &Keyed, furthest: &mut Keyed, sums: &mut Sums<D>) -> Result<(), O::Error> {
        let log = self.runner.log.as_deref_mut().unwrap_or_else(|| unreachable!("a log comes back from its run"));
        let weight = log.path.weight;
        let value = run.y.peek();
        sums.path(run, weight);
        if D::ORDER == 1 {
            sums.credits(log, run, weight.peek());
        }
        if let Some(picked) = log.picked.take() {
            let forced = Forced { draw: picked.draw, part: 0, positive: true };
            let other = self.beside.average(start, furthest, log.path.made(picked.depth), forced)?;
            let probability = picked.pick_weight / log.pick_total;
            sums.total += picked.shift * (weight.peek() * (other - value) / probability);
        }
        for part in &log.measured {
            // The runs are the same on all paths with this beginning, so the first of them stands for all.
            if log.path.is_first_after(part.depth) {
                let mut side = |positive| {
                    let forced = Forced { draw: part.draw, part: part.part, positive };
                    self.beside.average(start, furthest, log.path.made(part.depth), forced)
                };
                let difference = side(true)? - side(false)?;
                sums.total += part.shift * (part.weight * difference);
            }
        }
        Ok(())
    }
}

/// A finished run: its result, and ln of the probability of its draws by the score function, if there were any.
struct Run<D> {
    y: Smooth<D>,
    score: Option<Smooth<D>>,
}

/// Runs the program on one kind of number.
struct Runner<'o, O: Objective, D: Number> {
    objective: &'o O,
    with: &'o With<O, D>,
    log: Option<Box<Log<D>>>,
}

impl<O: Objective, D: Number> Runner<'_, O, D> {
    #[inline]
    fn log(&mut self) -> &mut Log<D> {
        self.log.as_deref_mut().unwrap_or_else(|| unreachable!("a log comes back from its run"))
    }

    #[inline]
    fn run(&mut self, generator: &mut Keyed) -> Result<Run<D>, O::Error> {
        self.log().begin();
        let mut core = Core::new(generator);
        core.log = self.log.take();
        let result = self.objective.eval(self.with, &mut core.tracer());
        self.log = core.log.take();
        Ok(Run { y: result?, score: core.score() })
    }

    /// Runs the program from the start of the sample.
    fn again(&mut self, start: &Keyed, furthest: &mut Keyed) -> Result<Run<D>, O::Error> {
        let mut generator = start.clone();
        let run = self.run(&mut generator)?;
        if generator.drawn() > furthest.drawn() {
            *furthest = generator;
        }
        Ok(run)
    }

    /// The value with one draw forced, averaged over the enumerated choices after the given ones.
    fn average(
        &mut self,
        start: &Keyed,
        furthest: &mut Keyed,
        given: impl Iterator<Item = Choice>,
        forced: Forced,
    ) -> Result<f64, O::Error> {
        let log = self.log();
        log.forced = Some(forced);
        log.path.reset(given);
        let mut sum = 0.0;
        loop {
            let y = self.again(start, furthest)?.y;
            let path = &mut self.log().path;
            if let Some(error) = path.error() {
                return Err(error.into());
            }
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
