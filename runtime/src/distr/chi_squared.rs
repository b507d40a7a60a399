//! The chi-squared distribution.

use super::gamma::{ln_density_of_ln, standard_entropy};
use super::implicit::gamma;
use super::{
    Cumulative, Density, Redraw, between, cumulative, density, drawn_pathwise, every, exp_in_range, family,
    jumps_by_power, moving_quantile, on_half_line, positive, power_limit, quantile,
};
use crate::source::{Generator, Noise, Pathwise};
use crate::special::gamma_quantile;
use crate::special::{gamma_p, gamma_q};
use crate::{Error, Number, Real, Smooth};
use std::f64::consts::LN_2;

/// The chi-squared distribution with k degrees of freedom, a gamma distribution with shape k/2 and scale 2.
///
/// # Density
/// p(x) = x^(k/2 - 1) exp(-x/2) / (2^(k/2) Γ(k/2)), for x > 0.
///
/// # Gradient
/// x = 2 g with g ~ Gamma(k/2, 1), which moves at a fixed value of its distribution function: pathwise, implicit
/// (Figurnov, Mohamed and Mnih 2018, <https://doi.org/10.48550/arXiv.1805.08498>). Draws that are smaller than any number
/// are the smallest normal number, with the right derivative of their logarithm.
///
/// # Example
/// ```
/// use stochastic_grad::prelude::*;
///
/// let chi_squared = ChiSquared::new(3.0)?;
/// let x = chi_squared.sample(&mut StdRng::seed_from_u64(1));
/// assert!(x > 0.0);
/// assert_eq!(chi_squared.variance(), 6.0);
/// assert!((chi_squared.ln_pdf(2.0) - -1.5723649429247001).abs() < 1e-15);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ChiSquared<T = f64> {
    k: T,
}

family!(ChiSquared { k });
drawn_pathwise!(ChiSquared);
density! {
    /// ln of the density at `x`: minus infinity at a constant x < 0, the limit at a constant x = 0, an error at a smooth
    /// x <= 0.
    ChiSquared { k }
}
cumulative! {
    /// The distribution function, P(k/2, x/2) with the incomplete gamma function P; 0 for x < 0.
    ChiSquared { k }
}
quantile! {
    /// The quantile, for 0 <= p <= 1 (0 and infinite at the ends); smooth in p strictly between them.
    ChiSquared { k }
}

impl<T: Real> ChiSquared<T> {
    /// A chi-squared distribution with a finite number of degrees of freedom `k > 0`.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] where the parameter violates its bound.
    #[inline(always)]
    pub fn new<A: Real<Own = T>>(k: A) -> Result<Self, Error> {
        positive(k, "ChiSquared", "k")?;
        Ok(ChiSquared { k: A::own(k.smooth()) })
    }

    /// The degrees of freedom.
    #[inline]
    pub fn k(&self) -> T {
        self.k
    }

    /// The mean, k.
    #[inline]
    pub fn mean(&self) -> T {
        self.k
    }

    /// The variance, 2 k.
    #[inline]
    pub fn variance(&self) -> T {
        T::leave(2.0 * self.k.smooth())
    }

    /// The entropy, k/2 + ln(2 Γ(k/2)) + (1 - k/2) ψ(k/2).
    #[inline]
    pub fn entropy(&self) -> T {
        T::leave(standard_entropy(0.5 * self.k.smooth()) + LN_2)
    }
}

impl<D: Number> Density<D> for ChiSquared<Smooth<D>> {
    #[inline(always)]
    fn ln_density(&self, x: Smooth<D>) -> Smooth<D> {
        let (shape, ln_x) = (0.5 * self.k, x.ln());
        let inside = ln_density_of_ln(shape, 0.5 * x, ln_x - LN_2) - ln_x;
        let at_zero = power_limit("ChiSquared", x, x, shape, Smooth::constant(-LN_2));
        on_half_line("ChiSquared", x, at_zero, inside)
    }
}

impl<D: Number> Cumulative<D> for ChiSquared<Smooth<D>> {
    #[inline]
    fn cumulative(&self, x: Smooth<D>) -> (Smooth<D>, Smooth<D>) {
        let (shape, g) = (0.5 * self.k, 0.5 * x);
        let inside = (gamma_p(shape, g), gamma_q(shape, g));
        between(x, Smooth::constant(1.0), [jumps_by_power(shape), false], inside)
    }
    #[inline]
    fn support(&self) -> (f64, f64) {
        (0.0, f64::INFINITY)
    }
}

impl<D: Number> ChiSquared<Smooth<D>> {
    #[inline(always)]
    fn inverse(&self, p: Smooth<D>) -> Smooth<D> {
        moving_quantile(self, p, |lane, p| 2.0 * gamma_quantile(0.5 * self.k.0.primal(lane), p))
    }
}

impl<D: Number> Pathwise<D> for ChiSquared<Smooth<D>> {
    type Value = Smooth<D>;
    #[inline(always)]
    fn path<G: Generator>(&self, noise: &mut Noise<'_, G>) -> Smooth<D> {
        let shape = 0.5 * self.k;
        if every(shape, |v| v >= 1.0) {
            return 2.0 * gamma::draw(shape, noise);
        }
        exp_in_range(gamma::draw_ln(shape, noise) + LN_2)
    }
}

impl<D: Number> Redraw<D> for ChiSquared<Smooth<D>> {
    #[inline]
    fn redraw(&self, x: Smooth<D>) -> Smooth<D> {
        exp_in_range(gamma::redrawn_ln(0.5 * self.k, x.ln() - LN_2) + LN_2)
    }
}
