//! Estimators, all by executing the program again.

use crate::error::{Error, Watched, watch};
use crate::number::{Dual, Lanes, Number, Smooth};
use crate::source::{Core, Generator, Keyed, Tracer};
use crate::tape::Tape;
use crate::{NoFallback, up};
use rand::{RngExt, SeedableRng, rngs::Xoshiro256PlusPlus};

/// The most executions that enumeration may ask of one sample.
const MOST_PATHS: usize = 4096;

/// An annotated function with `N` parameters, its constants stored.
pub trait Objective<const N: usize> {
    type Error: From<Error>;
    fn eval<D: Number, G: Generator>(
        &self,
        parameters: [Smooth<D>; N],
        rng: &mut Tracer<'_, G, D, NoFallback>,
    ) -> Result<Smooth<D>, Self::Error>;
}

/// Its own body shows no kink. A called helper may still hide one: that is found when it runs.
#[diagnostic::on_unimplemented(
    message = "a kink makes the pathwise Hessian of `{Self}` wrong",
    note = "`abs`, `max`, `min` and `clamp` have a right gradient and a wrong second derivative"
)]
pub trait TwiceSmooth {}

#[derive(Clone, Debug, PartialEq)]
pub struct Estimate<const N: usize> {
    pub value: f64,
    pub value_std_err: f64,
    pub grad: [f64; N],
    pub grad_std_err: [f64; N],
    pub n: usize,
    /// Whether the samples were run eight at a time.
    pub lanes: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Hessian<const N: usize> {
    pub value: f64,
    pub grad: [f64; N],
    pub hessian: [[f64; N]; N],
    pub hessian_std_err: [[f64; N]; N],
}

/// What one sample contributes, over all its paths.
struct Sample<const N: usize> {
    value: f64,
    /// Pathwise derivatives, and cost times score.
    total: [f64; N],
    /// Weighted score: mean zero, which is what a baseline multiplies.
    score: [f64; N],
    /// For each settlement its cost, and the score of the draws after it.
    credits: Vec<(f64, [f64; N])>,
}

/// The value of one sample, and its gradient with the gradient of each entry.
type Second<const N: usize> = (f64, [Dual<f64, N>; N]);

#[derive(Clone, Copy, PartialEq)]
enum Mode {
    Value,
    Forward,
    Reverse,
}

pub struct Estimator<'o, O, const N: usize> {
    objective: &'o O,
    at: [f64; N],
    mode: Mode,
    lanes: bool,
}

impl<'o, O: Objective<N>, const N: usize> Estimator<'o, O, N> {
    pub fn new(objective: &'o O, at: [f64; N]) -> Self {
        Estimator { objective, at, mode: Mode::Forward, lanes: true }
    }

    pub fn reverse(self, reverse: bool) -> Self {
        Estimator { mode: if reverse { Mode::Reverse } else { Mode::Forward }, ..self }
    }

    /// No derivatives: the gradient is zero.
    pub fn value_only(self) -> Self {
        Estimator { mode: Mode::Value, ..self }
    }

    /// Never eight at a time.
    pub fn scalar(self) -> Self {
        Estimator { lanes: false, ..self }
    }

    pub fn grad(&self, n: usize, seed: u64) -> Result<Estimate<N>, O::Error> {
        let seeds = seeds(n, seed)?;
        let mut samples = Vec::with_capacity(n);
        // The probe is discarded, its error too: on scalars it would come with the first sample that has it.
        let lanes = self.lanes && n >= Lanes::LANES && self.block(&seeds[..Lanes::LANES]).is_some();
        for (index, block) in seeds.chunks(Lanes::LANES).enumerate() {
            // A refused parameter in one lane needs scalars too, and any block can be the first to meet it.
            match if lanes && block.len() == Lanes::LANES { self.block(block) } else { None } {
                Some(block) => samples.extend(block),
                None => {
                    for seed in block {
                        samples.push(self.sample(*seed)?);
                    }
                }
            }
            let finite = |s: &Sample<N>| s.value.is_finite() && s.total.iter().all(|x| x.is_finite());
            let start = index * Lanes::LANES;
            if let Some(i) = samples[start..].iter().position(|s| !finite(s)) {
                return Err(Error::NotFinite { sample: start + i }.into());
            }
        }
        Ok(Estimate { lanes, ..leave_one_out(&samples) })
    }

    /// One sample, on scalars.
    fn sample(&self, seed: u64) -> Result<Sample<N>, O::Error> {
        match self.mode {
            Mode::Value => self.paths(self.at.map(up::<f64>), seed, &|_| [0.0; N]),
            Mode::Forward => self.paths(Dual::<f64, N>::variables(self.at), seed, &|y| y.0.eps),
            Mode::Reverse => {
                let tape = Tape::new();
                self.paths(tape.variables(self.at), seed, &|y| tape.gradient(y.0))
            }
        }
    }

