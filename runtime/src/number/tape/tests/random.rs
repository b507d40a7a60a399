//! Random programs.

use super::{LIMIT, P, Tape, Var, close};
use crate::Smooth;
use crate::number::lanes::{Isa, Lanes, Visitor, WIDTH, best};
use crate::number::{Dual, Number};
use crate::private::Primal;
use std::array::from_fn;

/// A deterministic source of choices.
struct Choices(u64);

impl Choices {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33
    }

    fn below(&mut self, n: usize) -> usize {
        self.next() as usize % n
    }

    fn constant(&mut self) -> f64 {
        [0.0, 1.0, -1.0, 0.5, -0.25, 1.25][self.below(6)]
    }
}

/// The values of a random program, of which new ones are made by operations that keep them of moderate size.
fn run<D: Number>(seed: u64, x: [Smooth<D>; P], noise: Smooth<D>) -> Vec<Smooth<D>> {
    let mut choices = Choices(seed * 2 + 1);
    let mut values: Vec<_> = x.into_iter().chain([noise]).collect();
    for _ in 0..80 {
        let count = values.len();
        // The last ones are chosen more often, which makes sums grow.
        let pick = |c: &mut Choices| values[if c.below(2) == 0 { c.below(count) } else { count - 1 - c.below(3) }];
        let (a, b, c) = (pick(&mut choices), pick(&mut choices), choices.constant());
        values.push(match choices.below(20) {
            0..=4 => a + b * c,
            5 | 6 => a * 0.5 - b * c,
            7 => (a * b).tanh(),
            8 => a.sin() * b.cos(),
            9 => a / (b * b + 1.0),
            10 => a.max(b),
            11 => a.min(b * c),
            12 => a.abs() * 0.5,
            13 => Smooth(D::select(a.0.greater(b.0), (a * c).0, b.0)),
            14 => (a * a + 1.0).sqrt(),
            15 => c - a,
            16 => (a + b).softplus(),
            17 => a * 0.7 + c,
            18 => a.hypot(b * 0.5),
            _ => (a - b * 0.25).tanh(),
        });
    }
    values
}

/// The last values, and sums of all.
fn outputs<D: Number>(values: &[Smooth<D>]) -> [Smooth<D>; 3] {
    [values[values.len() - 1], values[values.len() / 2], values.iter().sum()]
}

type Found = [(f64, [f64; P]); 3];

fn by_duals(seed: u64, x: [f64; P], noise: f64) -> Found {
    let at = |i: usize| Smooth(Dual::<f64, P>::new(x[i], from_fn(|j| f64::from(i == j))));
    outputs(&run(seed, from_fn(at), Smooth::constant(noise))).map(|y| y.0.parts())
}

/// Several outputs from one tape, and the first of them again.
fn by_tape<T: Number<Base = T>>(tape: &Tape<T>, seed: u64, x: [T; P], noise: T) -> [(T, [T; P]); 3] {
    tape.begin(P);
    let values = run(seed, from_fn(|i| Smooth(tape.parameter(i, x[i]))), Smooth(Number::from_base(noise)));
    let gradient = |y: Smooth<Var<'_, T>>| (y.0.value(), super::gradient(tape, y));
    let [a, b, c] = outputs(&values);
    let first = gradient(a);
    let found = [first, gradient(b), gradient(c)];
    let again = gradient(a);
    assert!((0..T::LANES).all(|l| (0..P).all(|i| again.1[i].primal(l).to_bits() == first.1[i].primal(l).to_bits())));
    found
}

struct InLanes(u64, [[f64; P]; WIDTH], [f64; WIDTH]);

impl Visitor for InLanes {
    type Out = [Found; WIDTH];
    #[inline(always)]
    fn visit<I: Isa>(self) -> [Found; WIDTH] {
        let x = from_fn(|i| Lanes::from_array(from_fn(|lane| self.1[lane][i])));
        let found = by_tape(&Tape::<Lanes<I>>::with_limit(LIMIT), self.0, x, Lanes::from_array(self.2));
        from_fn(|lane| found.map(|(y, g)| (y.primal(lane), g.map(|g| g.primal(lane)))))
    }
}

fn assert_close(seed: u64, found: Found, want: Found) {
    for ((y, g), (value, gradient)) in found.into_iter().zip(want) {
        let size = gradient.iter().fold(value.abs(), |size, g| size.max(g.abs()));
        let same = |a: f64, b: f64| close(a / (1.0 + size), b / (1.0 + size), 1e-12);
        assert!(same(y, value), "program {seed}: {y} instead of {value}");
        assert!((0..P).all(|i| same(g[i], gradient[i])), "program {seed}: {g:?} instead of {gradient:?}");
    }
}

#[test]
fn random_programs() {
    let tape = Tape::with_limit(LIMIT);
    for seed in 0..3000 {
        let mut choices = Choices(seed + 99);
        let mut unit = || choices.next() as f64 / 2f64.powi(30) - 1.0;
        let xs: [[f64; P]; WIDTH] = from_fn(|_| from_fn(|_| unit()));
        let noise: [f64; WIDTH] = from_fn(|_| unit());
        let wants: [Found; WIDTH] = from_fn(|lane| by_duals(seed, xs[lane], noise[lane]));
        for lane in 0..WIDTH {
            let found = by_tape(&tape, seed, xs[lane], noise[lane]);
            assert!((0..3).all(|k| found[k].0.to_bits() == wants[lane][k].0.to_bits()), "program {seed}");
            assert_close(seed, found, wants[lane]);
        }
        let Some(found) = best(InLanes(seed, xs, noise)) else { continue };
        (0..WIDTH).for_each(|lane| assert_close(seed, found[lane], wants[lane]));
    }
}
