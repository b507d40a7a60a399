//! The skew normal distribution.

use super::{Cumulative, Density, Redraw, at_most, cumulative, density, drawn_pathwise, family, finite, positive};
use crate::number::{Implicit, rules};
use crate::source::{Generator, Noise, Pathwise};
use crate::special::owen::SkewNormalCdf;
use crate::{Error, Join, Lift, Number, Real, Smooth};
use rand::RngExt;
use rand_distr::StandardNormal;

/// The skew normal distribution. Its entropy and its quantile have no closed form.
///
/// # Density
/// p(x) = 2 φ(z) Φ(shape z) / scale with z = (x - location)/scale, for every real x.
///
/// # Gradient
/// x = location + scale z: pathwise, explicit in location and scale; z moves with the shape so that its distribution
/// function stays, dz/dshape = φ(shape z) / ((1 + shape²) Φ(shape z)): implicit (Figurnov, Mohamed and Mnih 2018,
/// <https://doi.org/10.48550/arXiv.1805.08498>), in closed form. (To move the two normal numbers that z is drawn from,
/// z = (shape |z₀| + z₁)/sqrt(1 + shape²) (Azzalini 1985), would be unbiased too, with more variance.)
///
/// # Example
/// ```
/// use stochastic_grad::prelude::*;
///
/// let skewed = SkewNormal::new(0.5, 1.5, 2.0)?;
/// let x = skewed.sample(&mut StdRng::seed_from_u64(1));
/// assert!(x.is_finite());
/// assert!((skewed.mean() - 1.5704744696916626).abs() < 1e-15);
/// assert!((skewed.cdf(0.5) - 0.14758361765043326).abs() < 1e-15);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SkewNormal<T = f64> {
    location: T,
    scale: T,
    shape: T,
}

family!(SkewNormal { location, scale, shape });
drawn_pathwise!(SkewNormal);
density! {
    /// ln of the density at `x`.
    SkewNormal { location, scale, shape }
}
cumulative! {
    /// The distribution function, Φ(z) - 2 T(z, shape) with Owen's function T, accurate in both tails.
    SkewNormal { location, scale, shape }
}

impl<T: Real> SkewNormal<T> {
    /// A skew normal distribution with a finite `location`, a finite `scale > 0` and a finite `shape`.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] where a parameter violates its bound.
    #[inline(always)]
    pub fn new<A, B, C>(location: A, scale: B, shape: C) -> Result<Self, Error>
    where
        A: Join<B> + Lift<T>,
        A::Out: Join<C, Out = T>,
        B: Lift<T>,
        C: Lift<T>,
    {
        let (location, scale, shape) = (location.lift(), scale.lift(), shape.lift());
        finite(location, "SkewNormal", "location")?;
        positive(scale, "SkewNormal", "scale")?;
        finite(shape, "SkewNormal", "shape")?;
        Ok(SkewNormal { location, scale, shape })
    }

    /// The location.
    #[inline]
    pub fn location(&self) -> T {
        self.location
    }

    /// The scale.
    #[inline]
    pub fn scale(&self) -> T {
        self.scale
    }

    /// The shape, 0 for the normal distribution.
    #[inline]
    pub fn shape(&self) -> T {
        self.shape
    }

    /// The mean, location + scale δ sqrt(2/π) with δ = shape/sqrt(1 + shape²).
    pub fn mean(&self) -> T {
        let delta = self.shape.smooth() / self.shape.smooth().hypot1();
        T::leave(self.location.smooth() + self.scale.smooth() * delta * 0.797_884_560_802_865_4)
    }

    /// The variance, scale² (1 - 2δ²/π).
    pub fn variance(&self) -> T {
        let (scale, root) = (self.scale.smooth(), self.shape.smooth().hypot1());
        // δ² = 1 - 1/(1 + shape²)
        let rest = (1.0 / root) * (1.0 / root);
        T::leave(scale * scale * (0.363_380_227_632_418_7 + std::f64::consts::FRAC_2_PI * rest))
    }
}

impl<D: Number> Density<D> for SkewNormal<Smooth<D>> {
    #[inline(always)]
    fn ln_density(&self, x: Smooth<D>) -> Smooth<D> {
        let z = (x - self.location) / self.scale;
        // ln 2 - ln sqrt(2π)
        -0.5 * z * z + (self.shape * z).ln_normal_cdf() - self.scale.ln() - 0.225_791_352_644_727_44
    }
}

impl<D: Number> Cumulative<D> for SkewNormal<Smooth<D>> {
    fn cumulative(&self, x: Smooth<D>) -> (Smooth<D>, Smooth<D>) {
        let z = (x - self.location) / self.scale;
        let part = |upper| Smooth(z.0.binary(self.shape.0, SkewNormalCdf { upper }));
        (part(false), part(true))
    }
}

impl<D: Number> SkewNormal<Smooth<D>> {
    /// z as it moves with the shape.
    #[inline(always)]
    fn at(&self, z: D::Base) -> Smooth<D> {
        self.location + self.scale * Smooth(D::implicit([self.shape.0], z, Skewing))
    }
}

/// dz/dshape = φ(shape z) / ((1 + shape²) Φ(shape z))
#[derive(Clone, Copy, Debug)]
struct Skewing;
impl Implicit<1> for Skewing {
    #[inline]
    fn slopes<T: Number>(self, [shape]: [T; 1], z: T, _wanted: [bool; 1]) -> [T; 1] {
        let root = shape.unary(rules::Hypot1);
        // Above 40 the ratio has underflowed together with its derivatives.
        let t = at_most(Smooth(shape.mul(z)), 40.0).0;
        [t.unary(rules::InverseMills).div(root).div(root)]
    }
}

impl<D: Number> Pathwise<D> for SkewNormal<Smooth<D>> {
    type Value = Smooth<D>;
    #[inline(always)]
    fn path<G: Generator>(&self, noise: &mut Noise<'_, G>) -> Smooth<D> {
        let shape = self.shape.0;
        self.at(noise.each(|lane, rng| {
            let (z0, z1): (f64, f64) = (rng.sample(StandardNormal), rng.sample(StandardNormal));
            let shape = shape.primal(lane);
            let root = shape.hypot(1.0);
            shape / root * z0.abs() + z1 / root
        }))
    }
}

impl<D: Number> Redraw<D> for SkewNormal<Smooth<D>> {
    #[inline]
    fn redraw(&self, x: Smooth<D>) -> Smooth<D> {
        let z = (x - self.location) / self.scale;
        let mut lanes = 0..;
        self.at(Number::noise(|| z.0.primal(lanes.next().unwrap_or(0))))
    }
}
