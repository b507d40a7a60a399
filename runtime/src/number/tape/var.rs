//! Numbers on a tape.

use super::Tape;
use super::at::At;
use super::slopes::{Kind, Place};
use crate::Smooth;
use crate::number::{Binary, Dual, Fused, Implicit, Number, Unary};
use crate::private::Primal;
use std::array::from_fn;
use std::fmt;

/// A value, and how it moves: its [`Place`], with its parts side by side because they take less memory so. A constant is
/// on no tape.
#[derive(Clone, Copy)]
pub(crate) struct Var<'t, T> {
    tape: Option<&'t Tape<'t, T>>,
    at: At,
    scale: f64,
    slope: T,
    value: T,
}

/// Where a constant is: nowhere, as no sum ends there; and the node says whether it is the same in all lanes.
const UNIFORM: At = At::new(1, u32::MAX);
const VARIED: At = At::new(0, u32::MAX);

impl<T: fmt::Debug> fmt::Debug for Var<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

impl<'t, T: Number<Base = T>> Var<'t, T> {
    #[inline(always)]
    pub(super) fn parameter(tape: &'t Tape<'t, T>, index: usize, value: T) -> Self {
        Self::on(tape, At::fixed(index as u32), value)
    }

    #[inline(always)]
    fn still(value: T, at: At) -> Self {
        let at = if T::LANES == 1 { UNIFORM } else { at };
        Self::placed(None, Place::new(at, 0.0), value)
    }

    /// A constant that comes from constants.
    #[inline(always)]
    fn still_from<const N: usize>(value: T, from: [Self; N]) -> Self {
        let mut at = UNIFORM;
        for x in from {
            at = At::new(at.node() & x.at.node(), u32::MAX);
        }
        Self::still(value, at)
    }

    #[inline(always)]
    fn placed(tape: Option<&'t Tape<'t, T>>, Place { at, scale, slope }: Place<T>, value: T) -> Self {
        Var { tape, at, scale, slope, value }
    }

    #[inline(always)]
    fn movement(self) -> Place<T> {
        Place { at: self.at, scale: self.scale, slope: self.slope }
    }

    /// How it moves, unless it is a constant.
    #[inline(always)]
    pub(super) fn place(self) -> Option<Place<T>> {
        if self.tape.is_some() { Some(self.movement()) } else { None }
    }

    /// A value that moves as a node does.
    #[inline(always)]
    pub(super) fn on(tape: &'t Tape<'t, T>, at: At, value: T) -> Self {
        Self::placed(Some(tape), Place::new(at, 1.0), value)
    }

    #[inline(always)]
    pub(super) fn at(self) -> At {
        self.at
    }

    #[inline(always)]
    pub(super) fn scale(self) -> f64 {
        self.scale
    }

    #[inline(always)]
    pub(super) fn slope(self) -> T {
        self.slope
    }

    #[inline(always)]
    pub(super) fn tape(self) -> Option<&'t Tape<'t, T>> {
        self.tape
    }

    /// Whether it moves as a node that stays as it is.
    #[inline(always)]
    pub(super) fn is_whole(self) -> bool {
        self.tape.is_some() & (self.scale == 1.0) & self.at.is_node()
    }

    /// The value without its place.
    #[inline(always)]
    pub(crate) fn value(self) -> T {
        self.value
    }

    #[inline(always)]
    fn scaled(self, value: T, scale: f64) -> Self {
        Var { value, scale, ..self }
    }

    /// The same for all lanes, if it is so.
    #[inline(always)]
    fn uniform(self) -> Option<f64> {
        if self.tape.is_none() && self.at.node() == 1 { Some(self.value.primal(0)) } else { None }
    }

    /// A value that moves by these slopes. Loops, because what the standard library does with closures is not always
    /// inlined, and then has not the instructions of the caller.
    #[inline(always)]
    fn record<const N: usize>(value: T, from: [Self; N], slopes: [T; N], kind: Kind) -> Self {
        let (mut tape, mut places) = (None, [None; N]);
        for (x, place) in from.iter().zip(&mut places) {
            *place = x.place();
            tape = if tape.is_some() { tape } else { x.tape };
        }
        let Some(tape) = tape else { return Self::still_from(value, from) };
        // SAFETY: one operation on the memory.
        let place = unsafe { tape.store.borrow() }.sloped(places, slopes, kind);
        Self::placed(Some(tape), place, value)
    }

    /// A function of one value, with its slope.
    #[inline(always)]
    fn function(self, value: T, slope: T, kind: Kind) -> Self {
        let Some(tape) = self.tape else { return Self::still(value, self.at) };
        // SAFETY: one operation on the memory.
        let link = unsafe { tape.store.borrow() }.function(self.movement(), slope, kind);
        Self::placed(Some(tape), link.chain(), value)
    }