    /// Eight samples at once, or nothing if they have to be run one by one.
    fn block(&self, seeds: &[u64]) -> Option<Vec<Sample<N>>> {
        let at = self.at.map(Lanes::constant);
        match self.mode {
            Mode::Value => self.together(at.map(Smooth), seeds, &|_| [Lanes::constant(0.0); N]),
            Mode::Forward => self.together(Dual::<Lanes, N>::variables(at), seeds, &|y| y.0.eps),
            Mode::Reverse => {
                let tape = Tape::new();
                self.together(tape.variables(at), seeds, &|y| tape.gradient(y.0))
            }
        }
    }

    fn together<D: Number>(
        &self,
        at: [Smooth<D>; N],
        seeds: &[u64],
        gradient: &dyn Fn(Smooth<D>) -> [Lanes; N],
    ) -> Option<Vec<Sample<N>>> {
        let mut core = Core::new(Keyed::new(seeds));
        let Watched { result, needs_scalar } = self.execute(at, &mut core);
        // An error goes back to scalars as well: they know which sample it belongs to.
        let (Ok(y), false) = (result, needs_scalar) else { return None };
        let slopes = gradient(y);
        let sample = |lane| Sample {
            value: y.0.value(lane),
            total: slopes.map(|slope| slope.0[lane]),
            score: [0.0; N],
            credits: Vec::new(),
        };
        Some((0..Lanes::LANES).map(sample).collect())
    }

    fn execute<D: Number>(
        &self,
        at: [Smooth<D>; N],
        core: &mut Core<Keyed<'_>, D>,
    ) -> Watched<Result<Smooth<D>, O::Error>> {
        watch(|| self.objective.eval(at, &mut Tracer::new(core)))
    }

