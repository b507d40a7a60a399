//! The PERT distribution.

use super::beta::{self, Point};
use super::implicit;
use super::{
    Cumulative, Density, Redraw, between, cumulative, density, drawn_pathwise, every, family, finite, jumps_by_power,
    ln_quotient, not_negative, open_sigmoid, outside_support, power_limit, require, supported,
};
use crate::distr::support::Ends;
use crate::source::{Generator, Noise, Pathwise};
use crate::special::{beta_inc, beta_inc_upper};
use crate::{Error, Join, Lift, Number, Real, Smooth};

/// The PERT distribution on the interval from min to max: a beta distribution with a given mode.
///
/// # Density
/// p(x) = t^(α - 1) (1 - t)^(β - 1) / (B(α, β) (max - min)) with t = (x - min)/(max - min),
/// α = 1 + shape (mode - min)/(max - min) and β = 1 + shape (max - mode)/(max - min). The shape is 4 where none is given.
///
/// # Gradient
/// x = min + (max - min) t with t ~ Beta(α, β): pathwise, explicit in min and max and implicit in how t moves with α and
/// β (Figurnov, Mohamed and Mnih 2018, <https://doi.org/10.48550/arXiv.1805.08498>). There is no score function, because
/// the parameters move the support.
///
/// # Example
/// ```
/// use stochastic_grad::prelude::*;
///
/// let days = Pert::new(0.0, 10.0).with_mode(2.0)?;
/// let x = days.sample(&mut StdRng::seed_from_u64(1));
/// assert!(0.0 < x && x < 10.0);
/// assert_eq!(days.mean(), 3.0);
/// assert!((days.ln_pdf(3.0) - -1.5971031783229097).abs() < 1e-14);
/// assert_eq!(Pert::new(0.0, 10.0).with_shape(4.0).with_mean(3.0)?, days);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pert<T = f64, M = <T as Real>::Ends> {
    min: T,
    max: T,
    mode: T,
    shape: T,
    ends: M,
}

family!(Pert[M] { min, max, mode, shape });
drawn_pathwise!(Pert[M]);
density! {
    /// ln of the density at `x`: minus infinity at a constant point outside the interval. A smooth point must lie inside.
    ///
    /// An end that moves is an error where the density, or a derivative of it that is asked for, does not vanish there:
    /// min needs α > 1, and α > 2 for second derivatives, and max the same of β.
    Pert[M] { min, max, mode, shape }
}
cumulative! {
    /// The distribution function, the incomplete beta function I_t(α, β); 0 below `min` and 1 above `max`.
    Pert[M] { min, max, mode, shape }
}

/// What [`Pert::new`] gives: the interval, and the shape. A mode or a mean makes it a distribution.
#[derive(Clone, Copy, Debug)]
pub struct PertBuilder<A, B, S> {
    min: A,
    max: B,
    shape: S,
}

impl Pert {
    /// Begins a PERT distribution between `min` and `max`, to which a mode or a mean must be added.
    #[inline]
    #[allow(clippy::new_ret_no_self)]
    pub fn new<A: Real, B: Real>(min: A, max: B) -> PertBuilder<A, B, f64> {
        PertBuilder { min, max, shape: 4.0 }
    }
}

impl<A: Real, B: Real, S: Real> PertBuilder<A, B, S> {
    /// Sets the shape, how narrow the distribution is around its mode: 0 is uniform, 4 the default.
    #[inline]
    pub fn with_shape<S2: Real>(self, shape: S2) -> PertBuilder<A, B, S2> {
        PertBuilder { min: self.min, max: self.max, shape }
    }

    /// The distribution with the most probable value `mode`: finite `min < max` whose difference is finite,
    /// `min <= mode <= max`, and a finite shape `>= 0`.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] where a bound is violated.
    #[inline]
    pub fn with_mode<M, T, E>(self, mode: M) -> Result<Pert<T, E>, Error>
    where
        A: Join<B, Out: Real<Ends = E>> + Lift<T>,
        B: Lift<T>,
        S: Join<M> + Lift<T>,
        M: Lift<T>,
        A::Out: Join<S::Out, Out = T>,
        T: Real,
        E: Ends,
    {
        let (min, max, mode, shape) = (self.min.lift(), self.max.lift(), mode.lift(), self.shape.lift());
        Pert { min, max, mode, shape, ends: E::default() }.checked()
    }

    /// The distribution with the given mean, of which the mode is
    /// ((shape + 2) mean - min - max)/shape: the same bounds, and a shape that is not 0.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] where a bound is violated, by the mode too.
    #[inline]
    pub fn with_mean<M, T, E>(self, mean: M) -> Result<Pert<T, E>, Error>
    where
        A: Join<B, Out: Real<Ends = E>> + Lift<T>,
        B: Lift<T>,
        S: Join<M> + Lift<T>,
        M: Lift<T>,
        A::Out: Join<S::Out, Out = T>,
        T: Real,
        E: Ends,
    {
        let (min, max, mean, shape): (T, T, T, T) = (self.min.lift(), self.max.lift(), mean.lift(), self.shape.lift());
        let s = shape.smooth();
        let mode = ((s + 2.0) * mean.smooth() - min.smooth() - max.smooth()) / s;
        Pert { min, max, mode: T::leave(mode), shape, ends: E::default() }.checked()
    }
}

impl<T: Real, M: Ends> Pert<T, M> {
    #[inline]
    fn checked(self) -> Result<Self, Error> {
        let Pert { min, max, mode, shape, .. } = self;
        finite(min, "Pert", "min")?;
        finite(max, "Pert", "max")?;
        let (low, high, mode) = (min.smooth(), max.smooth(), mode.smooth());
        require(high - low, |v| v > 0.0 && v < f64::INFINITY, "Pert", "max - min", "finite and > 0")?;
        not_negative(shape, "Pert", "shape")?;
        require(mode - low, |v| v >= 0.0, "Pert", "mode - min", ">= 0")?;
        require(high - mode, |v| v >= 0.0, "Pert", "max - mode", ">= 0")?;
        Ok(self)
    }

