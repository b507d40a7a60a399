//! What can go wrong, and the side channel for errors that no return type carries.

use std::cell::{Cell, RefCell};
use std::fmt;

/// Why an estimate, a distribution or a differentiated run failed.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Error {
    /// A distribution was given a parameter outside its domain.
    InvalidParameter {
        /// the distribution
        distribution: &'static str,
        /// the parameter
        parameter: &'static str,
        /// what it must satisfy
        requirement: &'static str,
        /// what it was
        value: f64,
    },
    /// A distribution was given a vector or a matrix with an entry outside its domain.
    InvalidEntry {
        /// the distribution
        distribution: &'static str,
        /// the entry, such as `covariance[1][0]`
        entry: String,
        /// what it must satisfy
        requirement: &'static str,
        /// what it was
        value: f64,
    },
    /// A draw jumps over an interval without density when parameters move, and its derivative cannot see that.
    Gap {
        /// the distribution
        distribution: &'static str,
    },
    /// A density was evaluated, with derivatives, at a point where it jumps or does not exist.
    OutsideSupport {
        /// the distribution
        distribution: &'static str,
        /// the point
        value: f64,
    },
    /// A draw by the score function at a parameter where one outcome is impossible: its estimate would miss the
    /// contribution of that outcome.
    ImpossibleOutcome {
        /// the distribution
        distribution: &'static str,
        /// the outcome that has probability zero
        outcome: String,
        /// the parameter that makes it impossible
        parameter: &'static str,
        /// the value of that parameter
        value: f64,
    },
    /// The divergence of two transformed distributions was asked for whose bijections differ.
    DifferentBijections,
    /// An enumerated program has a path with too many choices.
    PathTooLong {
        /// How many choices a path may have.
        cap: usize,
    },
    /// No outcome of an enumerated draw has a probability that can be told from zero.
    NoOutcome,
    /// A baseline is not finite.
    NonFiniteBaseline {
        /// Its value.
        value: f64,
    },
    /// An enumerated program has too many paths.
    TooManyPaths {
        /// How many there are at least.
        at_least: u64,
        /// How many a sample may have.
        cap: u64,
    },
    /// An estimate of zero samples was asked for.
    NoSamples,
    /// A parameter at which a gradient was asked for is infinite or not a number.
    NonFiniteParameter {
        /// its name
        name: String,
        /// its value
        value: f64,
    },
    /// The function, or its derivative, was infinite or not a number.
    NonFinite {
        /// what it was: the value, or the derivative with respect to a parameter
        what: String,
        /// its value
        value: f64,
        /// the sample, counted from 0
        sample: usize,
    },
    /// The record of one run, from which reverse mode takes the gradient, would not fit into the memory that it may have.
    TapeTooLarge {
        /// how many bytes it would take, at least
        bytes: usize,
        /// how many it may take
        limit: usize,
    },
    /// Two sequences that belong together have different lengths.
    LengthMismatch {
        /// what was computed
        what: &'static str,
        /// the length of the first
        expected: usize,
        /// the length of the second
        found: usize,
    },
    /// A second derivative was asked for through a kink, where the pathwise second derivative is wrong.
    Kink {
        /// the function with the kink
        of: &'static str,
    },
    /// An `assert!` on smooth values failed, and the program caught the panic, which is a branch on them.
    Assertion,
    /// A second derivative was asked for through a function that has only a first one.
    SecondDerivative {
        /// the function
        of: &'static str,
    },
}

