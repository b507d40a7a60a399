//! The inverse Gaussian distribution.

use super::implicit::quadrature::tail;
use super::{
    Cumulative, Density, Redraw, above, cumulative, density, drawn_pathwise, every, family, on_half_line, per_lane,
    positive,
};
use crate::number::rules::{self, InverseMillsExcess};
use crate::number::{Implicit, Unary};
use crate::source::{Generator, Noise, Pathwise};
use crate::{Error, Join, Lift, Number, Real, Smooth};
use rand::distr::Open01;
use rand::{Rng, RngExt};
use rand_distr::StandardNormal;
use std::f64::consts::TAU;

/// The inverse Gaussian distribution: when a Brownian motion with drift first passes a level.
///
/// # Density
/// p(x) = sqrt(shape/(2π x³)) exp(-shape (x - mean)²/(2 mean² x)), for x > 0.
///
/// # Gradient
/// x moves with both parameters at a fixed value of its distribution function, which is closed: pathwise, implicit
/// (Figurnov, Mohamed and Mnih 2018, <https://doi.org/10.48550/arXiv.1805.08498>). With ρ = x/(x + mean),
/// b = sqrt(shape/x) (x/mean + 1) and Mills' ratio R, dx/d mean = 2 ρ x b R(b)/mean and
/// dx/d shape = (1 - 2 ρ b R(b)) x/shape. Draws by Michael, Schucany and Haas (1976,
/// <https://doi.org/10.1080/00031305.1976.10479147>), whose choice between two roots must not be differentiated.
///
/// # Example
/// ```
/// use stochastic_grad::prelude::*;
///
/// let passage = InverseGaussian::new(1.2, 2.5)?;
/// let x = passage.sample(&mut StdRng::seed_from_u64(1));
/// assert!(x > 0.0);
/// assert_eq!(passage.variance(), 1.2 * 1.2 * 1.2 / 2.5);
/// assert!((passage.ln_pdf(0.9) - -0.3895579493364113).abs() < 1e-15);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct InverseGaussian<T = f64> {
    mean: T,
    shape: T,
}

family!(InverseGaussian { mean, shape });
drawn_pathwise!(InverseGaussian);
density! {
    /// ln of the density at `x`: minus infinity at a constant x <= 0, an error at a smooth x <= 0.
    InverseGaussian { mean, shape }
}
cumulative! {
    /// The distribution function, Φ(c) + exp(2 shape/mean) Φ(-b) with b = sqrt(shape/x) (x/mean + 1) and
    /// c = sqrt(shape/x) (x/mean - 1); 0 for x < 0.
    InverseGaussian { mean, shape }
}

impl<T: Real> InverseGaussian<T> {
    /// An inverse Gaussian distribution with a finite `mean > 0` and a finite `shape > 0`.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] where a parameter violates its bound.
    #[inline(always)]
    pub fn new<A, B>(mean: A, shape: B) -> Result<Self, Error>
    where
        A: Join<B, Out = T> + Lift<T>,
        B: Lift<T>,
    {
        let (mean, shape) = (mean.lift(), shape.lift());
        positive(mean, "InverseGaussian", "mean")?;
        positive(shape, "InverseGaussian", "shape")?;
        Ok(InverseGaussian { mean, shape })
    }

    /// The mean.
    #[inline]
    pub fn mean(&self) -> T {
        self.mean
    }

    /// The shape.
    #[inline]
    pub fn shape(&self) -> T {
        self.shape
    }

    /// The variance, mean³/shape.
    #[inline]
    pub fn variance(&self) -> T {
        let mean = self.mean.smooth();
        T::leave(mean * mean * mean / self.shape.smooth())
    }

    /// The entropy, ln(2π e mean³/shape)/2 - 3/2 eᵗ E₁(t) with t = 2 shape/mean and the exponential integral E₁.
    pub fn entropy(&self) -> T {
        let (mean, shape) = (self.mean.smooth(), self.shape.smooth());
        let logarithm = Smooth((2.0 * shape / mean).0.unary(InversePower(1)));
        T::leave(0.5 * (TAU.ln() + 1.0 + 3.0 * mean.ln() - shape.ln()) - 1.5 * logarithm)
    }
}

/// ∫ e^-s/(t + s)^n ds over s > 0, which is eᵗ E₁(t) for n = 1.
#[derive(Clone, Copy, Debug)]
struct InversePower(i32);
impl Unary for InversePower {
    fn value(self, t: f64) -> f64 {
        tail(t.min(1.0), None, f64::INFINITY, |s| -s, |s| (t + s).powi(-self.0))
    }
    #[inline]
    fn derivative<T: Number>(self, t: T, _: T) -> T {
        t.unary(InversePower(self.0 + 1)).mul_f64(-f64::from(self.0))
    }
}

/// What the density, the distribution function and the slopes are made of.
struct Terms<D> {
    /// sqrt(shape/x)
    root: Smooth<D>,
    /// root (x/mean + 1)
    b: Smooth<D>,
    /// root (x/mean - 1)
    c: Smooth<D>,
}

