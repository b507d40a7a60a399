//! A few distributions, and the fallbacks of those without a reparameterization.

use std::marker::PhantomData;

use rand::{Rng, RngExt};
use rand_distr::{Exp1, StandardNormal};

use crate::error::{Error, needs_scalar, poison};
use crate::number::{Number, Smooth};
use crate::source::{Generator, Join, Lift, Picked, Real, Tracer};

pub struct NoFallback;
pub struct ScoreFunction;
pub struct Enumerate;
pub struct Perturb;

/// The largest number of enumerated choices on one path; past it the program goes on with plain draws, so that it ends.
const DEEPEST: usize = 30;

/// Something that the rng `G` can draw.
pub trait Draw<G: ?Sized> {
    type Out;
    fn draw(&self, rng: &mut G) -> Self::Out;
}

/// Refuses a parameter. A program can branch on that `Err`, which would be a comparison of the parameter.
fn require<T: Real>(
    distribution: &'static str,
    rule: &'static str,
    x: T,
    ok: impl Fn(f64) -> bool,
) -> Result<(), Error> {
    let x = x.lift().0;
    let Some(value) = (0..T::Number::LANES).map(|lane| x.value(lane)).find(|value| !ok(*value)) else {
        return Ok(());
    };
    let error = Error::Parameter { distribution, rule, value };
    if T::Number::ORDER > 0 {
        poison(error.clone());
    }
    if T::Number::LANES > 1 {
        // The other lanes may be valid: each has to see its own result.
        needs_scalar();
    }
    Err(error)
}

#[derive(Clone, Copy, Debug)]
pub struct Normal<T> {
    mean: T,
    std_dev: T,
}

impl<T: Real> Normal<T> {
    pub fn new<A: Join<B, Out = T>, B>(mean: A, std_dev: B) -> Result<Self, Error> {
        let (mean, std_dev) = mean.join(std_dev);
        require("Normal", "mean must be finite", mean, f64::is_finite)?;
        require("Normal", "std_dev must be finite and not negative", std_dev, |s| s >= 0.0 && s.is_finite())?;
        Ok(Normal { mean, std_dev })
    }
    pub fn sample<G: ?Sized>(&self, rng: &mut G) -> <Self as Draw<G>>::Out
    where
        Self: Draw<G>,
    {
        self.draw(rng)
    }
}

impl<R: Rng + ?Sized> Draw<R> for Normal<f64> {
    type Out = f64;
    fn draw(&self, rng: &mut R) -> f64 {
        self.mean + self.std_dev * rng.sample::<f64, _>(StandardNormal)
    }
}

impl<G: Generator, D: Number, F, T: Real + Lift<Smooth<D>>> Draw<Tracer<'_, G, D, F>> for Normal<T> {
    type Out = Smooth<D>;
    fn draw(&self, rng: &mut Tracer<'_, G, D, F>) -> Smooth<D> {
        let (mean, std_dev): (Smooth<D>, Smooth<D>) = (self.mean.lift(), self.std_dev.lift());
        mean + std_dev * rng.noise(|rng| rng.sample(StandardNormal))
    }
}

#[derive(Clone, Copy, Debug)]
pub struct Exp<T> {
    lambda: T,
}

impl<T: Real> Exp<T> {
    pub fn new(lambda: T) -> Result<Self, Error> {
        require("Exp", "lambda must be positive and finite", lambda, |l| l > 0.0 && l.is_finite())?;
        Ok(Exp { lambda })
    }
    pub fn sample<G: ?Sized>(&self, rng: &mut G) -> <Self as Draw<G>>::Out
    where
        Self: Draw<G>,
    {
        self.draw(rng)
    }
}

impl<R: Rng + ?Sized> Draw<R> for Exp<f64> {
    type Out = f64;
    fn draw(&self, rng: &mut R) -> f64 {
        rng.sample::<f64, _>(Exp1) / self.lambda
    }
}

