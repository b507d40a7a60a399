//! The beta distribution.

use super::gamma::standard_entropy;
use super::implicit::{beta, functions, gamma};
use super::{
    Cumulative, Density, Redraw, between, cumulative, density, drawn_pathwise, every, family, jumps_by_power,
    moving_quantile, open_sigmoid, per_lane, positive, power_limit, quantile, supported, unit_margin,
};
use crate::source::{Generator, Noise, Pathwise};
use crate::special::beta::stirling_series;
use crate::special::beta_quantile;
use crate::special::{beta_inc, beta_inc_upper, ln_beta};
use crate::{Error, Join, Lift, Number, Real, Smooth};
use std::f64::consts::TAU;

/// The beta distribution with shapes alpha and beta.
///
/// # Density
/// p(x) = x^(alpha - 1) (1 - x)^(beta - 1) / B(alpha, beta), for 0 < x < 1.
///
/// # Gradient
/// logit x = ln(x/(1 - x)) moves with both shapes at a fixed value of its distribution function: pathwise, implicit
/// (Figurnov, Mohamed and Mnih 2018, <https://doi.org/10.48550/arXiv.1805.08498>). Draws as the ratio of two gamma
/// distributions (Marsaglia and Tsang 2000, <https://doi.org/10.1145/358407.358414>).
///
/// The rule that composes two gamma distributions is unbiased too, but its derivatives have a larger variance: measured
/// 1.15 (x², Beta(2, 3), by beta) to 1.95 times (sin x, by alpha).
///
/// A draw is always inside the open interval. One that would round to 0 or 1 is the nearest number inside, with the
/// right derivative of its logarithm, or of the logarithm of 1 - x.
///
/// # Example
/// ```
/// use stochastic_grad::prelude::*;
///
/// let rate = Beta::new(2.0, 3.0)?;
/// let x = rate.sample(&mut StdRng::seed_from_u64(1));
/// assert!(0.0 < x && x < 1.0);
/// assert_eq!(rate.mean(), 0.4);
/// assert!((rate.ln_pdf(0.3) - 0.5675839575845996).abs() < 1e-15);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Beta<T = f64> {
    alpha: T,
    beta: T,
}

family!(Beta { alpha, beta });
drawn_pathwise!(Beta);
density! {
    /// ln of the density at `x`: minus infinity at a constant x outside the interval, the limit at a constant x = 0 or 1,
    /// an error at a smooth x that is not inside.
    Beta { alpha, beta }
}
cumulative! {
    /// The distribution function, the incomplete beta function I_x(alpha, beta); 0 for x < 0 and 1 for x > 1.
    Beta { alpha, beta }
}
quantile! {
    /// The quantile, for 0 <= p <= 1 (0 and 1 at the ends); smooth in p strictly between them.
    Beta { alpha, beta }
}

impl<T: Real> Beta<T> {
    /// A beta distribution with finite shapes `alpha > 0` and `beta > 0`.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] where a parameter violates its bound.
    #[inline(always)]
    pub fn new<A, B>(alpha: A, beta: B) -> Result<Self, Error>
    where
        A: Join<B, Out = T> + Lift<T>,
        B: Lift<T>,
    {
        let (alpha, beta) = (alpha.lift(), beta.lift());
        positive(alpha, "Beta", "alpha")?;
        positive(beta, "Beta", "beta")?;
        Ok(Beta { alpha, beta })
    }

    /// The exponent of x, plus 1.
    #[inline]
    pub fn alpha(&self) -> T {
        self.alpha
    }

    /// The exponent of 1 - x, plus 1.
    #[inline]
    pub fn beta(&self) -> T {
        self.beta
    }

    /// The mean, alpha/(alpha + beta).
    #[inline]
    pub fn mean(&self) -> T {
        T::leave(mean(self.alpha.smooth(), self.beta.smooth()))
    }

    /// The variance, alpha beta/((alpha + beta)² (alpha + beta + 1)).
    #[inline]
    pub fn variance(&self) -> T {
        let (a, b) = (self.alpha.smooth(), self.beta.smooth());
        T::leave(mean(a, b) * mean(b, a) / (a + b + 1.0))
    }

    /// The entropy, ln B(alpha, beta) - (alpha - 1) ψ(alpha) - (beta - 1) ψ(beta) + (alpha + beta - 2) ψ(alpha + beta).
    #[inline]
    pub fn entropy(&self) -> T {
        T::leave(entropy(self.alpha.smooth(), self.beta.smooth()))
    }
}

/// a/(a + b), without overflow
#[inline]
pub(crate) fn mean<D: Number>(a: Smooth<D>, b: Smooth<D>) -> Smooth<D> {
    if every(a + b, |v| v < f64::INFINITY) { a / (a + b) } else { 1.0 / (1.0 + b / a) }
}

/// The entropy; each of its parts is the entropy of a gamma distribution, and of the order of a logarithm where the
/// shapes are large.
pub(crate) fn entropy<D: Number>(a: Smooth<D>, b: Smooth<D>) -> Smooth<D> {
    standard_entropy(a) + standard_entropy(b) - standard_entropy(a + b) - (a + b).digamma()
}

