//! One line of the page: what a source says, what is true, and what an estimate finds.

use super::printed::{Printed, exact, measured};
use stochastic_grad::prelude::*;

pub(crate) const HEAD: &str = "\
| source | program | quantity | estimator | published | exact | here | variance published | exact | here |\n\
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n";

/// How often an estimate is repeated, so that its variance has an error, too.
const REPETITIONS: usize = 100;

/// A line of the page.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    program: &'static str,
    quantity: &'static str,
    estimator: &'static str,
    published: Option<Printed>,
    exact: Option<f64>,
    /// what stands in for it where nothing exact can be had
    long_run: Option<Printed>,
    /// a bound on the standard error of what is found here
    sharp: f64,
    variance: Option<Variance>,
    exact_variance: Option<f64>,
    found: Found,
}

/// A published variance.
#[derive(Clone, Copy, Debug)]
struct Variance {
    printed: Printed,
    /// from how many samples, if it was measured
    samples: Option<usize>,
    /// whether it is another estimator's, which has less
    of_another: bool,
}

/// What the estimate finds: a mean and the variance of a sample, each with its standard error.
#[derive(Clone, Copy, Debug)]
struct Found {
    mean: f64,
    std_err: f64,
    variance: f64,
    variance_std_err: f64,
    samples: usize,
    /// the variance of the repetitions over that which they report
    spread: f64,
}

impl Found {
    /// Repeats an estimate of `n` samples, a value with its standard error.
    fn repeat(n: usize, seed: u64, estimate: impl Fn(&mut StdRng) -> Result<(f64, f64), Error>) -> Self {
        let mut rng = StdRng::seed_from_u64(seed);
        let runs: Vec<(f64, f64)> = (0..REPETITIONS).map(|_| estimate(&mut rng).expect("an estimate")).collect();
        let values: Vec<f64> = runs.iter().map(|run| run.0).collect();
        let variances: Vec<f64> = runs.iter().map(|run| run.1 * run.1 * n as f64).collect();
        let ((mean, _), (variance, variance_std_err)) = (moments(&values), moments(&variances));
        let samples = n * REPETITIONS;
        let spread = moments(&values).1.powi(2) * samples as f64 / variance;
        Found { mean, std_err: (variance / samples as f64).sqrt(), variance, variance_std_err, samples, spread }
    }
}

/// A mean with its standard error.
fn moments(xs: &[f64]) -> (f64, f64) {
    let n = xs.len() as f64;
    let mean = xs.iter().sum::<f64>() / n;
    (mean, (xs.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0) / n).sqrt())
}

