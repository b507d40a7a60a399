//! Where a body draws from: the caller's generator, or the tracer of a differentiated run.

use crate::distr::{Raised, StandardExp};
use crate::estimator::Log;
use crate::lift::{Leave, LeaveAs};
use crate::number::Number;
use crate::number::rules::Ln;
use crate::refused::PlainProbability;
use crate::smooth::{needs_scalar, plain_value_taken};
use crate::{Lift, Real, Smooth};
use rand::distr::uniform::{SampleRange, SampleUniform};
use rand::distr::{Distribution, StandardUniform};
use rand::{Fill, Rng, RngExt};
use rand_distr::{Open01, StandardNormal};
use std::marker::PhantomData;

/// A source of random bits for one run: any rand generator, or one generator per lane.
pub trait Generator {
    /// The generator for plain draws.
    type Plain: Rng;
    /// The generator for one plain draw.
    fn plain(&mut self) -> &mut Self::Plain;
    /// Gets ready for a plain draw in every lane: here, where the instructions are, and not in the closure that draws.
    #[doc(hidden)]
    #[inline(always)]
    fn prepare(&mut self) {}
    /// How many draws were made, where that is known: two runs with the same randomness have the same draws at the
    /// same numbers until they part.
    #[doc(hidden)]
    #[inline(always)]
    fn drawn(&self) -> u64 {
        0
    }
    /// Standard normal noise, one number for each lane.
    #[doc(hidden)]
    #[inline(always)]
    fn normal<B: Number<Base = B>>(&mut self) -> B {
        B::noise(|| self.plain().sample(StandardNormal))
    }
    /// Standard exponential noise, one number for each lane.
    #[doc(hidden)]
    #[inline(always)]
    fn exponential<B: Number<Base = B>>(&mut self) -> B {
        B::noise(|| self.plain().sample(StandardExp))
    }
    /// Noise that is uniform on the open interval (0, 1), one number for each lane.
    #[doc(hidden)]
    #[inline(always)]
    fn uniform<B: Number<Base = B>>(&mut self) -> B {
        B::noise(|| self.plain().sample(Open01))
    }
}
impl<R: Rng + ?Sized> Generator for &mut R {
    type Plain = Self;
    #[inline(always)]
    fn plain(&mut self) -> &mut Self {
        self
    }
}

/// The state of one run.
pub struct Core<G, D> {
    pub(crate) generator: G,
    /// ln of the probability of the draws made by the score function so far up to a constant
    score: Smooth<D>,
    /// whether there were any
    scored: bool,
    /// what the other fallbacks collect, in the runs of an estimate
    pub(crate) log: Option<Box<Log<D>>>,
}

impl<G: Generator, D: Number> Core<G, D> {
    #[inline(always)]
    pub(crate) fn new(generator: G) -> Self {
        Core { generator, score: Smooth::constant(0.0), scored: false, log: None }
    }

    /// Adds ln p of a draw made by the score function.
    #[inline(always)]
    pub(crate) fn add_score(&mut self, ln_p: Smooth<D>) {
        self.score += ln_p;
        self.scored = true;
    }

    /// A number with the derivatives of ln of the probability of the draws made by the score function so far, if there
    /// were any.
    #[inline(always)]
    pub(crate) fn score(&self) -> Option<Smooth<D>> {
        self.scored.then_some(self.score)
    }

    /// The generator for plain draws.
    #[inline(always)]
    pub(crate) fn plain(&mut self) -> &mut G::Plain {
        needs_scalar::<D>();
        self.generator.plain()
    }

    /// Noise for a pathwise draw.
    #[inline(always)]
    pub(crate) fn noise(&mut self) -> Noise<'_, G> {
        Noise { generator: &mut self.generator }
    }

    #[inline(always)]
    pub(crate) fn tracer<F>(&mut self) -> Tracer<'_, G, D, F> {
        Tracer { core: self, fallback: PhantomData }
    }
}

/// Noise for a pathwise draw: numbers without derivative.
#[derive(Debug)]
pub struct Noise<'a, G> {
    generator: &'a mut G,
}
impl<'a, G: Generator> Noise<'a, G> {
    #[inline(always)]
    pub(crate) fn new(generator: &'a mut G) -> Self {
        Noise { generator }
    }

