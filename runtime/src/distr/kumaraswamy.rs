//! The Kumaraswamy distribution.

use super::gamma_moments::second_difference;
use super::{
    Cumulative, Density, EULER, Redraw, at_most, between, cumulative, density, drawn_pathwise, family, jumps_by_power,
    open_sigmoid, positive, power_limit, quantile, supported, unit_margin,
};
use crate::source::{Generator, Noise, Pathwise};
use crate::special::{ln_1m_exp, ln_beta};
use crate::{Error, Join, Lift, Number, Real, Smooth};

/// The Kumaraswamy distribution, which looks like a beta distribution and has a closed quantile.
///
/// # Density
/// p(x) = a b x^(a - 1) (1 - xᵃ)^(b - 1), for 0 < x < 1.
///
/// # Gradient
/// x = (1 - exp(-e/b))^(1/a) with e ~ Exp(1): pathwise, explicit, by inversion (Devroye 1986,
/// <https://doi.org/10.1007/978-1-4613-8643-8>). It is computed as the logit of x. A draw that would round to 0 or 1 is
/// the nearest number inside, and its derivative is such that ln x, ln(1 - x) and logit(x) have the derivatives of the
/// unrounded draw.
///
/// # Example
/// ```
/// use stochastic_grad::prelude::*;
///
/// let share = Kumaraswamy::new(2.0, 3.5)?;
/// let x = share.sample(&mut StdRng::seed_from_u64(1));
/// assert!(0.0 < x && x < 1.0);
/// assert!((share.mean() - 0.42951462060797957).abs() < 1e-15);
/// assert!((share.ln_pdf(0.5) - 0.5335577873659156).abs() < 1e-15);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kumaraswamy<T = f64> {
    a: T,
    b: T,
}

family!(Kumaraswamy { a, b });
drawn_pathwise!(Kumaraswamy);
density! {
    /// ln of the density at `x`: minus infinity at a constant x outside [0, 1], the limit at the ends, an error at a smooth
    /// x that is not inside.
    Kumaraswamy { a, b }
}
cumulative! {
    /// The distribution function, 1 - (1 - xᵃ)ᵇ between 0 and 1.
    Kumaraswamy { a, b }
}
quantile! {
    /// The quantile, (1 - (1 - p)^(1/b))^(1/a), for 0 <= p <= 1.
    Kumaraswamy { a, b }
}

impl<T: Real> Kumaraswamy<T> {
    /// A Kumaraswamy distribution with finite `a > 0` and `b > 0`.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] where a parameter violates its bound.
    #[inline(always)]
    pub fn new<A, B>(a: A, b: B) -> Result<Self, Error>
    where
        A: Join<B, Out = T> + Lift<T>,
        B: Lift<T>,
    {
        let (a, b) = (a.lift(), b.lift());
        positive(a, "Kumaraswamy", "a")?;
        positive(b, "Kumaraswamy", "b")?;
        Ok(Kumaraswamy { a, b })
    }

    /// The power at 0.
    #[inline]
    pub fn a(&self) -> T {
        self.a
    }

    /// The power at 1.
    #[inline]
    pub fn b(&self) -> T {
        self.b
    }

    /// The mean, b B(1 + 1/a, b) with the beta function B.
    pub fn mean(&self) -> T {
        let (a, b) = (self.a.smooth(), self.b.smooth());
        T::leave((b.ln() + ln_beta(1.0 + 1.0 / a, b)).exp())
    }

    /// The variance, b B(1 + 2/a, b) - mean².
    pub fn variance(&self) -> T {
        let (h, b, mean) = (1.0 / self.a.smooth(), self.b.smooth(), self.mean().smooth());
        let ln_ratio = second_difference(Smooth::constant(1.0), h) - second_difference(1.0 + b, h);
        T::leave(mean * mean * ln_ratio.exp_m1())
    }

    /// The entropy, 2 - 1/a - 1/b + (1 - 1/a)(ψ(b + 1) + γ - 1) - ln(a b) with Euler's constant γ = 0.577...
    pub fn entropy(&self) -> T {
        let (a, b) = (self.a.smooth(), self.b.smooth());
        let harmonic = (b + 1.0).digamma() + EULER;
        T::leave((1.0 - 1.0 / b) + (1.0 - 1.0 / a) * harmonic - a.ln() - b.ln())
    }
}

impl<D: Number> Density<D> for Kumaraswamy<Smooth<D>> {
    #[inline(always)]
    fn ln_density(&self, x: Smooth<D>) -> Smooth<D> {
        let (a, b, ln_x) = (self.a, self.b, x.ln());
        let inside = a.ln() + b.ln() + (a - 1.0) * ln_x + (b - 1.0) * ln_1m_exp(a * ln_x);
        let at_zero = power_limit("Kumaraswamy", x, x, a, b.ln());
        let at_one = power_limit("Kumaraswamy", x, 1.0 - x, b, a.ln());
        let at_end = Smooth(D::select(x.0.greater(D::constant(0.5)), at_one.0, at_zero.0));
        supported("Kumaraswamy", x, unit_margin(x), at_end, inside)
    }
}

impl<D: Number> Cumulative<D> for Kumaraswamy<Smooth<D>> {
    #[inline]
    fn cumulative(&self, x: Smooth<D>) -> (Smooth<D>, Smooth<D>) {
        let e = self.b * ln_1m_exp(self.a * x.ln());
        let kinks = [jumps_by_power(self.a), jumps_by_power(self.b)];
        between(x, 1.0 - x, kinks, (-e.exp_m1(), e.exp()))
    }
    #[inline]
    fn support(&self) -> (f64, f64) {
        (0.0, 1.0)
    }
}

impl<D: Number> Kumaraswamy<Smooth<D>> {
    #[inline(always)]
    fn inverse(&self, p: Smooth<D>) -> Smooth<D> {
        (ln_1m_exp((-p).ln_1p() / self.b) / self.a).exp()
    }

    /// The draw that belongs to an exponential number.
    #[inline(always)]
    fn at(&self, e: Smooth<D>) -> Smooth<D> {
        // Beyond these bounds everything has underflowed, and derivatives would become zero times infinity.
        let k = at_most(e / self.b, 1e100);
        let exact = (-ln_1m_exp(-k)).ln();
        let l = Smooth(D::select(k.0.greater(D::constant(40.0)), (-k).0, exact.0)) - self.a.ln();
        open_sigmoid(logit_of_exp_exp(at_most(l, 700.0)))
    }
}

/// logit(exp(-exp(l)))
#[inline]
fn logit_of_exp_exp<D: Number>(l: Smooth<D>) -> Smooth<D> {
    let t = l.exp();
    let exact = -t - ln_1m_exp(-t);
    Smooth(D::select(D::constant(-37.0).greater(l.0), (-l).0, exact.0))
}

impl<D: Number> Pathwise<D> for Kumaraswamy<Smooth<D>> {
    type Value = Smooth<D>;
    #[inline(always)]
    fn path<G: Generator>(&self, noise: &mut Noise<'_, G>) -> Smooth<D> {
        self.at(noise.exponential().smooth())
    }
}

impl<D: Number> Redraw<D> for Kumaraswamy<Smooth<D>> {
    #[inline]
    fn redraw(&self, x: Smooth<D>) -> Smooth<D> {
        self.at((-self.b * ln_1m_exp(self.a * x.ln())).frozen())
    }
}
