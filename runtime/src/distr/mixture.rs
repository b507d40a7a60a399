//! Mixtures of distributions of real numbers.

use super::components::{Components, Count, ToComponents};
use super::own::implicit;
use super::{
    Cumulative, Density, Family, Raised, Redraw, Reparameterized, combinators, guarded, invalid, not_negative, redrawn,
    require, wrapper,
};
use crate::error::{self, Error};
use crate::smooth::kink;
use crate::source::{Draw, Generator, Mode, Noise, Pathwise};
use crate::{Join, Lift, LiftBy, Number, Real, Smooth};
use rand::distr::Distribution;
use rand::{Rng, RngExt};

/// The mixture of several distributions of real numbers, of one family or of different ones: component k with
/// probability `weights[k]` / Σ weights.
///
/// # Density
/// p(x) = Σ wₖ pₖ(x), with weights that need not sum to one: they are normalised with their derivatives.
///
/// # Gradient
/// x moves so that F(x) = Σ wₖ Fₖ(x) stays: dx/dθ = -(∂F/∂θ)/p(x), pathwise, implicit, for the parameters of all
/// components and for the weights (Graves 2016, <https://doi.org/10.48550/arXiv.1607.05690>). In the upper half 1 - F
/// takes the place of F.
///
/// A draw reaches from one component to another only through points between them. Where nothing lies there, its
/// derivative by the weights would miss the jump; where hardly anything does, it hangs on draws that are never made. So
/// with moving weights it is [`Error::Gap`] where the supports leave a gap, or where the parts of the components between
/// their quantiles 0.001 and 0.999 leave a quarter of the whole empty (two normal components more than 10.6 standard
/// deviations apart): draw the component itself with a fallback then,
/// `Categorical::new(&weights)?.score_function().sample(rng)`. Short of that, and where a weight is very small beside the
/// others, the variance is large, and a small sample does not tell how large.
///
/// # Example
/// ```
/// use stochastic_grad::prelude::*;
///
/// #[stochastic_grad]
/// fn loss(weights: &[f64], shape: f64, rng: &mut impl Rng) -> Result<f64, Error> {
///     let components = (Normal::new(-1.0, 0.5)?, Gamma::new(shape, 1.0)?);
///     let x = Mixture::new(weights, &components)?.sample(rng);
///     Ok(x * x)
/// }
///
/// let est = loss_grad(([1.0, 3.0], 2.0), 20_000, &mut StdRng::seed_from_u64(1))?;
/// // E x² = (1.25 w₀ + shape (shape + 1) w₁) / (w₀ + w₁)
/// assert!((est.grad.weights[0] - (1.25 - 6.0) * 3.0 / 16.0).abs() < 5.0 * est.grad_std_err.weights[0]);
/// assert!((est.grad.shape - 0.75 * 5.0).abs() < 5.0 * est.grad_std_err.shape);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Mixture<W, C> {
    weights: W,
    components: C,
}

wrapper!(Mixture<W V, C E> { weights: W, components: C });
combinators!(<W, C> Mixture<W, C>);

impl<W: Real> Mixture<Vec<W>, ()> {
    /// The mixture with these weights, finite and `>= 0` with a finite sum `> 0`, and as many components: a slice or
    /// vector of one family, or a tuple of different ones.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] where a weight violates its bound, [`Error::LengthMismatch`] where there are not as
    /// many weights as components.
    pub fn new<C: ToComponents + ?Sized>(
        weights: &[W],
        components: &C,
    ) -> Result<Mixture<Vec<W::Own>, C::Components>, Error> {
        let components = components.to_components();
        let expected = components.number();
        if weights.len() != expected {
            let found = weights.len();
            return Err(invalid::<W>(Error::LengthMismatch { what: "weights of a Mixture", expected, found }));
        }
        weights.iter().try_for_each(|w| not_negative(*w, "Mixture", "weights"))?;
        let total: Smooth<W::Number> = weights.iter().map(|w| w.smooth()).sum();
        require(total, |v| v > 0.0 && v < f64::INFINITY, "Mixture", "sum of weights", "finite and > 0")?;
        Ok(Mixture { weights: weights.iter().map(|w| W::own(w.smooth())).collect(), components })
    }
}

impl<W: Real + Join<C::Real>, C: Family> Family for Mixture<Vec<W>, C> {
    type Real = W::Out;
    type With<U: Real> = Mixture<Vec<U>, C::With<U>>;
}
impl<W, C> Reparameterized for Mixture<W, C> {}

impl<W, C> Mixture<Vec<W>, C> {
    /// The weights as they were given.
    #[inline]
    pub fn weights(&self) -> &[W] {
        &self.weights
    }