impl<G: Generator, D: Number, F, T: Real + Lift<Smooth<D>>> Draw<Tracer<'_, G, D, F>> for Exp<T> {
    type Out = Smooth<D>;
    fn draw(&self, rng: &mut Tracer<'_, G, D, F>) -> Smooth<D> {
        let lambda: Smooth<D> = self.lambda.lift();
        rng.noise(|rng| rng.sample(Exp1)) / lambda
    }
}

/// One alternative of an outcome: the derivative is the mean of `weight · ∇parameter · (f(outcome) - f(drawn))`.
pub struct Alternative<D> {
    outcome: u64,
    weight: f64,
    parameter: Smooth<D>,
    /// How likely the draw is to be the one that is picked. It may depend on the plain parameter and the outcome only,
    /// as a tape knows no gradient yet, and has to be positive wherever `weight` is not zero.
    pick_weight: f64,
}

/// What the fallbacks have to know.
pub trait Discrete {
    type Number: Number;
    type Value;
    const NAME: &'static str;
    fn pmf(&self, k: u64) -> Smooth<Self::Number>;
    /// By inversion: a replay with moved parameters stays as close as it can.
    fn invert(&self, u: f64) -> u64;
    /// Number of outcomes, if finite.
    fn support(&self) -> Option<u64>;
    /// An outcome of probability zero would be missing from the score function.
    fn degenerate(&self) -> bool;
    fn alternative(&self, k: u64) -> Alternative<Self::Number>;
    fn value(k: u64) -> Self::Value;
}