impl Row {
    /// A quantity of a program by an estimator with `n` samples, many times.
    pub(crate) fn new(
        [program, quantity, estimator]: [&'static str; 3],
        n: usize,
        estimate: impl Fn(&mut StdRng) -> Result<(f64, f64), Error>,
    ) -> Self {
        let found = Found::repeat(n, 1, estimate);
        let (published, exact, long_run, variance, exact_variance) = (None, None, None, None, None);
        let sharp = f64::NAN;
        Row { program, quantity, estimator, published, exact, long_run, sharp, variance, exact_variance, found }
    }

    /// What the source says.
    pub(crate) fn published(self, text: &'static str) -> Self {
        Row { published: Some(Printed::parse(text)), ..self }
    }

    /// What is true; the standard error must be at most a hundredth of it.
    pub(crate) fn exact(self, x: f64) -> Self {
        Row { exact: Some(x), sharp: 0.01 * x.abs(), ..self }
    }

    /// What a long run found.
    pub(crate) fn long_run(self, text: &'static str) -> Self {
        Row { long_run: Some(Printed::parse(text)), ..self }
    }

    /// Another bound on the standard error.
    pub(crate) fn sharp(self, sharp: f64) -> Self {
        Row { sharp, ..self }
    }

    /// What the source says of the variance of a sample.
    pub(crate) fn variance(self, text: &'static str) -> Self {
        self.published_variance(text, None, false)
    }

    /// What the source has measured of the variance of a sample.
    pub(crate) fn measured_variance(self, text: &'static str, samples: usize) -> Self {
        self.published_variance(text, Some(samples), false)
    }

    /// The variance of a sample by an estimator in the source that has less of it than the one here.
    pub(crate) fn variance_of_another(self, text: &'static str, samples: usize) -> Self {
        self.published_variance(text, Some(samples), true)
    }

    fn published_variance(self, text: &'static str, samples: Option<usize>, of_another: bool) -> Self {
        Row { variance: Some(Variance { printed: Printed::parse(text), samples, of_another }), ..self }
    }

    /// The true variance of a sample.
    pub(crate) fn exact_variance(self, x: f64) -> Self {
        Row { exact_variance: Some(x), ..self }
    }

    /// Fails unless everything that is said of the row agrees.
    #[track_caller]
    pub(crate) fn check(&self) {
        let found = self.found;
        let rounding = 1e-12 * found.mean.abs();
        assert!(found.std_err <= self.sharp + rounding, "{self:#?}: not sharp");
        if let Some(exact) = self.exact {
            assert!((found.mean - exact).abs() <= 5.0 * found.std_err + rounding, "{self:#?}: not the exact value");
        }
        if let Some(Printed { value, tolerance, .. }) = self.published {
            let (other, error) = self.exact.map_or((found.mean, 5.0 * found.std_err), |exact| (exact, 0.0));
            assert!((value - other).abs() <= tolerance + error, "{self:#?}: not what was published");
        }
        if let Some(Printed { value, tolerance, .. }) = self.long_run {
            let error = 5.0 * found.std_err + tolerance;
            assert!((found.mean - value).abs() <= error, "{self:#?}: not what a long run found");
        }
        self.check_variance();
    }

    #[track_caller]
    fn check_variance(&self) {
        let Found { variance, variance_std_err, spread, std_err, mean, .. } = self.found;
        if std_err > 1e-12 * mean.abs() {
            assert!(variance_std_err < 0.1 * variance, "{self:#?}: the variance is not sharp");
            let chi_squared = 5.0 * (2.0 / (REPETITIONS - 1) as f64).sqrt();
            assert!((spread - 1.0).abs() < chi_squared, "{self:#?}: the repetitions vary by something else");
        }
        if let Some(exact) = self.exact_variance {
            let error = 5.0 * variance_std_err + 1e-12 * exact.max(mean * mean);
            assert!((variance - exact).abs() <= error, "{self:#?}: not the exact variance");
        }
        if let Some(published) = &self.variance {
            let value = published.printed.value;
            let error = published.printed.tolerance + self.error_of(published);
            if published.of_another {
                assert!(variance > value + error, "{self:#?}: no more than the other estimator's");
            } else if let Some(exact) = self.exact_variance {
                assert!((value - exact).abs() <= error, "{self:#?}: not the published variance");
            } else {
                assert!(variance <= value + error + 5.0 * variance_std_err, "{self:#?}: more than was published");
            }
        }
    }

    /// Five standard errors of a published variance, from those of the variance that is found here.
    fn error_of(&self, published: &Variance) -> f64 {
        let Found { variance_std_err, samples, .. } = self.found;
        published.samples.map_or(0.0, |n| 5.0 * variance_std_err * (samples as f64 / n as f64).sqrt())
    }

    /// The row as a line of the page.
    pub(crate) fn line(&self, source: &str) -> String {
        let Row { program, quantity, estimator, found, .. } = self;
        let or_dash = |text: Option<String>| text.unwrap_or_else(|| "–".to_owned());
        let published = or_dash(self.published.map(|p| p.text.to_owned()));
        let variance = or_dash(self.variance.map(|v| v.printed.spelled_out()));
        let (truth, true_variance) = (
            or_dash(self.exact.map(exact).or(self.long_run.map(|p| p.text.to_owned()))),
            or_dash(self.exact_variance.map(exact)),
        );
        let (here, variance_here) =
            (measured(found.mean, found.std_err), measured(found.variance, found.variance_std_err));
        format!(
            "| {source} | {program} | {quantity} | {estimator} | {published} | {truth} | {here} | {variance} | \
             {true_variance} | {variance_here} |\n"
        )
    }
}

/// Rows with a test each, computed once for the test and the page.
macro_rules! rows {
    ($($name:ident => $row:expr;)*) => {
        mod computed {
            use super::*;
            $(pub(super) fn $name() -> &'static $crate::row::Row {
                static ROW: std::sync::LazyLock<$crate::row::Row> = std::sync::LazyLock::new(|| $row);
                &ROW
            })*
        }
        $(#[test]
        fn $name() {
            computed::$name().check();
        })*
        pub(crate) fn rows() -> Vec<&'static $crate::row::Row> {
            vec![$(computed::$name()),*]
        }
    };
}
pub(crate) use rows;

/// A row for one derivative of an objective: by so many samples at a time, and with a baseline.
macro_rules! gradient {
    ($names:expr, $objective:expr, $at:expr, $parameter:ident, $n:expr, $baseline:ident $(($of:expr))?) => {
        $crate::row::Row::new($names, $n, |rng| {
            let baseline = stochastic_grad::Baseline::$baseline $(($of))?;
            let e = $objective.estimator($at).samples($n).baseline(baseline).run(rng)?;
            Ok((e.grad.$parameter, e.grad_std_err.$parameter))
        })
    };
}
pub(crate) use gradient;
