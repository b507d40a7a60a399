//! Who runs the groups of blocks: the caller's thread, or all of rayon's.

use super::task::{Outcome, Task};
use crate::Objective;

/// A way to run groups of blocks. Results do not depend on it.
#[doc(hidden)]
pub trait Schedule<O: Objective> {
    /// The outcomes of the groups in their order, up to the first at which there is nothing to go on for.
    #[doc(hidden)]
    fn each(task: &Task<'_, O>, groups: usize, run: Run<O>) -> Result<Vec<Outcome>, O::Error>;
}

type Run<O> = fn(&Task<'_, O>, usize) -> Result<Outcome, <O as Objective>::Error>;

/// One group after the other.
#[doc(hidden)]
#[derive(Debug)]
pub struct Serial;

impl<O: Objective> Schedule<O> for Serial {
    fn each(task: &Task<'_, O>, groups: usize, run: Run<O>) -> Result<Vec<Outcome>, O::Error> {
        let mut outcomes = Vec::with_capacity(groups);
        for group in 0..groups {
            let outcome = run(task, group)?;
            let last = outcome.settled;
            outcomes.push(outcome);
            if last {
                break;
            }
        }
        Ok(outcomes)
    }
}

#[cfg(feature = "rayon")]
pub use threads::{Shared, Threads};

#[cfg(feature = "rayon")]
mod threads {
    use super::{Run, Schedule};
    use crate::Objective;
    use crate::driver::task::{Outcome, Task};
    use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, ParallelIterator};
    use std::sync::atomic::{AtomicUsize, Ordering};

    /// What threads can share: anything that is `Sync`.
    #[diagnostic::on_unimplemented(
        message = "`{Self}` cannot be shared between threads",
        label = "`.parallel()` needs constants and parameters that are `Sync`",
        note = "a constant argument with a `Cell`, an `Rc` or a `RefCell` in it is not: pass an `Arc`, an atomic or the plain data, or leave `.parallel()` out"
    )]
    pub trait Shared: Sync {}
    #[diagnostic::do_not_recommend]
    impl<T: Sync> Shared for T {}

    /// All threads of rayon's pool.
    #[doc(hidden)]
    #[derive(Debug)]
    pub struct Threads;

    impl<O: Objective + Shared> Schedule<O> for Threads
    where
        O::Params: Shared,
    {
        fn each(task: &Task<'_, O>, groups: usize, run: Run<O>) -> Result<Vec<Outcome>, O::Error> {
            // Groups after the first that ends the estimate are not worth running; those before it are.
            let end = AtomicUsize::new(groups);
            let one = |group: usize| {
                if group > end.load(Ordering::Relaxed) {
                    return None;
                }
                let outcome = run(task, group).ok();
                if outcome.as_ref().is_none_or(|outcome| outcome.settled) {
                    end.fetch_min(group, Ordering::Relaxed);
                }
                outcome
            };
            let outcomes: Vec<_> = (0..groups).into_par_iter().with_max_len(1).map(one).collect();
            let mut done = Vec::with_capacity(groups);
            for (group, outcome) in outcomes.into_iter().enumerate() {
                // A user's error need not be `Send`: it is made again on this thread.
                let outcome = outcome.map_or_else(|| run(task, group), Ok)?;
                let last = outcome.settled;
                done.push(outcome);
                if last {
                    break;
                }
            }
            Ok(done)
        }
    }
}
