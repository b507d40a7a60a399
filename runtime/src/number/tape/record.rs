//! The memory of a tape.

use super::at::{At, END};
use super::constants::Constants;
use super::dense::Vector;
use super::links::{Link, Links};
use super::products::Product;
use crate::Error;

/// What a node is made of; parents always have smaller numbers than their children.
#[derive(Clone, Copy, Debug)]
pub(super) enum Node {
    /// A sum. Without terms it is a parameter, or does not move.
    Sum(At),
    /// Slopes times other nodes: a range of the slopes. If it was chosen, what is multiplied by zero takes no part.
    Sloped { start: u32, end: u32, chosen: bool },
    /// Constants times consecutive nodes: a range of the entries, and the first of the nodes.
    Dense { start: u32, end: u32, first: u32 },
    /// A row of a matrix times a vector.
    Product { index: u32 },
}

/// A constant times a node.
#[derive(Clone, Copy, Debug)]
pub(super) struct Term {
    pub(super) parent: u32,
    /// the node of the sum whose last term this is; 0 if it has none, or `COPIED`
    pub(super) node: u32,
    pub(super) slope: f64,
}

/// The fewest elements that a list grows by.
const LEAST: usize = 64;

/// The memory of a tape.
pub(super) struct Store<T> {
    pub(super) nodes: Vec<Node>,
    pub(super) terms: [Vec<Term>; 2],
    /// those of nodes
    pub(super) slopes: Links<T>,
    /// those of sums
    pub(super) links: Links<T>,
    /// the constants of inner products and of matrices, where they are no arguments
    pub(super) entries: Vec<f64>,
    pub(super) products: Vec<Product>,
    pub(super) vector: Vector<T>,
    pub(super) scratch: Vec<T>,
    /// zero between sweeps
    pub(super) adjoints: Vec<T>,
    pub(super) parameters: usize,
    budget: Budget,
}

/// How much memory there is.
#[derive(Debug)]
struct Budget {
    used: usize,
    limit: usize,
    /// what was not recorded
    lost: usize,
    /// what was not recorded because there is no room for the parameters
    missing: usize,
}

impl Budget {
    /// Makes room for at least `more` elements, each of which takes `each` bytes here and elsewhere.
    #[cold]
    #[inline(never)]
    fn grow<E>(&mut self, list: &mut Vec<E>, more: usize, each: usize) -> bool {
        let added = self.granted(list.capacity(), more, each);
        list.reserve_exact(list.capacity() - list.len() + added);
        added > 0
    }

    /// Makes room for more links.
    #[cold]
    #[inline(never)]
    fn grow_links<T: crate::Number<Base = T>>(&mut self, list: &mut Links<T>) -> bool {
        let added = self.granted(list.room(), 1, Links::<T>::BYTES);
        list.grow(added);
        added > 0
    }

    /// How many elements a list may grow by: at least `more`, or none.
    fn granted(&mut self, capacity: usize, more: usize, each: usize) -> usize {
        let affordable = (self.limit.saturating_sub(self.used) / each).min((END - 1) as usize - capacity);
        let added = more.max(capacity).max(LEAST).min(affordable);
        if self.lost > 0 || added < more {
            self.lost += more * each;
            return 0;
        }
        self.used += added * each;
        added
    }
}

impl<T: crate::Number<Base = T>> Store<T> {
    /// What a node takes: itself and its adjoint.
    const NODE: usize = size_of::<Node>() + size_of::<T>();

    pub(super) fn new(limit: usize) -> Self {
        Store {
            nodes: Vec::new(),
            terms: [Vec::new(), Vec::new()],
            slopes: Links::new(),
            links: Links::new(),
            entries: Vec::new(),
            products: Vec::new(),
            vector: Vector::new(),
            scratch: Vec::new(),
            adjoints: Vec::new(),
            parameters: 0,
            budget: Budget { used: 0, limit, lost: 0, missing: 0 },
        }
    }

