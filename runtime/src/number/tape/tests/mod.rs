//! The tape against duals: the same values, the same derivatives.

mod densities;
mod edges;
mod handles;
mod memory;
mod random;
mod rules;
mod vectors;

use super::{LIMIT, Tape, Var};
use crate::Smooth;
use crate::number::lanes::avx2::Avx2;
use crate::number::lanes::{Isa, Lanes, Visitor, WIDTH, best};
use crate::number::{Dual, Number};
use crate::private::Primal;
use crate::smooth::PlainValues;
use std::array::from_fn;

/// How many parameters the programs have.
const P: usize = 4;

/// A program with parameters and noise, on any number.
trait Program {
    const NAME: &'static str;
    fn run<D: Number>(x: [Smooth<D>; P], noise: Smooth<D>) -> Smooth<D>;
}

/// A value with its derivatives.
type Found = (f64, [f64; P]);

fn by_duals<T: Program>(x: [f64; P], noise: f64) -> Found {
    let at = |i: usize| Smooth(Dual::<f64, P>::new(x[i], from_fn(|j| f64::from(i == j))));
    T::run(from_fn(at), Smooth::constant(noise)).0.parts()
}

fn on_tape<T: Program, N: Number<Base = N>>(tape: &Tape<N>, x: [N; P], noise: N) -> (N, [N; P]) {
    let parameters = from_fn(|i| Smooth(tape.parameter(i, x[i])));
    let y = T::run::<Var<'_, N>>(parameters, Smooth(Number::from_base(noise)));
    let gradient = gradient(tape, y);
    tape.reset();
    (y.0.value(), gradient)
}

/// Compiled once for each kind of number and not for each program.
#[inline(never)]
fn gradient<N: Number<Base = N>>(tape: &Tape<N>, y: Smooth<Var<'_, N>>) -> [N; P] {
    let mut gradient = [N::constant(f64::NAN); P];
    tape.gradient(y.0, &mut gradient);
    gradient
}

fn by_tape<T: Program>(x: [f64; P], noise: f64) -> Found {
    let tape = Tape::with_limit(LIMIT);
    tape.begin(P);
    on_tape::<T, f64>(&tape, x, noise)
}

/// Runs a program on lanes, with one point in each.
struct InLanes<T>([[f64; P]; WIDTH], [f64; WIDTH], std::marker::PhantomData<T>);

impl<T: Program> InLanes<T> {
    fn run<I: Isa>(self) -> [Found; WIDTH] {
        let tape = Tape::<Lanes<I>>::with_limit(LIMIT);
        tape.begin(P);
        let x = from_fn(|i| Lanes::from_array(from_fn(|lane| self.0[lane][i])));
        let (value, gradient) = on_tape::<T, Lanes<I>>(&tape, x, Lanes::from_array(self.1));
        from_fn(|lane| (value.primal(lane), gradient.map(|g| g.primal(lane))))
    }
}

/// Asks whether there are lanes.
struct Exist;

impl Visitor for Exist {
    type Out = ();
    fn visit<I: Isa>(self) {}
}

/// On one set of instructions, which keeps the tests quick to compile; the random programs run on the best.
/// Nothing where the program takes plain values.
fn in_lanes<T: Program>(x: [[f64; P]; WIDTH], noise: [f64; WIDTH]) -> Option<[Found; WIDTH]> {
    best(Exist)?;
    let plain = PlainValues::watch();
    let found = InLanes::<T>(x, noise, std::marker::PhantomData).run::<Avx2>();
    (!plain.taken()).then_some(found)
}

/// Whether two numbers are the same up to the rounding of some operations; also infinite or not a number both.
fn close(x: f64, y: f64, tolerance: f64) -> bool {
    x == y || (x.is_nan() && y.is_nan()) || (x - y).abs() <= tolerance * (1.0 + y.abs())
}

#[track_caller]
fn assert_close(name: &str, x: [f64; P], found: Found, want: Found, tolerance: f64) {
    let same = |a: f64, b: f64| close(a, b, tolerance);
    let all = found.1.iter().zip(want.1).all(|(a, b)| same(*a, b));
    assert!(all && same(found.0, want.0), "{name} at {x:?}: {found:?} instead of {want:?}");
}

/// Compares duals, the tape, and the tape in lanes at some points, eight of which are run together.
fn compare<T: Program>(points: &[([f64; P], f64)], tolerance: f64) {
    for group in points.chunks(WIDTH) {
        let at = |lane: usize| group[lane % group.len()];
        let wants: [Found; WIDTH] = from_fn(|lane| by_duals::<T>(at(lane).0, at(lane).1));
        for (lane, want) in wants.into_iter().enumerate() {
            let (x, noise) = at(lane);
            let found = by_tape::<T>(x, noise);
            assert!(
                found.0.to_bits() == want.0.to_bits() || (found.0.is_nan() && want.0.is_nan()),
                "{} {x:?}",
                T::NAME
            );
            assert_close(T::NAME, x, found, want, tolerance);
        }
        let Some(found) = in_lanes::<T>(from_fn(|lane| at(lane).0), from_fn(|lane| at(lane).1)) else { continue };
        for (lane, found) in found.into_iter().enumerate() {
            assert_close(T::NAME, at(lane).0, found, wants[lane], 2.0 * tolerance);
        }
    }
}

/// Points that are spread over a box, with ties among them.
fn points(low: f64, high: f64, count: usize) -> Vec<([f64; P], f64)> {
    let mut state = 7u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let unit = (state >> 11) as f64 / (1u64 << 53) as f64;
        low + (high - low) * unit
    };
    let mut points: Vec<_> = (0..count).map(|_| (from_fn(|_| next()), next())).collect();
    for (k, (x, _)) in points.iter_mut().enumerate().filter(|(k, _)| k % 5 == 0) {
        x[(k / 5) % P] = x[(k / 5 + 1) % P];
    }
    points
}

/// Programs that are compared where `low < x, noise < high`.
macro_rules! programs {
    ($tolerance:literal; $([$low:expr, $high:expr] $name:ident |$x:ident, $z:ident| $body:expr;)*) => { $(
        #[test]
        fn $name() {
            struct This;
            impl crate::number::tape::tests::Program for This {
                const NAME: &'static str = stringify!($name);
                #[inline]
                fn run<D: crate::Number>($x: [crate::Smooth<D>; crate::number::tape::tests::P], $z: crate::Smooth<D>) -> crate::Smooth<D> {
                    let _ = ($x, $z);
                    $body
                }
            }
            crate::number::tape::tests::compare::<This>(&crate::number::tape::tests::points($low, $high, 40), $tolerance);
        }
    )* };
}
use programs;
