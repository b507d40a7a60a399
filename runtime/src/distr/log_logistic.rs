//! The log-logistic distribution.

use super::logistic::standard;
use super::{
    Cumulative, Density, Redraw, between, cumulative, density, drawn_pathwise, family, jumps_by_power, ln_quotient,
    on_half_line, positive, power_limit, quantile, scaled_exp, where_finite,
};
use crate::source::{Generator, Noise, Pathwise};
use crate::{Error, Join, Lift, Number, Real, Smooth};
use std::f64::consts::PI;

/// The log-logistic distribution: ln x is logistic with location ln(scale) and scale 1/shape.
///
/// # Density
/// p(x) = (shape/scale) z^(shape - 1) / (1 + z^shape)² with z = x/scale, for x > 0.
///
/// # Gradient
/// x = scale (u / (1 - u))^(1/shape) with u uniform on (0, 1): pathwise, explicit, by inversion (Devroye 1986,
/// <https://doi.org/10.1007/978-1-4613-8643-8>). With a shape below 0.05 a draw may be too large for an `f64`, and then
/// an estimate is an error.
///
/// # Example
/// ```
/// use stochastic_grad::prelude::*;
///
/// let survival = LogLogistic::new(1.5, 2.5)?;
/// let x = survival.sample(&mut StdRng::seed_from_u64(1));
/// assert!(x > 0.0);
/// assert_eq!(survival.cdf(1.5), 0.5);
/// assert!((survival.ln_pdf(1.5) - -0.8754687373539).abs() < 1e-15);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LogLogistic<T = f64> {
    scale: T,
    shape: T,
}

family!(LogLogistic { scale, shape });
drawn_pathwise!(LogLogistic);
density! {
    /// ln of the density at `x`: minus infinity at a constant x < 0, the limit at a constant x = 0, an error at a smooth
    /// x <= 0.
    LogLogistic { scale, shape }
}
cumulative! {
    /// The distribution function, 1 / (1 + (x/scale)^-shape), and 0 for x < 0.
    LogLogistic { scale, shape }
}
quantile! {
    /// The quantile, scale (p / (1 - p))^(1/shape), for 0 <= p <= 1 (infinite at 1).
    LogLogistic { scale, shape }
}

impl<T: Real> LogLogistic<T> {
    /// A log-logistic distribution with a finite `scale > 0`, its median, and a finite `shape > 0`.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] where a parameter violates its bound.
    #[inline(always)]
    pub fn new<A, B>(scale: A, shape: B) -> Result<Self, Error>
    where
        A: Join<B, Out = T> + Lift<T>,
        B: Lift<T>,
    {
        let (scale, shape) = (scale.lift(), shape.lift());
        positive(scale, "LogLogistic", "scale")?;
        positive(shape, "LogLogistic", "shape")?;
        Ok(LogLogistic { scale, shape })
    }

    /// The scale, which is the median.
    #[inline]
    pub fn scale(&self) -> T {
        self.scale
    }

    /// The shape.
    #[inline]
    pub fn shape(&self) -> T {
        self.shape
    }

    /// The mean, scale t / sin(t) with t = π/shape; infinite for shape <= 1.
    pub fn mean(&self) -> T {
        let t = PI / self.shape.smooth();
        T::leave(where_finite(self.shape.smooth(), 1.0, self.scale.smooth() * t / t.sin()))
    }

    /// The variance, scale² (2t/sin(2t) - t²/sin²(t)) with t = π/shape; infinite for shape <= 2.
    pub fn variance(&self) -> T {
        let (scale, t) = (self.scale.smooth(), PI / self.shape.smooth());
        let (sin, cos) = t.sin_cos();
        let mean = scale * t / sin;
        T::leave(where_finite(self.shape.smooth(), 2.0, mean * scale * sine_less_cosine(t) / (sin * cos)))
    }

    /// The entropy, ln(scale/shape) + 2.
    #[inline]
    pub fn entropy(&self) -> T {
        T::leave(self.scale.smooth().ln() - self.shape.smooth().ln() + 2.0)
    }
}

/// sin(t) - t cos(t) for 0 <= t <= π/2, by its series Σ (-1)^(k+1) 2k t^(2k+1)/(2k + 1)!
fn sine_less_cosine<D: Number>(t: Smooth<D>) -> Smooth<D> {
    let square = t * t;
    let series = (2..=13u32).rev().fold(Smooth::constant(1.0), |sum, k| {
        let k = f64::from(k);
        1.0 - sum * square / ((k - 1.0) * 2.0 * (2.0 * k + 1.0))
    });
    series * square * t / 3.0
}

impl<D: Number> Density<D> for LogLogistic<Smooth<D>> {
    #[inline(always)]
    fn ln_density(&self, x: Smooth<D>) -> Smooth<D> {
        let t = self.shape * ln_quotient(x, self.scale);
        let inside = self.shape.ln() - x.ln() + t.ln_sigmoid() + (-t).ln_sigmoid();
        let at_zero = power_limit("LogLogistic", x, x, self.shape, -self.scale.ln());
        on_half_line("LogLogistic", x, at_zero, inside)
    }
}

impl<D: Number> Cumulative<D> for LogLogistic<Smooth<D>> {
    #[inline]
    fn cumulative(&self, x: Smooth<D>) -> (Smooth<D>, Smooth<D>) {
        let t = self.shape * ln_quotient(x, self.scale);
        let kinks = [jumps_by_power(self.shape), false];
        between(x, Smooth::constant(1.0), kinks, (t.sigmoid(), (-t).sigmoid()))
    }
    #[inline]
    fn support(&self) -> (f64, f64) {
        (0.0, f64::INFINITY)
    }
}

impl<D: Number> LogLogistic<Smooth<D>> {
    #[inline(always)]
    fn inverse(&self, p: Smooth<D>) -> Smooth<D> {
        scaled_exp(self.scale, p.logit() / self.shape)
    }
}

impl<D: Number> Pathwise<D> for LogLogistic<Smooth<D>> {
    type Value = Smooth<D>;
    #[inline(always)]
    fn path<G: Generator>(&self, noise: &mut Noise<'_, G>) -> Smooth<D> {
        let y = standard(noise.uniform()).smooth();
        scaled_exp(self.scale, y / self.shape)
    }
}

impl<D: Number> Redraw<D> for LogLogistic<Smooth<D>> {
    #[inline]
    fn redraw(&self, x: Smooth<D>) -> Smooth<D> {
        let y = (self.shape * ln_quotient(x, self.scale)).frozen();
        scaled_exp(self.scale, y / self.shape)
    }
}
