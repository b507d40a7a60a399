//! Reverse mode: a tape of what was computed, and its sweep from a result back to the parameters.
//!
//! A [`Var`] is a value and its place on a [`Tape`]: `scale` times a node, so that products with constants need no node of
//! their own. What does not depend on the parameters has no place and is never recorded. A node is a sum of slopes times
//! earlier nodes. Loops that add to an accumulator do not add nodes, nor do functions of one number: see [`record::At`].
//!
//! # Zero times infinity
//! A sweep multiplies every slope with what it has, whatever the slopes are. An infinite slope therefore always ends in a
//! gradient that is not finite, and only then are the derivatives carried forward through the tape, parameter by
//! parameter, with the care that duals take: what does not move takes no part, and what was not chosen neither. A
//! gradient is finite where that of forward mode is, but for products of slopes that overflow (or underflow) in one order
//! and not in the other. Where neither is, they may name different parameters: a quotient of duals by zero is not a number
//! along the directions that do not move either.

// For borrows of the memory: see `cell`.
#![allow(unsafe_code)]

mod at;
mod cell;
mod constants;
mod dense;
mod links;
mod products;
mod record;
mod rows;
mod slopes;
mod sums;
mod sweep;
#[cfg(test)]
mod tests;
mod var;

pub(crate) use constants::Constants;
pub(crate) use var::Var;

use crate::Error;
use record::Store;
use std::fmt;

/// How many bytes a tape may have if nothing else is said.
pub(crate) const LIMIT: usize = 1 << 30;

/// What was computed from some parameters in one run after the other.
pub(crate) struct Tape<'c, T> {
    store: cell::Memory<Store<T>>,
    constants: Constants<'c>,
}

impl<T> fmt::Debug for Tape<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tape").finish_non_exhaustive()
    }
}

impl<T: super::Number<Base = T>> Tape<'static, T> {
    /// An empty tape that never takes more than about so many bytes.
    pub(crate) fn with_limit(bytes: usize) -> Self {
        Tape { store: cell::Memory::new(Store::new(bytes)), constants: Constants::default() }
    }

    /// The same tape for runs with these constant arguments.
    pub(crate) fn of(self, constants: Constants<'_>) -> Tape<'_, T> {
        Tape { store: self.store, constants }
    }
}

impl<'c, T: super::Number<Base = T>> Tape<'c, T> {
    /// The memory alone, for other runs.
    pub(crate) fn memory(self) -> Tape<'static, T> {
        self.reset();
        Tape { store: self.store, constants: Constants::default() }
    }

    /// Begins a tape of that many parameters.
    pub(crate) fn begin(&self, count: usize) {
        // SAFETY: one operation on the memory.
        unsafe { self.store.borrow() }.begin(count);
    }

    /// The parameter of this index, at a value.
    #[inline]
    pub(crate) fn parameter(&self, index: usize, value: T) -> Var<'_, T> {
        Var::parameter(self, index, value)
    }

    /// Forgets all but the parameters, and keeps the memory.
    #[inline]
    pub(crate) fn reset(&self) {
        // SAFETY: one operation on the memory.
        unsafe { self.store.borrow() }.reset();
    }

    /// What to report if the run needed more memory than the tape may have: its gradients mean nothing then.
    #[inline]
    pub(crate) fn too_large(&self) -> Option<Error> {
        // SAFETY: one operation on the memory.
        unsafe { self.store.borrow() }.too_large()
    }

    /// How many nodes there are, with the parameters.
    #[cfg(test)]
    fn nodes(&self) -> usize {
        // SAFETY: one operation on the memory.
        unsafe { self.store.borrow() }.nodes.len()
    }

    /// Changes how many bytes it may take.
    pub(crate) fn set_limit(&mut self, bytes: usize) {
        self.store.get_mut().set_limit(bytes);
    }

    /// How many bytes the tape takes.
    pub(crate) fn bytes(&self) -> usize {
        // SAFETY: one operation on the memory.
        unsafe { self.store.borrow() }.bytes()
    }
}