    /// The components: a vector, or a tuple.
    #[inline]
    pub fn components(&self) -> &C {
        &self.components
    }

    /// One draw, smooth in the weights and in the parameters of the components.
    #[inline(always)]
    pub fn sample<G: ?Sized>(&self, rng: &mut G) -> <Self as Draw<G>>::Out
    where
        Self: Draw<G>,
    {
        self.draw(rng)
    }
}

/// The type of the weights and the parameters of the components together.
type J<W, C> = <W as Join<<C as Family>::Real>>::Out;
/// The same together with a point.
type With<W, C, X> = <J<W, C> as Join<X>>::Out;
/// What they compute with.
type Numbers<W, C, X> = <With<W, C, X> as Real>::Number;

/// A method of a constant or smooth point.
macro_rules! at_point {
    ($($(#[$doc:meta])* $method:ident($at:ident, $x:ident) = $body:expr;)*) => {
        impl<W, C> Mixture<Vec<W>, C>
        where
            W: Real + Join<C::Real>,
            C: Family + Clone,
        {
            $(
                $(#[$doc])*
                pub fn $method<X>(&self, $x: X) -> With<W, C, X>
                where
                    X: Lift<With<W, C, X>>,
                    W::Out: Join<X>,
                    W: Lift<With<W, C, X>>,
                    C: Lift<C::With<With<W, C, X>>>,
                    C::With<With<W, C, X>>: Raised<Numbers<W, C, X>, Out: Components<Numbers<W, C, X>>>,
                {
                    let weights: Vec<Smooth<_>> = self.weights.iter().map(|w| Lift::<With<W, C, X>>::lift(*w).smooth()).collect();
                    let components: C::With<With<W, C, X>> = self.components.clone().lift();
                    let $x = $x.lift().smooth();
                    With::<W, C, X>::leave(components.raised(#[inline(always)] |components| {
                        let $at = Weighted { weights: &weights, components };
                        $body
                    }))
                }
            )*
        }
    };
}
at_point! {
    /// ln of the density at `x`: minus infinity at a constant point outside the supports of all components.
    ln_pdf(at, x) = guarded("Mixture", &at, x);
    /// The distribution function, Σ wₖ Fₖ(x).
    cdf(at, x) = at.cumulative(x).0;
    /// The probability of a draw greater than `x`, accurate in the upper tail.
    survival(at, x) = at.cumulative(x).1;
}

impl<W: Real + Join<C::Real>, C: Family> Mixture<Vec<W>, C>
where
    C: Lift<C::With<W::Out>> + Clone,
    W: Lift<W::Out>,
    C::With<W::Out>: Raised<<W::Out as Real>::Number, Out: Components<<W::Out as Real>::Number>>,
{
    /// A draw `x` that was made elsewhere, as it moves with the weights and the parameters: the value is `x`, the
    /// derivative that of the implicit rule.
    ///
    /// The caller vouches that `x` was drawn from this distribution, and that it was not selected. Outside the support
    /// it is an error.
    pub fn assume_drawn(&self, x: f64) -> W::Out {
        let weights: Vec<Smooth<_>> = self.weights.iter().map(|w| Lift::<W::Out>::lift(*w).smooth()).collect();
        let components: C::With<W::Out> = self.components.clone().lift();
        W::Out::leave(
            components.raised(|components| redrawn("Mixture", &Weighted { weights: &weights, components }, x)),
        )
    }
}

/// Beyond so many components not every draw is looked at.
const MANY: usize = 3;
/// Less of a component than this does not count as reaching another.
const REACH: f64 = 1e-3;
/// A valley that is a smaller part of the whole is crossed by enough draws.
const VALLEY: f64 = 0.25;

/// Whether intervals leave more than a part of the whole between them.
fn leaves_gap(mut intervals: Vec<(f64, f64)>, part: f64) -> bool {
    intervals.sort_by(|a, b| a.0.total_cmp(&b.0));
    let last = intervals.iter().map(|i| i.1).fold(f64::NEG_INFINITY, f64::max);
    let Some((first, mut reached)) = intervals.first().copied() else { return false };
    // Without a tolerance the whole may be infinite.
    let least = if part > 0.0 { part * (last - first) } else { 0.0 };
    intervals.into_iter().any(|(low, high)| {
        let apart = low - reached > least;
        reached = reached.max(high);
        apart
    })
}

/// The components with their weights, on smooth numbers.
struct Weighted<'a, D, C> {
    weights: &'a [Smooth<D>],
    components: &'a C,
}

impl<D: Number, C: Components<D>> Weighted<'_, D, C> {
    /// Σ wₖ f(k) / Σ wₖ
    #[inline]
    fn mean(&self, f: impl Fn(usize) -> Smooth<D>) -> Smooth<D> {
        let total: Smooth<D> = self.weights.iter().sum();
        self.weights.iter().enumerate().map(|(k, w)| *w * f(k)).sum::<Smooth<D>>() / total
    }

    /// The component that a uniform number falls into.
    #[inline]
    fn pick<R: Rng + ?Sized>(&self, rng: &mut R) -> usize {
        let total: f64 = self.weights.iter().map(|w| w.peek()).sum();
        let mut rest = rng.random::<f64>() * total;
        let mut last = 0;
        for (k, w) in self.weights.iter().map(|w| w.peek()).enumerate().filter(|(_, w)| *w > 0.0) {
            last = k;
            if rest < w {
                break;
            }
            rest -= w;
        }
        last
    }

    /// Whether the weights move, in a run that differentiates.
    #[inline]
    fn weights_move(&self) -> bool {
        D::ORDER > 0 && !self.weights.iter().all(|w| w.0.is_constant())
    }

    /// Whether there is an interval without density between the components, and their weights move: then a draw jumps
    /// over it, and its derivative cannot see that.
    fn gap(&self) -> bool {
        self.weights_move() && leaves_gap(self.present().map(|k| self.components.support_of(k)).collect(), 0.0)
    }

    /// The components that have a weight, or may get one.
    fn present(&self) -> impl Iterator<Item = usize> {
        let weight = |k: &usize| self.weights[*k].peek() > 0.0 || !self.weights[*k].0.is_constant();
        (0..self.weights.len()).filter(weight)
    }

    /// Whether the draw `x` tells that others would have to jump as the weights move: over a gap, or over a valley between
    /// groups of components where hardly anything is drawn, so that the derivative hangs on draws that are never made.
    /// Where `x` lies within all components there is neither.
    fn cannot_cross(&self, x: f64) -> bool {
        if self.components.have_moving_gap() {
            return true;
        }
        let within = |k: usize| {
            let (below, above) = self.tails(k, x);
            below.min(above) >= REACH
        };
        self.weights_move() && !self.present().all(within) && (self.gap() || self.valley(x))
    }

    /// Whether there is a valley between the components. With many of them one draw in sixteen is looked at, because it
    /// takes a while.
    fn valley(&self, x: f64) -> bool {
        let looked_at = self.weights.len() <= MANY || x.to_bits().is_multiple_of(16);
        let bulk = |k| (self.edge(k, x, false), self.edge(k, x, true));
        looked_at && leaves_gap(self.present().map(bulk).collect(), VALLEY)
    }

    /// F and 1 - F of a component as plain values.
    #[inline]
    fn tails(&self, k: usize, x: f64) -> (f64, f64) {
        let (below, above) = self.components.cumulative_of(k, Smooth::constant(x));
        (below.peek(), above.peek())
    }

    /// The point beyond which, on one side, a component has the probability `REACH`, roughly.
    fn edge(&self, k: usize, x: f64, upper: bool) -> f64 {
        // Whether the point lies beyond the edge, seen in the direction of rising values.
        let beyond = |x: f64| {
            let (below, above) = self.tails(k, x);
            if upper { above < REACH } else { below >= REACH }
        };
        let mut step = 1e-2 * (1.0 + x.abs());
        let (mut low, mut high) = (x, x);
        while beyond(low) && step < 1e300 {
            (low, step) = (x - step, 4.0 * step);
        }
        step = 1e-2 * (1.0 + x.abs());
        while !beyond(high) && step < 1e300 {
            (high, step) = (x + step, 4.0 * step);
        }
        for _ in 0..20 {
            let middle = 0.5 * (low + high);
            if beyond(middle) { high = middle } else { low = middle }
        }
        0.5 * (low + high)
    }

    /// x as it moves while F(x) stays. In the upper half 1 - F, in which F would cancel.
    #[inline]
    fn moved(&self, x: f64) -> Smooth<D> {
        if self.cannot_cross(x) {
            error::report(Error::Gap { distribution: "Mixture" });
        }
        if self.components.jump() {
            // Where a density jumps, a draw has a kink.
            kink::<D>("a density that jumps");
        }
        implicit(x, |x| {
            let (below, above) = self.cumulative(x);
            (if below.peek() <= 0.5 { below } else { -above }, self.ln_density(x).exp())
        })
    }
}

