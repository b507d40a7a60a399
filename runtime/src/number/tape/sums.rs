//! Sums: constants times nodes, and slopes times nodes.

use super::at::{At, INNER, OUTER};
use super::links::Link;
use super::record::{Node, Store};
use super::slopes::Place;
use crate::Number;

/// The most terms that a sum may grow to: older handles to it, if they are used, copy none of them but sweep them once
/// more.
const LONGEST: u32 = 64;

/// The most terms of a sum that are copied to where it is added to another, instead of giving it a node: the first time,
/// for then it is likely not to be used again.
const SHORT: u32 = 2;

/// In place of the node of a sum that has none, but has been copied.
const COPIED: u32 = u32::MAX;

impl<T: Number<Base = T>> Store<T> {
    /// A sum. What a sum of links grows by is a link, and so is a chain; all else are terms.
    #[inline(always)]
    pub(super) fn sum(&mut self, a: Place<T>, b: Place<T>) -> Place<T> {
        if b.at.is_chain() && self.grows(a) {
            return Place::new(self.grown_by(a.at, b), 1.0);
        }
        if a.at.is_chain() || b.at.is_chain() {
            if let Some(joined) = a.joined(b) {
                return joined;
            }
        } else if !self.grows(a) {
            let (a, b) = ((a.at, a.scale), (b.at, b.scale));
            let both = if a.0.is_plain() { None } else { Self::side_by_side(a, b) };
            return Place::new(
                match both {
                    Some(both) => both,
                    None => self.sum_of_terms(a, b),
                },
                1.0,
            );
        }
        Place::new(self.sum_of_links(a, b), 1.0)
    }

    /// The node of a sum, or the node that it is.
    #[inline(always)]
    pub(super) fn parent(&mut self, at: At) -> u32 {
        if at.is_sum() { self.node_of_sum(at) } else { at.node() }
    }

    /// The node of a sum; 0 if it has none, or `COPIED`.
    #[inline(always)]
    fn known(&self, sum: At) -> u32 {
        if !sum.is_plain() {
            return self.links.known(sum);
        }
        self.terms[sum.list()].get(sum.end() as usize - 1).map_or(0, |last| last.node)
    }

    #[inline]
    fn node_of_sum(&mut self, sum: At) -> u32 {
        match self.known(sum) {
            0 | COPIED if sum.end() <= self.end_of_list(sum) => {
                let node = self.push(Node::Sum(sum));
                self.set_node(sum, node);
                node
            }
            node => node,
        }
    }

    #[inline(always)]
    fn set_node(&mut self, sum: At, node: u32) {
        if !sum.is_plain() {
            self.links.set_node(sum, node);
        } else if let Some(last) = self.terms[sum.list()].get_mut(sum.end() as usize - 1) {
            last.node = node;
        }
    }

    #[inline(always)]
    fn end_of_list(&self, sum: At) -> u32 {
        if sum.is_plain() { self.terms[sum.list()].len() as u32 } else { self.links.len() }
    }

    #[inline(always)]
    fn can_grow(&self, at: At) -> bool {
        at.but_one() < LONGEST - 1 && at.end() == self.end_of_list(at)
    }
}

/// Sums of terms.
impl<T: Number<Base = T>> Store<T> {
    /// A sum of two nodes or sums, with their scales.
    #[inline(always)]
    fn sum_of_terms(&mut self, a: (At, f64), b: (At, f64)) -> At {
        if a.1 == 1.0 && a.0.is_plain() && self.can_grow(a.0) {
            let parent = if b.0.is_sum() { self.known(b.0) } else { b.0.node() };
            if !b.0.is_sum() || parent.wrapping_sub(1) < COPIED - 1 {
                return self.grown(a.0, parent, b.1);
            }
        } else if a.0.is_node() && b.0.is_node() {
            let start = self.terms[INNER].len();
            self.push_terms(INNER, [(a.0.node(), a.1), (b.0.node(), b.1)]);
            return self.close(INNER, start);
        }
        self.new_sum(a.0, a.1, b.0, b.1)
    }

