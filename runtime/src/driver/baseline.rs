//! Baselines of the score function.

use crate::Error;
use std::fmt;

/// What is subtracted from a value before it is multiplied with the score of its draws. Because a score has mean zero,
/// every baseline that does not depend on the sample leaves the estimate unbiased; a good one takes most of its variance.
///
/// `baseline(0.5)` is short for `Constant(0.5)`, and `baseline(None)` for `None`.
///
/// ```
/// use stochastic_grad::prelude::*;
///
/// #[stochastic_grad]
/// fn cost(p: f64, rng: &mut impl Rng) -> Result<f64, Error> {
///     let hit = Bernoulli::new(p)?.score_function().sample(rng);
///     Ok(if hit { 10.0 } else { 11.0 })
/// }
///
/// let mut rng = StdRng::seed_from_u64(1);
/// // One sample at a time, with what was learnt from those before.
/// let mut average = MovingAverage::new(0.9)?;
/// let mut sum = 0.0;
/// for _ in 0..10_000 {
///     sum += Cost.estimator(0.4).samples(1).baseline(&mut average).run(&mut rng)?.grad.p;
/// }
/// assert!((sum / 10_000.0 - -1.0).abs() < 0.1);
/// # Ok::<(), Error>(())
/// ```
#[derive(Default)]
pub enum Baseline<'b> {
    /// Nothing.
    None,
    /// The mean value of the other samples, or nothing where there is but one.
    #[default]
    LeaveOneOut,
    /// A constant.
    Constant(f64),
    /// What was learnt in earlier estimates.
    Running(&'b mut (dyn RunningBaseline + 'static)),
}

impl Baseline<'_> {
    /// The constant that is subtracted; none for the mean of the others.
    pub(super) fn value(&self) -> Result<Option<f64>, Error> {
        let value = match self {
            Baseline::LeaveOneOut => return Ok(None),
            Baseline::None => 0.0,
            Baseline::Constant(c) => *c,
            Baseline::Running(running) => running.value(),
        };
        if value.is_finite() { Ok(Some(value)) } else { Err(Error::NonFiniteBaseline { value }) }
    }

    pub(super) fn observe(&mut self, value: f64, n: usize) {
        if let Baseline::Running(running) = self {
            running.observe(value, n);
        }
    }
}

impl fmt::Debug for Baseline<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Baseline::None => write!(f, "None"),
            Baseline::LeaveOneOut => write!(f, "LeaveOneOut"),
            Baseline::Constant(c) => write!(f, "Constant({c})"),
            Baseline::Running(running) => write!(f, "Running({})", running.value()),
        }
    }
}

impl From<f64> for Baseline<'_> {
    fn from(c: f64) -> Self {
        Baseline::Constant(c)
    }
}
impl From<Option<f64>> for Baseline<'_> {
    fn from(c: Option<f64>) -> Self {
        c.map_or(Baseline::None, Baseline::Constant)
    }
}
impl<'b, B: RunningBaseline + 'static> From<&'b mut B> for Baseline<'b> {
    fn from(running: &'b mut B) -> Self {
        Baseline::Running(running)
    }
}

/// A baseline that lives across estimates: it is asked before an estimate, and told the value after it. A network that
/// predicts the value, for example.
pub trait RunningBaseline {
    /// The baseline of the next estimate.
    fn value(&self) -> f64;
    /// What the estimate found: the mean of `n` values.
    fn observe(&mut self, value: f64, n: usize);
}

/// The exponentially moving average of the values of earlier estimates: 0 before the first, and free of the bias towards
/// it after that (as the averages of Adam: Kingma and Ba 2015, <https://doi.org/10.48550/arXiv.1412.6980>).
#[derive(Clone, Debug, PartialEq)]
pub struct MovingAverage {
    decay: f64,
    sum: f64,
    weight: f64,
}

impl MovingAverage {
    /// An average that keeps the fraction `decay` of its memory from one estimate to the next, in [0, 1).
    ///
    /// # Errors
    /// [`Error::InvalidParameter`]
    pub fn new(decay: f64) -> Result<Self, Error> {
        if (0.0..1.0).contains(&decay) {
            return Ok(MovingAverage { decay, sum: 0.0, weight: 0.0 });
        }
        let (distribution, parameter, requirement) = ("MovingAverage", "decay", "in [0, 1)");
        Err(Error::InvalidParameter { distribution, parameter, requirement, value: decay })
    }
}

impl RunningBaseline for MovingAverage {
    fn value(&self) -> f64 {
        if self.weight == 0.0 { 0.0 } else { self.sum / self.weight }
    }
    fn observe(&mut self, value: f64, _n: usize) {
        self.sum = self.decay * self.sum + (1.0 - self.decay) * value;
        self.weight = self.decay * self.weight + (1.0 - self.decay);
    }
}
