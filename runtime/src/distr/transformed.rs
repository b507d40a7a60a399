//! Distributions of transformed draws.

use super::bijection::Bijection;
use super::{Cumulative, Density, Drawn, Family, Raised, Reparameterized, combinators, outside_support, wrapper};
use crate::source::{Draw, Generator, Noise, Pathwise};
use crate::{Join, Lift, Number, Real, Smooth};
use rand::Rng;
use rand::distr::Distribution;

/// The distribution of f(x), where x is drawn from another distribution and f is a [bijection](Bijection):
/// `distribution.map(bijection)`, `distribution.affine(loc, scale)`.
///
/// # Density
/// p(y) = p_x(x) / |det f'(x)| at x = f⁻¹(y).
///
/// # Gradient
/// The path of x continued through f (Rezende and Mohamed 2015, <https://doi.org/10.48550/arXiv.1505.05770>).
///
/// # Example
/// ```
/// use stochastic_grad::prelude::*;
///
/// #[stochastic_grad]
/// fn loss(mu: f64, sigma: f64, rng: &mut impl Rng) -> Result<f64, Error> {
///     let q = StudentT::new(5.0)?.affine(mu, sigma)?.map(bijection::Softplus);
///     let x = q.sample(rng);
///     Ok(x + q.ln_pdf(x))
/// }
///
/// let est = loss_grad((0.3, 1.2), 1000, &mut StdRng::seed_from_u64(1))?;
/// assert!(est.grad.mu.is_finite());
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Transformed<X, B> {
    distribution: X,
    bijection: B,
}

wrapper!(Transformed<X Y, B C> { distribution: X, bijection: B });
combinators!(<X, B> Transformed<X, B>);

/// The type of the parameters of a distribution and a bijection together.
type Both<X, B> = <<X as Family>::Real as Join<<B as Family>::Real>>::Out;
/// The same together with the numbers of a point.
type All<X, B, P> = <Both<X, B> as Join<<P as Point>::Real>>::Out;
/// What they compute with.
type At<X, B, P> = <All<X, B, P> as Real>::Number;

impl<X: Family<Real: Join<B::Real>>, B: Family> Family for Transformed<X, B> {
    type Real = Both<X, B>;
    type With<U: Real> = Transformed<X::With<U>, B::With<U>>;
}
impl<X: Reparameterized, B> Reparameterized for Transformed<X, B> {}

impl<X, B> Transformed<X, B> {
    /// The distribution of what a bijection makes of a draw.
    #[inline(always)]
    pub fn new(distribution: X, bijection: B) -> Self {
        Transformed { distribution, bijection }
    }

    /// The distribution that is transformed.
    #[inline]
    pub fn distribution(&self) -> &X {
        &self.distribution
    }

    /// The bijection.
    #[inline]
    pub fn bijection(&self) -> &B {
        &self.bijection
    }

    /// One draw, smooth in the parameters of both.
    #[inline(always)]
    pub fn sample<G: ?Sized>(&self, rng: &mut G) -> <Self as Draw<G>>::Out
    where
        Self: Draw<G>,
    {
        self.draw(rng)
    }
}

impl<X, B> Transformed<X, B>
where
    X: Family<Real: Join<B::Real>> + Clone,
    B: Family + Clone,
{
    /// ln of the density at `y`: a number, or a slice or vector of numbers.
    pub fn ln_pdf<P>(&self, y: P) -> All<X, B, P>
    where
        P: Point<Real: Lift<All<X, B, P>>>,
        Both<X, B>: Join<P::Real>,
        X: Lift<X::With<All<X, B, P>>>,
        B: Lift<B::With<All<X, B, P>>>,
        X::With<All<X, B, P>>: Raised<At<X, B, P>, Out: Density<At<X, B, P>, P::At<At<X, B, P>>>>,
        B::With<All<X, B, P>>: Raised<At<X, B, P>, Out: Bijection<At<X, B, P>, Point = P::At<At<X, B, P>>>>,
    {
        let y = y.at::<All<X, B, P>>();
        let x: X::With<All<X, B, P>> = self.distribution.clone().lift();
        let f: B::With<All<X, B, P>> = self.bijection.clone().lift();
        All::<X, B, P>::leave(x.raised(
            #[inline(always)]
            |x| {
                if x.jumps() {
                    return outside_support("Transformed", Smooth::constant(f64::NAN));
                }
                f.raised(
                    #[inline(always)]
                    |f| ln_density(x, f, y),
                )
            },
        ))
    }
}