    /// `self + sign * other`
    #[inline(always)]
    fn sum(self, other: Self, sign: f64, value: T) -> Self {
        let Some(tape) = self.tape else {
            let sum = other.scaled(value, sign * other.scale);
            return if other.tape.is_some() { sum } else { Self::still_from(value, [self, other]) };
        };
        if other.tape.is_none() {
            return Var { value, ..self };
        }
        let scale = sign * other.scale;
        if self.at == other.at && !other.at.is_chain() {
            return self.scaled(value, self.scale + scale);
        }
        // SAFETY: one operation on the memory.
        let place = unsafe { tape.store.borrow() }.sum(self.movement(), Place { scale, ..other.movement() });
        Self::placed(Some(tape), place, value)
    }

    /// One of two, or their mean, by lane.
    #[inline(always)]
    fn chosen(value: T, from: [Self; 2], slopes: [T; 2]) -> Self {
        let [x, y] = from;
        if is(slopes[0], 1.0) && is(slopes[1], 0.0) {
            return x;
        }
        if is(slopes[0], 0.0) && is(slopes[1], 1.0) {
            return y;
        }
        if x.tape.is_none() && y.tape.is_none() {
            return Self::still(value, VARIED);
        }
        Self::record(value, from, slopes, Kind::Chosen)
    }
}

/// Whether it is `c` in every lane.
#[inline(always)]
fn is<T: Number>(x: T, c: f64) -> bool {
    x.add_f64(-c).vanishes()
}

impl<T: Number<Base = T>> Primal for Var<'_, T> {
    type Mask = T::Mask;
    #[inline(always)]
    fn primal(self, lane: usize) -> f64 {
        self.value.primal(lane)
    }
    #[inline(always)]
    fn greater(self, other: Self) -> T::Mask {
        self.value.greater(other.value)
    }
    #[inline(always)]
    fn select(mask: T::Mask, yes: Self, no: Self) -> Self {
        let (zero, one) = (T::constant(0.0), T::constant(1.0));
        let slopes = [T::select(mask, one, zero), T::select(mask, zero, one)];
        Self::chosen(T::select(mask, yes.value, no.value), [yes, no], slopes)
    }
    #[inline(always)]
    fn and(a: T::Mask, b: T::Mask) -> T::Mask {
        T::and(a, b)
    }
    #[inline(always)]
    fn zero(self) -> T::Mask {
        if self.is_constant() { self.value.zero() } else { T::constant(1.0).zero() }
    }
    #[inline(always)]
    fn vanishes(self) -> bool {
        self.value.vanishes() && !self.moves()
    }
    #[inline(always)]
    fn steepest(self) -> f64 {
        if self.is_constant() { 0.0 } else { f64::INFINITY }
    }
    #[inline(always)]
    fn is_constant(self) -> bool {
        self.tape.is_none() || self.scale == 0.0
    }
    #[inline]
    fn moves(self) -> bool {
        self.tape.is_some_and(|tape| self.scale != 0.0 && tape.moves(self))
    }
}