    /// The lower end.
    #[inline]
    pub fn min(&self) -> T {
        self.min
    }

    /// The upper end.
    #[inline]
    pub fn max(&self) -> T {
        self.max
    }

    /// The most probable value.
    #[inline]
    pub fn mode(&self) -> T {
        self.mode
    }

    /// The shape, how narrow the distribution is around its mode.
    #[inline]
    pub fn shape(&self) -> T {
        self.shape
    }

    /// The mean, (min + max + shape mode)/(shape + 2).
    #[inline]
    pub fn mean(&self) -> T {
        T::leave(self.smooth().average())
    }

    /// The variance, (mean - min) (max - mean)/(shape + 3).
    #[inline]
    pub fn variance(&self) -> T {
        let at = self.smooth();
        let [alpha, beta] = at.exponents();
        let width = (at.max - at.min) / (at.shape + 2.0);
        // (mean - min) (max - mean)
        T::leave((width * alpha) * (width * beta) / (at.shape + 3.0))
    }

    /// The entropy, that of Beta(α, β), plus ln(max - min).
    #[inline]
    pub fn entropy(&self) -> T {
        let at = self.smooth();
        let [alpha, beta] = at.exponents();
        T::leave(beta::entropy(alpha, beta) + (at.max - at.min).ln())
    }
}

impl<D: Number> Pert<Smooth<D>> {
    /// α and β
    #[inline]
    fn exponents(&self) -> [Smooth<D>; 2] {
        let per_width = self.shape / (self.max - self.min);
        [per_width * (self.mode - self.min) + 1.0, per_width * (self.max - self.mode) + 1.0]
    }

    #[inline]
    fn average(&self) -> Smooth<D> {
        // Sums of the ends alone could overflow.
        let weight = 1.0 / (self.shape + 2.0);
        self.min * weight + self.max * weight + self.mode * (self.shape * weight)
    }

    /// The draw at the place `t` of the interval from 0 to 1.
    #[inline(always)]
    fn at(&self, logit_t: Smooth<D>) -> Smooth<D> {
        self.min + (self.max - self.min) * open_sigmoid(logit_t)
    }
}

impl<D: Number> Density<D> for Pert<Smooth<D>> {
    #[inline(always)]
    fn ln_density(&self, x: Smooth<D>) -> Smooth<D> {
        let ([a, b], width) = (self.exponents(), self.max - self.min);
        let (from_min, from_max) = (x - self.min, self.max - x);
        let within = |v: Smooth<D>| every(v, |v| v > 0.0);
        let inside = within(from_min) && within(from_max);
        if !(inside || from_min.0.is_constant()) {
            return outside_support("Pert", x);
        }
        let (ln_t, ln_tc) = (ln_quotient(from_min, width), ln_quotient(from_max, width));
        let point = Point { ln_x: ln_t, ln_xc: ln_tc, x: from_min / width, xc: from_max / width };
        let inside = point.ln_density_of_logit(a, b) - ln_t - ln_tc - width.ln();
        // The exponents are at least 1: at an end the density is zero, or that of Beta(1, b), which is b, over the width.
        let end = |distance, power: Smooth<D>, other: Smooth<D>| {
            power_limit("Pert", x, distance, power, (other / width).ln())
        };
        let far = from_min.0.greater(from_max.0);
        let at_end = D::select(far, end(from_max, b, a).0, end(from_min, a, b).0);
        supported("Pert", x, Smooth(D::select(far, from_max.0, from_min.0)), Smooth(at_end), inside)
    }
    #[inline]
    fn jumps(&self) -> bool {
        let vanishes = |end: Smooth<D>, exponent: Smooth<D>| {
            D::ORDER == 0 || end.0.is_constant() || every(exponent, |v| v > f64::from(D::ORDER))
        };
        let [alpha, beta] = self.exponents();
        !(vanishes(self.min, alpha) && vanishes(self.max, beta))
    }
}

impl<D: Number> Cumulative<D> for Pert<Smooth<D>> {
    #[inline]
    fn cumulative(&self, x: Smooth<D>) -> (Smooth<D>, Smooth<D>) {
        let ([a, b], width) = (self.exponents(), self.max - self.min);
        let (t, tc) = ((x - self.min) / width, (self.max - x) / width);
        // The smaller of both distances is the accurate one.
        let inside = if every(t, |v| v <= 0.5) {
            (beta_inc(a, b, t), beta_inc_upper(a, b, t))
        } else {
            (beta_inc_upper(b, a, tc), beta_inc(b, a, tc))
        };
        between(x - self.min, self.max - x, [a, b].map(jumps_by_power), inside)
    }
    #[inline]
    fn support(&self) -> (f64, f64) {
        (self.min.peek(), self.max.peek())
    }
}

impl<D: Number> Pathwise<D> for Pert<Smooth<D>> {
    type Value = Smooth<D>;
    #[inline(always)]
    fn path<G: Generator>(&self, noise: &mut Noise<'_, G>) -> Smooth<D> {
        let [alpha, beta] = self.exponents();
        self.at(implicit::beta::draw_logit(alpha, beta, noise))
    }
}

impl<D: Number> Redraw<D> for Pert<Smooth<D>> {
    #[inline]
    fn redraw(&self, x: Smooth<D>) -> Smooth<D> {
        let [alpha, beta] = self.exponents();
        let logit = ((x - self.min) / (self.max - x)).ln();
        self.at(implicit::beta::redrawn_logit(alpha, beta, logit))
    }
}