    /// Draws one number per lane.
    #[inline(always)]
    pub fn draw<D: Number, X: Distribution<f64>>(&mut self, distribution: X) -> Smooth<D> {
        Smooth(D::noise(|| self.generator.plain().sample(&distribution)))
    }

    /// Draws a plain value with a generator of rand: for samplers that need the parameters' plain values.
    #[inline(always)]
    pub fn plain<T>(&mut self, draw: impl FnOnce(&mut G::Plain) -> T) -> T {
        // One number cannot serve several samples.
        plain_value_taken();
        draw(self.generator.plain())
    }

    /// Draws standard normal noise, without room for derivatives.
    #[inline(always)]
    pub(crate) fn normal<B: Number<Base = B>>(&mut self) -> Still<B> {
        Still(self.generator.normal())
    }

    /// Draws standard exponential noise.
    #[inline(always)]
    pub(crate) fn exponential<B: Number<Base = B>>(&mut self) -> Still<B> {
        Still(self.generator.exponential())
    }

    /// Draws noise that is uniform on the open interval (0, 1).
    #[inline(always)]
    pub(crate) fn uniform<B: Number<Base = B>>(&mut self) -> Still<B> {
        Still(self.generator.uniform())
    }

    /// Draws one number per lane, without room for derivatives: factors and summands of a smooth value.
    #[inline(always)]
    pub fn still<B: Number<Base = B>, X: Distribution<f64>>(&mut self, distribution: X) -> Still<B> {
        self.generator.prepare();
        Still(B::noise(|| self.generator.plain().sample(&distribution)))
    }

    /// Draws one number per lane by a sampler that is told the lane, to look at the lane's parameters.
    #[inline(always)]
    pub(crate) fn each<B: Number<Base = B>>(&mut self, mut draw: impl FnMut(usize, &mut G::Plain) -> f64) -> B {
        self.generator.prepare();
        let mut lanes = 0..;
        B::noise(|| draw(lanes.next().unwrap_or(0), self.generator.plain()))
    }
}

/// A number without derivative, one per lane.
#[derive(Clone, Copy, Debug)]
pub struct Still<B>(pub(crate) B);
impl<B: Number<Base = B>> Still<B> {
    /// Another number of the noise.
    #[inline(always)]
    pub(crate) fn map(self, f: impl FnOnce(B) -> B) -> Self {
        Still(f(self.0))
    }
    /// Its logarithm.
    #[inline(always)]
    pub(crate) fn ln(self) -> Self {
        self.map(|x| x.unary(Ln))
    }
    /// The noise with room for derivatives.
    #[inline(always)]
    pub(crate) fn smooth<D: Number<Base = B>>(self) -> Smooth<D> {
        Smooth(D::from_base(self.0))
    }
}
impl<B: Number<Base = B>> std::ops::Neg for Still<B> {
    type Output = Self;
    #[inline(always)]
    fn neg(self) -> Self {
        self.map(B::neg)
    }
}
impl<D: Number> std::ops::Mul<Still<D::Base>> for Smooth<D> {
    type Output = Smooth<D>;
    #[inline(always)]
    fn mul(self, still: Still<D::Base>) -> Smooth<D> {
        Smooth(self.0.mul_base(still.0))
    }
}

/// A way to draw a distribution that has no pathwise rule, or whose draws have to be plain values.
pub trait Fallback: Copy {}
/// The fallback of a function that chose none.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoFallback;
/// Draws by the score function.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ScoreFunction;
/// Tries all outcomes.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Enumerate;
/// Tries all outcomes but those of a tail.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EnumerateTo {
    pub(crate) tail: f64,
}
/// Draws from the parts of a density's derivative.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct MeasureValued;
/// Tries an alternative to one draw of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Perturb;
/// Draws outside any annotated function, where nothing is differentiated.
#[derive(Clone, Copy, Debug, Default)]
pub struct Plain;

impl Fallback for NoFallback {}
impl Fallback for ScoreFunction {}
impl Fallback for Enumerate {}
impl Fallback for EnumerateTo {}
impl Fallback for MeasureValued {}
impl Fallback for Perturb {}
impl Fallback for Plain {}