impl<D: Number, C: Components<D>> Density<D> for Weighted<'_, D, C> {
    #[inline(always)]
    fn ln_density(&self, x: Smooth<D>) -> Smooth<D> {
        let terms: Vec<_> = (0..self.weights.len()).map(|k| self.components.ln_density_of(k, x)).collect();
        // The shift cancels, whatever it is.
        let largest = terms.iter().map(|t| t.peek()).fold(f64::NEG_INFINITY, f64::max);
        if !largest.is_finite() {
            let infinite = terms.into_iter().find(|t| t.peek() == largest);
            return infinite.unwrap_or(Smooth::constant(f64::NAN));
        }
        largest + self.mean(|k| (terms[k] - largest).exp()).ln()
    }
    #[inline]
    fn jumps(&self) -> bool {
        self.components.jump()
    }
}
impl<D: Number, C: Components<D>> Cumulative<D> for Weighted<'_, D, C> {
    #[inline]
    fn cumulative(&self, x: Smooth<D>) -> (Smooth<D>, Smooth<D>) {
        let both: Vec<_> = (0..self.weights.len()).map(|k| self.components.cumulative_of(k, x)).collect();
        (self.mean(|k| both[k].0), self.mean(|k| both[k].1))
    }
    fn support(&self) -> (f64, f64) {
        let all = (0..self.weights.len()).map(|k| self.components.support_of(k));
        all.fold((f64::INFINITY, f64::NEG_INFINITY), |a, b| (a.0.min(b.0), a.1.max(b.1)))
    }
    #[inline]
    fn has_moving_gap(&self) -> bool {
        self.gap() || self.components.have_moving_gap()
    }
}
impl<D: Number, C: Components<D>> Pathwise<D> for Weighted<'_, D, C> {
    type Value = Smooth<D>;
    #[inline(always)]
    fn path<G: Generator>(&self, noise: &mut Noise<'_, G>) -> Smooth<D> {
        let k = noise.plain(|rng| self.pick(rng));
        let x = self.components.path_of(k, noise).peek();
        self.moved(x)
    }
}
impl<D: Number, C: Components<D>> Redraw<D> for Weighted<'_, D, C> {
    #[inline]
    fn redraw(&self, x: Smooth<D>) -> Smooth<D> {
        self.moved(x.peek())
    }
}

