//! Errors, and what a run reports past the program: `sample` and `abs` return plain values and cannot fail, and a
//! program may swallow the `Err` of a constructor, so the driver has to hear of it some other way.

use std::cell::{Cell, RefCell};
use std::fmt;

#[derive(Clone, Debug, PartialEq)]
pub enum Error {
    NoSamples,
    Parameter { distribution: &'static str, rule: &'static str, value: f64 },
    SecondOrder(&'static str),
    ZeroProbability(&'static str),
    TooManyPaths,
    NotFinite { sample: usize },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::NoSamples => write!(f, "an estimate needs at least one sample"),
            Error::Parameter { distribution, rule, value } => write!(f, "{distribution}: {rule}, got {value}"),
            Error::SecondOrder(what) => write!(f, "{what} at second order"),
            Error::ZeroProbability(name) => write!(f, "{name}: an outcome has probability zero"),
            Error::TooManyPaths => write!(f, "too many enumerated paths"),
            Error::NotFinite { sample } => write!(f, "sample {sample} is not finite"),
        }
    }
}

impl std::error::Error for Error {}

thread_local! {
    static POISON: RefCell<Option<Error>> = const { RefCell::new(None) };
    static NEEDS_SCALAR: Cell<bool> = const { Cell::new(false) };
}

/// Fails the running estimate whatever the program returns; the first report is kept.
pub(crate) fn poison(error: Error) {
    POISON.with_borrow_mut(|slot| {
        slot.get_or_insert(error);
    });
}

/// Something that cannot be done for several samples at once was asked for.
pub(crate) fn needs_scalar() {
    NEEDS_SCALAR.set(true);
}

/// The result of one execution, and whether it has to be repeated on scalars.
pub(crate) struct Watched<T> {
    pub result: T,
    pub needs_scalar: bool,
}

/// Runs one execution with fresh reports. What an enclosing estimate had recorded is put back, also after a panic.
pub(crate) fn watch<T, E: From<Error>>(run: impl FnOnce() -> Result<T, E>) -> Watched<Result<T, E>> {
    struct Restore(Option<Error>, bool);
    impl Drop for Restore {
        fn drop(&mut self) {
            POISON.set(self.0.take());
            NEEDS_SCALAR.set(self.1);
        }
    }
    let _restore = Restore(POISON.take(), NEEDS_SCALAR.replace(false));
    let result = run();
    let result = match POISON.take() {
        Some(error) if result.is_ok() => Err(error.into()),
        _ => result,
    };
    Watched { result, needs_scalar: NEEDS_SCALAR.get() }
}
