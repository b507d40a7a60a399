//! The chi distribution.

use super::gamma::{ln_density_of_ln, standard_entropy};
use super::implicit::gamma;
use super::{
    Cumulative, Density, Redraw, between, cumulative, density, drawn_pathwise, every, exp_in_range, family,
    jumps_by_power, moving_quantile, on_half_line, positive, power_limit, quantile,
};
use crate::source::{Generator, Noise, Pathwise};
use crate::special::gamma_quantile;
use crate::special::{gamma_p, gamma_q, ln_beta};
use crate::{Error, Number, Real, Smooth};
use std::f64::consts::{LN_2, PI};

/// The chi distribution with k degrees of freedom: the length of a vector of k standard normal numbers.
///
/// # Density
/// p(x) = 2^(1 - k/2) x^(k - 1) exp(-x²/2) / Γ(k/2), for x > 0.
///
/// # Gradient
/// x = sqrt(2 g) with g ~ Gamma(k/2, 1), which moves at a fixed value of its distribution function: pathwise, implicit
/// (Figurnov, Mohamed and Mnih 2018, <https://doi.org/10.48550/arXiv.1805.08498>). Draws that are smaller than any number
/// are the smallest normal number, with the right derivative of their logarithm.
///
/// # Example
/// ```
/// use stochastic_grad::prelude::*;
///
/// let chi = Chi::new(3.0)?;
/// let x = chi.sample(&mut StdRng::seed_from_u64(1));
/// assert!(x > 0.0);
/// assert!((chi.mean() - 1.5957691216057307).abs() < 1e-15);
/// assert!((chi.ln_pdf(2.0) - -0.8394969915248368).abs() < 1e-15);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Chi<T = f64> {
    k: T,
}

family!(Chi { k });
drawn_pathwise!(Chi);
density! {
    /// ln of the density at `x`: minus infinity at a constant x < 0, the limit at a constant x = 0, an error at a smooth
    /// x <= 0.
    Chi { k }
}
cumulative! {
    /// The distribution function, P(k/2, x²/2) with the incomplete gamma function P; 0 for x < 0.
    Chi { k }
}
quantile! {
    /// The quantile, for 0 <= p <= 1 (0 and infinite at the ends); smooth in p strictly between them.
    Chi { k }
}

impl<T: Real> Chi<T> {
    /// A chi distribution with a finite number of degrees of freedom `k > 0`.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] where the parameter violates its bound.
    #[inline(always)]
    pub fn new<A: Real<Own = T>>(k: A) -> Result<Self, Error> {
        positive(k, "Chi", "k")?;
        Ok(Chi { k: A::own(k.smooth()) })
    }

    /// The degrees of freedom.
    #[inline]
    pub fn k(&self) -> T {
        self.k
    }

    /// The mean, sqrt(2) Γ((k + 1)/2) / Γ(k/2).
    #[inline]
    pub fn mean(&self) -> T {
        T::leave(mean(self.k.smooth()))
    }

    /// The variance, k - mean².
    #[inline]
    pub fn variance(&self) -> T {
        T::leave(variance(self.k.smooth()))
    }

    /// The entropy, ln Γ(k/2) + (k - ln 2 - (k - 1) ψ(k/2))/2.
    #[inline]
    pub fn entropy(&self) -> T {
        let shape = 0.5 * self.k.smooth();
        T::leave(standard_entropy(shape) - 0.5 * shape.digamma() - 0.5 * LN_2)
    }
}

/// sqrt(2) Γ((k + 1)/2) / Γ(k/2) = sqrt(2π) / B(k/2, 1/2)
fn mean<D: Number>(k: Smooth<D>) -> Smooth<D> {
    (0.5 * (2.0 * PI).ln() - ln_beta(0.5 * k, 0.5)).exp()
}

/// k - mean², which is about 1/2 for large k: there by the asymptotic series of Γ(z + 1/2)²/Γ(z)² (its coefficients are
/// rational, from the Bernoulli polynomials)
fn variance<D: Number>(k: Smooth<D>) -> Smooth<D> {
    const SERIES: [f64; 13] = [
        0.5,
        -0.0625,
        -0.015625,
        0.0048828125,
        0.005615234375,
        -0.001617431640625,
        -0.00452423095703125,
        0.0012314319610595703,
        0.006563842296600342,
        -0.0017266198992729187,
        -0.015112055465579033,
        0.003899613511748612,
        0.05077933016582392,
    ];
    if every(k, |v| v >= 32.0) {
        let w = 2.0 / k;
        return SERIES.iter().rev().fold(Smooth::constant(0.0), |sum, c| sum * w + *c);
    }
    let mean = mean(k);
    k - mean * mean
}

impl<D: Number> Density<D> for Chi<Smooth<D>> {
    #[inline(always)]
    fn ln_density(&self, x: Smooth<D>) -> Smooth<D> {
        let (shape, ln_x) = (0.5 * self.k, x.ln());
        let inside = ln_density_of_ln(shape, 0.5 * x * x, 2.0 * ln_x - LN_2) + LN_2 - ln_x;
        let at_zero = power_limit("Chi", x, x, self.k, Smooth::constant(0.5 * (2.0 / PI).ln()));
        on_half_line("Chi", x, at_zero, inside)
    }
}

impl<D: Number> Cumulative<D> for Chi<Smooth<D>> {
    #[inline]
    fn cumulative(&self, x: Smooth<D>) -> (Smooth<D>, Smooth<D>) {
        let (shape, g) = (0.5 * self.k, 0.5 * x * x);
        let inside = (gamma_p(shape, g), gamma_q(shape, g));
        between(x, Smooth::constant(1.0), [jumps_by_power(self.k), false], inside)
    }
    #[inline]
    fn support(&self) -> (f64, f64) {
        (0.0, f64::INFINITY)
    }
}

impl<D: Number> Chi<Smooth<D>> {
    #[inline(always)]
    fn inverse(&self, p: Smooth<D>) -> Smooth<D> {
        moving_quantile(self, p, |lane, p| (2.0 * gamma_quantile(0.5 * self.k.0.primal(lane), p)).sqrt())
    }
}

impl<D: Number> Pathwise<D> for Chi<Smooth<D>> {
    type Value = Smooth<D>;
    #[inline(always)]
    fn path<G: Generator>(&self, noise: &mut Noise<'_, G>) -> Smooth<D> {
        let shape = 0.5 * self.k;
        if every(shape, |v| v >= 1.0) {
            return (2.0 * gamma::draw(shape, noise)).sqrt();
        }
        exp_in_range(0.5 * (gamma::draw_ln(shape, noise) + LN_2))
    }
}

impl<D: Number> Redraw<D> for Chi<Smooth<D>> {
    #[inline]
    fn redraw(&self, x: Smooth<D>) -> Smooth<D> {
        exp_in_range(0.5 * (gamma::redrawn_ln(0.5 * self.k, 2.0 * x.ln() - LN_2) + LN_2))
    }
}