/// How the outcome of a draw with smooth parameters is chosen, and what is collected for its derivative.
pub trait Fallback {
    fn choose<X: Discrete>(x: &X, rng: &mut Tracer<'_, impl Generator, X::Number, impl Sized>) -> u64;
}

impl Fallback for ScoreFunction {
    fn choose<X: Discrete>(x: &X, rng: &mut Tracer<'_, impl Generator, X::Number, impl Sized>) -> u64 {
        let (_, u) = rng.core.uniform();
        let k = x.invert(u);
        if X::Number::ORDER == 0 {
            return k;
        }
        let p = x.pmf(k);
        // A lifted constant adds nothing, and may be degenerate.
        if p.0.varies() {
            if x.degenerate() {
                poison(Error::ZeroProbability(X::NAME));
            }
            if X::Number::ORDER > 1 {
                poison(Error::SecondOrder("score function"));
            }
            let ln = p.ln();
            rng.core.score = Some(rng.core.score.map_or(ln, |score| score + ln));
        }
        k
    }
}

impl Fallback for Enumerate {
    fn choose<X: Discrete>(x: &X, rng: &mut Tracer<'_, impl Generator, X::Number, impl Sized>) -> u64 {
        // The uniform is used up in every case, so that the draws after it keep their keys.
        let (_, u) = rng.core.uniform();
        let core = &mut *rng.core;
        let depth = core.depth;
        let (Some(path), Some(support)) = (&mut core.path, x.support()) else { return x.invert(u) };
        core.depth += 1;
        if depth == path.len() {
            if depth == DEEPEST {
                core.depth = depth;
                poison(Error::TooManyPaths);
                return x.invert(u);
            }
            // Left out only where the weight is zero and stays so: p' · f may not vanish where p does.
            let live = |k: &u64| {
                let p = x.pmf(*k).0;
                p.varies() || (0..X::Number::LANES).any(|lane| p.value(lane) != 0.0)
            };
            path.push((0..support).rev().filter(live).collect());
        }
        let k = *path[depth].last().expect("some outcome has a positive probability");
        if depth >= core.weighed_from {
            core.weight *= x.pmf(k);
        }
        k
    }
}

impl Fallback for Perturb {
    fn choose<X: Discrete>(x: &X, rng: &mut Tracer<'_, impl Generator, X::Number, impl Sized>) -> u64 {
        let (draw, u) = rng.core.uniform();
        if let Some((_, outcome)) = rng.core.forced.filter(|(forced, _)| *forced == draw) {
            return outcome;
        }
        let k = x.invert(u);
        if X::Number::ORDER == 0 {
            return k;
        }
        let Alternative { outcome, weight, parameter, pick_weight } = x.alternative(k);
        if parameter.0.varies() && weight != 0.0 {
            if X::Number::ORDER > 1 {
                poison(Error::SecondOrder("perturb"));
            }
            // A reservoir of one: in the end every draw is kept with probability pick_weight / pick_total.
            let core = &mut *rng.core;
            core.pick_total += pick_weight;
            if core.selector(draw) * core.pick_total < pick_weight {
                let depth = core.depth;
                core.picked = Some(Picked { draw, alternative: outcome, depth, pick_weight, weight, parameter });
            }
        }
        k
    }
}

/// A distribution with the fallback chosen at the draw.
#[derive(Clone, Copy, Debug)]
pub struct With<X, F>(X, PhantomData<F>);

impl<X, F> With<X, F> {
    pub fn sample<G: ?Sized>(&self, rng: &mut G) -> <Self as Draw<G>>::Out
    where
        Self: Draw<G>,
    {
        self.draw(rng)
    }
}

macro_rules! discrete {
    ($($name:ident $parameter:ident: $value:ty, $rule:literal |$x:ident| $ok:expr;)*) => {$(
        #[derive(Clone, Copy, Debug)]
        pub struct $name<T> {
            $parameter: T,
        }
        impl<T: Real> $name<T> {
            pub fn new($parameter: T) -> Result<Self, Error> {
                require(stringify!($name), $rule, $parameter, |$x| $ok)?;
                Ok($name { $parameter })
            }
            pub fn score_function(self) -> With<Self, ScoreFunction> {
                With(self, PhantomData)
            }
            pub fn perturb(self) -> With<Self, Perturb> {
                With(self, PhantomData)
            }
            pub fn sample<G: ?Sized>(&self, rng: &mut G) -> <Self as Draw<G>>::Out
            where
                Self: Draw<G>,
            {
                self.draw(rng)
            }
            fn plain(&self) -> f64 {
                self.$parameter.lift().0.value(0)
            }
        }
        // A plain rng, whatever the fallback.
        impl<R: Rng + ?Sized> Draw<R> for $name<f64> {
            type Out = $value;
            fn draw(&self, rng: &mut R) -> $value {
                Self::value(self.invert(rng.random()))
            }
        }
        impl<R: Rng + ?Sized, F> Draw<R> for With<$name<f64>, F> {
            type Out = $value;
            fn draw(&self, rng: &mut R) -> $value {
                self.0.draw(rng)
            }
        }
        // Constant parameters: plain noise, no fallback needed.
        impl<G: Generator, D: Number, F> Draw<Tracer<'_, G, D, F>> for $name<f64> {
            type Out = $value;
            fn draw(&self, rng: &mut Tracer<'_, G, D, F>) -> $value {
                Self::value(self.invert(rng.random()))
            }
        }
        impl<G: Generator, D: Number, F0, F> Draw<Tracer<'_, G, D, F0>> for With<$name<f64>, F> {
            type Out = $value;
            fn draw(&self, rng: &mut Tracer<'_, G, D, F0>) -> $value {
                self.0.draw(rng)
            }
        }
        // Smooth parameters: the fallback of the draw, or else of the function.
        impl<G: Generator, D: Number, F: Fallback> Draw<Tracer<'_, G, D, F>> for $name<Smooth<D>> {
            type Out = $value;
            fn draw(&self, rng: &mut Tracer<'_, G, D, F>) -> $value {
                Self::value(F::choose(self, rng))
            }
        }
        impl<G: Generator, D: Number, F0, F: Fallback> Draw<Tracer<'_, G, D, F0>> for With<$name<Smooth<D>>, F> {
            type Out = $value;
            fn draw(&self, rng: &mut Tracer<'_, G, D, F0>) -> $value {
                <$name<Smooth<D>>>::value(F::choose(&self.0, rng))
            }
        }
    )*};
}
discrete! {
    Bernoulli p: bool, "p must be in [0, 1]" |p| (0.0..=1.0).contains(&p);
    Geometric p: u64, "p must be in (0, 1]" |p| p > 0.0 && p <= 1.0;
    Poisson lambda: u64, "lambda must be positive and at most 700" |l| l > 0.0 && l <= 700.0;
}