impl<T: Number<Base = T>> Number for Var<'_, T> {
    const LANES: usize = T::LANES;
    const ORDER: u32 = T::ORDER + 1;
    type Base = T;

    #[inline(always)]
    fn constant(value: f64) -> Self {
        Self::still(T::constant(value), UNIFORM)
    }
    #[inline(always)]
    fn noise(draw: impl FnMut() -> f64) -> Self {
        Self::still(T::noise(draw), VARIED)
    }
    #[inline(always)]
    fn from_base(base: T) -> Self {
        Self::still(base, VARIED)
    }
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        self.sum(other, 1.0, self.value.add(other.value))
    }
    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        self.sum(other, -1.0, self.value.sub(other.value))
    }
    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        let value = self.value.mul(other.value);
        if let Some(c) = other.uniform() {
            return self.scaled(value, self.scale * c);
        }
        if let Some(c) = self.uniform() {
            return other.scaled(value, other.scale * c);
        }
        Self::record(value, [self, other], [other.value, self.value], Kind::Plain)
    }
    #[inline(always)]
    fn div(self, other: Self) -> Self {
        let q = self.value.div(other.value);
        if let Some(c) = other.uniform() {
            return self.scaled(q, self.scale / c);
        }
        let r = other.value.rdiv_f64(1.0);
        Self::record(q, [self, other], [r, q.mul(r).neg()], Kind::Plain)
    }
    #[inline(always)]
    fn neg(self) -> Self {
        self.scaled(self.value.neg(), -self.scale)
    }
    #[inline(always)]
    fn add_f64(self, c: f64) -> Self {
        Var { value: self.value.add_f64(c), ..self }
    }
    #[inline(always)]
    fn rsub_f64(self, c: f64) -> Self {
        self.scaled(self.value.rsub_f64(c), -self.scale)
    }
    #[inline(always)]
    fn mul_f64(self, c: f64) -> Self {
        self.scaled(self.value.mul_f64(c), self.scale * c)
    }
    #[inline(always)]
    fn div_f64(self, c: f64) -> Self {
        self.scaled(self.value.div_f64(c), self.scale / c)
    }
    #[inline(always)]
    fn rdiv_f64(self, c: f64) -> Self {
        let q = self.value.rdiv_f64(c);
        self.function(q, q.mul(self.value.rdiv_f64(-1.0)), Kind::Plain)
    }
    #[inline(always)]
    fn add_base(self, b: T) -> Self {
        let value = self.value.add(b);
        if self.tape.is_some() { Var { value, ..self } } else { Self::still(value, VARIED) }
    }
    #[inline(always)]
    fn mul_base(self, b: T) -> Self {
        self.mul(Self::still(b, VARIED))
    }
    #[inline(always)]
    fn sin_cos(self) -> (Self, Self) {
        let (sin, cos) = self.value.sin_cos();
        (self.function(sin, cos, Kind::Plain), self.function(cos, sin.neg(), Kind::Plain))
    }
    #[inline(always)]
    fn unary<F: Unary>(self, rule: F) -> Self {
        let (value, slope) = rule.both(self.value);
        self.function(value, slope, if F::SINGULAR { Kind::Singular } else { Kind::Plain })
    }
    #[inline(always)]
    fn binary<F: Binary>(self, other: Self, rule: F) -> Self {
        let value = self.value.binary(other.value, rule);
        let (dx, dy) = rule.partials(self.value, other.value, value);
        Self::record(value, [self, other], [dx, dy], Kind::Singular)
    }
    #[inline]
    fn custom<const N: usize>(args: [Self; N], f: impl FnMut([f64; N]) -> (f64, [f64; N])) -> (Self, [Self; N]) {
        let (value, partials) = T::custom(args.map(|a| a.value), f);
        (Self::record(value, args, partials, Kind::Plain), partials.map(Self::from_base))
    }
    #[inline(always)]
    fn implicit<const N: usize, R: Implicit<N>>(parameters: [Self; N], drawn: T, rule: R) -> Self {
        let values = parameters.map(|p| p.value);
        let value = T::implicit(values, drawn, rule);
        let wanted = parameters.map(|p| !p.is_constant());
        if !wanted.contains(&true) {
            return Self::still(value, VARIED);
        }
        let slopes = T::slopes(values, value, wanted, rule);
        let slopes = from_fn(|i| if wanted[i] { slopes[i] } else { T::constant(0.0) });
        Self::record(value, parameters, slopes, Kind::Singular)
    }
    #[inline(always)]
    fn dot_constants(c: &[f64], x: &[Smooth<Self>]) -> Smooth<Self> {
        Smooth(Self::constants_times(c, x))
    }
    #[inline(always)]
    fn dot(a: &[Smooth<Self>], b: &[Smooth<Self>]) -> Smooth<Self> {
        Smooth(Self::inner_product(a, b))
    }
    #[inline(always)]
    fn log_sum_exp(x: &[Smooth<Self>]) -> Smooth<Self> {
        Smooth(Self::sum_of_exponentials(x))
    }
    #[inline(always)]
    fn fuse<const N: usize, F: Fused<N>>(args: [Self; N], f: F) -> Self {
        let mut duals = [Dual::constant(0.0); N];
        for (i, (dual, x)) in duals.iter_mut().zip(args).enumerate() {
            *dual = Dual::from_base(x.value);
            if !x.is_constant() {
                dual.eps[i] = T::constant(1.0);
            }
        }
        let y: Dual<T, N> = T::outlined(
            #[inline(always)]
            || f.eval(duals),
        );
        Self::record(y.re, args, y.eps, Kind::Singular)
    }
    #[inline(always)]
    fn matvec(a: &[f64], x: &[Smooth<Self>]) -> Vec<Smooth<Self>> {
        Self::matrix_times(a, x)
    }
    #[inline(always)]
    fn max(self, other: Self) -> Self {
        self.extremum(other, T::max(self.value, other.value), self.greater(other), other.greater(self))
    }
    #[inline(always)]
    fn min(self, other: Self) -> Self {
        self.extremum(other, T::min(self.value, other.value), other.greater(self), self.greater(other))
    }
    #[inline(always)]
    fn abs(self) -> Self {
        let zero = T::constant(0.0);
        let value = T::abs(self.value);
        let negative = T::select(zero.greater(self.value), T::constant(-1.0), zero);
        let slope = T::select(self.value.greater(zero), T::constant(1.0), negative);
        for c in [1.0, -1.0, 0.0] {
            if is(slope, c) {
                return self.scaled(value, self.scale * c);
            }
        }
        self.function(value, slope, Kind::Plain)
    }
}

impl<T: Number<Base = T>> Var<'_, T> {
    /// The one that exceeds the other, or their mean.
    #[inline(always)]
    fn extremum(self, other: Self, value: T, first: T::Mask, second: T::Mask) -> Self {
        let (zero, half, one) = (T::constant(0.0), T::constant(0.5), T::constant(1.0));
        let slopes = [
            T::select(first, one, T::select(second, zero, half)),
            T::select(second, one, T::select(first, zero, half)),
        ];
        Self::chosen(value, [self, other], slopes)
    }
}
