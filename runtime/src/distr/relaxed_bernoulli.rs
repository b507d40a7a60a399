//! The relaxed Bernoulli distribution.

use super::logistic::standard;
use super::{
    Cumulative, Density, Redraw, between, cumulative, density, drawn_pathwise, family, finite, jumps_by_power,
    open_sigmoid, positive, power_limit, quantile, supported, unit_margin,
};
use crate::source::{Generator, Noise, Pathwise};
use crate::{Error, Join, Lift, Number, Real, Smooth};

/// The relaxed Bernoulli (binary Concrete) distribution: a coin with logit(P(heads)) = logit, softened so that it is
/// smooth; the closer to a coin, the lower the temperature. Its moments and its entropy have no closed form.
///
/// # Density
/// temperature logit(x) is logistic with location logit and scale 1: with t = temperature logit(x) - logit,
/// p(x) = temperature exp(-t) / ((1 + exp(-t))² x (1 - x)), for 0 < x < 1.
///
/// # Gradient
/// x = 1 / (1 + exp(-(logit + y)/temperature)) with y logistic: pathwise, explicit (Maddison, Mnih and Teh 2017,
/// <https://doi.org/10.48550/arXiv.1611.00712>). A draw that would round to 0 or 1 is the nearest number inside, and its
/// derivative is such that ln x, ln(1 - x) and logit(x) have the derivatives of the unrounded draw.
///
/// # Example
/// ```
/// use stochastic_grad::prelude::*;
///
/// let coin = RelaxedBernoulli::new(0.75, 0.5)?;
/// let x = coin.sample(&mut StdRng::seed_from_u64(1));
/// assert!(0.0 < x && x < 1.0);
/// // At least 1/2 as often as the coin shows heads.
/// assert!((coin.survival(0.5) - 0.6224593312018546).abs() < 1e-15);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RelaxedBernoulli<T = f64> {
    temperature: T,
    logit: T,
}

family!(RelaxedBernoulli { temperature, logit });
drawn_pathwise!(RelaxedBernoulli);
density! {
    /// ln of the density at `x`: minus infinity at a constant x outside [0, 1], the limit at the ends, an error at a smooth
    /// x that is not inside.
    RelaxedBernoulli { temperature, logit }
}
cumulative! {
    /// The distribution function, 1 / (1 + exp(logit - temperature logit(x))) between 0 and 1.
    RelaxedBernoulli { temperature, logit }
}
quantile! {
    /// The quantile, 1 / (1 + exp(-(logit + logit(p))/temperature)), for 0 <= p <= 1.
    RelaxedBernoulli { temperature, logit }
}

impl<T: Real> RelaxedBernoulli<T> {
    /// A relaxed Bernoulli distribution with a finite `temperature > 0` and a finite `logit`.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] where a parameter violates its bound.
    #[inline(always)]
    pub fn new<A, B>(temperature: A, logit: B) -> Result<Self, Error>
    where
        A: Join<B, Out = T> + Lift<T>,
        B: Lift<T>,
    {
        let (temperature, logit) = (temperature.lift(), logit.lift());
        positive(temperature, "RelaxedBernoulli", "temperature")?;
        finite(logit, "RelaxedBernoulli", "logit")?;
        Ok(RelaxedBernoulli { temperature, logit })
    }

    /// The temperature.
    #[inline]
    pub fn temperature(&self) -> T {
        self.temperature
    }

    /// The logit of the probability of x > 1/2.
    #[inline]
    pub fn logit(&self) -> T {
        self.logit
    }
}

impl<D: Number> Density<D> for RelaxedBernoulli<Smooth<D>> {
    #[inline(always)]
    fn ln_density(&self, x: Smooth<D>) -> Smooth<D> {
        let t = self.temperature * x.logit() - self.logit;
        let ln_temperature = self.temperature.ln();
        let inside = ln_temperature + t.ln_sigmoid() + (-t).ln_sigmoid() - x.ln() - (-x).ln_1p();
        let at = |from_end, middle| power_limit("RelaxedBernoulli", x, from_end, self.temperature, middle);
        let (at_zero, at_one) = (at(x, ln_temperature - self.logit), at(1.0 - x, ln_temperature + self.logit));
        let at_end = Smooth(D::select(x.0.greater(D::constant(0.5)), at_one.0, at_zero.0));
        supported("RelaxedBernoulli", x, unit_margin(x), at_end, inside)
    }
}

impl<D: Number> Cumulative<D> for RelaxedBernoulli<Smooth<D>> {
    #[inline]
    fn cumulative(&self, x: Smooth<D>) -> (Smooth<D>, Smooth<D>) {
        let t = self.temperature * x.logit() - self.logit;
        between(x, 1.0 - x, [jumps_by_power(self.temperature); 2], (t.sigmoid(), (-t).sigmoid()))
    }
    #[inline]
    fn support(&self) -> (f64, f64) {
        (0.0, 1.0)
    }
}

impl<D: Number> RelaxedBernoulli<Smooth<D>> {
    #[inline(always)]
    fn inverse(&self, p: Smooth<D>) -> Smooth<D> {
        ((self.logit + p.logit()) / self.temperature).sigmoid()
    }
}

impl<D: Number> Pathwise<D> for RelaxedBernoulli<Smooth<D>> {
    type Value = Smooth<D>;
    #[inline(always)]
    fn path<G: Generator>(&self, noise: &mut Noise<'_, G>) -> Smooth<D> {
        let y = standard(noise.uniform()).smooth();
        open_sigmoid((self.logit + y) / self.temperature)
    }
}

impl<D: Number> Redraw<D> for RelaxedBernoulli<Smooth<D>> {
    #[inline]
    fn redraw(&self, x: Smooth<D>) -> Smooth<D> {
        let y = (self.temperature * x.logit() - self.logit).frozen();
        open_sigmoid((self.logit + y) / self.temperature)
    }
}