    /// Every path that begins with the choices of `prefix`; `visit` gets the result and what was collected.
    fn each_path<D: Number>(
        &self,
        at: [Smooth<D>; N],
        seed: u64,
        prefix: &[u64],
        forced: Option<(u64, u64)>,
        mut visit: impl FnMut(Smooth<D>, &Core<Keyed<'_>, D>) -> Result<(), O::Error>,
    ) -> Result<(), O::Error> {
        let mut path: Vec<Vec<u64>> = prefix.iter().map(|k| vec![*k]).collect();
        for _ in 0..MOST_PATHS {
            let seeds = [seed];
            let mut core = Core::new(Keyed::new(&seeds));
            core.path = Some(path);
            core.weighed_from = prefix.len();
            core.forced = forced;
            let y = self.execute(at, &mut core).result?;
            visit(y, &core)?;
            path = core.path.unwrap_or_default();
            while path.len() > prefix.len() {
                let last = path.len() - 1;
                path[last].pop();
                if !path[last].is_empty() {
                    break;
                }
                path.pop();
            }
            if path.len() == prefix.len() {
                return Ok(());
            }
        }
        Err(Error::TooManyPaths.into())
    }

    /// One sample: every enumerated path, and for each the alternative of the draw that was picked on it.
    fn paths<D: Number>(
        &self,
        at: [Smooth<D>; N],
        seed: u64,
        gradient: &dyn Fn(Smooth<D>) -> [f64; N],
    ) -> Result<Sample<N>, O::Error> {
        let mut sample = Sample { value: 0.0, total: [0.0; N], score: [0.0; N], credits: Vec::new() };
        self.each_path(at, seed, &[], None, |y, core| {
            let weight = core.weight.detach();
            let value = weight * y.detach();
            // Only derivatives of the surrogate count: every factor beside a smooth one is a plain constant.
            let mut surrogate = y * core.weight;
            if let Some(score) = core.score {
                surrogate += value * score;
                add(&mut sample.score, weight, gradient(score));
            }
            for (k, (cost, before)) in core.credits.iter().enumerate() {
                if k == sample.credits.len() {
                    sample.credits.push((0.0, [0.0; N]));
                }
                let credit = &mut sample.credits[k];
                credit.0 += weight * cost;
                if let Some(end) = core.score {
                    let after = before.map_or(end, |before| end - before);
                    surrogate += after * (-weight * cost);
                    add(&mut credit.1, weight, gradient(after));
                }
            }
            if let Some(picked) = &core.picked {
                let path = core.path.iter().flatten().take(picked.depth);
                let prefix: Vec<u64> = path.filter_map(|choice| choice.last().copied()).collect();
                let mut other = 0.0;
                let forced = Some((picked.draw, picked.alternative));
                let run = self.each_path(self.at.map(up::<f64>), seed, &prefix, forced, |y, core| {
                    other += (y * core.weight).detach();
                    Ok(())
                });
                // Where the parameter does not move, the alternative may be impossible, and is not needed. A tape does
                // not know that before the sweep, so it is asked only when the alternative went wrong.
                let ok = run.is_ok() && other.is_finite();
                if ok || gradient(picked.parameter).iter().any(|slope| *slope != 0.0) {
                    run?;
                    let probability = picked.pick_weight / core.pick_total;
                    surrogate += picked.parameter * (weight * picked.weight / probability * (other - y.detach()));
                }
            }
            sample.value += value;
            add(&mut sample.total, 1.0, gradient(surrogate));
            Ok(())
        })?;
        Ok(sample)
    }

    /// Second derivatives: pathwise and enumerated draws.
    pub fn hessian(&self, n: usize, seed: u64) -> Result<Hessian<N>, O::Error>
    where
        O: TwiceSmooth,
    {
        let mut rows = Vec::with_capacity(n);
        for seed in seeds(n, seed)? {
            let inner = std::array::from_fn(|i| Dual::<f64, N>::variables(self.at)[i].0);
            rows.push(if self.mode == Mode::Reverse {
                let tape = Tape::new();
                self.second(tape.variables(inner), seed, &|y| tape.gradient(y.0))?
            } else {
                self.second(Dual::variables(inner), seed, &|y: Smooth<Dual<Dual<f64, N>, N>>| y.0.eps)?
            });
        }
        let entry = |f: &dyn Fn(&Second<N>) -> f64| mean(rows.iter().map(f));
        let hessian = std::array::from_fn(|i| std::array::from_fn(|j| entry(&|row| row.1[i].eps[j])));
        Ok(Hessian {
            value: entry(&|row| row.0).0,
            grad: std::array::from_fn(|i| entry(&|row| row.1[i].re).0),
            hessian: hessian.map(|row: [(f64, f64); N]| row.map(|entry| entry.0)),
            hessian_std_err: hessian.map(|row| row.map(|entry| entry.1)),
        })
    }

    fn second<D: Number>(
        &self,
        at: [Smooth<D>; N],
        seed: u64,
        gradient: &dyn Fn(Smooth<D>) -> [Dual<f64, N>; N],
    ) -> Result<Second<N>, O::Error> {
        let mut total = up::<D>(0.0);
        self.each_path(at, seed, &[], None, |y, core| {
            total += y * core.weight;
            Ok(())
        })?;
        Ok((total.detach(), gradient(total)))
    }
}

fn seeds(n: usize, seed: u64) -> Result<Vec<u64>, Error> {
    if n == 0 {
        return Err(Error::NoSamples);
    }
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
    Ok((0..n).map(|_| rng.random()).collect())
}

fn add<const N: usize>(sum: &mut [f64; N], factor: f64, x: [f64; N]) {
    for (sum, x) in sum.iter_mut().zip(x) {
        *sum += factor * x;
    }
}

/// Mean and standard error.
fn mean(items: impl ExactSizeIterator<Item = f64> + Clone) -> (f64, f64) {
    let n = items.len() as f64;
    let mean = items.clone().sum::<f64>() / n;
    let squares: f64 = items.map(|x| (x - mean).powi(2)).sum();
    (mean, if n > 1.0 { (squares / (n - 1.0) / n).sqrt() } else { f64::INFINITY })
}

/// Every cost meets its score less the mean that the *other* samples give that cost. A sample without the k-th
/// settlement has it with cost 0 at its end, where no score is left: a stopping time, so the baseline has mean zero.
fn leave_one_out<const N: usize>(samples: &[Sample<N>]) -> Estimate<N> {
    let n = samples.len();
    let others = |sum: f64, own: f64| if n > 1 { (sum - own) / (n - 1) as f64 } else { 0.0 };
    let value_sum: f64 = samples.iter().map(|s| s.value).sum();
    let settlements = samples.iter().map(|s| s.credits.len()).max().unwrap_or(0);
    let cost = |s: &Sample<N>, k: usize| s.credits.get(k).map_or(0.0, |credit| credit.0);
    let costs: Vec<f64> = (0..settlements).map(|k| samples.iter().map(|s| cost(s, k)).sum()).collect();
    let gradients: Vec<[f64; N]> = samples
        .iter()
        .map(|s| {
            let mut g = s.total;
            add(&mut g, -others(value_sum, s.value), s.score);
            for ((own, after), sum) in s.credits.iter().zip(&costs) {
                add(&mut g, others(*sum, *own), *after);
            }
            g
        })
        .collect();
    let value = mean(samples.iter().map(|s| s.value));
    let grad: [(f64, f64); N] = std::array::from_fn(|i| mean(gradients.iter().map(|g| g[i])));
    Estimate {
        value: value.0,
        value_std_err: value.1,
        grad: grad.map(|g| g.0),
        grad_std_err: grad.map(|g| g.1),
        n,
        lanes: false,
    }
}
