//! Where randomness comes from, which decides what a body runs on.

use std::marker::PhantomData;

use rand::rngs::Xoshiro256PlusPlus;
use rand::{Rng, RngExt, SeedableRng};

use crate::distr::NoFallback;
use crate::error::needs_scalar;
use crate::number::{Number, Smooth};

/// The generator behind a tracer, asked for its state at a draw: a caller's rng just goes on, a keyed one can go back.
pub trait Generator {
    type Rng: Rng + ?Sized;
    fn at(&mut self, draw: u64, lane: usize) -> &mut Self::Rng;
}

impl<R: Rng + ?Sized> Generator for &mut R {
    type Rng = R;
    fn at(&mut self, _: u64, _: usize) -> &mut R {
        self
    }
}

/// Randomness as a function of (sample, draw), so that every execution of a sample sees the same noise.
pub struct Keyed<'s> {
    seeds: &'s [u64],
    rng: Xoshiro256PlusPlus,
}

impl<'s> Keyed<'s> {
    /// One seed for each lane.
    pub fn new(seeds: &'s [u64]) -> Self {
        Keyed { seeds, rng: Xoshiro256PlusPlus::seed_from_u64(0) }
    }
}

impl Generator for Keyed<'_> {
    type Rng = Xoshiro256PlusPlus;
    fn at(&mut self, draw: u64, lane: usize) -> &mut Self::Rng {
        // Finalised twice: seeds at a fixed distance would share states after the expansion of `seed_from_u64`.
        self.rng = Xoshiro256PlusPlus::seed_from_u64(mix(mix(self.seeds[lane]) ^ draw));
        &mut self.rng
    }
}