    #[inline(always)]
    fn grown(&mut self, sum: At, parent: u32, slope: f64) -> At {
        if self.push_term(sum.list(), parent, slope) { sum.grown() } else { At::fixed(0) }
    }

    // The arguments one by one, so that they are in registers: in memory, the caller would put them there on all paths. Cold,
    // so that the registers of loops that add to a sum are not written to memory for this call.
    #[cold]
    #[inline(never)]
    fn new_sum(&mut self, a: At, a_scale: f64, b: At, b_scale: f64) -> At {
        if a_scale == 1.0 && a.is_plain() && self.can_grow(a) {
            return self.append(a.list(), a.start() as usize, b, b_scale);
        }
        let goes_on = a_scale == 1.0 && a.is_plain() && a.is_sum() && self.known(a) == 0;
        if b_scale == 1.0 && b.is_plain() && self.can_grow(b) && !(goes_on && a.but_one() >= b.but_one()) {
            return self.append(b.list(), b.start() as usize, a, a_scale);
        }
        let list = if !goes_on {
            INNER
        } else if a.end() == self.end_of_list(a) {
            a.list()
        } else {
            OUTER
        };
        let start = self.terms[list].len();
        self.append(list, start, a, a_scale);
        self.append(list, start, b, b_scale)
    }

    /// Adds to the sum at the end of a list.
    #[inline(always)]
    fn append(&mut self, list: usize, start: usize, other: At, scale: f64) -> At {
        if other.is_plain()
            && other.but_one() < SHORT
            && let Some(&[ref first @ .., last]) = self.terms[other.list()].get(other.range())
            && last.node == 0
        {
            match *first {
                [first] => {
                    self.push_terms(list, [(first.parent, first.slope * scale), (last.parent, last.slope * scale)])
                }
                _ => _ = self.push_term(list, last.parent, last.slope * scale),
            }
            self.set_node(other, COPIED);
        } else {
            let parent = self.parent(other);
            self.push_term(list, parent, scale);
        }
        self.close(list, start)
    }

    /// The sum of the terms from `start` on.
    #[inline(always)]
    pub(super) fn close(&mut self, list: usize, start: usize) -> At {
        let end = self.terms[list].len();
        if self.is_full() { At::fixed(0) } else { At::sum(list, start as u32, end as u32) }
    }
}

/// Sums of links.
impl<T: Number<Base = T>> Store<T> {
    /// A sum of two numbers, one of which is a chain or a sum of links that can grow.
    #[inline(always)]
    fn sum_of_links(&mut self, a: Place<T>, b: Place<T>) -> At {
        let (mut sum, mut other) = (a, b);
        if !self.grows(a) {
            if !self.grows(b) {
                let (a, b) = (self.link(a), self.link(b));
                let start = self.links.len();
                let there = self.push_link(a) && self.push_link(b);
                return if there { At::links(start, start + 2) } else { At::fixed(0) };
            }
            (sum, other) = (b, a);
        }
        self.grown_by(sum.at, other)
    }

    #[inline(always)]
    fn grown_by(&mut self, sum: At, other: Place<T>) -> At {
        let link = self.link(other);
        if self.push_link(link) { sum.grown() } else { At::fixed(0) }
    }

    /// Whether it is a sum of links that can grow.
    #[inline(always)]
    fn grows(&self, sum: Place<T>) -> bool {
        sum.scale == 1.0 && !sum.at.is_plain() && self.can_grow(sum.at)
    }

    /// The sum of a sum of links with another, whose links follow on its own.
    fn side_by_side(a: (At, f64), b: (At, f64)) -> Option<At> {
        let both = At::links(a.0.start(), b.0.end());
        let follow = !b.0.is_plain() && a.0.end() == b.0.start() && both.but_one() < LONGEST;
        (follow && a.1 == 1.0 && b.1 == 1.0).then_some(both)
    }

    /// A number as a slope times a node.
    #[inline(always)]
    fn link(&mut self, place: Place<T>) -> Link<T> {
        let slope = if place.at.is_chain() { place.whole_slope() } else { T::constant(place.scale) };
        Link { parent: self.parent(place.at), slope }
    }
}
