//! Inner products of constants with vectors that are used again and again.

use super::at::{At, INNER};
use super::constants::Constants;
use super::record::{Node, Store};
use super::rows::{self, BLOCK};
use super::slopes::Place;
use super::sweep::taken;
use super::var::Var;
use crate::{Number, Smooth};
use std::ops::Range;

/// The last vector that was multiplied by constants: what moves its elements, and how fast.
///
/// When it comes again, it gets nodes that are consecutive, each of which is one of its elements. From then on, its inner
/// products are constants times consecutive nodes: they record nothing but the constants, and a sweep runs over contiguous
/// memory.
pub(super) struct Vector<T> {
    elements: Vec<(At, f64)>,
    /// their slopes, if there are chains among them
    slopes: Vec<T>,
    /// the first of its nodes, if it has them
    first: Option<u32>,
}

impl<T: Number<Base = T>> Vector<T> {
    pub(super) fn new() -> Self {
        Vector { elements: Vec::new(), slopes: Vec::new(), first: None }
    }

    /// Becomes this vector.
    fn set(&mut self, x: &[Smooth<Var<'_, T>>]) {
        self.clear();
        self.elements.extend(x.iter().map(|x| (x.0.at(), x.0.scale())));
        if x.iter().any(|x| x.0.at().is_chain()) {
            self.slopes.extend(x.iter().map(|x| x.0.slope()));
        }
        self.first = consecutive(x);
    }

    /// Whether it is this vector.
    #[inline(always)]
    fn is(&self, x: &[Smooth<Var<'_, T>>]) -> bool {
        are(x, &self.elements) && (self.slopes.is_empty() || have_slopes(x, &self.slopes))
    }

    /// A vector of another length is another vector.
    #[inline(always)]
    fn resize(&mut self, length: usize) {
        if self.elements.len() != length {
            self.clear();
            self.elements.resize(length, (At::NOTHING, 0.0));
        }
    }

    pub(super) fn clear(&mut self) {
        self.elements.clear();
        self.slopes.clear();
        self.first = None;
    }
}

/// Σ cᵢ xᵢ. In lanes it is four sums, because one would wait for itself; otherwise it is in the order of plain numbers.
#[inline(always)]
fn combined<T: Number<Base = T>>(c: &[f64], x: &[Smooth<Var<'_, T>>]) -> T {
    let zero = T::constant(0.0);
    let (mut p, mut q, mut r, mut s, mut k) = (zero, zero, zero, zero, 0);
    let length = c.len().min(x.len());
    while T::LANES > 1 && k + 4 <= length {
        let (c, x) = (&c[k..k + 4], &x[k..k + 4]);
        p = p.add_product(c[0], x[0].0.value());
        q = q.add_product(c[1], x[1].0.value());
        r = r.add_product(c[2], x[2].0.value());
        s = s.add_product(c[3], x[3].0.value());
        k += 4;
    }
    while k < length {
        p = p.add_product(c[k], x[k].0.value());
        k += 1;
    }
    if T::LANES > 1 { p.add(q).add(r.add(s)) } else { p }
}

/// Whether they are these elements: four at a time, as the compiler would do two.
#[inline(always)]
fn are<T: Number<Base = T>>(x: &[Smooth<Var<'_, T>>], elements: &[(At, f64)]) -> bool {
    let (mut p, mut q, mut k) = (Changes::default(), Changes::default(), 0);
    let length = x.len().min(elements.len());
    while k + 4 <= length {
        let (x, e) = (&x[k..k + 4], &elements[k..k + 4]);
        p.see(&x[0], e[0]);
        q.see(&x[1], e[1]);
        p.see(&x[2], e[2]);
        q.see(&x[3], e[3]);
        k += 4;
    }
    while k < length {
        p.see(&x[k], elements[k]);
        k += 1;
    }
    p.at | p.scale | q.at | q.scale == 0
}

/// Whether these are the slopes, where the nodes are the same.
#[inline(always)]
fn have_slopes<T: Number<Base = T>>(x: &[Smooth<Var<'_, T>>], slopes: &[T]) -> bool {
    let mut same = true;
    for (x, slope) in x.iter().zip(slopes) {
        same &= x.0.slope().sub(*slope).vanishes();
    }
    same
}

/// What has changed of some places: nothing where all bits are 0.
#[derive(Default)]
struct Changes {
    at: u64,
    scale: u64,
}

impl Changes {
    #[inline(always)]
    fn see<T: Number<Base = T>>(&mut self, x: &Smooth<Var<'_, T>>, element: (At, f64)) {
        self.at |= x.0.at().bits() ^ element.0.bits();
        self.scale |= x.0.scale().to_bits() ^ element.1.to_bits();
    }
}

impl<'t, T: Number<Base = T>> Var<'t, T> {
    /// Σ cᵢ xᵢ.
    #[inline(always)]
    pub(super) fn constants_times(c: &[f64], x: &[Smooth<Self>]) -> Self {
        // Usually the first.
        let mut tape = None;
        for x in x {
            tape = x.0.tape();
            if tape.is_some() {
                break;
            }
        }
        let Some(tape) = tape else { return Self::from_base(combined(c, x)) };
        // SAFETY: operations on the memory, and on the values of variables.
        let store = &mut *unsafe { tape.store.borrow() };
        store.vector.resize(x.len());
        let (value, again) = (combined(c, x), store.vector.is(x));
        let at = match store.vector.first {
            Some(first) if again => store.dense(c, first, &tape.constants),
            _ => store.first_or_second(c, x, again, &tape.constants),
        };
        Var::on(tape, at, value)
    }
}

impl<T: Number<Base = T>> Store<T> {
    /// Constants times consecutive nodes.
    #[inline(always)]
    fn dense(&mut self, c: &[f64], first: u32, constants: &Constants<'_>) -> At {
        let Some(start) = self.place_of(c, constants) else { return At::fixed(0) };
        At::fixed(self.push(Node::Dense { start, end: start + c.len() as u32, first }))
    }

    /// The inner product with a vector that is new, or that has come for the second time.
    #[inline(never)]
    fn first_or_second(&mut self, c: &[f64], x: &[Smooth<Var<'_, T>>], again: bool, constants: &Constants<'_>) -> At {
        if x.len() <= 2 {
            return self.combination(c, x);
        }
        if !again {
            self.vector.set(x);
        } else if self.vector.first.is_none() {
            self.vector.first = self.one_after_the_other(x);
        }
        match self.vector.first {
            Some(first) => self.dense(c, first, constants),
            None => self.combination(c, x),
        }
    }

    /// A node for each of the elements.
    fn one_after_the_other(&mut self, x: &[Smooth<Var<'_, T>>]) -> Option<u32> {
        let start = self.terms[INNER].len() as u32;
        for x in x {
            let place = x.0.place().unwrap_or(Place::new(At::fixed(0), 0.0));
            self.push_multiple(place, 1.0);
        }
        if !self.has_room_for_nodes(x.len()) || self.is_full() {
            return None;
        }
        let first = self.nodes.len() as u32;
        for (k, x) in (start..).zip(x) {
            let moves = x.0.place().is_some();
            self.push(Node::Sum(if moves { At::sum(INNER, k, k + 1) } else { At::fixed(0) }));
        }
        Some(first)
    }

    /// A constant times a number, as a term of the next sum.
    #[inline(always)]
    fn push_multiple(&mut self, place: Place<T>, c: f64) {
        let parent = self.resolve(place);
        self.push_term(INNER, parent, c * place.scale);
    }

    /// Constants times whatever numbers.
    #[inline(always)]
    fn combination(&mut self, c: &[f64], x: &[Smooth<Var<'_, T>>]) -> At {
        let start = self.terms[INNER].len();
        for (c, x) in c.iter().zip(x) {
            if let Some(place) = x.0.place() {
                self.push_multiple(place, *c);
            }
        }
        self.close(INNER, start)
    }
}

impl<T: Number<Base = T>> Store<T> {
    /// Sweeps the last of the nodes before `end`, which is constants times the nodes from `first` on, and others of that
    /// kind together with it.
    #[inline(always)]
    pub(super) fn sweep_dense(
        &mut self,
        end: usize,
        entries: Range<u32>,
        first: u32,
        constants: &Constants<'_>,
    ) -> usize {
        let (start, length) = (entries.start, entries.len());
        if !self.is_block(end, start, first, length) {
            let (below, adjoint) = taken(&mut self.adjoints, end - 1);
            let entries = constants.entries(&self.entries, start, length);
            for (parent, c) in below[first as usize..].iter_mut().zip(entries) {
                *parent = parent.add_product(*c, adjoint);
            }
            return end - 1;
        }
        let begin = end - BLOCK;
        let (below, factors) = self.adjoints.split_at_mut(begin);
        let all = ((BLOCK - 1) * length) as u32;
        let entries = constants.entries(&self.entries, start - all, BLOCK * length);
        rows::add(&mut below[first as usize..][..length], entries, &mut factors[..BLOCK]);
        begin
    }

    /// Whether the last nodes are rows of one block.
    #[inline(always)]
    fn is_block(&self, end: usize, start: u32, first: u32, length: usize) -> bool {
        if end < BLOCK + first as usize + length {
            return false;
        }
        let (mut same, mut next) = (true, start);
        for node in self.nodes[end - BLOCK..end - 1].iter().rev() {
            let Node::Dense { start, end, first: f } = *node else { return false };
            same &= f == first && end == next && (end - start) as usize == length;
            next = start;
        }
        same
    }
}

/// The first of some nodes that follow on each other.
#[inline(always)]
fn consecutive<T: Number<Base = T>>(x: &[Smooth<Var<'_, T>>]) -> Option<u32> {
    let first = x.first()?.0.at().node();
    let follows =
        |(k, x): (usize, &Smooth<Var<'_, T>>)| x.0.is_whole() && x.0.at().node() as usize == first as usize + k;
    x.iter().enumerate().all(follows).then_some(first)
}
