//! The memory of a tape, and how nodes get there.

use super::constants::Constants;
use super::dense::Vector;
use super::products::Product;
use crate::Error;

/// What a node is made of; parents always have smaller numbers than their children.
#[derive(Clone, Copy, Debug)]
pub(super) enum Node {
    /// Constants times other nodes. Without terms it is a parameter, or does not move.
    Linear(At),
    /// Slopes times other nodes: a range of the slopes. If it was chosen, what is multiplied by zero takes no part.
    Sloped { start: u32, end: u32, chosen: bool },
    /// Constants times consecutive nodes: a range of the entries, and the first of the nodes.
    Dense { start: u32, end: u32, first: u32 },
    /// A row of a matrix times a vector.
    Product { index: u32 },
}

/// A constant times a node or times one with its slope.
#[derive(Clone, Copy, Debug)]
pub(super) struct Term {
    /// the node; or the slope that is multiplied with one, with the bit `CHAINED`
    pub(super) parent: u32,
    /// the node of the sum whose last term this is; 0 if it has none, or `COPIED`
    node: u32,
    pub(super) slope: f64,
}

/// Where a number is on the tape, in one word: a node; or what needs none, yet. That is a sum, as a range of the terms in
/// one of two lists: what is added to it follows its last term, so a sum that grows in a loop records nothing else, and
/// older handles still know where it ended when they were made. Or a chain: the node that its slope is multiplied with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct At(pub(super) u64);

/// The bit that tells the lists.
const LIST: u32 = 1 << 31;

/// In place of the end of a sum, for a chain.
const CHAIN: u32 = u32::MAX - 1;

/// The bit, in the parent of a term, that tells slopes times nodes from nodes.
pub(super) const CHAINED: u32 = 1 << 31;

/// The bit, in the parent of a slope, of what is only defined where the parent moves: what does not move takes no part.
pub(super) const SINGULAR: u32 = 1 << 31;

impl At {
    /// Neither a node nor a sum, nor where constants are.
    pub(super) const NOTHING: At = At(u64::MAX);

    pub(super) const fn new(node: u32, end: u32) -> At {
        At(node as u64 | (end as u64) << 32)
    }

    #[inline(always)]
    pub(super) const fn fixed(node: u32) -> At {
        At(node as u64)
    }

    /// The terms of a list from `start` up to `end`, of which there is at least one.
    #[inline(always)]
    pub(super) fn sum(list: usize, start: u32, end: u32) -> At {
        At::new(start | if list == INNER { 0 } else { LIST }, end)
    }

    /// A slope times this node, with the bit `SINGULAR`.
    #[inline(always)]
    pub(super) fn chain(parent: u32) -> At {
        At::new(parent, CHAIN)
    }

    /// The node, if it is one; that of a chain with its bit.
    #[inline(always)]
    pub(super) fn node(self) -> u32 {
        self.0 as u32
    }

    /// 0 for a node.
    #[inline(always)]
    pub(super) fn end(self) -> u32 {
        (self.0 >> 32) as u32
    }

    #[inline(always)]
    pub(super) fn is_node(self) -> bool {
        self.end() == 0
    }

    #[inline(always)]
    pub(super) fn is_chain(self) -> bool {
        self.end() == CHAIN
    }

    #[inline(always)]
    pub(super) fn is_sum(self) -> bool {
        !self.is_node() && !self.is_chain()
    }

    #[inline(always)]
    pub(super) fn list(self) -> usize {
        (self.node() / LIST) as usize
    }

    #[inline(always)]
    pub(super) fn range(self) -> std::ops::Range<usize> {
        (self.node() % LIST) as usize..self.end() as usize
    }

    /// The number of terms less one; very large for a node.
    #[inline(always)]
    fn but_one(self) -> u32 {
        self.end().wrapping_sub(self.node() % LIST).wrapping_sub(1)
    }
}

/// The list of the terms of most sums.
pub(super) const INNER: usize = 0;

/// The list of sums that go on after others were begun: those over the rounds of a loop.
const OUTER: usize = 1;

/// The most terms that a sum may grow to: older handles to it, if they are used, copy none of them but sweep them once
/// more.
const LONGEST: u32 = 64;

/// The most terms of a sum that are copied to where it is added to another, instead of giving it a node: the first time,
/// for then it is likely not to be used again.
const SHORT: u32 = 2;

/// In place of the node of a sum that has none, but has been copied.
const COPIED: u32 = u32::MAX;

