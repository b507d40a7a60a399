//! Densities whose derivatives are differences of densities, dp/dθ = c (p₊ - p₋) (Pflug 1989,
//! <https://doi.org/10.1007/BF01442469>; Mohamed, Rosca, Figurnov and Mnih 2020,
//! <https://doi.org/10.48550/arXiv.1906.10652>).

use super::own::Decomposable;
use crate::distr::{Normal, StandardExp};
use crate::{Number, Smooth};
use rand::{Rng, RngExt};

/// 1/sqrt(2π)
const INV_SQRT_TAU: f64 = 0.398_942_280_401_432_7;

#[inline]
fn exponential<R: Rng + ?Sized>(rng: &mut R) -> f64 {
    rng.sample(StandardExp)
}

/// A standard Rayleigh draw.
#[inline]
fn rayleigh<R: Rng + ?Sized>(rng: &mut R) -> f64 {
    (2.0 * exponential(rng)).sqrt()
}

/// The double-sided Maxwell distribution, z² exp(-z²/2)/sqrt(2π): the length of a normal vector of three, with a sign.
#[inline]
fn maxwell<R: Rng + ?Sized>(rng: &mut R) -> f64 {
    let [x, y, z]: [f64; 3] = std::array::from_fn(|_| rng.sample(rand_distr::StandardNormal));
    (x * x + y * y + z * z).sqrt().copysign(x)
}

/// mean: c = 1/(s sqrt(2π)), mean ± s Rayleigh. std_dev: c = 1/s, mean + s M, and mean + s M U, which is normal.
impl<D: Number> Decomposable<D> for Normal<Smooth<D>> {
    #[inline]
    fn parts(&self) -> usize {
        2
    }
    #[inline]
    fn shift(&self, part: usize) -> Smooth<D> {
        let s = self.std_dev().detach();
        if part == 0 { self.mean() * (INV_SQRT_TAU / s) } else { self.std_dev() * (1.0 / s) }
    }
    #[inline]
    fn draw_part<R: Rng + ?Sized>(&self, part: usize, positive: bool, rng: &mut R) -> f64 {
        let (mean, s) = (self.mean().detach(), self.std_dev().detach());
        if part == 0 {
            let r = rayleigh(rng);
            return mean + s * if positive { r } else { -r };
        }
        let (m, u) = (maxwell(rng), rng.random::<f64>());
        mean + s * if positive { m } else { m * u }
    }
}