impl<T: Real> Bernoulli<T> {
    /// Only a distribution with finitely many outcomes has it.
    pub fn enumerate(self) -> With<Self, Enumerate> {
        With(self, PhantomData)
    }
}

impl<T: Real> Discrete for Bernoulli<T> {
    type Number = T::Number;
    type Value = bool;
    const NAME: &'static str = "Bernoulli";
    fn pmf(&self, k: u64) -> Smooth<T::Number> {
        if k == 1 { self.p.lift() } else { 1.0 - self.p.lift() }
    }
    fn invert(&self, u: f64) -> u64 {
        u64::from(u < self.plain())
    }
    fn support(&self) -> Option<u64> {
        Some(2)
    }
    fn degenerate(&self) -> bool {
        let p = self.plain();
        p == 0.0 || p == 1.0
    }
    /// (1 - p) times the right rule plus p times the left one: exactly f(1) - f(0) either way, and never infinite.
    fn alternative(&self, k: u64) -> Alternative<T::Number> {
        let p = self.plain();
        let weight = if k == 1 { -1.0 } else { 1.0 };
        // Probabilities tend to move in proportion to p (1 - p); the floor keeps p' where that vanishes.
        Alternative { outcome: 1 - k, weight, parameter: self.p.lift(), pick_weight: (p * (1.0 - p)).max(1e-3) }
    }
    fn value(k: u64) -> bool {
        k == 1
    }
}

impl<T: Real> Discrete for Geometric<T> {
    type Number = T::Number;
    type Value = u64;
    const NAME: &'static str = "Geometric";
    fn pmf(&self, k: u64) -> Smooth<T::Number> {
        let p = self.p.lift();
        p * (1.0 - p).powi(k as i32)
    }
    fn invert(&self, u: f64) -> u64 {
        ((-u).ln_1p() / (-self.plain()).ln_1p()).floor() as u64
    }
    fn support(&self) -> Option<u64> {
        None
    }
    fn degenerate(&self) -> bool {
        self.plain() == 1.0
    }
    /// Upwards: the other side would miss the outcome 1 at p = 1.
    fn alternative(&self, k: u64) -> Alternative<T::Number> {
        let weight = (k + 1) as f64 / self.plain();
        Alternative { outcome: k + 1, weight: -weight, parameter: self.p.lift(), pick_weight: weight }
    }
    fn value(k: u64) -> u64 {
        k
    }
}

impl<T: Real> Discrete for Poisson<T> {
    type Number = T::Number;
    type Value = u64;
    const NAME: &'static str = "Poisson";
    fn pmf(&self, k: u64) -> Smooth<T::Number> {
        let lambda: Smooth<T::Number> = self.lambda.lift();
        (1..=k).fold((-lambda).exp(), |p, i| p * lambda / i as f64)
    }
    fn invert(&self, u: f64) -> u64 {
        let lambda = self.plain();
        let mut p = (-lambda).exp();
        let (mut k, mut below) = (0, p);
        // Rounding can keep the sum below u for ever.
        while u >= below && (p > 0.0 && (p > 1e-18 || (k as f64) < lambda)) {
            k += 1;
            p *= lambda / k as f64;
            below += p;
        }
        k
    }
    fn support(&self) -> Option<u64> {
        None
    }
    fn degenerate(&self) -> bool {
        false
    }
    fn alternative(&self, k: u64) -> Alternative<T::Number> {
        Alternative { outcome: k + 1, weight: 1.0, parameter: self.lambda.lift(), pick_weight: 1.0 }
    }
    fn value(k: u64) -> u64 {
        k
    }
}
