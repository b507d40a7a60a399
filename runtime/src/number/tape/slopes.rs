//! Functions of numbers: slopes times nodes.

use super::record::{At, INNER, Node, SINGULAR, Store};
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

/// A slope and the node that it is multiplied with.
#[derive(Clone, Copy)]
struct Link<T> {
    /// with the bit `SINGULAR`
    parent: u32,
    slope: T,
}

impl<T: Number<Base = T>> Link<T> {
    /// The same, after a function with this slope.
    #[inline(always)]
    fn then(self, outer: T, kind: Kind) -> Self {
        let slope = outer.mul(self.slope);
        if kind == Kind::Singular {
            let slope = T::select(self.slope.zero(), T::constant(0.0), slope);
            return Link { parent: self.parent | SINGULAR, slope };
        }
        Link { slope, ..self }
    }

    /// The same with a constant times the node, if that is it.
    #[inline(always)]
    fn plus(self, (at, scale): (At, f64)) -> Option<Self> {
        let same = at.is_node() && at.node() == self.parent & !SINGULAR;
        same.then(|| Link { parent: self.parent, slope: self.slope.add_f64(scale) })
    }

    /// The sum of both, if they are slopes of the same node.
    #[inline(always)]
    fn join(self, other: Self) -> Option<Self> {
        let same = (self.parent ^ other.parent) & !SINGULAR == 0;
        same.then(|| Link { parent: self.parent | other.parent, slope: self.slope.add(other.slope) })
    }
}

impl<T: Number<Base = T>> Store<T> {
    /// The slope of a handle with its scale, and the node.
    #[inline(always)]
    fn link(&mut self, place: (At, f64)) -> Link<T> {
        if place.0.is_chain()
            && let Some(link) = self.chained(place)
        {
            return link;
        }
        Link { parent: self.parent(place.0), slope: T::constant(place.1) }
    }

    /// The slope of a chain with its scale, and the node.
    #[inline(always)]
    fn chained(&self, (at, scale): (At, f64)) -> Option<Link<T>> {
        let slope = self.slopes.get(at.slope())?;
        Some(Link { parent: *self.parents.get(at.slope())?, slope: slope.mul_f64(scale) })
    }

    #[inline(always)]
    fn push_link(&mut self, link: Link<T>) {
        self.push_slope(link.parent, link.slope);
    }

    /// A slope times a number, as one of those of the next node.
    #[inline(always)]
    pub(super) fn push_slope_along(&mut self, place: (At, f64), slope: T) {
        let link = self.link(place).then(slope, Kind::Plain);
        self.push_link(link);
    }

    /// The node of the slopes from `start` on.
    #[inline(always)]
    pub(super) fn close_slopes(&mut self, start: u32, chosen: bool) -> At {
        let end = self.slopes.len() as u32;
        At::fixed(self.push(Node::Sloped { start, end, chosen }))
    }

    #[inline(always)]
    fn chain(&mut self, link: Link<T>) -> At {
        let slope = self.slopes.len() as u32;
        self.push_link(link);
        if self.is_full() { At::fixed(0) } else { At::chain(slope) }
    }

    /// A sum of two functions of the same node, one of which is a chain.
    #[inline(always)]
    pub(super) fn joined(&mut self, a: (At, f64), b: (At, f64)) -> Option<At> {
        let joined = match (a.0.is_chain(), b.0.is_chain()) {
            (true, true) => self.chained(a)?.join(self.chained(b)?)?,
            (true, false) => self.chained(a)?.plus(b)?,
            (false, true) => self.chained(b)?.plus(a)?,
            (false, false) => return None,
        };
        Some(self.chain(joined))
    }

    /// A function of numbers, with its slopes; those that are nowhere have none.
    #[inline(always)]
    pub(super) fn sloped<const N: usize>(&mut self, places: [Option<(At, f64)>; N], slopes: [T; N], kind: Kind) -> At {
        if kind == Kind::Chosen {
            return self.chosen(places, slopes);
        }
        let mut links = [None; N];
        let (mut sum, mut one) = (None::<Link<T>>, true);
        for ((link, place), slope) in links.iter_mut().zip(places).zip(slopes) {
            let Some(place) = place else { continue };
            let next = self.link(place).then(slope, kind);
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
            Some(link) if one => self.chain(link),
            _ => {
                let start = self.slopes.len() as u32;
                for link in links.into_iter().flatten() {
                    self.push_link(link);
                }
                self.close_slopes(start, false)
            }
        }
    }

    /// One of some numbers, by lane. They are nodes: what moves without bounds, but was not chosen, takes no part.
    #[inline]
    fn chosen<const N: usize>(&mut self, places: [Option<(At, f64)>; N], slopes: [T; N]) -> At {
        let mut nodes = [None; N];
        for (node, place) in nodes.iter_mut().zip(places) {
            *node = place.map(|(at, scale)| self.scaled(at, scale));
        }
        let start = self.slopes.len() as u32;
        for (node, slope) in nodes.into_iter().zip(slopes) {
            if let Some((node, scale)) = node {
                self.push_slope(node, slope.mul_f64(scale));
            }
        }
        self.close_slopes(start, true)
    }

    /// The node of a handle with its scale. A scale of zero has a node of its own, so that one can see that it does not
    /// move.
    #[inline]
    fn scaled(&mut self, at: At, scale: f64) -> (u32, f64) {
        let node = self.resolve(at);
        if scale == 0.0 { (self.still(node), 1.0) } else { (node, scale) }
    }

    #[cold]
    fn still(&mut self, node: u32) -> u32 {
        let start = self.terms[INNER].len();
        self.push_term(INNER, node, 0.0);
        let at = self.close(INNER, start);
        self.resolve(at)
    }
}