    pub(super) fn set_limit(&mut self, bytes: usize) {
        self.budget.limit = bytes;
    }

    pub(super) fn begin(&mut self, count: usize) {
        (self.parameters, self.budget.missing) = (0, 0);
        self.reset();
        let room = self.nodes.capacity() >= count || self.budget.grow(&mut self.nodes, count, Self::NODE);
        if room {
            self.nodes.resize(count, Node::Sum(At::fixed(0)));
            self.parameters = count;
        }
        self.budget.missing = self.budget.lost;
    }

    #[inline]
    pub(super) fn reset(&mut self) {
        self.nodes.truncate(self.parameters);
        self.terms.iter_mut().for_each(Vec::clear);
        self.slopes.clear();
        self.links.clear();
        self.entries.clear();
        self.products.clear();
        self.vector.clear();
        self.budget.lost = self.budget.missing;
    }

    #[inline]
    pub(super) fn too_large(&self) -> Option<Error> {
        let Budget { used, limit, lost, .. } = self.budget;
        (lost > 0).then_some(Error::TapeTooLarge { bytes: used + lost, limit })
    }

    #[inline]
    pub(super) fn is_full(&self) -> bool {
        self.budget.lost > 0
    }

    pub(super) fn bytes(&self) -> usize {
        self.budget.used
    }

    /// A new node; where there is no room for it, any other. Loops, here and below, because after one the compiler knows
    /// that there is room.
    #[inline(always)]
    pub(super) fn push(&mut self, node: Node) -> u32 {
        while self.nodes.len() == self.nodes.capacity() {
            if !self.budget.grow(&mut self.nodes, 1, Self::NODE) {
                return 0;
            }
        }
        let index = self.nodes.len();
        self.nodes.push(node);
        index as u32
    }

    #[inline(always)]
    pub(super) fn push_term(&mut self, list: usize, parent: u32, slope: f64) -> bool {
        let terms = &mut self.terms[list];
        while terms.len() == terms.capacity() {
            if !self.budget.grow(terms, 1, size_of::<Term>()) {
                return false;
            }
        }
        terms.push(Term { parent, node: 0, slope });
        true
    }

    #[inline(always)]
    pub(super) fn push_terms(&mut self, list: usize, two: [(u32, f64); 2]) {
        let terms = &mut self.terms[list];
        while terms.capacity() - terms.len() < 2 {
            if !self.budget.grow(terms, 2, size_of::<Term>()) {
                return;
            }
        }
        terms.extend_from_slice(&two.map(|(parent, slope)| Term { parent, node: 0, slope }));
    }

    #[inline(always)]
    pub(super) fn push_slope(&mut self, link: Link<T>) {
        while !self.slopes.push(link) && self.budget.grow_links(&mut self.slopes) {}
    }

    #[inline(always)]
    pub(super) fn push_link(&mut self, link: Link<T>) -> bool {
        while !self.links.push(link) {
            if !self.budget.grow_links(&mut self.links) {
                return false;
            }
        }
        true
    }

    /// Where some constants are: in an argument, or copied.
    #[inline(always)]
    pub(super) fn place_of(&mut self, c: &[f64], constants: &Constants<'_>) -> Option<u32> {
        constants.locate(c).or_else(|| self.copy(c))
    }

    // Out of the way of those that need not be copied.
    #[cold]
    #[inline(never)]
    fn copy(&mut self, c: &[f64]) -> Option<u32> {
        let (start, room) = (self.entries.len() as u32, self.entries.capacity() - self.entries.len());
        if room < c.len() && !self.budget.grow(&mut self.entries, c.len(), size_of::<f64>()) {
            return None;
        }
        self.entries.extend_from_slice(c);
        Some(start)
    }

    pub(super) fn has_room_for_nodes(&mut self, count: usize) -> bool {
        let room = self.nodes.capacity() - self.nodes.len();
        room >= count || self.budget.grow(&mut self.nodes, count, Self::NODE)
    }
}
