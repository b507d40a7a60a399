//! From a result back to the parameters.

use super::record::{Kind, Node, Store};
use super::{Tape, Var};
use crate::Number;

impl<T: Number<Base = T>> Tape<T> {
    /// The derivatives of a result with respect to the parameters.
    #[inline(always)]
    pub(crate) fn gradient(&self, y: Var<'_, T>, gradient: &mut [T]) {
        gradient.fill(T::constant(0.0));
        let Some((at, scale)) = y.place() else { return };
        let store = &mut *self.store.borrow_mut();
        let node = store.resolve(at) as usize;
        if store.is_full() || node >= store.nodes.len() {
            return;
        }
        store.sweep(node, scale, gradient);
        if !are_finite(gradient) {
            store.forward(node, scale, gradient);
        }
    }

    /// Whether a value moves with any parameter: a sweep tells.
    #[cold]
    pub(crate) fn moves(&self, y: Var<'_, T>) -> bool {
        let count = self.store.borrow().parameters;
        let mut gradient = vec![T::constant(0.0); count];
        self.gradient(y, &mut gradient);
        !gradient.iter().all(|x| x.vanishes())
    }
}

#[inline(always)]
fn are_finite<T: Number>(gradient: &[T]) -> bool {
    gradient.iter().fold(T::constant(0.0), |sum, x| sum.add(x.mul_f64(0.0))).vanishes()
}

impl<T: Number<Base = T>> Store<T> {
    #[inline(always)]
    fn sweep(&mut self, node: usize, scale: f64, gradient: &mut [T]) {
        let zero = T::constant(0.0);
        if self.adjoints.len() < self.nodes.len() {
            self.adjoints.resize(self.nodes.capacity(), zero);
        }
        self.adjoints[node] = T::constant(scale);
        for i in (self.parameters..=self.last_of(node)).rev() {
            self.sweep_node(i);
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

    /// From the adjoint of a node to those of its parents.
    #[inline(always)]
    fn sweep_node(&mut self, i: usize) {
        let node = self.nodes[i];
        if let Node::Product { index } = node {
            if i == self.last_row(index) {
                self.sweep_product(index);
            }
            return;
        }
        let Store { terms, parents, slopes, entries, adjoints, .. } = self;
        let (below, here) = adjoints.split_at_mut(i);
        let adjoint = std::mem::replace(&mut here[0], T::constant(0.0));
        match node {
            Node::Linear(at) => {
                for term in &terms[at.list()][at.range()] {
                    let parent = &mut below[term.parent as usize];
                    *parent = parent.add_product(term.slope, adjoint);
                }
            }
            Node::Sloped { start, end, .. } => {
                let range = start as usize..end as usize;
                for (parent, slope) in parents[range.clone()].iter().zip(&slopes[range]) {
                    let parent = &mut below[*parent as usize];
                    *parent = parent.add(slope.mul(adjoint));
                }
            }
            Node::Dense { start, end, first } => {
                let slopes = &entries[start as usize..end as usize];
                for (parent, c) in below[first as usize..].iter_mut().zip(slopes) {
                    *parent = parent.add_product(*c, adjoint);
                }
            }
            Node::Product { .. } => {}
        }
    }

    /// The same, forward through the tape for one parameter after the other, as duals do it.
    #[cold]
    #[inline(never)]
    fn forward(&mut self, node: usize, scale: f64, gradient: &mut [T]) {
        for (parameter, gradient) in gradient.iter_mut().enumerate().take(node + 1) {
            self.adjoints[parameter] = T::constant(1.0);
            for i in self.parameters..=node {
                self.adjoints[i] = self.movement(i);
            }
            *gradient = self.adjoints[node].mul_f64(scale);
            self.adjoints[..=node].fill(T::constant(0.0));
        }
    }

    /// How a node moves, where the movements of those before it are known.
    fn movement(&self, node: usize) -> T {
        let zero = T::constant(0.0);
        match self.nodes[node] {
            Node::Linear(at) => {
                let terms = &self.terms[at.list()][at.range()];
                terms.iter().fold(zero, |sum, t| sum.add(self.adjoints[t.parent as usize].mul_f64(t.slope)))
            }
            Node::Dense { start, end, first } => {
                let entries = &self.entries[start as usize..end as usize];
                let movements = &self.adjoints[first as usize..];
                entries.iter().zip(movements).fold(zero, |sum, (c, e)| sum.add(e.mul_f64(*c)))
            }
            Node::Product { index } => self.movement_of_row(node, index),
            Node::Sloped { start, end, kind } => (start as usize..end as usize).fold(zero, |sum, k| {
                let (moved, slope) = (self.adjoints[self.parents[k] as usize], self.slopes[k]);
                let product = moved.mul(slope);
                sum.add(match kind {
                    Kind::Plain => product,
                    Kind::Singular => T::select(moved.zero(), zero, product),
                    Kind::Chosen => T::select(slope.zero(), zero, product),
                })
            }),
        }
    }
}
