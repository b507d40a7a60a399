//! The relaxed categorical (concrete) distribution.

use super::arguments::{Argument, FINITE, fits};
use super::{drawn_pathwise, family, invalid, positive, simplex};
use crate::entries::Entries;
use crate::source::{Generator, Noise, Pathwise};
use crate::special::logsumexp;
use crate::{Error, Join, Lift, Number, Real, Smooth};

/// The relaxed categorical distribution, also called concrete or Gumbel-softmax: positive numbers that sum to one, most
/// of the sum in one of them if the temperature is low.
///
/// # Density
/// p(x) = (n - 1)! τⁿ⁻¹ Π (e^lᵢ xᵢ^(-τ - 1)) / (Σ e^lᵢ xᵢ^-τ)ⁿ with temperature τ and logits l, over all coordinates but
/// one, inside the simplex.
///
/// # Gradient
/// x = softmax((l + G) / τ) with independent standard Gumbel noise G: pathwise, explicit (Maddison, Mnih and Teh 2017,
/// <https://doi.org/10.48550/arXiv.1611.00712>; Jang, Gu and Poole 2017, <https://doi.org/10.48550/arXiv.1611.01144>). As
/// τ falls to 0 the largest component is drawn with the probabilities of the categorical distribution, and the variance
/// of gradients grows. A component that is too small for a number is the smallest normal number, and moves by that
/// times the derivative of its logarithm.
///
/// # Example
/// ```
/// use stochastic_grad::prelude::*;
///
/// #[stochastic_grad]
/// fn cost(logits: &[f64], #[constant] costs: &[f64], rng: &mut impl Rng) -> Result<f64, Error> {
///     let x = RelaxedCategorical::new(0.5, logits)?.sample(rng);
///     Ok(dot(&x, costs))
/// }
///
/// let est = cost_grad([0.0, 0.0], &[1.0, 3.0], 10_000, &mut StdRng::seed_from_u64(1))?;
/// assert!((est.value - 2.0).abs() < 5.0 * est.value_std_err);
/// assert!(est.grad.logits[1] > 0.0);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct RelaxedCategorical<T = f64> {
    temperature: T,
    logits: Vec<T>,
}

family!(RelaxedCategorical { temperature, logits: Vec });
drawn_pathwise!(RelaxedCategorical -> [Vec]);

impl<T: Real> RelaxedCategorical<T> {
    /// The distribution with a positive `temperature` and finite `logits`, at least one.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] or [`Error::InvalidEntry`] where a bound is violated.
    pub fn new<A, X>(temperature: A, logits: &X) -> Result<Self, Error>
    where
        A: Join<X::Entry, Out = T> + Lift<T>,
        X: Entries<Entry: Lift<T>> + ?Sized,
    {
        const NAME: &str = "RelaxedCategorical";
        let temperature = temperature.lift();
        positive(temperature, NAME, "temperature")?;
        let logits: Vec<T> = Argument { distribution: NAME, name: "logits" }.vector(logits, FINITE)?;
        if !logits.is_empty() {
            return Ok(RelaxedCategorical { temperature, logits });
        }
        let (parameter, requirement) = ("number of logits", ">= 1");
        Err(invalid::<T>(Error::InvalidParameter { distribution: NAME, parameter, requirement, value: 0.0 }))
    }

    /// The temperature.
    #[inline]
    pub fn temperature(&self) -> T {
        self.temperature
    }

    /// The logits.
    #[inline]
    pub fn logits(&self) -> &[T] {
        &self.logits
    }

    /// ln of the density at `x`, a vector of constants or of smooth values inside the simplex.
    ///
    /// At another constant point it is minus infinity (the sum may be off by 1e-6), at a smooth one an error; so is a
    /// vector of another length, and NaN.
    pub fn ln_pdf<X>(&self, x: &X) -> T::Out
    where
        T: Join<X::Entry> + Lift<Smooth<<T::Out as Real>::Number>>,
        X: Entries<Entry: Lift<Smooth<<T::Out as Real>::Number>>> + ?Sized,
    {
        let logits = T::lift_all(&self.logits);
        T::Out::leave(ln_density(self.temperature.lift(), &logits, &X::Entry::lift_all(x.entries())))
    }

    /// A draw `x` that was made elsewhere, as it moves with the parameters while its noise stays: the value is `x`, the
    /// derivative that of the pathwise rule.
    ///
    /// The caller vouches that `x` was drawn from this distribution, and that it was not selected: a gradient of what is
    /// done with other points is biased. A point that does not lie inside the simplex is an error.
    pub fn assume_drawn(&self, x: &[f64]) -> Vec<T> {
        self.smooth().redraw(x).into_iter().map(T::leave).collect()
    }
}

fn ln_density<D: Number>(temperature: Smooth<D>, logits: &[Smooth<D>], x: &[Smooth<D>]) -> Smooth<D> {
    let n = logits.len() as f64;
    if !fits("RelaxedCategorical", logits.len(), x.len()) {
        return Smooth::constant(f64::NAN);
    }
    if let Some(outside) = simplex::beyond("RelaxedCategorical", x, false) {
        return outside;
    }
    let ln_x: Vec<_> = x.iter().map(|x| x.ln()).collect();
    let terms: Vec<_> = logits.iter().zip(&ln_x).map(|(logit, ln_x)| *logit - temperature * *ln_x).collect();
    let total = logsumexp(&terms);
    // Each term with the total, so that common shifts of the logits cancel where they are.
    let sum: Smooth<D> = terms.iter().zip(&ln_x).map(|(term, ln_x)| *term - total - *ln_x).sum();
    crate::special::ln_gamma(n) + (n - 1.0) * temperature.ln() + sum
}

impl<D: Number> RelaxedCategorical<Smooth<D>> {
    /// The point with the given noise.
    #[inline(always)]
    fn softened(&self, mut noise: impl FnMut(usize) -> Smooth<D>) -> Vec<Smooth<D>> {
        let mut y: Vec<_> = self.logits.iter().enumerate().map(|(i, logit)| *logit + noise(i)).collect();
        // Before the division, which may overflow.
        let shift = simplex::largest(&y);
        y.iter_mut().for_each(|y| *y = (*y - shift) / self.temperature);
        simplex::normalise(&mut y);
        y
    }

    fn redraw(&self, x: &[f64]) -> Vec<Smooth<D>> {
        let Some(point) = simplex::drawn("RelaxedCategorical", x, self.logits.len()) else {
            return vec![Smooth::constant(f64::NAN); self.logits.len()];
        };
        // The noise up to a common constant, which does not matter.
        let noise = |i: usize| (self.temperature * point[i].ln() - self.logits[i]).frozen();
        let moved = self.softened(noise);
        moved.into_iter().zip(x).map(|(moved, x)| moved + (*x - moved.frozen())).collect()
    }
}

impl<D: Number> Pathwise<D> for RelaxedCategorical<Smooth<D>> {
    type Value = Vec<Smooth<D>>;
    #[inline(always)]
    fn path<G: Generator>(&self, noise: &mut Noise<'_, G>) -> Vec<Smooth<D>> {
        self.softened(|_| (-noise.exponential().ln()).smooth())
    }
}
