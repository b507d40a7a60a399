//! Fisher's F distribution.

use super::beta_prime;
use super::implicit::beta;
use super::{
    Cumulative, Density, Redraw, between, cumulative, density, drawn_pathwise, exp_in_range, family, jumps_by_power,
    moving_quantile, on_half_line, positive, power_limit, quantile, where_finite,
};
use crate::source::{Generator, Noise, Pathwise};
use crate::{Error, Join, Lift, Number, Real, Smooth};

/// Fisher's F distribution: (X/m)/(Y/n) with X and Y from chi-squared distributions with m and n degrees of freedom.
///
/// # Density
/// p(x) = (m/n)^(m/2) x^(m/2 - 1) (1 + m x/n)^(-(m + n)/2) / B(m/2, n/2), for x > 0.
///
/// # Gradient
/// x = (n/m) o with the odds o of Beta(m/2, n/2), whose logarithm moves at a fixed value of its distribution function:
/// pathwise, implicit (Figurnov, Mohamed and Mnih 2018, <https://doi.org/10.48550/arXiv.1805.08498>). Draws that leave the
/// range of numbers are the smallest normal number, or about 1e300, with the right derivative of their logarithm.
///
/// # Example
/// ```
/// use stochastic_grad::prelude::*;
///
/// let ratio = FisherF::new(4.0, 10.0)?;
/// let x = ratio.sample(&mut StdRng::seed_from_u64(1));
/// assert!(x > 0.0);
/// assert_eq!(ratio.mean(), 1.25);
/// assert!((ratio.ln_pdf(1.5) - -1.3159443786981393).abs() < 1e-15);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FisherF<T = f64> {
    m: T,
    n: T,
}

family!(FisherF { m, n });
drawn_pathwise!(FisherF);
density! {
    /// ln of the density at `x`: minus infinity at a constant x < 0, the limit at a constant x = 0, an error at a smooth
    /// x <= 0.
    FisherF { m, n }
}
cumulative! {
    /// The distribution function, the incomplete beta function of m/2 and n/2 at m x/(m x + n); 0 for x < 0.
    FisherF { m, n }
}
quantile! {
    /// The quantile, for 0 <= p <= 1 (0 and infinite at the ends); smooth in p strictly between them.
    FisherF { m, n }
}

impl<T: Real> FisherF<T> {
    /// A distribution with finite degrees of freedom `m > 0` of the numerator and `n > 0` of the denominator.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] where a parameter violates its bound.
    #[inline(always)]
    pub fn new<A, B>(m: A, n: B) -> Result<Self, Error>
    where
        A: Join<B, Out = T> + Lift<T>,
        B: Lift<T>,
    {
        let (m, n) = (m.lift(), n.lift());
        positive(m, "FisherF", "m")?;
        positive(n, "FisherF", "n")?;
        Ok(FisherF { m, n })
    }

    /// The degrees of freedom of the numerator.
    #[inline]
    pub fn m(&self) -> T {
        self.m
    }

    /// The degrees of freedom of the denominator.
    #[inline]
    pub fn n(&self) -> T {
        self.n
    }

    /// The mean, n/(n - 2); infinite for n <= 2.
    #[inline]
    pub fn mean(&self) -> T {
        let n = self.n.smooth();
        T::leave(where_finite(n, 2.0, n / (n - 2.0)))
    }

    /// The variance, 2 n² (m + n - 2)/(m (n - 2)² (n - 4)); infinite for n <= 4.
    #[inline]
    pub fn variance(&self) -> T {
        let (m, n) = (self.m.smooth(), self.n.smooth());
        let mean = n / (n - 2.0);
        T::leave(where_finite(n, 4.0, 2.0 * mean * mean * (1.0 + (n - 2.0) / m) / (n - 4.0)))
    }

    /// The entropy, that of the odds of Beta(m/2, n/2), plus ln(n/m).
    #[inline]
    pub fn entropy(&self) -> T {
        let (m, n) = (self.m.smooth(), self.n.smooth());
        T::leave(beta_prime::entropy(0.5 * m, 0.5 * n) + n.ln() - m.ln())
    }
}

impl<D: Number> Density<D> for FisherF<Smooth<D>> {
    #[inline(always)]
    fn ln_density(&self, x: Smooth<D>) -> Smooth<D> {
        let (a, b) = (0.5 * self.m, 0.5 * self.n);
        let inside = beta_prime::ln_density_of_ln(a, b, x * (self.m / self.n)) - x.ln();
        // With m = 2 the density at 0 is 1.
        let at_zero = power_limit("FisherF", x, x, a, Smooth::constant(0.0));
        on_half_line("FisherF", x, at_zero, inside)
    }
}

impl<D: Number> Cumulative<D> for FisherF<Smooth<D>> {
    #[inline]
    fn cumulative(&self, x: Smooth<D>) -> (Smooth<D>, Smooth<D>) {
        let (a, b) = (0.5 * self.m, 0.5 * self.n);
        let inside = beta_prime::cumulative_of_odds(a, b, x * (self.m / self.n));
        between(x, Smooth::constant(1.0), [jumps_by_power(a), false], inside)
    }
    #[inline]
    fn support(&self) -> (f64, f64) {
        (0.0, f64::INFINITY)
    }
}

impl<D: Number> FisherF<Smooth<D>> {
    #[inline(always)]
    fn inverse(&self, p: Smooth<D>) -> Smooth<D> {
        moving_quantile(self, p, |lane, p| {
            let (m, n) = (self.m.0.primal(lane), self.n.0.primal(lane));
            n / m * beta_prime::quantile_of_odds(0.5 * m, 0.5 * n, p)
        })
    }
}

impl<D: Number> Pathwise<D> for FisherF<Smooth<D>> {
    type Value = Smooth<D>;
    #[inline(always)]
    fn path<G: Generator>(&self, noise: &mut Noise<'_, G>) -> Smooth<D> {
        let ln_ratio = self.n.ln() - self.m.ln();
        exp_in_range(ln_ratio + beta::draw_logit(0.5 * self.m, 0.5 * self.n, noise))
    }
}

impl<D: Number> Redraw<D> for FisherF<Smooth<D>> {
    #[inline]
    fn redraw(&self, x: Smooth<D>) -> Smooth<D> {
        let ln_ratio = self.n.ln() - self.m.ln();
        exp_in_range(ln_ratio + beta::redrawn_logit(0.5 * self.m, 0.5 * self.n, x.ln() - ln_ratio))
    }
}
