//! The memory of a tape, and how nodes get there.

use super::products::Product;
use crate::Error;

/// What a node is made of; parents always have smaller numbers than their children.
#[derive(Clone, Copy, Debug)]
pub(super) enum Node {
    /// Constants times other nodes: a range of the terms. Without terms it is a parameter.
    Linear { start: u32, end: u32 },
    /// Slopes times other nodes: a range of the slopes.
    Sloped { start: u32, end: u32, kind: Kind },
    /// Constants times consecutive nodes: a range of the entries, and the first of the nodes.
    Dense { start: u32, end: u32, first: u32 },
    /// A row of a matrix times a vector.
    Product { index: u32 },
}

/// What becomes of zeros where something is infinite.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Kind {
    /// Zero times infinity is not a number.
    Plain,
    /// What does not move takes no part.
    Singular,
    /// What is multiplied by a slope of zero was not chosen, and takes no part.
    Chosen,
}

/// A constant times a node.
#[derive(Clone, Copy, Debug)]
pub(super) struct Term {
    pub(super) parent: u32,
    pub(super) slope: f64,
}

/// A handle to a node, in one word: which one, and where its terms ended when the handle was made; 0 if they stay as they
/// are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct At(u64);

impl At {
    /// No node.
    const NOWHERE: At = At::new(u32::MAX, 0);

    pub(super) const fn new(node: u32, end: u32) -> At {
        At(node as u64 | (end as u64) << 32)
    }

    #[inline(always)]
    pub(super) const fn fixed(node: u32) -> At {
        At(node as u64)
    }

    #[inline(always)]
    pub(super) fn node(self) -> u32 {
        self.0 as u32
    }

    #[inline(always)]
    pub(super) fn end(self) -> u32 {
        (self.0 >> 32) as u32
    }
}

/// The most terms that a node may grow to; a handle to its beginning, if it is used again, copies none of them but
/// sweeps them once more.
const LONGEST: u32 = 64;

/// The memory of a tape.
pub(super) struct Store<T> {
    pub(super) nodes: Vec<Node>,
    pub(super) terms: Vec<Term>,
    /// the parents that belong to the slopes
    pub(super) parents: Vec<u32>,
    pub(super) slopes: Vec<T>,
    /// the constants of inner products and of matrices
    pub(super) entries: Vec<f64>,
    pub(super) products: Vec<Product>,
    pub(super) scratch: Vec<T>,
    /// zero between sweeps
    pub(super) adjoints: Vec<T>,
    pub(super) parameters: usize,
    /// the handle of the last node, if it can grow
    open: At,
    /// where the open node is as long as it may be
    open_until: u32,
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
        let affordable = (self.limit.saturating_sub(self.used) / each).min(u32::MAX as usize - list.capacity());
        let wanted = more.max(list.capacity()).max(LONGEST as usize);
        let added = wanted.min(affordable);
        if self.lost > 0 || added < more {
            self.lost += more * each;
            return false;
        }
        list.reserve_exact(list.capacity() - list.len() + added);
        self.used += added * each;
        true
    }
}

impl<T: crate::Number<Base = T>> Store<T> {
    /// What a node takes: itself and its adjoint.
    const NODE: usize = size_of::<Node>() + size_of::<T>();
    /// What a slope takes: itself and its parent.
    const SLOPE: usize = size_of::<T>() + size_of::<u32>();

    pub(super) fn new(limit: usize) -> Self {
        Store {
            nodes: Vec::new(),
            terms: Vec::new(),
            parents: Vec::new(),
            slopes: Vec::new(),
            entries: Vec::new(),
            products: Vec::new(),
            scratch: Vec::new(),
            adjoints: Vec::new(),
            parameters: 0,
            open: At::NOWHERE,
            open_until: 0,
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
            self.nodes.resize(count, Node::Linear { start: 0, end: 0 });
            self.parameters = count;
        }
        self.budget.missing = self.budget.lost;
    }