/// A distribution on smooth numbers that can be drawn by the fallback `F`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no reparameterization: its samples cannot carry a gradient",
    label = "drawn here without a fallback",
    note = "choose one at the draw, `.score_function().sample(rng)`, or for the whole function, `#[stochastic_grad(fallback = score_function)]`; or `detach` its parameters if they may be treated as constants"
)]
pub trait DrawnBy<F, D: Number> {
    /// The plain value that is drawn.
    type Value;
    /// One draw in a run.
    #[doc(hidden)]
    fn chosen<G: Generator>(&self, by: F, core: &mut Core<G, D>) -> Self::Value;
}

/// The random number generator of a body.
///
/// It has the methods of rand's `Rng` and `RngExt`, which give plain values; only distributions with smooth
/// parameters draw smooth values from it. It is not a rand generator itself: see [`noise`](Tracer::noise).
pub struct Tracer<'c, G, D, F> {
    core: &'c mut Core<G, D>,
    fallback: PhantomData<F>,
}

impl<G: Generator, D: Number, F> Tracer<'_, G, D, F> {
    /// The state of the run.
    #[inline(always)]
    pub(crate) fn core(&mut self) -> &mut Core<G, D> {
        self.core
    }

    /// A plain generator, for whatever wants a rand `Rng`: shuffling, minibatches, foreign samplers. What is drawn
    /// from it is a constant.
    #[inline(always)]
    pub fn noise(&mut self) -> &mut <G as Generator>::Plain {
        self.core.plain()
    }

    /// A plain random value, see rand's `RngExt::random`.
    #[inline(always)]
    pub fn random<T>(&mut self) -> T
    where
        StandardUniform: Distribution<T>,
    {
        self.noise().random()
    }

    /// A plain random value in a range, see rand's `RngExt::random_range`.
    #[inline(always)]
    pub fn random_range<T: SampleUniform>(&mut self, range: impl SampleRange<T>) -> T {
        self.noise().random_range(range)
    }

    /// A plain coin, see rand's `RngExt::random_bool`.
    #[inline(always)]
    pub fn random_bool(&mut self, p: impl PlainProbability) -> bool {
        self.noise().random_bool(p.plain())
    }

    /// A plain coin, see rand's `RngExt::random_ratio`.
    #[inline(always)]
    pub fn random_ratio(&mut self, numerator: u32, denominator: u32) -> bool {
        self.noise().random_ratio(numerator, denominator)
    }

    /// Plain random values, see rand's `RngExt::random_iter`.
    #[inline(always)]
    pub fn random_iter<T>(&mut self) -> impl Iterator<Item = T>
    where
        StandardUniform: Distribution<T>,
    {
        self.noise().random_iter()
    }

    /// Draws from a distribution again and again, see rand's `RngExt::sample_iter`.
    #[inline(always)]
    pub fn sample_iter<X: Draw<Self>>(&mut self, distribution: X) -> impl Iterator<Item = X::Out> {
        std::iter::repeat_with(move || distribution.draw(self))
    }

    /// Fills a slice with plain random values, see rand's `RngExt::fill`.
    #[inline(always)]
    pub fn fill<T: Fill>(&mut self, to: &mut [T]) {
        self.noise().fill(to);
    }

    /// Random bits.
    #[inline(always)]
    pub fn next_u32(&mut self) -> u32 {
        self.noise().next_u32()
    }

    /// Random bits.
    #[inline(always)]
    pub fn next_u64(&mut self) -> u64 {
        self.noise().next_u64()
    }

    /// Fills a slice with random bits.
    #[inline(always)]
    pub fn fill_bytes(&mut self, to: &mut [u8]) {
        self.noise().fill_bytes(to);
    }

    /// The same run with another fallback.
    #[doc(hidden)]
    #[inline(always)]
    pub fn within<F2>(&mut self) -> Tracer<'_, G, D, F2> {
        self.core.tracer()
    }

    /// Draws from a distribution: the same as `distribution.sample(rng)`.
    #[inline(always)]
    pub fn sample<X: Draw<Self>>(&mut self, distribution: X) -> X::Out {
        distribution.draw(self)
    }
}

