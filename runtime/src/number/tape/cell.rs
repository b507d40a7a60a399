//! Memory that is changed through shared references, one operation at a time.

// To look each time whether it is borrowed took 3 to 4 in a hundred of a run with many records (`--bench logistic`).
#![allow(unsafe_code)]

/// The memory of a tape. Builds with debug assertions, as those of the tests, look whether it is borrowed already.
#[cfg(debug_assertions)]
pub(super) struct Memory<S>(std::cell::RefCell<S>);

/// The memory of a tape.
#[cfg(not(debug_assertions))]
pub(super) struct Memory<S>(std::cell::UnsafeCell<S>);

impl<S> Memory<S> {
    pub(super) fn new(memory: S) -> Self {
        Memory(From::from(memory))
    }

    pub(super) fn get_mut(&mut self) -> &mut S {
        self.0.get_mut()
    }

    /// The memory, for one operation.
    ///
    /// # Safety
    /// No other borrow may be alive, and none may begin before this one ends. Both hold where it is used for operations
    /// on the memory and on numbers that are no variables of a tape: such numbers know nothing of one.
    #[cfg(debug_assertions)]
    pub(super) unsafe fn borrow(&self) -> std::cell::RefMut<'_, S> {
        self.0.borrow_mut()
    }

    /// The memory, for one operation.
    ///
    /// # Safety
    /// No other borrow may be alive, and none may begin before this one ends. Both hold where it is used for operations
    /// on the memory and on numbers that are no variables of a tape: such numbers know nothing of one.
    #[cfg(not(debug_assertions))]
    #[inline(always)]
    #[allow(clippy::mut_from_ref)]
    pub(super) unsafe fn borrow(&self) -> &mut S {
        // SAFETY: the caller sees to it that this is the only reference; another thread has none, as it is not `Sync`.
        unsafe { &mut *self.0.get() }
    }
}