fn mix(mut x: u64) -> u64 {
    x = (x ^ (x >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    x = (x ^ (x >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    x ^ (x >> 33)
}

/// The draw whose alternative will be run: all that `perturb` keeps of a run.
pub(crate) struct Picked<D> {
    pub draw: u64,
    pub alternative: u64,
    /// Enumerated choices made before the draw: the alternative keeps them.
    pub depth: usize,
    pub pick_weight: f64,
    /// What multiplies the gradient of `parameter`.
    pub weight: f64,
    pub parameter: Smooth<D>,
}

/// One execution: its randomness, and what the estimators collect on the way.
pub struct Core<G, D> {
    generator: G,
    draws: u64,
    /// Sum of ln p over the draws by score function.
    pub(crate) score: Option<Smooth<D>>,
    pub(crate) credits: Vec<(f64, Option<Smooth<D>>)>,
    /// `None` while enumerated choices are drawn plainly. For each choice the outcomes still to come, the present one last.
    pub(crate) path: Option<Vec<Vec<u64>>>,
    pub(crate) depth: usize,
    /// Choices of this depth on have a weight; those before it are given.
    pub(crate) weighed_from: usize,
    pub(crate) weight: Smooth<D>,
    pub(crate) picked: Option<Picked<D>>,
    pub(crate) pick_total: f64,
    pub(crate) forced: Option<(u64, u64)>,
}

impl<G: Generator, D: Number> Core<G, D> {
    pub(crate) fn new(generator: G) -> Self {
        Core {
            generator,
            draws: 0,
            score: None,
            credits: Vec::new(),
            path: None,
            depth: 0,
            weighed_from: 0,
            weight: up(1.0),
            picked: None,
            pick_total: 0.0,
            forced: None,
        }
    }

    fn next_draw(&mut self) -> u64 {
        self.draws += 1;
        self.draws
    }

    /// A plain uniform, and the draw that it belongs to.
    pub(crate) fn uniform(&mut self) -> (u64, f64) {
        if D::LANES > 1 {
            needs_scalar();
        }
        let draw = self.next_draw();
        (draw, self.generator.at(draw, 0).random())
    }

    /// A uniform that no draw of the program uses.
    pub(crate) fn selector(&mut self, draw: u64) -> f64 {
        self.generator.at(!draw, 0).random()
    }
}

/// The rng inside a body. It is not an `Rng`: only what it offers can be drawn.
pub struct Tracer<'c, G, D, F> {
    pub(crate) core: &'c mut Core<G, D>,
    fallback: PhantomData<F>,
}

impl<'c, G: Generator, D: Number, F> Tracer<'c, G, D, F> {
    pub(crate) fn new(core: &'c mut Core<G, D>) -> Self {
        Tracer { core, fallback: PhantomData }
    }

    /// A raw uniform: a plain constant of the derivative.
    pub fn random(&mut self) -> f64 {
        self.core.uniform().1
    }

    /// Noise that may become a smooth value, one for each lane.
    pub(crate) fn noise(&mut self, mut draw: impl FnMut(&mut G::Rng) -> f64) -> Smooth<D> {
        let index = self.core.next_draw();
        Smooth(D::noise(|lane| draw(self.core.generator.at(index, lane))))
    }
}

/// What can stand for the rng of an annotated function.
pub trait Source {
    type Number: Number;
    type Real: Real<Number = Self::Number>;
    type Generator<'a>: Generator
    where
        Self: 'a;
    fn trace<F, T>(&mut self, body: impl FnOnce(&mut Tracer<'_, Self::Generator<'_>, Self::Number, F>) -> T) -> T;
}

impl<R: Rng + ?Sized> Source for R {
    type Number = f64;
    type Real = f64;
    type Generator<'a>
        = &'a mut R
    where
        R: 'a;
    fn trace<F, T>(&mut self, body: impl FnOnce(&mut Tracer<'_, &mut R, f64, F>) -> T) -> T {
        body(&mut Tracer::new(&mut Core::new(self)))
    }
}

impl<G: Generator, D: Number, F0> Source for Tracer<'_, G, D, F0> {
    type Number = D;
    type Real = Smooth<D>;
    type Generator<'a>
        = G
    where
        Self: 'a;
    fn trace<F, T>(&mut self, body: impl FnOnce(&mut Tracer<'_, G, D, F>) -> T) -> T {
        body(&mut Tracer::new(self.core))
    }
}

/// Returns `cost`, and frees the score of the draws made so far from the noise of the draws to come in it.
pub fn credit<S: Source + ?Sized>(cost: impl Lift<Smooth<S::Number>>, rng: &mut S) -> S::Real {
    fn body<D: Number, G: Generator>(cost: Smooth<D>, rng: &mut Tracer<'_, G, D, NoFallback>) -> Smooth<D> {
        // Without derivatives there is nothing to credit, and eight samples without a score need no plain cost.
        if D::ORDER > 0 && D::LANES == 1 {
            rng.core.credits.push((cost.detach(), rng.core.score));
        }
        cost
    }
    <S::Real as Real>::leave(rng.trace::<NoFallback, _>(|rng| body(cost.lift(), rng)))
}

/// A constant or a smooth value where a smooth one is wanted.
pub trait Lift<T> {
    fn lift(self) -> T;
}

impl<D: Number> Lift<Smooth<D>> for f64 {
    fn lift(self) -> Smooth<D> {
        up(self)
    }
}

impl<D: Number> Lift<Smooth<D>> for Smooth<D> {
    fn lift(self) -> Smooth<D> {
        self
    }
}

/// A constant, lifted.
pub fn up<D: Number>(x: f64) -> Smooth<D> {
    Smooth(D::constant(x))
}

/// `f64` outside, `Smooth<D>` inside.
pub trait Real: Copy + Lift<Smooth<Self::Number>> {
    type Number: Number;
    fn leave(x: Smooth<Self::Number>) -> Self;
}

impl Real for f64 {
    type Number = f64;
    fn leave(x: Smooth<f64>) -> f64 {
        x.0
    }
}

impl<D: Number> Real for Smooth<D> {
    type Number = D;
    fn leave(x: Self) -> Self {
        x
    }
}

/// The type that two numbers meet in: smooth as soon as one of them is.
pub trait Join<B>: Real {
    type Out: Real;
    fn join(self, other: B) -> (Self::Out, Self::Out);
}

impl Join<f64> for f64 {
    type Out = f64;
    fn join(self, other: f64) -> (f64, f64) {
        (self, other)
    }
}

impl<D: Number> Join<Smooth<D>> for f64 {
    type Out = Smooth<D>;
    fn join(self, other: Smooth<D>) -> (Smooth<D>, Smooth<D>) {
        (up(self), other)
    }
}

impl<D: Number> Join<f64> for Smooth<D> {
    type Out = Smooth<D>;
    fn join(self, other: f64) -> (Smooth<D>, Smooth<D>) {
        (self, up(other))
    }
}

impl<D: Number> Join<Smooth<D>> for Smooth<D> {
    type Out = Smooth<D>;
    fn join(self, other: Smooth<D>) -> (Smooth<D>, Smooth<D>) {
        (self, other)
    }
}

/// The arguments of a helper without an rng, joined all together. The arity is a parameter of the trait, so that a
/// wrapper with one bound knows the type of what it hands to its body.
pub trait JoinAll<const N: usize> {
    type Out: Real;
    fn join_all(self) -> [Smooth<<Self::Out as Real>::Number>; N];
}

impl<A, B, C> JoinAll<3> for (A, B, C)
where
    A: Join<B>,
    A::Out: Join<C>,
    C: Copy,
{
    type Out = <A::Out as Join<C>>::Out;
    fn join_all(self) -> [Smooth<<Self::Out as Real>::Number>; 3] {
        let (a, b) = self.0.join(self.1);
        let (a, c) = a.join(self.2);
        let (b, _) = b.join(self.2);
        [a.lift(), b.lift(), c.lift()]
    }
}