/// A point of the unit interval: x and 1 - x with their logarithms.
pub(crate) struct Point<D> {
    pub(crate) x: Smooth<D>,
    pub(crate) xc: Smooth<D>,
    pub(crate) ln_x: Smooth<D>,
    pub(crate) ln_xc: Smooth<D>,
}

impl<D: Number> Point<D> {
    /// The point with the odds x/(1 - x).
    #[inline]
    pub(crate) fn of_odds(odds: Smooth<D>) -> Self {
        let inverse = 1.0 / odds;
        Point { x: 1.0 / (1.0 + inverse), xc: 1.0 / (1.0 + odds), ln_x: -inverse.ln_1p(), ln_xc: -odds.ln_1p() }
    }

    /// a ln x + b ln(1 - x) - ln B(a, b), ln of the density of logit x for x ~ Beta(a, b); for large shapes without the
    /// parts that cancel.
    #[inline]
    pub(crate) fn ln_density_of_logit(&self, a: Smooth<D>, b: Smooth<D>) -> Smooth<D> {
        let large = |v| v >= functions::LARGE;
        if !every(a, large) || !every(b, large) || !every(a + b, f64::is_finite) {
            return a * self.ln_x + b * self.ln_xc - ln_beta(a, b);
        }
        // a (x/mean - 1) + b ((1 - x)/(1 - mean) - 1) = 0
        let from_mean = self.distance_from_mean(a, b);
        let deviance = a * functions::ln_1p_minus(from_mean / a) + b * functions::ln_1p_minus(-from_mean / b);
        let series = |x: Smooth<D>| Smooth(stirling_series(x.0));
        deviance - series(a) - series(b) + series(a + b) + 0.5 * (a / (a + b) * b / TAU).ln()
    }
}

impl<D: Number> Point<D> {
    /// x b - (1 - x) a, whose value gets back what rounding the parts takes from it.
    #[inline]
    fn distance_from_mean(&self, a: Smooth<D>, b: Smooth<D>) -> Smooth<D> {
        let rounded = self.x * b - self.xc * a;
        let lost = per_lane::<D>(|lane| {
            let [x, xc, a, b] = [self.x, self.xc, a, b].map(|v| v.0.primal(lane));
            let product = xc * a;
            let whole = x.mul_add(b, -product) + (-xc).mul_add(a, product) - (1.0 - xc - x) * a;
            whole - rounded.0.primal(lane)
        });
        Smooth(rounded.0.add_base(lost))
    }
}

impl<D: Number> Density<D> for Beta<Smooth<D>> {
    #[inline(always)]
    fn ln_density(&self, x: Smooth<D>) -> Smooth<D> {
        let (a, b) = (self.alpha, self.beta);
        let at = Point { x, xc: 1.0 - x, ln_x: x.ln(), ln_xc: (-x).ln_1p() };
        let inside = at.ln_density_of_logit(a, b) - at.ln_x - at.ln_xc;
        // The density of Beta(1, b) at 0 is b.
        let at_zero = power_limit("Beta", x, x, a, b.ln());
        let at_one = power_limit("Beta", x, 1.0 - x, b, a.ln());
        let at_end = Smooth(D::select(x.0.greater(D::constant(0.5)), at_one.0, at_zero.0));
        supported("Beta", x, unit_margin(x), at_end, inside)
    }
}

impl<D: Number> Beta<Smooth<D>> {
    /// One draw by a rule that composes: logit x = ln g_alpha - ln g_beta of two gamma distributions, each of which moves
    /// implicitly. A fair derivative too, but another one.
    #[allow(dead_code, reason = "a second rule, to be chosen by name")]
    #[inline(always)]
    pub(crate) fn path_composed<G: Generator>(&self, noise: &mut Noise<'_, G>) -> Smooth<D> {
        let ln_odds = gamma::draw_ln(self.alpha, noise) - gamma::draw_ln(self.beta, noise);
        open_sigmoid(ln_odds)
    }
}

impl<D: Number> Cumulative<D> for Beta<Smooth<D>> {
    #[inline]
    fn cumulative(&self, x: Smooth<D>) -> (Smooth<D>, Smooth<D>) {
        let (a, b) = (self.alpha, self.beta);
        let inside = (beta_inc(a, b, x), beta_inc_upper(a, b, x));
        between(x, 1.0 - x, [a, b].map(jumps_by_power), inside)
    }
    #[inline]
    fn support(&self) -> (f64, f64) {
        (0.0, 1.0)
    }
}

impl<D: Number> Beta<Smooth<D>> {
    #[inline(always)]
    fn inverse(&self, p: Smooth<D>) -> Smooth<D> {
        moving_quantile(self, p, |lane, p| beta_quantile(self.alpha.0.primal(lane), self.beta.0.primal(lane), p))
    }
}

impl<D: Number> Pathwise<D> for Beta<Smooth<D>> {
    type Value = Smooth<D>;
    #[inline(always)]
    fn path<G: Generator>(&self, noise: &mut Noise<'_, G>) -> Smooth<D> {
        open_sigmoid(beta::draw_logit(self.alpha, self.beta, noise))
    }
}

impl<D: Number> Redraw<D> for Beta<Smooth<D>> {
    #[inline]
    fn redraw(&self, x: Smooth<D>) -> Smooth<D> {
        open_sigmoid(beta::redrawn_logit(self.alpha, self.beta, x.logit()))
    }
}