    #[inline]
    pub(super) fn reset(&mut self) {
        self.nodes.truncate(self.parameters);
        self.terms.clear();
        self.parents.clear();
        self.slopes.clear();
        self.entries.clear();
        self.products.clear();
        self.open = At::NOWHERE;
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

    /// A new node; where there is no room for it, any other.
    #[inline(always)]
    pub(super) fn push(&mut self, node: Node) -> u32 {
        let index = self.nodes.len();
        if index == self.nodes.capacity() && !self.budget.grow(&mut self.nodes, 1, Self::NODE) {
            return 0;
        }
        self.nodes.push(node);
        self.open = At::NOWHERE;
        index as u32
    }

    #[inline(always)]
    pub(super) fn push_term(&mut self, parent: u32, slope: f64) -> bool {
        if self.terms.len() == self.terms.capacity() && !self.budget.grow(&mut self.terms, 1, size_of::<Term>()) {
            return false;
        }
        self.terms.push(Term { parent, slope });
        true
    }

    #[inline(always)]
    pub(super) fn push_slope(&mut self, parent: u32, slope: T) {
        if self.slopes.len() == self.slopes.capacity() {
            if !self.budget.grow(&mut self.slopes, 1, Self::SLOPE) {
                return;
            }
            self.parents.reserve_exact(self.slopes.capacity() - self.parents.len());
        }
        self.slopes.push(slope);
        self.parents.push(parent);
    }

    #[inline(always)]
    pub(super) fn push_entries(&mut self, c: &[f64]) -> bool {
        let room = self.entries.capacity() - self.entries.len();
        if room < c.len() && !self.budget.grow(&mut self.entries, c.len(), size_of::<f64>()) {
            return false;
        }
        self.entries.extend_from_slice(c);
        true
    }

    pub(super) fn has_room_for_nodes(&mut self, count: usize) -> bool {
        let room = self.nodes.capacity() - self.nodes.len();
        room >= count || self.budget.grow(&mut self.nodes, count, Self::NODE)
    }

    #[inline(always)]
    pub(super) fn close_open(&mut self) {
        self.open = At::NOWHERE;
    }

    /// The node of a handle: its own, or a new one of the terms that there were when the handle was made.
    #[inline(always)]
    pub(super) fn resolve(&mut self, at: At) -> u32 {
        if at.end() == 0 { at.node() } else { self.as_it_was(at) }
    }

    #[inline]
    fn as_it_was(&mut self, at: At) -> u32 {
        match self.nodes.get(at.node() as usize) {
            Some(&Node::Linear { start, end }) if end != at.end() => self.push(Node::Linear { start, end: at.end() }),
            _ => at.node(),
        }
    }

    #[inline(always)]
    fn is_current(&self, at: At) -> bool {
        at.end() == 0
            || matches!(self.nodes.get(at.node() as usize), Some(&Node::Linear { end, .. }) if end == at.end())
    }

    /// A sum of two nodes with their scales.
    #[inline(always)]
    pub(super) fn sum(&mut self, a: (At, f64), b: (At, f64)) -> At {
        // The last node can grow: nothing knows it yet but its handles, and older handles know where it ended.
        if a.0 == self.open && a.1 == 1.0 && b.0.node() != a.0.node() && self.is_current(b.0) {
            return self.extend(b.0.node(), b.1);
        }
        self.new_sum(a.0, a.1, b.0, b.1)
    }

    #[inline(always)]
    fn extend(&mut self, other: u32, slope: f64) -> At {
        if !self.push_term(other, slope) {
            return At::fixed(0);
        }
        let end = self.terms.len() as u32;
        if let Some(Node::Linear { end: last, .. }) = self.nodes.last_mut() {
            *last = end;
        }
        let at = At::new(self.open.node(), end);
        self.open = if end < self.open_until { at } else { At::NOWHERE };
        at
    }

    // The arguments one by one, so that they are in registers: in memory, the caller would put them there on all paths.
    #[inline(never)]
    fn new_sum(&mut self, a: At, a_scale: f64, b: At, b_scale: f64) -> At {
        if b == self.open && b_scale == 1.0 && a.node() != b.node() && self.is_current(a) {
            return self.extend(a.node(), a_scale);
        }
        let (a, b) = (self.resolve(a), self.resolve(b));
        let start = self.terms.len() as u32;
        self.push_term(a, a_scale);
        self.push_term(b, b_scale);
        self.close(start)
    }

    /// The node of the terms from `start` on.
    #[inline(always)]
    pub(super) fn close(&mut self, start: u32) -> At {
        let end = self.terms.len() as u32;
        let node = self.push(Node::Linear { start, end });
        if self.is_full() {
            return At::fixed(0);
        }
        self.open = At::new(node, end);
        self.open_until = start.saturating_add(LONGEST);
        self.open
    }

    /// A new node with these slopes; parents that are nowhere have none.
    #[inline(always)]
    pub(super) fn sloped<const N: usize>(&mut self, parents: [Option<(At, f64)>; N], slopes: [T; N], kind: Kind) -> At {
        // What this may record comes before the slopes.
        let mut nodes = [(0, 0.0); N];
        for (node, parent) in nodes.iter_mut().zip(parents) {
            if let Some((at, scale)) = parent {
                *node = self.scaled(at, scale);
            }
        }
        let start = self.slopes.len() as u32;
        for ((node, scale), (parent, slope)) in nodes.into_iter().zip(parents.into_iter().zip(slopes)) {
            if parent.is_some() {
                self.push_slope(node, slope.mul_f64(scale));
            }
        }
        let end = self.slopes.len() as u32;
        At::fixed(self.push(Node::Sloped { start, end, kind }))
    }

    /// The node of the slopes from `start` on.
    #[inline(always)]
    pub(super) fn close_sloped(&mut self, start: u32) -> At {
        let end = self.slopes.len() as u32;
        At::fixed(self.push(Node::Sloped { start, end, kind: Kind::Plain }))
    }

    /// The node of a handle with its scale. A scale of zero has a node of its own, so that one can see that it does not
    /// move.
    #[inline(always)]
    fn scaled(&mut self, at: At, scale: f64) -> (u32, f64) {
        let node = self.resolve(at);
        if scale == 0.0 { (self.still(node), 1.0) } else { (node, scale) }
    }

    #[cold]
    fn still(&mut self, node: u32) -> u32 {
        let start = self.terms.len() as u32;
        self.push_term(node, 0.0);
        self.close(start).node()
    }
}
