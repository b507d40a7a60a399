//! Slopes, and the nodes that they are multiplied with.

use super::at::At;
use crate::Number;
use std::ops::Range;

/// A slope and the node that it is multiplied with.
#[derive(Clone, Copy)]
pub(super) struct Link<T> {
    /// with the bit `SINGULAR`
    pub(super) parent: u32,
    pub(super) slope: T,
}

/// A list of links.
pub(super) struct Links<T> {
    /// as many as there is room for
    slopes: Vec<T>,
    ends: Vec<End>,
    length: usize,
}

/// What belongs to a slope.
#[derive(Clone, Copy, Default)]
struct End {
    parent: u32,
    /// the node of a sum whose last link this is, and the first of its links; 0 if there is none
    sum: u32,
    first: u32,
}

impl<T: Number<Base = T>> Links<T> {
    /// What a link takes.
    pub(super) const BYTES: usize = size_of::<T>() + size_of::<End>();

    pub(super) fn new() -> Self {
        Links { slopes: Vec::new(), ends: Vec::new(), length: 0 }
    }

    #[inline(always)]
    pub(super) fn len(&self) -> u32 {
        self.length as u32
    }

    pub(super) fn room(&self) -> usize {
        self.slopes.len()
    }

    /// Makes room for more.
    #[cold]
    #[inline(never)]
    pub(super) fn grow(&mut self, more: usize) {
        let room = self.room() + more;
        self.slopes.reserve_exact(more);
        self.slopes.resize(room, T::constant(0.0));
        self.ends.resize(room, End::default());
    }

    #[inline(always)]
    pub(super) fn clear(&mut self) {
        self.length = 0;
    }

    /// Adds a link, if there is room.
    #[inline(always)]
    pub(super) fn push(&mut self, Link { parent, slope }: Link<T>) -> bool {
        let (Some(s), Some(end)) = (self.slopes.get_mut(self.length), self.ends.get_mut(self.length)) else {
            return false;
        };
        (*s, *end) = (slope, End { parent, ..End::default() });
        self.length += 1;
        true
    }

    /// The node of a sum of these links; 0 if it has none.
    #[inline(always)]
    pub(super) fn known(&self, sum: At) -> u32 {
        match self.ends.get(sum.end() as usize - 1) {
            // Two sums that end there may begin at different links.
            Some(end) if end.first == sum.start() => end.sum,
            _ => 0,
        }
    }

    pub(super) fn set_node(&mut self, sum: At, node: u32) {
        if let Some(end) = self.ends.get_mut(sum.end() as usize - 1) {
            (end.sum, end.first) = (node, sum.start());
        }
    }

    #[inline(always)]
    pub(super) fn at(&self, range: Range<usize>) -> impl Iterator<Item = Link<T>> {
        let links = self.slopes[range.clone()].iter().zip(&self.ends[range]);
        links.map(|(slope, end)| Link { parent: end.parent, slope: *slope })
    }
}
