//! From a result back to the parameters.

use super::at::{At, SINGULAR};
use super::links::{Link, Links};
use super::record::{Node, Store};
use super::{Constants, Tape, Var};
use crate::Number;
use std::ops::Range;

impl<T: Number<Base = T>> Tape<'_, T> {
    /// The derivatives of a result with respect to the parameters.
    #[inline(always)]
    pub(crate) fn gradient(&self, y: Var<'_, T>, gradient: &mut [T]) {
        gradient.fill(T::constant(0.0));
        let Some(place) = y.place() else { return };
        // SAFETY: operations on the memory, and on the values of variables.
        let store = &mut *unsafe { self.store.borrow() };
        let node = store.resolve(place) as usize;
        if store.is_full() || node >= store.nodes.len() {
            return;
        }
        store.sweep(node, place.scale, gradient, &self.constants);
        if !are_finite(gradient) {
            store.forward(node, place.scale, gradient, &self.constants);
        }
    }

    /// Whether a value moves with any parameter: a sweep tells.
    #[cold]
    pub(crate) fn moves(&self, y: Var<'_, T>) -> bool {
        // SAFETY: one operation on the memory.
        let count = unsafe { self.store.borrow() }.parameters;
        let mut gradient = vec![T::constant(0.0); count];
        self.gradient(y, &mut gradient);
        !gradient.iter().all(|x| x.vanishes())
    }
}

#[inline(always)]
fn are_finite<T: Number>(gradient: &[T]) -> bool {
    gradient.iter().fold(T::constant(0.0), |sum, x| sum.add(x.mul_f64(0.0))).vanishes()
}

/// The adjoint of a node, which becomes zero again, and those before it.
#[inline(always)]
pub(super) fn taken<T: Number>(adjoints: &mut [T], i: usize) -> (&mut [T], T) {
    let (below, here) = adjoints.split_at_mut(i);
    (below, std::mem::replace(&mut here[0], T::constant(0.0)))
}

#[inline(always)]
fn sweep_links<T: Number<Base = T>>(links: &Links<T>, adjoints: &mut [T], i: usize, range: Range<usize>) {
    let (below, adjoint) = taken(adjoints, i);
    for Link { parent, slope } in links.at(range) {
        let parent = &mut below[(parent & !SINGULAR) as usize];
        *parent = parent.add(slope.mul(adjoint));
    }
}

impl<T: Number<Base = T>> Store<T> {
    #[inline(always)]
    fn sweep(&mut self, node: usize, scale: f64, gradient: &mut [T], constants: &Constants<'_>) {
        let zero = T::constant(0.0);
        if self.adjoints.len() < self.nodes.len() {
            self.adjoints.resize(self.nodes.capacity(), zero);
        }
        self.adjoints[node] = T::constant(scale);
        let mut end = self.last_of(node) + 1;
        while end > self.parameters {
            end = self.sweep_last(end, constants);
        }
        let Store { adjoints, parameters, .. } = self;
        for (gradient, adjoint) in gradient.iter_mut().zip(&adjoints[..*parameters]) {
            *gradient = *adjoint;
        }
        adjoints[..*parameters].fill(zero);
    }

    /// The node that a sweep from this one begins at.
    #[inline(always)]
    fn last_of(&self, node: usize) -> usize {
        if let Node::Product { index } = self.nodes[node] { self.last_row(index) } else { node }
    }

    /// From the adjoints of the last nodes before `end` to those of their parents; the end of what is left then.
    #[inline(always)]
    fn sweep_last(&mut self, end: usize, constants: &Constants<'_>) -> usize {
        let i = end - 1;
        match self.nodes[i] {
            Node::Product { index } => return self.sweep_product(index, constants),
            Node::Dense { start, end: stop, first } => return self.sweep_dense(end, start..stop, first, constants),
            Node::Sum(at) if at.is_plain() => self.sweep_terms(i, at),
            Node::Sum(at) => sweep_links(&self.links, &mut self.adjoints, i, at.range()),
            Node::Sloped { start, end, .. } => {
                sweep_links(&self.slopes, &mut self.adjoints, i, start as usize..end as usize)
            }
        }
        i
    }

    #[inline(always)]
    fn sweep_terms(&mut self, i: usize, at: At) {
        let Store { terms, adjoints, .. } = self;
        let (below, adjoint) = taken(adjoints, i);
        for term in &terms[at.list()][at.range()] {
            let parent = &mut below[term.parent as usize];
            *parent = parent.add_product(term.slope, adjoint);
        }
    }

    /// The same, forward through the tape for one parameter after the other, as duals do it.
    #[cold]
    #[inline(never)]
    fn forward(&mut self, node: usize, scale: f64, gradient: &mut [T], constants: &Constants<'_>) {
        for (parameter, gradient) in gradient.iter_mut().enumerate().take(node + 1) {
            self.adjoints[parameter] = T::constant(1.0);
            for i in self.parameters..=node {
                self.adjoints[i] = self.movement(i, constants);
            }
            *gradient = self.adjoints[node].mul_f64(scale);
            self.adjoints[..=node].fill(T::constant(0.0));
        }
    }

    /// How a node moves, where the movements of those before it are known.
    fn movement(&self, node: usize, constants: &Constants<'_>) -> T {
        let zero = T::constant(0.0);
        match self.nodes[node] {
            Node::Sum(at) if at.is_plain() => {
                let terms = &self.terms[at.list()][at.range()];
                terms.iter().fold(zero, |sum, t| sum.add(self.adjoints[t.parent as usize].mul_f64(t.slope)))
            }
            Node::Sum(at) => self.links.at(at.range()).fold(zero, |sum, link| sum.add(self.movement_along(link))),
            Node::Dense { start, end, first } => {
                let entries = constants.entries(&self.entries, start, (end - start) as usize);
                let movements = &self.adjoints[first as usize..];
                entries.iter().zip(movements).fold(zero, |sum, (c, e)| sum.add(e.mul_f64(*c)))
            }
            Node::Product { index } => self.movement_of_row(node, index, constants),
            Node::Sloped { start, end, chosen } => {
                self.slopes.at(start as usize..end as usize).fold(zero, |sum, link| {
                    let product = self.movement_along(link);
                    sum.add(if chosen { T::select(link.slope.zero(), zero, product) } else { product })
                })
            }
        }
    }

    /// How a slope times its node moves.
    fn movement_along(&self, Link { parent, slope }: Link<T>) -> T {
        let moved = self.adjoints[(parent & !SINGULAR) as usize];
        let product = moved.mul(slope);
        if parent & SINGULAR == 0 { product } else { T::select(moved.zero(), T::constant(0.0), product) }
    }
}
