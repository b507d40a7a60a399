//! Functions of numbers: slopes times nodes.

use super::at::{At, INNER, SINGULAR};
use super::links::Link;
use super::record::{Node, Store};
use crate::Number;

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

/// How a number moves: as a constant times a node or a sum; or times a chain, which is a slope times a node. A function of
/// one number is a chain, and so are functions one in the other: they record nothing.
#[derive(Clone, Copy)]
pub(super) struct Place<T> {
    pub(super) at: At,
    pub(super) scale: f64,
    /// 1 where it is no chain
    pub(super) slope: T,
}

impl<T: Number<Base = T>> Place<T> {
    #[inline(always)]
    pub(super) fn new(at: At, scale: f64) -> Self {
        Place { at, scale, slope: T::constant(1.0) }
    }

    /// The slope of a chain, with its scale.
    #[inline(always)]
    pub(super) fn whole_slope(self) -> T {
        self.slope.mul_f64(self.scale)
    }

    /// Its slope after a function with this slope.
    #[inline(always)]
    fn then(self, outer: T, kind: Kind) -> T {
        let zero = T::constant(0.0);
        if !self.at.is_chain() {
            let stays = kind == Kind::Singular && self.scale == 0.0;
            return if stays { zero } else { outer.mul_f64(self.scale) };
        }
        let inner = self.whole_slope();
        let slope = outer.mul(inner);
        if kind == Kind::Singular { T::select(inner.zero(), zero, slope) } else { slope }
    }

    /// The sum of both, if they are functions of one and the same node, and not both constants times it.
    #[inline(always)]
    pub(super) fn joined(self, other: Self) -> Option<Self> {
        if self.at.is_sum() || other.at.is_sum() || (self.at.node() ^ other.at.node()) & !SINGULAR != 0 {
            return None;
        }
        let slope = match (self.at.is_chain(), other.at.is_chain()) {
            (true, true) => self.whole_slope().add(other.whole_slope()),
            (true, false) => self.whole_slope().add_f64(other.scale),
            (false, true) => other.whole_slope().add_f64(self.scale),
            (false, false) => return None,
        };
        Some(Link { parent: self.at.node() | other.at.node(), slope }.chain())
    }
}

impl<T: Number<Base = T>> Link<T> {
    #[inline(always)]
    pub(super) fn chain(self) -> Place<T> {
        Place { at: At::chain(self.parent), scale: 1.0, slope: self.slope }
    }

    /// The sum of both, if they are slopes of the same node.
    #[inline(always)]
    fn join(self, other: Self) -> Option<Self> {
        let same = (self.parent ^ other.parent) & !SINGULAR == 0;
        same.then(|| Link { parent: self.parent | other.parent, slope: self.slope.add(other.slope) })
    }
}

impl<T: Number<Base = T>> Store<T> {
    /// A function of a number, with its slope: all of the slope, and the node.
    #[inline(always)]
    pub(super) fn function(&mut self, place: Place<T>, outer: T, kind: Kind) -> Link<T> {
        let singular = if kind == Kind::Singular { SINGULAR } else { 0 };
        Link { parent: self.parent(place.at) | singular, slope: place.then(outer, kind) }
    }

    /// A slope times a number, as one of those of the next node.
    #[inline(always)]
    pub(super) fn push_slope_along(&mut self, place: Place<T>, slope: T) {
        let link = self.function(place, slope, Kind::Plain);
        self.push_slope(link);
    }

    /// The node of a number without its scale, which gets one if it has none.
    #[inline(always)]
    pub(super) fn resolve(&mut self, place: Place<T>) -> u32 {
        if !place.at.is_chain() {
            return self.parent(place.at);
        }
        let start = self.slopes.len();
        self.push_slope(Link { parent: place.at.node(), slope: place.slope });
        self.close_slopes(start, false).node()
    }

    /// The node of the slopes from `start` on.
    #[inline(always)]
    pub(super) fn close_slopes(&mut self, start: u32, chosen: bool) -> At {
        let end = self.slopes.len();
        At::fixed(self.push(Node::Sloped { start, end, chosen }))
    }

    /// A function of numbers, with its slopes; those that are nowhere have none.
    #[inline(always)]
    pub(super) fn sloped<const N: usize>(
        &mut self,
        places: [Option<Place<T>>; N],
        slopes: [T; N],
        kind: Kind,
    ) -> Place<T> {
        if kind == Kind::Chosen {
            return Place::new(self.chosen(places, slopes), 1.0);
        }
        let mut links = [None; N];
        let (mut sum, mut one) = (None::<Link<T>>, true);
        for ((link, place), slope) in links.iter_mut().zip(places).zip(slopes) {
            let Some(place) = place else { continue };
            let next = self.function(place, slope, kind);
            *link = Some(next);
            match sum {
                None => sum = Some(next),
                Some(before) => match before.join(next) {
                    Some(both) => sum = Some(both),
                    None => one = false,
                },
            }
        }
        match sum {
            Some(link) if one => link.chain(),
            _ => {
                let start = self.slopes.len();
                for link in links.into_iter().flatten() {
                    self.push_slope(link);
                }
                Place::new(self.close_slopes(start, false), 1.0)
            }
        }
    }

    /// One of some numbers, by lane. They are nodes: what moves without bounds, but was not chosen, takes no part.
    #[inline]
    fn chosen<const N: usize>(&mut self, places: [Option<Place<T>>; N], slopes: [T; N]) -> At {
        let mut nodes = [None; N];
        for (node, place) in nodes.iter_mut().zip(places) {
            *node = place.map(|place| self.scaled(place));
        }
        let start = self.slopes.len();
        for (node, slope) in nodes.into_iter().zip(slopes) {
            if let Some((node, scale)) = node {
                self.push_slope(Link { parent: node, slope: slope.mul_f64(scale) });
            }
        }
        self.close_slopes(start, true)
    }

    /// The node of a number and its scale. A scale of zero has a node of its own, so that one can see that it does not
    /// move.
    #[inline]
    fn scaled(&mut self, place: Place<T>) -> (u32, f64) {
        let node = self.resolve(place);
        if place.scale == 0.0 { (self.still(node), 1.0) } else { (node, place.scale) }
    }

    #[cold]
    fn still(&mut self, node: u32) -> u32 {
        let start = self.terms[INNER].len();
        self.push_term(INNER, node, 0.0);
        let at = self.close(INNER, start);
        self.parent(at)
    }
}
