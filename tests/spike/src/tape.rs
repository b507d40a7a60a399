//! Reverse mode. A tape over lanes differentiates eight samples at once, a tape over duals gives Hessians.

use std::cell::RefCell;
use std::ops::{Add, Div, Mul, Sub};

use crate::number::{Function, Number, Smooth};

/// The local derivatives of one operation, and the nodes that they belong to.
type Node<T> = [Option<(usize, T)>; 2];

#[derive(Debug)]
pub struct Tape<T> {
    nodes: RefCell<Vec<Node<T>>>,
}

impl<T: Number> Tape<T> {
    pub fn new() -> Self {
        Tape { nodes: RefCell::new(Vec::new()) }
    }

    /// The parameters: the first nodes of a new tape.
    pub fn variables<const N: usize>(&self, at: [T; N]) -> [Smooth<Var<'_, T>>; N] {
        at.map(|value| Smooth(self.push(value, [None; 2])))
    }

    fn push(&self, value: T, node: Node<T>) -> Var<'_, T> {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(node);
        Var { at: Some((self, nodes.len() - 1)), value }
    }

    /// The derivatives of `output` with respect to the first `N` nodes.
    pub fn gradient<const N: usize>(&self, output: Var<'_, T>) -> [T; N] {
        let zero = T::constant(0.0);
        let Some((_, last)) = output.at else { return [zero; N] };
        let nodes = self.nodes.borrow();
        let mut adjoint = vec![zero; nodes.len()];
        adjoint[last] = T::constant(1.0);
        for i in (0..=last).rev() {
            for (parent, slope) in nodes[i].into_iter().flatten() {
                adjoint[parent] = adjoint[parent] + adjoint[i] * slope;
            }
        }
        std::array::from_fn(|i| adjoint[i])
    }
}

impl<T: Number> Default for Tape<T> {
    fn default() -> Self {
        Tape::new()
    }
}

/// A value with its place on the tape; a constant has none.
#[derive(Clone, Copy, Debug)]
pub struct Var<'t, T> {
    at: Option<(&'t Tape<T>, usize)>,
    value: T,
}

impl<'t, T: Number> Var<'t, T> {
    fn record(self, other: Option<Self>, value: T, slopes: [T; 2]) -> Self {
        let right = other.and_then(|other| other.at);
        let Some((tape, _)) = self.at.or(right) else { return Var { at: None, value } };
        let edge = |at: Option<(&Tape<T>, usize)>, slope| at.map(|(_, index)| (index, slope));
        tape.push(value, [edge(self.at, slopes[0]), edge(right, slopes[1])])
    }
}

impl<T: Number> Number for Var<'_, T> {
    const LANES: usize = T::LANES;
    const ORDER: usize = T::ORDER + 1;
    fn constant(x: f64) -> Self {
        Var { at: None, value: T::constant(x) }
    }
    fn value(self, lane: usize) -> f64 {
        self.value.value(lane)
    }
    fn noise(draw: impl FnMut(usize) -> f64) -> Self {
        Var { at: None, value: T::noise(draw) }
    }
    fn apply(self, f: Function) -> Self {
        self.record(None, self.value.apply(f), [f.slope(self.value), T::constant(0.0)])
    }
    fn varies(self) -> bool {
        self.at.is_some() || self.value.varies()
    }
}

macro_rules! operators {
    ($($trait:ident $method:ident |$a:ident, $b:ident, $value:ident| $slopes:expr;)*) => {$(
        impl<T: Number> $trait for Var<'_, T> {
            type Output = Self;
            fn $method(self, other: Self) -> Self {
                let ($a, $b) = (self.value, other.value);
                let $value = $a.$method($b);
                self.record(Some(other), $value, $slopes)
            }
        }
    )*};
}
operators! {
    Add add |_a, _b, _v| [T::constant(1.0), T::constant(1.0)];
    Sub sub |_a, _b, _v| [T::constant(1.0), T::constant(-1.0)];
    Mul mul |a, b, _v| [b, a];
    Div div |_a, b, v| [T::constant(1.0) / b, T::constant(0.0) - v / b];
}
