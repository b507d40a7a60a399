//! The inverse gamma distribution.

use super::gamma::{ln_density_of_ln, standard_entropy};
use super::implicit::gamma;
use super::{
    Cumulative, Density, Redraw, between, cumulative, density, drawn_pathwise, exp_in_range, family, moving_quantile,
    on_half_line, positive, quantile, where_finite,
};
use crate::source::{Generator, Noise, Pathwise};
use crate::special::gamma_quantile_upper;
use crate::special::{gamma_p, gamma_q};
use crate::{Error, Join, Lift, Number, Real, Smooth};

/// The inverse gamma distribution: 1 over a gamma distribution with the given shape and the *rate* `scale`.
///
/// # Density
/// p(x) = scale^shape x^(-shape - 1) exp(-scale/x) / Γ(shape), for x > 0.
///
/// # Gradient
/// x = scale / g with g ~ Gamma(shape, 1), which moves at a fixed value of its distribution function: pathwise, implicit
/// (Figurnov, Mohamed and Mnih 2018, <https://doi.org/10.48550/arXiv.1805.08498>). With a shape < 1, draws that are larger
/// than any number are about 1e300, with the right derivative of their logarithm.
///
/// # Example
/// ```
/// use stochastic_grad::prelude::*;
///
/// let variance = InverseGamma::new(3.0, 2.0)?;
/// let x = variance.sample(&mut StdRng::seed_from_u64(1));
/// assert!(x > 0.0);
/// assert_eq!(variance.mean(), 1.0);
/// assert!((variance.ln_pdf(0.8) - -0.22113143362327036).abs() < 1e-15);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct InverseGamma<T = f64> {
    shape: T,
    scale: T,
}

family!(InverseGamma { shape, scale });
drawn_pathwise!(InverseGamma);
density! {
    /// ln of the density at `x`: minus infinity at a constant x <= 0, an error at a smooth x <= 0.
    InverseGamma { shape, scale }
}
cumulative! {
    /// The distribution function, Q(shape, scale/x) with the incomplete gamma function Q = 1 - P; 0 for x < 0.
    InverseGamma { shape, scale }
}
quantile! {
    /// The quantile, for 0 <= p <= 1 (0 and infinite at the ends); smooth in p strictly between them.
    InverseGamma { shape, scale }
}

impl<T: Real> InverseGamma<T> {
    /// An inverse gamma distribution with a finite `shape > 0` and a finite `scale > 0`.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] where a parameter violates its bound.
    #[inline(always)]
    pub fn new<A, B>(shape: A, scale: B) -> Result<Self, Error>
    where
        A: Join<B, Out = T> + Lift<T>,
        B: Lift<T>,
    {
        let (shape, scale) = (shape.lift(), scale.lift());
        positive(shape, "InverseGamma", "shape")?;
        positive(scale, "InverseGamma", "scale")?;
        Ok(InverseGamma { shape, scale })
    }

    /// The shape.
    #[inline]
    pub fn shape(&self) -> T {
        self.shape
    }

    /// The scale.
    #[inline]
    pub fn scale(&self) -> T {
        self.scale
    }

    /// The mean, scale/(shape - 1); infinite for a shape <= 1.
    #[inline]
    pub fn mean(&self) -> T {
        let shape = self.shape.smooth();
        T::leave(where_finite(shape, 1.0, self.scale.smooth() / (shape - 1.0)))
    }

    /// The variance, scale²/((shape - 1)² (shape - 2)); infinite for a shape <= 2.
    #[inline]
    pub fn variance(&self) -> T {
        let shape = self.shape.smooth();
        let mean = self.scale.smooth() / (shape - 1.0);
        T::leave(where_finite(shape, 2.0, mean * mean / (shape - 2.0)))
    }

    /// The entropy, shape + ln(scale Γ(shape)) - (1 + shape) ψ(shape).
    #[inline]
    pub fn entropy(&self) -> T {
        let shape = self.shape.smooth();
        T::leave(standard_entropy(shape) - 2.0 * shape.digamma() + self.scale.smooth().ln())
    }
}

impl<D: Number> Density<D> for InverseGamma<Smooth<D>> {
    #[inline(always)]
    fn ln_density(&self, x: Smooth<D>) -> Smooth<D> {
        let ln_x = x.ln();
        let inside = ln_density_of_ln(self.shape, self.scale / x, self.scale.ln() - ln_x) - ln_x;
        on_half_line("InverseGamma", x, Smooth::constant(f64::NEG_INFINITY), inside)
    }
}

impl<D: Number> Cumulative<D> for InverseGamma<Smooth<D>> {
    #[inline]
    fn cumulative(&self, x: Smooth<D>) -> (Smooth<D>, Smooth<D>) {
        let g = self.scale / x;
        let inside = (gamma_q(self.shape, g), gamma_p(self.shape, g));
        between(x, Smooth::constant(1.0), [false, false], inside)
    }
    #[inline]
    fn support(&self) -> (f64, f64) {
        (0.0, f64::INFINITY)
    }
}

impl<D: Number> InverseGamma<Smooth<D>> {
    #[inline(always)]
    fn inverse(&self, p: Smooth<D>) -> Smooth<D> {
        moving_quantile(self, p, |lane, p| {
            self.scale.0.primal(lane) / gamma_quantile_upper(self.shape.0.primal(lane), p)
        })
    }
}

impl<D: Number> Pathwise<D> for InverseGamma<Smooth<D>> {
    type Value = Smooth<D>;
    #[inline(always)]
    fn path<G: Generator>(&self, noise: &mut Noise<'_, G>) -> Smooth<D> {
        if super::every(self.shape, |v| v >= 1.0) {
            return self.scale / gamma::draw(self.shape, noise);
        }
        exp_in_range(self.scale.ln() - gamma::draw_ln(self.shape, noise))
    }
}

impl<D: Number> Redraw<D> for InverseGamma<Smooth<D>> {
    #[inline]
    fn redraw(&self, x: Smooth<D>) -> Smooth<D> {
        exp_in_range(self.scale.ln() - gamma::redrawn_ln(self.shape, self.scale.ln() - x.ln()))
    }
}
