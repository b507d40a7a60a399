//! The zeta distribution.

use super::{Likelihood, drawn_by_fallback, every, family, require};
use crate::number::Dual;
use crate::special::zeta::sum_from_two;
use crate::{Error, Number, Real, Smooth};
use rand::distr::OpenClosed01;
use rand::{Rng, RngExt};
use std::f64::consts::LN_2;

/// The zeta distribution on the positive integers, a power law.
///
/// # Probability
/// P(k) = k^-s / ζ(s), for k = 1, 2, 3, ...
///
/// # Gradient
/// An integer has no pathwise derivative: with a smooth s a fallback must be chosen. The score is -ln k - ζ'(s)/ζ(s).
/// Draws by rejection (Devroye 1986, "Non-uniform random variate generation", chapter X.6.1,
/// <https://doi.org/10.1007/978-1-4613-8643-8>), as in rand_distr, but of infinities too. Beyond `u64`, which is not rare where
/// s is near 1, a draw is `u64::MAX`, and is scored as an integer of at least that.
///
/// # Example
/// ```
/// use stochastic_grad::prelude::*;
///
/// #[stochastic_grad]
/// fn cost(s: f64, rng: &mut impl Rng) -> Result<f64, Error> {
///     let rank = Zeta::new(s)?.score_function().sample(rng);
///     Ok(if rank == 1 { 1.0 } else { 0.0 })
/// }
///
/// // the derivative of 1/ζ(s), -ζ'(s)/ζ(s)²
/// let est = cost_grad(3.0, 10_000, &mut StdRng::seed_from_u64(1))?;
/// assert!((est.grad.s - 0.137125559).abs() < 5.0 * est.grad_std_err.s);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Zeta<T = f64> {
    s: T,
}

family!(Zeta { s });
drawn_by_fallback!(Zeta -> u64);

impl<T: Real> Zeta<T> {
    /// The law of exponent `s`, finite and > 1.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] where the bound is violated.
    #[inline(always)]
    pub fn new<A: Real<Own = T>>(s: A) -> Result<Self, Error> {
        require(s, |v| v > 1.0 && v < f64::INFINITY, "Zeta", "s", "finite and > 1")?;
        Ok(Zeta { s: A::own(s.smooth()) })
    }

    /// ln of the probability of the integer `k`; minus infinity for 0, which is impossible.
    #[inline]
    pub fn ln_pmf(&self, k: u64) -> T {
        T::leave(power_law(f64::INFINITY, self.s.smooth(), k))
    }

    /// The exponent.
    #[inline]
    pub fn s(&self) -> T {
        self.s
    }

    /// The mean, ζ(s - 1)/ζ(s); infinite for s <= 2.
    pub fn mean(&self) -> T {
        let s = self.s.smooth();
        T::leave(if every(s, |v| v > 2.0) { mean(f64::INFINITY, s) } else { Smooth::constant(f64::INFINITY) })
    }

    /// The variance, ζ(s - 2)/ζ(s) - (ζ(s - 1)/ζ(s))²; infinite for s <= 3.
    pub fn variance(&self) -> T {
        let s = self.s.smooth();
        T::leave(if every(s, |v| v > 3.0) { variance(f64::INFINITY, s) } else { Smooth::constant(f64::INFINITY) })
    }

    /// The entropy, ln ζ(s) - s ζ'(s)/ζ(s).
    pub fn entropy(&self) -> T {
        T::leave(entropy(f64::INFINITY, self.s.smooth()))
    }
}

/// ln of the probability of k among 1, ..., n by a power law
#[inline]
pub(super) fn power_law<D: Number>(n: f64, s: Smooth<D>, k: u64) -> Smooth<D> {
    let ln_total = total(n, s).ln_1p();
    if k == 0 { Smooth::constant(f64::NEG_INFINITY) } else { -s * (k as f64).ln() - ln_total }
}

/// The sum of k^-s over 2 <= k <= n
#[inline]
fn total<D: Number>(n: f64, s: Smooth<D>) -> Smooth<D> {
    Smooth(sum_from_two(n, s.0))
}

/// The mean, by that of k - 1, which keeps its accuracy where nearly all draws are 1.
pub(super) fn mean<D: Number>(n: f64, s: Smooth<D>) -> Smooth<D> {
    let all = total(n, s);
    (total(n, s - 1.0) - all) / (all + 1.0) + 1.0
}

/// The variance of k - 1.
pub(super) fn variance<D: Number>(n: f64, s: Smooth<D>) -> Smooth<D> {
    let (all, first, second) = (total(n, s), total(n, s - 1.0), total(n, s - 2.0));
    let mean = (first - all) / (all + 1.0);
    (second - 2.0 * first + all) / (all + 1.0) - mean * mean
}

/// ln of the sum minus s times its derivative.
pub(super) fn entropy<D: Number>(n: f64, s: Smooth<D>) -> Smooth<D> {
    let moving = Smooth(Dual::<D, 1>::new(s.0, [D::constant(1.0)]));
    let (value, [slope]) = total(n, moving).ln_1p().0.parts();
    Smooth(value) - s * Smooth(slope)
}

impl<D: Number> Likelihood<D> for Zeta<Smooth<D>> {
    type Value = u64;
    fn draw_plain<R: Rng + ?Sized>(&self, rng: &mut R) -> u64 {
        let c = self.s.detach() - 1.0;
        let base = (c * LN_2).exp_m1();
        loop {
            let (u, v): (f64, f64) = (rng.sample(OpenClosed01), rng.random());
            let x = (-u.ln() / c).exp().floor();
            // (1 + 1/x)^c - 1, and x times that, whose limit for large x is c
            let step = (c * x.recip().ln_1p()).exp_m1();
            let slope = if x < 1e18 { x * step } else { c };
            if v * slope * (base + 1.0) <= (step + 1.0) * base {
                return x as u64;
            }
        }
    }
    #[inline]
    fn ln_likelihood(&self, outcome: &u64) -> Smooth<D> {
        let ln_p = power_law(f64::INFINITY, self.s, *outcome);
        if *outcome < u64::MAX {
            return ln_p;
        }
        // The sum of all from here on is to double precision k^(1 - s)/(s - 1).
        ln_p + (*outcome as f64).ln() - (self.s - 1.0).ln()
    }
    fn score(&self, outcome: &u64) -> Smooth<D> {
        let beyond = if *outcome < u64::MAX { 0.0 } else { 1.0 / (self.s.peek() - 1.0) };
        self.s * (self.law().mean_ln - (*outcome as f64).ln() - beyond)
    }
}