/// A random number generator that can be passed to an annotated function.
///
/// Every rand generator is one: called with it, the function is the ordinary function on `f64`. So is the generator
/// inside another annotated function: called with that, it carries derivatives.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a random number generator",
    label = "pass a generator of rand, or the function's own `rng` inside an annotated function"
)]
pub trait Source {
    /// The number that a body runs on.
    type Number: Number;
    /// What a body returns in the place of `f64`.
    type Real: Real<Number = Self::Number>;
    /// The state of a body's run.
    #[doc(hidden)]
    type Scope<'a>: Scope<Number = Self::Number>
    where
        Self: 'a;
    /// Begins a body's run.
    #[doc(hidden)]
    fn scope(&mut self) -> Self::Scope<'_>;
}

/// The state of a body's run: its own, or that of the run around it. (Not a closure around the body, because that would have
/// to be inlined too.)
#[doc(hidden)]
pub trait Scope {
    /// The number that the body runs on.
    type Number: Number;
    /// Where the random bits come from.
    type Generator: Generator;
    /// The generator of a body with the fallback `F`.
    fn tracer<F>(&mut self) -> Tracer<'_, Self::Generator, Self::Number, F>;
}
impl<G: Generator, D: Number> Scope for Core<G, D> {
    type Number = D;
    type Generator = G;
    #[inline(always)]
    fn tracer<F>(&mut self) -> Tracer<'_, G, D, F> {
        Core::tracer(self)
    }
}
impl<G: Generator, D: Number> Scope for &mut Core<G, D> {
    type Number = D;
    type Generator = G;
    #[inline(always)]
    fn tracer<F>(&mut self) -> Tracer<'_, G, D, F> {
        Core::tracer(self)
    }
}

impl<R: Rng + ?Sized> Source for R {
    type Number = f64;
    type Real = f64;
    type Scope<'a>
        = Core<&'a mut R, f64>
    where
        R: 'a;
    #[inline(always)]
    fn scope(&mut self) -> Core<&mut R, f64> {
        Core::new(self)
    }
}

impl<'c, G: Generator, D: Number, F0> Source for Tracer<'c, G, D, F0> {
    type Number = D;
    type Real = Smooth<D>;
    type Scope<'a>
        = &'a mut Core<G, D>
    where
        Self: 'a;
    #[inline(always)]
    fn scope(&mut self) -> &mut Core<G, D> {
        self.core
    }
}

/// A number that can be passed to an annotated function together with the generator `S`: any constant, and a smooth
/// value with the generator of its own run.
#[diagnostic::on_unimplemented(
    message = "a smooth value passed together with another random number generator would lose its derivative",
    label = "this value carries a derivative, and the call does not get the function's own `rng`",
    note = "inside an annotated function pass on its own `rng`; `x.detach()` turns a smooth argument into a constant"
)]
pub trait Argument<S: Source + ?Sized>: Real + Lift<Smooth<S::Number>> {}
#[diagnostic::do_not_recommend]
impl<S: Source + ?Sized> Argument<S> for f64 {}
#[diagnostic::do_not_recommend]
impl<D: Number, S: Carries<D> + ?Sized> Argument<S> for Smooth<D> {}

/// The generators of a run on `D`. (A bound, because a lone impl for `Tracer` would be taken for what the user meant.)
pub trait Carries<D: Number>: Source<Number = D> {}
impl<G: Generator, D: Number, F> Carries<D> for Tracer<'_, G, D, F> {}