impl<D: Number, C: Components<D>> Density<D> for Mixture<Vec<Smooth<D>>, C> {
    #[inline(always)]
    fn ln_density(&self, x: Smooth<D>) -> Smooth<D> {
        self.weighted().ln_density(x)
    }
    #[inline]
    fn jumps(&self) -> bool {
        self.components.jump()
    }
}
impl<D: Number, C: Components<D>> Cumulative<D> for Mixture<Vec<Smooth<D>>, C> {
    #[inline]
    fn cumulative(&self, x: Smooth<D>) -> (Smooth<D>, Smooth<D>) {
        self.weighted().cumulative(x)
    }
    fn support(&self) -> (f64, f64) {
        self.weighted().support()
    }
    #[inline]
    fn has_moving_gap(&self) -> bool {
        self.weighted().has_moving_gap()
    }
}
impl<D: Number, C: Components<D>> Pathwise<D> for Mixture<Vec<Smooth<D>>, C> {
    type Value = Smooth<D>;
    #[inline(always)]
    fn path<G: Generator>(&self, noise: &mut Noise<'_, G>) -> Smooth<D> {
        self.weighted().path(noise)
    }
}
impl<D: Number, C> Mixture<Vec<Smooth<D>>, C> {
    #[inline]
    fn weighted(&self) -> Weighted<'_, D, C> {
        Weighted { weights: &self.weights, components: &self.components }
    }
}

impl<W, C, G> Draw<G> for Mixture<Vec<W>, C>
where
    W: Real + Join<C::Real> + LiftBy<<G as Mode<J<W, C>>>::Number, Out = Smooth<<G as Mode<J<W, C>>>::Number>>,
    C: Family + Raised<<G as Mode<J<W, C>>>::Number, Out: Components<<G as Mode<J<W, C>>>::Number>>,
    G: Mode<J<W, C>> + ?Sized,
{
    type Out = G::Real;
    #[inline(always)]
    fn draw(&self, rng: &mut G) -> G::Real {
        let weights: Vec<Smooth<_>> = self.weights.iter().map(|w| w.lift_by()).collect();
        self.components.raised(
            #[inline(always)]
            |components| draw_from::<J<W, C>, _, _>(&Weighted { weights: &weights, components }, rng),
        )
    }
}

#[inline]
fn draw_from<T, C, G>(from: &Weighted<'_, G::Number, C>, rng: &mut G) -> G::Real
where
    G: Mode<T> + ?Sized,
    C: Components<G::Number>,
{
    rng.with_core(
        #[inline(always)]
        |core| G::Real::leave(from.path(&mut core.noise())),
    )
}

impl<C: Family<Real = f64> + Raised<f64, Out: Components<f64>>> Distribution<f64> for Mixture<Vec<f64>, C> {
    #[inline(always)]
    fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        self.draw(rng)
    }
}
