//! Memory that is changed through shared references, one operation at a time.

// To look each time whether it is borrowed took 3 to 4 in a hundred of a run with many records (`--bench logistic`).
#![allow(unsafe_code)]

#[cfg(debug_assertions)]
use std::cell::RefCell as Inner;
#[cfg(not(debug_assertions))]
use std::cell::UnsafeCell as Inner;
use std::ops::DerefMut;

/// The memory of a tape. Builds with debug assertions, as those of the tests, look whether it is borrowed already.
pub(super) struct Memory<S>(Inner<S>);

impl<S> Memory<S> {
    pub(super) fn new(memory: S) -> Self {
        Memory(Inner::new(memory))
    }

    pub(super) fn get_mut(&mut self) -> &mut S {
        self.0.get_mut()
    }

    /// The memory, for one operation.
    ///
    /// # Safety
    /// No other borrow may be alive, and none may begin before this one ends. Both hold where it is used for operations
    /// on the memory and on numbers that are no variables of a tape: such numbers know nothing of one.
    #[inline(always)]
    pub(super) unsafe fn borrow(&self) -> impl DerefMut<Target = S> {
        #[cfg(debug_assertions)]
        return self.0.borrow_mut();
        // SAFETY: the caller sees to it that this is the only reference; another thread has none, as it is not `Sync`.
        #[cfg(not(debug_assertions))]
        return unsafe { &mut *self.0.get() };
    }
}
