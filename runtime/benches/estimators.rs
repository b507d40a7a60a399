//! Which estimator? The variance of a gradient by each, and what a sample costs, for programs of several kinds:
//! `cargo bench -p stochastic-grad --bench estimators`.
//!
//! Prints the measured table in the documentation of `guide::estimators`.

use std::cell::Cell;
use std::time::Instant;
use stochastic_grad::prelude::*;
use stochastic_grad::private::{Generator, NoFallback, Tracer};
use stochastic_grad::{Baseline, Number, Parameters, Smooth};

/// One program, drawn in several ways: the names of objective and function, and how they draw.
macro_rules! programs {
    ($program:ident: $($Name:ident $function:ident: $by:ident $args:tt;)+) => {
        $($program!($Name $function: $by $args);)+
    };
}

/// A coin between a pathwise draw and a branch on the coin.
macro_rules! coin {
    ($Name:ident $function:ident: $by:ident $args:tt) => {
        #[stochastic_grad(objective = $Name)]
        fn $function(p: f64, rng: &mut impl Rng) -> Result<f64, Error> {
            let x = Normal::new(p, 1.0)?.sample(rng);
            let heads = Bernoulli::new(p)?.$by $args.sample(rng);
            Ok(if heads { x * x } else { x.sin() })
        }
    };
}
programs!(coin: CoinScore coin_score: score_function(); CoinAll coin_all: enumerate(); CoinOther coin_other: perturb();
    CoinParts coin_parts: measure_valued(););

/// Fifty coins, each of which depends on those before.
macro_rules! walk {
    ($Name:ident $function:ident: $by:ident $args:tt) => {
        #[stochastic_grad(objective = $Name)]
        fn $function(scale: f64, rng: &mut impl Rng) -> Result<f64, Error> {
            let mut x = 0.0;
            for _ in 0..50 {
                let up = Bernoulli::new((-x / scale).exp())?.$by $args.sample(rng);
                x += if up { 1.0 } else { -1.0 };
            }
            Ok(x * x)
        }
    };
}
programs!(walk: WalkScore walk_score: score_function(); WalkOther walk_other: perturb();
    WalkParts walk_parts: measure_valued(););

/// A count with a branch on it.
macro_rules! branch {
    ($Name:ident $function:ident: $by:ident $args:tt) => {
        #[stochastic_grad(objective = $Name)]
        fn $function(p: f64, rng: &mut impl Rng) -> Result<f64, Error> {
            let k = Binomial::new(10, p)?.$by $args.sample(rng);
            Ok(if k > 5 { (k * k) as f64 } else { 1.0 })
        }
    };
}
programs!(branch: BranchScore branch_score: score_function(); BranchAll branch_all: enumerate();
    BranchOther branch_other: perturb(); BranchParts branch_parts: measure_valued(););

/// A count without a largest outcome.
macro_rules! queue {
    ($Name:ident $function:ident: $by:ident $args:tt) => {
        #[stochastic_grad(objective = $Name)]
        fn $function(rate: f64, rng: &mut impl Rng) -> Result<f64, Error> {
            let k = Poisson::new(rate)?.$by $args.sample(rng);
            Ok((k as f64 - 5.0).powi(2).ln_1p())
        }
    };
}
programs!(queue: QueueScore queue_score: score_function(); QueueAll queue_all: enumerate_to(1e-12);
    QueueOther queue_other: perturb(); QueueParts queue_parts: measure_valued(););

/// One of five, without an order.
macro_rules! choice {
    ($Name:ident $function:ident: $by:ident $args:tt) => {
        #[stochastic_grad(objective = $Name)]
        fn $function(logits: [f64; 5], rng: &mut impl Rng) -> Result<f64, Error> {
            let k = Categorical::from_logits(&logits)?.$by $args.sample(rng);
            Ok([3.0, 1.0, 4.0, 1.0, 5.0][k])
        }
    };
}
programs!(choice: ChoiceScore choice_score: score_function(); ChoiceAll choice_all: enumerate();
    ChoiceOther choice_other: perturb(); ChoiceParts choice_parts: measure_valued(););