/// A part of F and 1 - F at a constant or smooth number.
macro_rules! cumulative_at {
    ($($(#[$doc:meta])* $method:ident = $part:tt;)*) => {
        impl<X, B> Transformed<X, B>
        where
            X: Family<Real: Join<B::Real>> + Clone,
            B: Family + Clone,
        {
            $(
                $(#[$doc])*
                pub fn $method<P>(&self, y: P) -> All<X, B, P>
                where
                    P: Point<Real: Lift<All<X, B, P>>, At<At<X, B, P>> = Smooth<At<X, B, P>>>,
                    Both<X, B>: Join<P::Real>,
                    X: Lift<X::With<All<X, B, P>>>,
                    B: Lift<B::With<All<X, B, P>>>,
                    X::With<All<X, B, P>>: Raised<At<X, B, P>, Out: Cumulative<At<X, B, P>> + Clone>,
                    B::With<All<X, B, P>>:
                        Raised<At<X, B, P>, Out: Bijection<At<X, B, P>, Point = Smooth<At<X, B, P>>> + Clone>,
                {
                    let y = y.at::<All<X, B, P>>();
                    let x: X::With<All<X, B, P>> = self.distribution.clone().lift();
                    let f: B::With<All<X, B, P>> = self.bijection.clone().lift();
                    let both = x.raised(|x| f.raised(|f| Transformed::new(x.clone(), f.clone()).cumulative(y)));
                    All::<X, B, P>::leave(both.$part)
                }
            )*
        }
    };
}
cumulative_at! {
    /// The distribution function, the probability of a draw of at most `y`.
    cdf = 0;
    /// The probability of a draw greater than `y`, accurate in the upper tail.
    survival = 1;
}

#[inline(always)]
fn ln_density<D: Number, X: Density<D, B::Point>, B: Bijection<D>>(x: &X, f: &B, y: B::Point) -> Smooth<D> {
    let point = f.inverse(&y);
    let ln_determinant = f.forward(&point).1;
    let ln_p = x.ln_density(point) - ln_determinant;
    // Only a point outside the image, or on its edge, has no density although it is a number.
    match y.nature() {
        Nature::Constant if ln_p.peek().is_nan() => Smooth::constant(f64::NEG_INFINITY),
        Nature::Moving if ln_p.peek().is_nan() => outside_support("Transformed", Smooth::constant(f64::NAN)),
        _ => ln_p,
    }
}

/// What a point on smooth numbers is.
pub enum Nature {
    /// It has a part that is not a number.
    NotANumber,
    /// It does not move.
    Constant,
    /// It moves with the parameters.
    Moving,
}
/// A point on smooth numbers: one, or several.
pub trait OnNumbers {
    #[doc(hidden)]
    fn nature(&self) -> Nature;
}
impl<D: Number> OnNumbers for Smooth<D> {
    #[inline]
    fn nature(&self) -> Nature {
        std::slice::from_ref(self).nature()
    }
}
impl<D: Number> OnNumbers for Vec<Smooth<D>> {
    #[inline]
    fn nature(&self) -> Nature {
        self.as_slice().nature()
    }
}
impl<D: Number> OnNumbers for [Smooth<D>] {
    #[inline]
    fn nature(&self) -> Nature {
        if self.iter().any(|x| x.peek().is_nan()) {
            Nature::NotANumber
        } else if self.iter().all(|x| x.0.is_constant()) {
            Nature::Constant
        } else {
            Nature::Moving
        }
    }
}

impl<D: Number, X: Density<D, B::Point>, B: Bijection<D>> Density<D, B::Point> for Transformed<X, B> {
    #[inline(always)]
    fn ln_density(&self, y: B::Point) -> Smooth<D> {
        ln_density(&self.distribution, &self.bijection, y)
    }
    #[inline]
    fn jumps(&self) -> bool {
        self.distribution.jumps()
    }
}
impl<D, X, B> Cumulative<D> for Transformed<X, B>
where
    D: Number,
    X: Cumulative<D>,
    B: Bijection<D, Point = Smooth<D>>,
{
    #[inline]
    fn cumulative(&self, y: Smooth<D>) -> (Smooth<D>, Smooth<D>) {
        let x = self.bijection.inverse(&y);
        if x.peek().is_nan() && !y.peek().is_nan() {
            return beyond(self.support(), y);
        }
        let (below, above) = self.distribution.cumulative(x);
        if self.decreases(x.peek()) { (above, below) } else { (below, above) }
    }
    #[inline]
    fn support(&self) -> (f64, f64) {
        let (low, high) = self.distribution.support();
        let image = |end: f64| self.bijection.forward(&Smooth::constant(end)).0.peek();
        let (a, b) = (image(low), image(high));
        // An end whose image is not a number counts as infinite.
        if a > b { (b, a) } else { (a.max(f64::NEG_INFINITY), b.min(f64::INFINITY)) }
    }
    #[inline]
    fn has_moving_gap(&self) -> bool {
        self.distribution.has_moving_gap()
    }
}
impl<X, B> Transformed<X, B> {
    /// Whether the bijection decreases: which way it goes near `x`, where it is defined.
    #[inline]
    fn decreases<D: Number>(&self, x: f64) -> bool
    where
        B: Bijection<D, Point = Smooth<D>>,
    {
        let step = 1e-4 * (1.0 + x.abs());
        let at = |x: f64| self.bijection.forward(&Smooth::constant(x)).0.peek();
        let (before, here, after) = (at(x - step), at(x), at(x + step));
        before > here || here > after
    }
}

/// F and 1 - F at a point outside the image of a bijection.
fn beyond<D: Number>((low, high): (f64, f64), y: Smooth<D>) -> (Smooth<D>, Smooth<D>) {
    let below = match y.peek() {
        y if y <= low => 0.0,
        y if y >= high => 1.0,
        _ => f64::NAN,
    };
    (Smooth::constant(below), Smooth::constant(1.0 - below))
}

impl<D: Number, X: Pathwise<D>, B: Bijection<D, Point = X::Value>> Pathwise<D> for Transformed<X, B> {
    type Value = X::Value;
    #[inline(always)]
    fn path<G: Generator>(&self, noise: &mut Noise<'_, G>) -> X::Value {
        self.bijection.forward(&self.distribution.path(noise)).0
    }
}

impl<X, B, G: ?Sized> Draw<G> for Transformed<X, B>
where
    X: Draw<G, Out: Drawn>,
    B: Raised<<X::Out as Drawn>::Number, Out: Bijection<<X::Out as Drawn>::Number, Point = <X::Out as Drawn>::Smooth>>,
{
    type Out = X::Out;
    #[inline(always)]
    fn draw(&self, rng: &mut G) -> X::Out {
        let x = self.distribution.draw(rng).enter();
        X::Out::exit(self.bijection.raised(
            #[inline(always)]
            |f| f.forward(&x).0,
        ))
    }
}
impl<V: Drawn<Number = f64>, X: Distribution<V>, B> Distribution<V> for Transformed<X, B>
where
    B: Raised<f64, Out: Bijection<f64, Point = V::Smooth>>,
{
    #[inline(always)]
    fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> V {
        let x = self.distribution.sample(rng).enter();
        V::exit(self.bijection.raised(
            #[inline(always)]
            |f| f.forward(&x).0,
        ))
    }
}

/// A point at which a density is asked for: a number, or a slice, array or vector of numbers.
pub trait Point {
    /// The type of its numbers.
    type Real: Real;
    /// The point on smooth numbers.
    type At<D: Number>;
    /// The point on the numbers of `U`.
    fn at<U: Real>(self) -> Self::At<U::Number>
    where
        Self::Real: Lift<U>;
}
impl<R: Real> Point for R {
    type Real = R;
    type At<D: Number> = Smooth<D>;
    #[inline(always)]
    fn at<U: Real>(self) -> Smooth<U::Number>
    where
        R: Lift<U>,
    {
        Lift::<U>::lift(self).smooth()
    }
}
impl<R: Real> Point for &[R] {
    type Real = R;
    type At<D: Number> = Vec<Smooth<D>>;
    #[inline(always)]
    fn at<U: Real>(self) -> Vec<Smooth<U::Number>>
    where
        R: Lift<U>,
    {
        self.iter().map(|x| Lift::<U>::lift(*x).smooth()).collect()
    }
}
impl<R: Real> Point for &Vec<R> {
    type Real = R;
    type At<D: Number> = Vec<Smooth<D>>;
    #[inline(always)]
    fn at<U: Real>(self) -> Vec<Smooth<U::Number>>
    where
        R: Lift<U>,
    {
        self.as_slice().at::<U>()
    }
}
impl<R: Real, const N: usize> Point for &[R; N] {
    type Real = R;
    type At<D: Number> = Vec<Smooth<D>>;
    #[inline(always)]
    fn at<U: Real>(self) -> Vec<Smooth<U::Number>>
    where
        R: Lift<U>,
    {
        self.as_slice().at::<U>()
    }
}