/// So many bytes, in a unit of which there are not too many.
fn memory(bytes: usize) -> String {
    match bytes {
        0..0x10_0000 => format!("{bytes} bytes"),
        _ => format!("{} MiB", bytes.div_ceil(1 << 20)),
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::InvalidParameter { distribution, parameter, requirement, value } => {
                write!(f, "{distribution}: {parameter} must be {requirement}, but it is {value}")
            }
            Error::InvalidEntry { distribution, entry, requirement, value } => {
                write!(f, "{distribution}: {entry} must be {requirement}, but it is {value}")
            }
            Error::Gap { distribution } => write!(
                f,
                "{distribution}: its components leave an interval without density between them, over which a draw jumps \
                 when the weights move; draw the component with a fallback, `Categorical::new(&weights)?`, and then from it"
            ),
            Error::OutsideSupport { distribution, value } => write!(
                f,
                "{distribution}: the density has no derivative at {value}, which is outside its support \
                 (or its support moves with a parameter)"
            ),
            Error::ImpossibleOutcome { distribution, outcome, parameter, value } => write!(
                f,
                "{distribution}: at {parameter} = {value} the outcome {outcome} is impossible, and the score function \
                 cannot see its contribution to the gradient"
            ),
            Error::PathTooLong { cap } => write!(
                f,
                "a path of enumerated draws has more than {cap} choices, and may have no end: raise the cap with \
                 `.max_depth(n)`, or draw some of them by another fallback"
            ),
            Error::NoOutcome => {
                write!(f, "all outcomes of an enumerated draw have a probability that underflows to zero")
            }
            Error::NonFiniteBaseline { value } => write!(f, "a baseline must be finite, but it is {value}"),
            Error::TooManyPaths { at_least, cap } => write!(
                f,
                "the enumerated draws of a sample have at least {at_least} paths, and the cap is {cap}: raise it with \
                 `.max_paths(n)`, or draw some of them by another fallback"
            ),
            Error::DifferentBijections => write!(
                f,
                "the divergence of transformed distributions p and q has no closed form where their bijections differ: \
                 estimate it, p.ln_pdf(x) - q.ln_pdf(x) at draws x of p"
            ),
            Error::NoSamples => write!(f, "an estimate needs at least one sample, but n is 0"),
            Error::NonFiniteParameter { name, value } => {
                write!(f, "the parameter {name} must be finite, but it is {value}")
            }
            Error::NonFinite { what, value, sample } => write!(f, "{what} is {value} in sample {sample}"),
            Error::TapeTooLarge { bytes, limit } => write!(
                f,
                "the tape of a run in reverse mode would take at least {}, and the limit is {}; fewer samples do not help, \
                 but forward mode does (`.forward()`), a larger limit (`.max_tape(bytes)`), `dot` or `matvec` in the place \
                 of loops, or estimating the parts of the function one by one",
                memory(*bytes),
                memory(*limit)
            ),
            Error::LengthMismatch { what, expected, found } => {
                write!(f, "{what}: the lengths differ: {expected} and {found}")
            }
            Error::Kink { of } => {
                write!(f, "`{of}` has a kink, through which the gradient is right but a pathwise Hessian is wrong")
            }
            Error::Assertion => {
                write!(f, "an assertion on smooth values failed, and catching its panic is a branch on them")
            }
            Error::SecondDerivative { of } => write!(f, "`{of}` has a first derivative only"),
        }
    }
}

impl std::error::Error for Error {}

// A run cannot return an error from `sample` or `ln_pdf`, and a user may swallow one that a constructor returned.
// What happens in a differentiated run is therefore noted here, and the driver looks after each block.
thread_local! {
    static FAILED: Cell<bool> = const { Cell::new(false) };
    static FIRST: RefCell<Option<Error>> = const { RefCell::new(None) };
}

/// Notes an error of the present run; the first one counts.
#[cold]
pub(crate) fn report(error: Error) {
    if !FAILED.replace(true) {
        FIRST.set(Some(error));
    }
}

/// Collects what is reported while it lives; an outer collection, of an estimate that contains this one, goes on after.
pub(crate) struct Reports {
    outer: Option<Error>,
}

impl Reports {
    pub(crate) fn collect() -> Self {
        let outer = Reports::take_current();
        Reports { outer }
    }

    fn take_current() -> Option<Error> {
        if FAILED.replace(false) { FIRST.take() } else { None }
    }

    /// The first error reported since the last call.
    pub(crate) fn take(&mut self) -> Option<Error> {
        Reports::take_current()
    }
}

impl Drop for Reports {
    fn drop(&mut self) {
        Reports::take_current();
        if let Some(error) = self.outer.take() {
            report(error);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_report_counts_and_an_outer_collection_survives_an_inner_one() {
        let mut outer = Reports::collect();
        report(Error::NoSamples);
        {
            let mut inner = Reports::collect();
            assert_eq!(inner.take(), None);
            report(Error::Kink { of: "abs" });
            report(Error::NoSamples);
            assert_eq!(inner.take(), Some(Error::Kink { of: "abs" }));
            assert_eq!(inner.take(), None);
        }
        assert_eq!(outer.take(), Some(Error::NoSamples));
    }
}
