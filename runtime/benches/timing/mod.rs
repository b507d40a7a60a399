//! Programs side by side: what a sample of each costs, in one run, and that all of them estimate the same thing.

#![allow(dead_code)] // each bench takes what it needs

pub(crate) mod gamma;
pub(crate) mod sums;
pub(crate) mod wide;

use rand::SeedableRng;
use rand::rngs::StdRng;
use std::hint::black_box;
use std::time::{Duration, Instant};
use stochastic_grad::{Error, Estimate, Parameters};

/// An estimate as plain numbers: the value first, then the gradient, each with its standard error.
pub(crate) struct Answer(pub(crate) Vec<(f64, f64)>);

impl<P: Parameters> From<Estimate<P>> for Answer {
    fn from(estimate: Estimate<P>) -> Self {
        let gradient = estimate.grad.flatten().into_iter().zip(estimate.grad_std_err.flatten());
        Answer(std::iter::once((estimate.value, estimate.value_std_err)).chain(gradient).collect())
    }
}

/// One call of an estimate.
trait Run: FnMut(&mut StdRng) -> Result<Answer, Error> {}
impl<F: FnMut(&mut StdRng) -> Result<Answer, Error>> Run for F {}

/// A way to estimate what the table is about.
struct Variant<'a> {
    name: &'a str,
    run: Box<dyn Run + 'a>,
    rng: StdRng,
    answer: Answer,
    /// the least time so far
    best: Duration,
}

/// Variants of one estimate.
pub(crate) struct Table<'a> {
    title: &'a str,
    /// samples of a call
    samples: usize,
    variants: Vec<Variant<'a>>,
}

/// How long all variants of a table are run, each for as many calls as the others.
const BUDGET: Duration = Duration::from_secs(6);
const FEWEST_CALLS: usize = 5;
const MOST_CALLS: usize = 2000;
/// From so many samples on standard errors are known well enough to be compared.
const MANY: usize = 4096;
/// The names of the baselines.
const SCALAR: &str = "by hand, scalar";
const SIMD: &str = "by hand, SIMD";

impl<'a> Table<'a> {
    /// A table of estimates from that many samples.
    pub(crate) fn new(title: &'a str, samples: usize) -> Self {
        Table { title, samples, variants: Vec::new() }
    }

    /// The hand-written loop.
    pub(crate) fn scalar(self, mut run: impl FnMut(&mut StdRng) -> Answer + 'a) -> Self {
        self.row(SCALAR, move |rng| Ok(run(rng)))
    }

    /// The hand-written loop over vectors.
    pub(crate) fn simd(self, mut run: impl FnMut(&mut StdRng) -> Answer + 'a) -> Self {
        self.row(SIMD, move |rng| Ok(run(rng)))
    }

    /// Another variant.
    pub(crate) fn row<A: Into<Answer>>(
        mut self,
        name: &'a str,
        mut run: impl FnMut(&mut StdRng) -> Result<A, Error> + 'a,
    ) -> Self {
        let run = Box::new(move |rng: &mut StdRng| run(rng).map(Into::into));
        let (rng, answer) = (StdRng::seed_from_u64(1 + self.variants.len() as u64), Answer(Vec::new()));
        self.variants.push(Variant { name, run, rng, answer, best: Duration::MAX });
        self
    }

    /// Times all variants in turn, so that a disturbance meets them alike, and prints the best of each.
    pub(crate) fn print(mut self) -> Result<(), Error> {
        for variant in &mut self.variants {
            variant.answer = (variant.run)(&mut variant.rng)?;
        }
        self.compare();
        let start = Instant::now();
        for call in 0..MOST_CALLS {
            if call >= FEWEST_CALLS && start.elapsed() > BUDGET {
                break;
            }
            self.variants.iter_mut().try_for_each(Variant::time)?;
        }
        self.show();
        Ok(())
    }

    fn show(&self) {
        println!(
            "\n{}, {} samples\n{:<40} {:>12} {:>10} {:>8}",
            self.title, self.samples, "", "ns/sample", "x scalar", "x SIMD"
        );
        let of = |name| self.variants.iter().find(|v| v.name == name).map(|v| v.best.as_secs_f64());
        for Variant { name, best, .. } in &self.variants {
            let best = best.as_secs_f64();
            let ratio = |base: Option<f64>| base.map_or(String::new(), |base| format!("{:.2}", best / base));
            let each = best * 1e9 / self.samples as f64;
            println!("{name:<40} {each:>12.2} {:>10} {:>8}", ratio(of(SCALAR)), ratio(of(SIMD)));
        }
    }

    /// All variants must agree with the first within their standard errors, and with the sizes of these.
    fn compare(&self) {
        let Some((first, others)) = self.variants.split_first() else { return };
        for other in others {
            assert_eq!(first.answer.0.len(), other.answer.0.len(), "{}: {}", self.title, other.name);
            for (k, ((a, da), (b, db))) in first.answer.0.iter().zip(&other.answer.0).enumerate() {
                let close = (a - b).abs() <= 6.0 * da.hypot(*db);
                let alike = self.samples < MANY || da.max(*db) <= 2.0 * da.min(*db);
                assert!(close && alike, "{}: {}, number {k}: {a} ± {da} and {b} ± {db}", self.title, other.name);
            }
        }
    }
}

impl Variant<'_> {
    fn time(&mut self) -> Result<(), Error> {
        let start = Instant::now();
        black_box((self.run)(&mut self.rng)?);
        self.best = self.best.min(start.elapsed());
        Ok(())
    }
}