/// A generator from which a distribution with parameters of type `T` can be drawn.
#[diagnostic::on_unimplemented(
    message = "sampling with a smooth parameter from another random number generator would lose its gradient",
    label = "this is not the `rng` argument of the annotated function",
    note = "inside an annotated function draw from its own `rng`; `x.detach()` turns a smooth parameter into a constant"
)]
pub trait Mode<T> {
    /// What stands for a real number in the results: `f64` or a smooth value.
    type Real: Real<Number = Self::Number>;
    /// The number that the run computes with.
    type Number: Number;
    /// The fallback of the function.
    type Fallback: Fallback + Default;
    /// Where the random bits come from.
    type Generator<'a>: Generator
    where
        Self: 'a;
    #[doc(hidden)]
    fn with_core<R>(&mut self, run: impl FnOnce(&mut Core<Self::Generator<'_>, Self::Number>) -> R) -> R;
}

impl<R: Rng + ?Sized> Mode<f64> for R {
    type Real = f64;
    type Number = f64;
    type Fallback = Plain;
    type Generator<'a>
        = &'a mut R
    where
        R: 'a;
    #[inline(always)]
    fn with_core<T>(&mut self, run: impl FnOnce(&mut Core<&mut R, f64>) -> T) -> T {
        run(&mut Core::new(self))
    }
}

macro_rules! tracer_mode {
    ($T:ty) => {
        #[diagnostic::do_not_recommend]
        impl<'c, G: Generator, D: Number, F: Fallback + Default> Mode<$T> for Tracer<'c, G, D, F> {
            type Real = Smooth<D>;
            type Number = D;
            type Fallback = F;
            type Generator<'a>
                = G
            where
                Self: 'a;
            #[inline(always)]
            fn with_core<T>(&mut self, run: impl FnOnce(&mut Core<G, D>) -> T) -> T {
                run(self.core)
            }
        }
    };
}
tracer_mode!(f64);
tracer_mode!(Smooth<D>);

/// A distribution that can be drawn from the generator `G`, as `rng.sample(distribution)` wants it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be drawn inside an annotated function",
    label = "this is none of the distributions of stochastic-grad",
    note = "draw from a foreign distribution with `rng.noise().sample(..)`: its draws are constants"
)]
pub trait Draw<G: ?Sized> {
    /// What is drawn.
    type Out;
    /// Draws.
    fn draw(&self, rng: &mut G) -> Self::Out;
}
impl<X: Draw<G>, G: ?Sized> Draw<G> for &X {
    type Out = X::Out;
    #[inline(always)]
    fn draw(&self, rng: &mut G) -> X::Out {
        (**self).draw(rng)
    }
}

/// Draws from a distribution with a pathwise rule.
#[inline(always)]
pub(crate) fn pathwise<T, X, G, O>(distribution: &X, rng: &mut G) -> O
where
    G: Mode<T> + ?Sized,
    X: Raised<G::Number, Out: Pathwise<G::Number, Value: Leave<O>>>,
{
    distribution.raised(
        #[cfg_attr(not(unoptimized), inline(always))]
        |smooth| {
            rng.with_core(
                #[cfg_attr(not(unoptimized), inline(always))]
                |core| smooth.path(&mut core.noise()).leave(),
            )
        },
    )
}

/// Draws a plain value with the fallback of the function.
#[inline(always)]
pub fn choose<T, X, G>(distribution: &X, rng: &mut G) -> OutcomeOf<X, FallbackOf<T, G>, G::Number>
where
    T: Real,
    G: Mode<T> + ?Sized,
    X: Raised<G::Number, Out: DrawnBy<FallbackOf<T, G>, G::Number>>,
{
    distribution.raised(|smooth| rng.with_core(|core| smooth.chosen(Default::default(), core)))
}

/// What is drawn from `X` in a run on `D` whose results are of type `R`.
pub type PathOf<X, D, R> = <<<X as Raised<D>>::Out as Pathwise<D>>::Value as LeaveAs<R>>::Out;
/// The plain values that are drawn from `X` by the fallback `F` in a run on `D`.
pub type OutcomeOf<X, F, D> = <<X as Raised<D>>::Out as DrawnBy<F, D>>::Value;
/// What draws parameters of type `T` from `G`.
pub type FallbackOf<T, G> = <T as Real>::Drawn<<G as Mode<T>>::Fallback>;

/// Draws from any distribution with a pathwise rule.
#[inline(always)]
pub fn pathwise_as<T, X, G>(distribution: &X, rng: &mut G) -> PathOf<X, G::Number, G::Real>
where
    G: Mode<T> + ?Sized,
    X: Raised<G::Number, Out: Pathwise<G::Number, Value: LeaveAs<G::Real>>>,
{
    pathwise(distribution, rng)
}

/// A distribution with smooth parameters whose draws move with the parameters.
pub trait Pathwise<D: Number> {
    /// What is drawn: a smooth number, a vector of them, or a matrix as its rows.
    type Value;
    /// One draw, smooth in the parameters: a differentiable function of them and of noise that does not depend on them.
    fn path<G: Generator>(&self, noise: &mut Noise<'_, G>) -> Self::Value;
}
