//! Where a number is on a tape.

/// Where a number is on the tape: a node; or what needs none, yet. That is a sum, as a range of the terms in
/// one of two lists, or of the links: what is added to it follows its last term, so a sum that grows in a loop records
/// nothing else, and older handles still know where it ended when they were made. Or it is a chain, which is a slope times
/// a node: of that, it is the node.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct At {
    node: u32,
    end: u32,
}

/// The bit of chains, and of sums of links.
const SLOPED: u32 = 1 << 31;

/// The bit that tells the lists of terms; and the one, in the parent of a slope, of what is only defined where the parent
/// moves: what does not move takes no part.
const OTHER: u32 = 1 << 30;
pub(super) const SINGULAR: u32 = OTHER;

/// What nodes and places in lists are less than.
pub(super) const END: u32 = OTHER;

/// In place of the end of a sum, for a chain.
const CHAIN: u32 = u32::MAX - 1;

/// The list of the terms of most sums.
pub(super) const INNER: usize = 0;

/// The list of sums that go on after others were begun: those over the rounds of a loop.
pub(super) const OUTER: usize = 1;

impl At {
    /// Neither a node nor a sum, nor where constants are.
    pub(super) const NOTHING: At = At::new(u32::MAX, u32::MAX);

    pub(super) const fn new(node: u32, end: u32) -> At {
        At { node, end }
    }

    #[inline(always)]
    pub(super) const fn fixed(node: u32) -> At {
        At { node, end: 0 }
    }

    /// The terms of a list from `start` up to `end`, of which there is at least one.
    #[inline(always)]
    pub(super) fn sum(list: usize, start: u32, end: u32) -> At {
        At::new(start | if list == INNER { 0 } else { OTHER }, end)
    }

    /// The links from `start` up to `end`, of which there is at least one.
    #[inline(always)]
    pub(super) fn links(start: u32, end: u32) -> At {
        At::new(start | SLOPED, end)
    }

    /// A slope times this node, with the bit `SINGULAR`.
    #[inline(always)]
    pub(super) fn chain(parent: u32) -> At {
        At::new(parent | SLOPED, CHAIN)
    }

    /// The node, if it is one; that of a chain with its bit.
    #[inline(always)]
    pub(super) fn node(self) -> u32 {
        self.node & !SLOPED
    }

    /// 0 for a node.
    #[inline(always)]
    pub(super) fn end(self) -> u32 {
        self.end
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

    /// Whether it is a node or a sum of terms.
    #[inline(always)]
    pub(super) fn is_plain(self) -> bool {
        self.node & SLOPED == 0
    }

    #[inline(always)]
    pub(super) fn list(self) -> usize {
        if self.node & OTHER == 0 { INNER } else { OUTER }
    }

    #[inline(always)]
    pub(super) fn start(self) -> u32 {
        self.node % END
    }

    #[inline(always)]
    pub(super) fn range(self) -> std::ops::Range<usize> {
        self.start() as usize..self.end() as usize
    }

    /// The number of terms less one; very large for a node and for a chain.
    #[inline(always)]
    pub(super) fn but_one(self) -> u32 {
        self.end().wrapping_sub(self.start()).wrapping_sub(1)
    }

    /// All of it in one word.
    #[inline(always)]
    pub(super) fn bits(self) -> u64 {
        self.node as u64 | (self.end as u64) << 32
    }

    /// The sum with one term more.
    #[inline(always)]
    pub(super) fn grown(self) -> At {
        At { end: self.end + 1, ..self }
    }
}