/// Functions of a normal draw.
macro_rules! normal {
    ($Square:ident $square:ident $Wave:ident $wave:ident: $($by:ident)?) => {
        #[stochastic_grad(objective = $Square)]
        fn $square(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
            let x = Normal::new(mu, 1.0)?$(.$by())?.sample(rng);
            Ok(x * x)
        }
        #[stochastic_grad(objective = $Wave)]
        fn $wave(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
            let x = Normal::new(mu, 1.0)?$(.$by())?.sample(rng);
            Ok((5.0 * x).cos())
        }
    };
}
normal!(SquarePath square_path WavePath wave_path:);
normal!(SquareScore square_score WaveScore wave_score: score_function);
normal!(SquareParts square_parts WaveParts wave_parts: measure_valued);

macro_rules! indicator {
    ($Name:ident $function:ident: $by:ident $args:tt) => {
        #[stochastic_grad(objective = $Name)]
        fn $function(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
            let x = Normal::new(mu, 1.0)?.$by $args.sample(rng);
            Ok(if x > 2.0 { 1.0 } else { 0.0 })
        }
    };
}
programs!(indicator: BeyondScore beyond_score: score_function(); BeyondParts beyond_parts: measure_valued(););

/// A recursion with a cost at each step.
macro_rules! flips {
    ($Name:ident $function:ident: $by:ident $args:tt) => {
        #[stochastic_grad(objective = $Name)]
        fn $function(p: f64, rng: &mut impl Rng) -> Result<f64, Error> {
            let heads = Bernoulli::new(p)?.$by $args.sample(rng);
            Ok(if heads { 1.0 } else { 1.0 + $function(p, rng)? })
        }
    };
}
programs!(flips: FlipsScore flips_score: score_function(); FlipsOther flips_other: perturb();
    FlipsParts flips_parts: measure_valued(););

/// The same, each cost settled before the next draw.
#[stochastic_grad(objective = FlipsSettled)]
fn flips_settled(p: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let step = credit(1.0, rng);
    let heads = Bernoulli::new(p)?.score_function().sample(rng);
    Ok(if heads { step } else { step + flips_settled(p, rng)? })
}

/// A program and its parameters.
struct Program<A> {
    what: &'static str,
    at: A,
    /// how many samples tell the variance, and how many the time
    samples: usize,
    timed: usize,
}

impl<A: Clone> Program<A> {
    /// A row for one estimator, with the default baseline.
    fn by<O: Objective<Error = Error>>(&self, name: &str, objective: &O) -> Result<(), Error>
    where
        A: Into<O::Params>,
    {
        self.with(name, objective, || Baseline::LeaveOneOut)
    }

    fn with<O: Objective<Error = Error>>(
        &self,
        name: &str,
        objective: &O,
        baseline: impl Fn() -> Baseline<'static>,
    ) -> Result<(), Error>
    where
        A: Into<O::Params>,
    {
        let std_err = self.run(objective, self.samples, baseline())?.grad_std_err.flatten()[0];
        let variance = std_err * std_err * self.samples as f64;
        let counted = Counted { objective, runs: Cell::new(0) };
        self.run(&counted, self.timed, baseline())?;
        let runs = counted.runs.get() as f64 / self.timed as f64;
        let mut time = f64::INFINITY;
        for _ in 0..200 {
            let start = Instant::now();
            self.run(objective, self.timed, baseline())?;
            time = time.min(start.elapsed().as_secs_f64() * 1e9 / self.timed as f64);
        }
        let (shown, by_runs, by_time) = (short(variance), short(variance * runs), short(variance * time));
        println!("| {} | {name} | {shown} | {runs:.0} | {time:.0} | {by_runs} | {by_time} |", self.what);
        Ok(())
    }

    fn run<O: Objective<Error = Error>>(
        &self,
        objective: &O,
        n: usize,
        baseline: Baseline<'static>,
    ) -> Result<Estimate<O::Params>, Error>
    where
        A: Into<O::Params>,
    {
        let mut rng = StdRng::seed_from_u64(1);
        objective.estimator(self.at.clone().into()).samples(n).baseline(baseline).run(&mut rng)
    }
}

