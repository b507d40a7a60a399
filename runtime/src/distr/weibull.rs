//! The Weibull distribution.

use super::{
    Density, EULER, Redraw, StandardExp, density, drawn_pathwise, every, family, on_half_line, outside_support,
    positive,
};
use crate::source::{Generator, Noise, Pathwise};
use crate::{Error, Join, Lift, Number, Real, Smooth};
use rand::distr::Distribution;

/// The Weibull distribution, a power of an exponential distribution.
///
/// # Density
/// p(x) = (shape/scale) (x/scale)^(shape - 1) exp(-(x/scale)^shape), for x > 0.
///
/// # Gradient
/// x = scale e^(1/shape) with e ~ Exp(1): pathwise, explicit, by inversion (Devroye 1986,
/// <https://doi.org/10.1007/978-1-4613-8643-8>).
///
/// # Example
/// ```
/// use stochastic_grad::prelude::*;
///
/// let life = Weibull::new(2.0, 1.5)?;
/// let x = life.sample(&mut StdRng::seed_from_u64(1));
/// assert!(x > 0.0);
/// assert!((life.mean() - 1.805490585901867).abs() < 1e-14);
/// assert!((life.ln_pdf(2.0) - -1.2876820724517808).abs() < 1e-15);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weibull<T = f64> {
    scale: T,
    shape: T,
}

family!(Weibull { scale, shape });
drawn_pathwise!(Weibull);
density! {
    /// ln of the density at `x`: minus infinity at a constant x < 0, the limit at a constant x = 0, an error at a smooth
    /// x <= 0.
    Weibull { scale, shape }
}

impl<T: Real> Weibull<T> {
    /// A Weibull distribution with a finite `scale > 0` and a finite `shape > 0`.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] where a parameter violates its bound.
    #[inline]
    pub fn new<A, B>(scale: A, shape: B) -> Result<Self, Error>
    where
        A: Join<B, Out = T> + Lift<T>,
        B: Lift<T>,
    {
        let (scale, shape) = (scale.lift(), shape.lift());
        positive(scale, "Weibull", "scale")?;
        positive(shape, "Weibull", "shape")?;
        Ok(Weibull { scale, shape })
    }

    /// The scale.
    #[inline]
    pub fn scale(&self) -> T {
        self.scale
    }

    /// The shape.
    #[inline]
    pub fn shape(&self) -> T {
        self.shape
    }

    /// The mean, scale Γ(1 + 1/shape).
    #[inline]
    pub fn mean(&self) -> T {
        T::leave(self.scale.smooth() * (1.0 + 1.0 / self.shape.smooth()).gamma())
    }

    /// The variance, scale² (Γ(1 + 2/shape) - Γ(1 + 1/shape)²).
    #[inline]
    pub fn variance(&self) -> T {
        let mean = self.mean().smooth();
        T::leave(mean * mean * ln_ratio(1.0 / self.shape.smooth()).exp_m1())
    }

    /// The entropy, γ (1 - 1/shape) + ln(scale/shape) + 1 with Euler's constant γ = 0.577...
    #[inline]
    pub fn entropy(&self) -> T {
        let (scale, shape) = (self.scale.smooth(), self.shape.smooth());
        T::leave(EULER * (1.0 - 1.0 / shape) + scale.ln() - shape.ln() + 1.0)
    }
}

impl<D: Number> Density<D> for Weibull<Smooth<D>> {
    #[inline]
    fn ln_density(&self, x: Smooth<D>) -> Smooth<D> {
        let ln_z = (x / self.scale).ln();
        let inside = (self.shape / self.scale).ln() + (self.shape - 1.0) * ln_z - (self.shape * ln_z).exp();
        on_half_line("Weibull", x, self.ln_density_at_zero(x), inside)
    }
}

impl<D: Number> Weibull<Smooth<D>> {
    /// The limit at 0: infinite, 1/scale or zero, as the shape is less than, equal to or greater than 1.
    fn ln_density_at_zero(&self, x: Smooth<D>) -> Smooth<D> {
        let one = D::constant(1.0);
        if every(x, |v| v != 0.0) {
            return Smooth(one);
        }
        if !self.shape.0.is_constant() && !every(self.shape, |v| v != 1.0) {
            return outside_support("Weibull", x);
        }
        let (least, most) = (D::constant(f64::NEG_INFINITY), D::constant(f64::INFINITY));
        let up = D::select(one.greater(self.shape.0), most, (-self.scale.ln()).0);
        Smooth(D::select(self.shape.0.greater(one), least, up))
    }
}

impl<D: Number> Pathwise<D> for Weibull<Smooth<D>> {
    type Value = Smooth<D>;
    #[inline]
    fn path<G: Generator>(&self, noise: &mut Noise<'_, G>) -> Smooth<D> {
        let ln_e: Smooth<D> = noise.draw(StandardExp.map(|e: f64| e.ln()));
        self.scale * (ln_e / self.shape).exp()
    }
}

impl<D: Number> Redraw<D> for Weibull<Smooth<D>> {
    #[inline]
    fn redraw(&self, x: Smooth<D>) -> Smooth<D> {
        let ln_e = (self.shape * (x / self.scale).ln()).frozen();
        self.scale * (ln_e / self.shape).exp()
    }
}

/// ln(Γ(1 + 2h) / Γ(1 + h)²), which is of the order h².
fn ln_ratio<D: Number>(h: Smooth<D>) -> Smooth<D> {
    // (-1)^j ζ(j) (2^j - 2)/j for j = 2, 3, ...: enough for h < 1/32, beyond which little cancels.
    const SERIES: [f64; 13] = [
        1.644_934_066_848_226_4,
        -2.404_113_806_319_188_6,
        3.788_131_317_988_983_7,
        -6.221_566_530_860_22,
        10.512_544_973_839_308,
        -18.150_286_992_874_61,
        31.879_456_059_284_733,
        -56.780_475_593_477_99,
        102.301_645_578_063,
        -186.091_919_080_366_2,
        341.250_623_195_770_25,
        -630.077_309_408_974_4,
        1_170.214_526_210_609_4,
    ];
    let series = SERIES.iter().rev().fold(Smooth::constant(0.0), |sum, c| sum * h + *c) * h * h;
    let direct = (1.0 + 2.0 * h).ln_gamma() - 2.0 * (1.0 + h).ln_gamma();
    Smooth(D::select(D::constant(1.0 / 32.0).greater(h.0), series.0, direct.0))
}
