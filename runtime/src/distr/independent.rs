//! Several independent draws at once.

use super::support::FixedSupport;
use super::{Density, Family, Likelihood, Raised, Reparameterized, WithFallback, combinators, guarded, wrapper};
use crate::error::{self, Error};
use crate::source::{Draw, Generator, Noise, Pathwise, ScoreFunction};
use crate::{Join, Lift, Number, Real, Smooth};
use rand::Rng;
use rand::distr::Distribution;

/// `n` independent draws from one distribution, as a vector: `distribution.iid(n)`.
///
/// # Example
/// ```
/// use stochastic_grad::prelude::*;
///
/// #[stochastic_grad]
/// fn spread(sigma: f64, rng: &mut impl Rng) -> Result<f64, Error> {
///     let xs = Normal::new(0.0, sigma)?.iid(3).sample(rng);
///     Ok(xs.iter().map(|x| x * x).sum())
/// }
///
/// let est = spread_grad(1.5, 10_000, &mut StdRng::seed_from_u64(1))?;
/// assert!((est.grad.sigma - 9.0).abs() < 5.0 * est.grad_std_err.sigma); // d/dσ 3σ²
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Iid<X> {
    distribution: X,
    n: usize,
}

wrapper!(Iid<X Y> { distribution: X; n });
combinators!(<X> Iid<X>);

impl<X: Family> Family for Iid<X> {
    type Real = X::Real;
    type With<U: Real> = Iid<X::With<U>>;
}
impl<X: Reparameterized> Reparameterized for Iid<X> {}

impl<X> Iid<X> {
    /// `n` independent draws from a distribution.
    #[inline(always)]
    pub fn new(distribution: X, n: usize) -> Self {
        Iid { distribution, n }
    }

    /// The distribution of each draw.
    #[inline]
    pub fn distribution(&self) -> &X {
        &self.distribution
    }

    /// The number of draws.
    #[inline]
    pub fn n(&self) -> usize {
        self.n
    }

    /// The draws.
    #[inline(always)]
    pub fn sample<G: ?Sized>(&self, rng: &mut G) -> Vec<<X as Draw<G>>::Out>
    where
        X: Draw<G>,
    {
        (0..self.n).map(|_| self.distribution.draw(rng)).collect()
    }
}

impl<X: Family + Clone> Iid<X> {
    /// ln of the joint density at the points `xs`, of which there must be n.
    pub fn ln_pdf<A>(&self, xs: &[A]) -> <X::Real as Join<A>>::Out
    where
        A: Copy + Lift<<X::Real as Join<A>>::Out>,
        X::Real: Join<A>,
        X: Lift<X::With<<X::Real as Join<A>>::Out>>,
        X::With<<X::Real as Join<A>>::Out>: Raised<Number2<X, A>, Out: Density<Number2<X, A>>>,
    {
        let at: X::With<<X::Real as Join<A>>::Out> = self.distribution.clone().lift();
        at.raised(
            #[inline(always)]
            |at| joint(self.n, xs, |_, x| guarded("Iid", at, x)),
        )
    }
}

/// The number of a distribution's parameters and a point together.
type Number2<X, A> = <<<X as Family>::Real as Join<A>>::Out as Real>::Number;

/// The sum of the logarithms of independent densities.
fn joint<A: Copy + Lift<B>, B: Real>(
    n: usize,
    xs: &[A],
    ln_density: impl Fn(usize, Smooth<B::Number>) -> Smooth<B::Number>,
) -> B {
    if xs.len() != n {
        error::report(Error::LengthMismatch { what: "ln_pdf", expected: n, found: xs.len() });
        return B::leave(Smooth::constant(f64::NAN));
    }
    B::leave(xs.iter().enumerate().map(|(i, x)| ln_density(i, (*x).lift().smooth())).sum())
}

impl<X: Draw<G>, G: ?Sized> Draw<G> for Iid<X> {
    type Out = Vec<X::Out>;
    #[inline(always)]
    fn draw(&self, rng: &mut G) -> Vec<X::Out> {
        self.sample(rng)
    }
}
impl<V, X: Distribution<V>> Distribution<Vec<V>> for Iid<X> {
    #[inline(always)]
    fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> Vec<V> {
        (0..self.n).map(|_| self.distribution.sample(rng)).collect()
    }
}
impl<D: Number, X: Pathwise<D>> Pathwise<D> for Iid<X> {
    type Value = Vec<X::Value>;
    #[inline(always)]
    fn path<G: Generator>(&self, noise: &mut Noise<'_, G>) -> Vec<X::Value> {
        (0..self.n).map(|_| self.distribution.path(noise)).collect()
    }
}

impl<D: Number, X: Density<D>> Density<D, Vec<Smooth<D>>> for Iid<X> {
    #[inline(always)]
    fn ln_density(&self, xs: Vec<Smooth<D>>) -> Smooth<D> {
        joint(self.n, &xs, |_, x| self.distribution.ln_density(x))
    }
    #[inline]
    fn jumps(&self) -> bool {
        self.distribution.jumps()
    }
}

/// Independent draws from several distributions of one family, as a vector: `Normal::diagonal(&mu, &sigma)`.
///
/// # Example
/// ```
/// use stochastic_grad::prelude::*;
///
/// #[stochastic_grad]
/// fn loss(mu: &[f64], rng: &mut impl Rng) -> Result<f64, Error> {
///     let q = Normal::diagonal(mu, &[1.0, 2.0])?;
///     let x = q.sample(rng);
///     Ok(x[0] * x[0] + x[1] + q.ln_pdf(&x))
/// }
///
/// let est = loss_grad([0.5, -0.5], 1000, &mut StdRng::seed_from_u64(1))?;
/// assert!((est.grad.mu[1] - 1.0).abs() < 1e-12);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Independent<X> {
    parts: Vec<X>,
}