/// An objective that counts its runs.
struct Counted<'a, O> {
    objective: &'a O,
    runs: Cell<u64>,
}

impl<O: Objective> Objective for Counted<'_, O> {
    type Params = O::Params;
    type Error = O::Error;
    fn eval<G: Generator, D: Number>(
        &self,
        params: &<O::Params as Parameters>::With<D>,
        rng: &mut Tracer<'_, G, D, NoFallback>,
    ) -> Result<Smooth<D>, O::Error> {
        self.runs.set(self.runs.get() + 1);
        self.objective.eval(params, rng)
    }
}

/// Three digits. What rounding leaves of the variance of an exact estimate is zero.
fn short(x: f64) -> String {
    match x {
        _ if x < 1e-20 => "0".to_owned(),
        _ if x < 0.095 => format!("{x:.3}"),
        _ if x < 9.95 => format!("{x:.2}"),
        _ if x < 99.5 => format!("{x:.1}"),
        _ => format!("{x:.0}"),
    }
}

/// Rows of one program; gives the program back for more of them.
macro_rules! rows {
    ($what:literal, $at:expr, $samples:expr; $($name:literal $Objective:ident;)+) => {{
        let program = Program { what: $what, at: $at, samples: $samples, timed: 2_000 };
        $(program.by($name, &$Objective)?;)+
        program
    }};
}

const SAMPLES: usize = 2_000_000;

fn coins() -> Result<(), Error> {
    rows!("one coin between a normal draw and a branch", 0.4, SAMPLES; "`score_function`" CoinScore;
        "`enumerate`" CoinAll; "`perturb`" CoinOther; "`measure_valued`" CoinParts;);
    let walk = Program { what: "random walk of 50 coins", at: 100.0, samples: 100_000, timed: 500 };
    walk.with("`score_function`, no baseline", &WalkScore, || Baseline::None)?;
    walk.by("`score_function`", &WalkScore)?;
    walk.by("`perturb`", &WalkOther)?;
    walk.by("`measure_valued`", &WalkParts)?;
    rows!("flips until heads, a recursion", 0.1, SAMPLES; "`score_function`" FlipsScore;
        "`score_function`, `credit`" FlipsSettled; "`perturb`" FlipsOther; "`measure_valued`" FlipsParts;);
    Ok(())
}

fn counts() -> Result<(), Error> {
    rows!("a binomial draw of 10, then a branch", 0.4, SAMPLES; "`score_function`" BranchScore;
        "`enumerate`" BranchAll; "`perturb`" BranchOther; "`measure_valued`" BranchParts;);
    rows!("a Poisson draw of mean 4, ln(1 + (k - 5)²)", 4.0, SAMPLES; "`score_function`" QueueScore;
        "`enumerate_to(1e-12)`" QueueAll; "`perturb`" QueueOther; "`measure_valued`" QueueParts;);
    let logits = [0.2, -0.4, 0.0, 0.6, -0.2];
    rows!("one of five, by logits", logits, SAMPLES; "`score_function`" ChoiceScore;
        "`enumerate`" ChoiceAll; "`perturb`" ChoiceOther; "`measure_valued`" ChoiceParts;);
    Ok(())
}

fn normals() -> Result<(), Error> {
    rows!("a normal draw at 1, x²", 1.0, SAMPLES; "pathwise" SquarePath; "`score_function`" SquareScore;
        "`measure_valued`" SquareParts;);
    rows!("a normal draw at 1, cos 5x", 1.0, SAMPLES; "pathwise" WavePath; "`score_function`" WaveScore;
        "`measure_valued`" WaveParts;);
    rows!("a normal draw at 1, 1 beyond 2", 1.0, SAMPLES; "`score_function`" BeyondScore;
        "`measure_valued`" BeyondParts;);
    Ok(())
}

fn main() -> Result<(), Error> {
    println!("| program | estimator | variance | runs | ns | variance × runs | variance × ns |");
    println!("| --- | --- | --- | --- | --- | --- | --- |");
    coins()?;
    counts()?;
    normals()
}