/// The memory of a tape.
pub(super) struct Store<T> {
    pub(super) nodes: Vec<Node>,
    pub(super) terms: [Vec<Term>; 2],
    /// the parents that belong to the slopes, with the bit `SINGULAR`
    pub(super) parents: Vec<u32>,
    pub(super) slopes: Vec<T>,
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
        let affordable = (self.limit.saturating_sub(self.used) / each).min((LIST - 1) as usize - list.capacity());
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
            terms: [Vec::new(), Vec::new()],
            parents: Vec::new(),
            slopes: Vec::new(),
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
            self.nodes.resize(count, Node::Linear(At::fixed(0)));
            self.parameters = count;
        }
        self.budget.missing = self.budget.lost;
    }

    #[inline]
    pub(super) fn reset(&mut self) {
        self.nodes.truncate(self.parameters);
        self.terms.iter_mut().for_each(Vec::clear);
        self.parents.clear();
        self.slopes.clear();
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
    fn push_terms(&mut self, list: usize, two: [(u32, f64); 2]) {
        let terms = &mut self.terms[list];
        while terms.capacity() - terms.len() < 2 {
            if !self.budget.grow(terms, 2, size_of::<Term>()) {
                return;
            }
        }
        terms.extend_from_slice(&two.map(|(parent, slope)| Term { parent, node: 0, slope }));
    }

    #[inline(always)]
    pub(super) fn push_slope(&mut self, parent: u32, slope: T) {
        while self.slopes.len() == self.slopes.capacity() || self.parents.len() == self.parents.capacity() {
            if !self.budget.grow(&mut self.slopes, 1, Self::SLOPE) {
                return;
            }
            self.parents.reserve_exact(self.slopes.capacity() - self.parents.len());
        }
        self.slopes.push(slope);
        self.parents.push(parent);
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

    /// The node of a sum, or what can be the parent of a term already.
    #[inline(always)]
    pub(super) fn parent(&mut self, at: At) -> u32 {
        if at.is_sum() { self.node_of_sum(at) } else { at.node() }
    }

    /// The node of a sum, if it has one.
    #[inline(always)]
    pub(super) fn node_of(&self, sum: At) -> Option<u32> {
        let node = self.known(sum);
        (node.wrapping_sub(1) < COPIED - 1).then_some(node)
    }

    /// The node of a sum, if it has one; 0 if not, or `COPIED`.
    #[inline(always)]
    fn known(&self, sum: At) -> u32 {
        self.terms[sum.list()].get(sum.end() as usize - 1).map_or(0, |last| last.node)
    }

    #[inline]
    pub(super) fn node_of_sum(&mut self, sum: At) -> u32 {
        match self.known(sum) {
            0 | COPIED if sum.range().end <= self.terms[sum.list()].len() => {
                let node = self.push(Node::Linear(sum));
                self.set_node(sum, node);
                node
            }
            node => node,
        }
    }

    #[inline(always)]
    fn set_node(&mut self, sum: At, node: u32) {
        if let Some(last) = self.terms[sum.list()].get_mut(sum.end() as usize - 1) {
            last.node = node;
        }
    }

    #[inline(always)]
    fn ends_its_list(&self, at: At) -> bool {
        at.end() as usize == self.terms[at.list()].len()
    }

    #[inline(always)]
    pub(super) fn can_grow(&self, at: At) -> bool {
        at.but_one() < LONGEST - 1 && self.ends_its_list(at)
    }

    /// A sum of two, with their scales.
    #[inline(always)]
    pub(super) fn sum_of(&mut self, a: (At, f64), b: (At, f64)) -> At {
        if a.0.is_node() && b.0.is_node() {
            let start = self.terms[INNER].len();
            self.push_terms(INNER, [(a.0.node(), a.1), (b.0.node(), b.1)]);
            return self.close(INNER, start);
        }
        self.new_sum(a.0, a.1, b.0, b.1)
    }

    #[inline(always)]
    pub(super) fn grown(&mut self, sum: At, parent: u32, slope: f64) -> At {
        let more = At::new(sum.node(), sum.end() + 1);
        if self.push_term(sum.list(), parent, slope) { more } else { At::fixed(0) }
    }

    // The arguments one by one, so that they are in registers: in memory, the caller would put them there on all paths. Cold,
    // so that the registers of loops that add to a sum are not written to memory for this call.
    #[cold]
    #[inline(never)]
    fn new_sum(&mut self, a: At, a_scale: f64, b: At, b_scale: f64) -> At {
        if a_scale == 1.0 && self.can_grow(a) {
            return self.append(a.list(), a.range().start, b, b_scale);
        }
        let goes_on = a_scale == 1.0 && a.is_sum() && self.known(a) == 0;
        if b_scale == 1.0 && self.can_grow(b) && !(goes_on && a.but_one() >= b.but_one()) {
            return self.append(b.list(), b.range().start, a, a_scale);
        }
        let list = if !goes_on {
            INNER
        } else if self.ends_its_list(a) {
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
        if other.but_one() < SHORT
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