wrapper!(Independent<X Y> { parts: X });
combinators!(<X> Independent<X>);

impl<X: Family> Family for Independent<X> {
    type Real = X::Real;
    type With<U: Real> = Independent<X::With<U>>;
}
impl<X: Reparameterized> Reparameterized for Independent<X> {}

impl<X> Independent<X> {
    /// One draw from each of these.
    #[inline(always)]
    pub fn new(parts: Vec<X>) -> Self {
        Independent { parts }
    }

    /// The distributions.
    #[inline]
    pub fn parts(&self) -> &[X] {
        &self.parts
    }

    /// The draws.
    #[inline(always)]
    pub fn sample<G: ?Sized>(&self, rng: &mut G) -> Vec<<X as Draw<G>>::Out>
    where
        X: Draw<G>,
    {
        self.parts.iter().map(|part| part.draw(rng)).collect()
    }
}

impl<X: Family + Clone> Independent<X> {
    /// ln of the joint density at the points `xs`, one for each part.
    pub fn ln_pdf<A>(&self, xs: &[A]) -> <X::Real as Join<A>>::Out
    where
        A: Copy + Lift<<X::Real as Join<A>>::Out>,
        X::Real: Join<A>,
        X: Lift<X::With<<X::Real as Join<A>>::Out>>,
        X::With<<X::Real as Join<A>>::Out>: Raised<Number2<X, A>, Out: Density<Number2<X, A>>>,
    {
        joint(self.parts.len(), xs, |i, x| {
            let at: X::With<<X::Real as Join<A>>::Out> = self.parts[i].clone().lift();
            at.raised(
                #[inline(always)]
                |at| guarded("Independent", at, x),
            )
        })
    }
}

impl<X: Draw<G>, G: ?Sized> Draw<G> for Independent<X> {
    type Out = Vec<X::Out>;
    #[inline(always)]
    fn draw(&self, rng: &mut G) -> Vec<X::Out> {
        self.sample(rng)
    }
}
impl<V, X: Distribution<V>> Distribution<Vec<V>> for Independent<X> {
    #[inline(always)]
    fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> Vec<V> {
        self.parts.iter().map(|part| part.sample(rng)).collect()
    }
}
impl<D: Number, X: Pathwise<D>> Pathwise<D> for Independent<X> {
    type Value = Vec<X::Value>;
    #[inline(always)]
    fn path<G: Generator>(&self, noise: &mut Noise<'_, G>) -> Vec<X::Value> {
        self.parts.iter().map(|part| part.path(noise)).collect()
    }
}
impl<D: Number, X: Density<D>> Density<D, Vec<Smooth<D>>> for Independent<X> {
    #[inline(always)]
    fn ln_density(&self, xs: Vec<Smooth<D>>) -> Smooth<D> {
        joint(self.parts.len(), &xs, |i, x| self.parts[i].ln_density(x))
    }
    #[inline]
    fn jumps(&self) -> bool {
        self.parts.iter().any(X::jumps)
    }
}

impl<X: FixedSupport> FixedSupport for Iid<X> {}
impl<X: FixedSupport> FixedSupport for Independent<X> {}

/// The distribution `X` on the smooth numbers of its parameters.
type OnSmooth<X> = <X as Family>::With<Smooth<NumberOf<X>>>;
type NumberOf<X> = <<X as Family>::Real as Real>::Number;

impl<X: Family> Iid<X> {
    /// Draws plain values by the score function.
    #[inline]
    pub fn score_function(self) -> WithFallback<Self, ScoreFunction>
    where
        Self: FixedSupport,
        OnSmooth<X>: Likelihood<NumberOf<X>>,
    {
        WithFallback::new(self, ScoreFunction)
    }
}

impl<X: Family> Independent<X> {
    /// Draws plain values by the score function.
    #[inline]
    pub fn score_function(self) -> WithFallback<Self, ScoreFunction>
    where
        Self: FixedSupport,
        OnSmooth<X>: Likelihood<NumberOf<X>>,
    {
        WithFallback::new(self, ScoreFunction)
    }
}

impl<D: Number, X: Likelihood<D>> Likelihood<D> for Iid<X> {
    type Value = Vec<X::Value>;
    fn draw_plain<R: Rng + ?Sized>(&self, rng: &mut R) -> Vec<X::Value> {
        (0..self.n).map(|_| self.distribution.draw_plain(rng)).collect()
    }
    fn ln_likelihood(&self, xs: &Vec<X::Value>) -> Smooth<D> {
        xs.iter().map(|x| self.distribution.ln_likelihood(x)).sum()
    }
    fn score(&self, xs: &Vec<X::Value>) -> Smooth<D> {
        xs.iter().map(|x| self.distribution.score(x)).sum()
    }
    fn impossible(&self) -> Option<Error> {
        self.distribution.impossible().filter(|_| self.n > 0)
    }
}

impl<D: Number, X: Likelihood<D>> Likelihood<D> for Independent<X> {
    type Value = Vec<X::Value>;
    fn draw_plain<R: Rng + ?Sized>(&self, rng: &mut R) -> Vec<X::Value> {
        self.parts.iter().map(|part| part.draw_plain(rng)).collect()
    }
    fn ln_likelihood(&self, xs: &Vec<X::Value>) -> Smooth<D> {
        self.parts.iter().zip(xs).map(|(part, x)| part.ln_likelihood(x)).sum()
    }
    fn score(&self, xs: &Vec<X::Value>) -> Smooth<D> {
        self.parts.iter().zip(xs).map(|(part, x)| part.score(x)).sum()
    }
    fn impossible(&self) -> Option<Error> {
        self.parts.iter().find_map(X::impossible)
    }
}