impl<D: Number> InverseGaussian<Smooth<D>> {
    /// The distribution with shape 1.
    #[inline]
    pub(crate) fn standard(mean: Smooth<D>) -> Self {
        InverseGaussian { mean, shape: Smooth::constant(1.0) }
    }

    #[inline]
    fn terms(&self, x: Smooth<D>) -> Terms<D> {
        let root = self.shape.sqrt() / x.sqrt();
        Terms { root, b: root * (x / self.mean + 1.0), c: root * ((x - self.mean) / self.mean) }
    }
}

impl<D: Number> Density<D> for InverseGaussian<Smooth<D>> {
    #[inline(always)]
    fn ln_density(&self, x: Smooth<D>) -> Smooth<D> {
        let c = self.terms(x).c;
        let inside = 0.5 * ((self.shape / TAU).ln() - 3.0 * x.ln() - c * c);
        on_half_line("InverseGaussian", x, Smooth::constant(f64::NEG_INFINITY), inside)
    }
}

impl<D: Number> Cumulative<D> for InverseGaussian<Smooth<D>> {
    #[inline]
    fn cumulative(&self, x: Smooth<D>) -> (Smooth<D>, Smooth<D>) {
        above(0.0, x, sides(self.terms(x)))
    }
    #[inline]
    fn support(&self) -> (f64, f64) {
        (0.0, f64::INFINITY)
    }
}

/// F and 1 - F. Mills' ratio is R(t) = 1/(t + e(t)), and exp(2 shape/mean) Φ(-b) is φ(c) R(b).
fn sides<D: Number>(Terms { root, b, c }: Terms<D>) -> (Smooth<D>, Smooth<D>) {
    let excess = |t: Smooth<D>| Smooth((-t).0.unary(InverseMillsExcess));
    let density = Smooth(rules::normal_pdf(c.0));
    let inverse_b = (-b).inverse_mills();
    let second = density / inverse_b;
    // Φ(-c) - φ(c) R(b) cancels in the upper tail, where R(c) - R(b) does not have to.
    let upper = if every(c, |v| v > -1.0) {
        density / (-c).inverse_mills() * ((2.0 * root + excess(b) - excess(c)) / inverse_b)
    } else {
        (-c).normal_cdf() - second
    };
    (c.normal_cdf() + second, upper)
}

/// The rule of x with mean and shape.
#[derive(Clone, Copy, Debug)]
struct Rule;
impl Implicit<2> for Rule {
    #[inline]
    fn slopes<T: Number>(self, [mean, shape]: [T; 2], x: T, _: [bool; 2]) -> [T; 2] {
        let (mean, shape, x) = (Smooth(mean), Smooth(shape), Smooth(x));
        let ln_ratio = x.ln() - mean.ln();
        let (share, rest) = (ln_ratio.sigmoid(), -(0.5 * ln_ratio).tanh());
        let b = shape.sqrt() * (x.sqrt() / mean + 1.0 / x.sqrt());
        // b R(b) and 1 - b R(b), both positive
        let excess = Smooth((-b).0.unary(InverseMillsExcess)) / b;
        let (near, far) = (1.0 / (1.0 + excess), excess / (1.0 + excess));
        [(2.0 * share * near * (x / mean)).0, ((rest + 2.0 * share * far) * (x / shape)).0]
    }
}

/// One plain draw.
fn plain<R: Rng + ?Sized>(mean: f64, shape: f64, rng: &mut R) -> f64 {
    let (z, u): (f64, f64) = (rng.sample(StandardNormal), rng.sample(Open01));
    // The roots of shape (x - mean)² = mean² z² x are mean/t and mean t.
    let h = 0.5 * mean * z * z / shape;
    let t = 1.0 + h + h.sqrt() * (h + 2.0).sqrt();
    let small = if t < 1e300 { mean / t } else { shape / (z * z) };
    // The smaller one with probability mean/(mean + small) = t/(t + 1)
    let x = if u <= 1.0 / (1.0 + 1.0 / t) { small } else { mean * t };
    x.clamp(f64::MIN_POSITIVE, f64::MAX)
}

impl<D: Number> InverseGaussian<Smooth<D>> {
    #[inline]
    fn moving(&self, x: D::Base) -> Smooth<D> {
        Smooth(D::implicit([self.mean.0, self.shape.0], x, Rule))
    }
}

impl<D: Number> Pathwise<D> for InverseGaussian<Smooth<D>> {
    type Value = Smooth<D>;
    #[inline(always)]
    fn path<G: Generator>(&self, noise: &mut Noise<'_, G>) -> Smooth<D> {
        self.moving(noise.each(|lane, rng| plain(self.mean.0.primal(lane), self.shape.0.primal(lane), rng)))
    }
}

impl<D: Number> Redraw<D> for InverseGaussian<Smooth<D>> {
    #[inline]
    fn redraw(&self, x: Smooth<D>) -> Smooth<D> {
        self.moving(per_lane::<D>(|lane| x.0.primal(lane)))
    }
}
