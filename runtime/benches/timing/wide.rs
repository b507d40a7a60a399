//! Random numbers for the hand-written loops over vectors.

use rand::{Rng, RngExt};
use std::f64::consts::TAU;
use wide::bytemuck::cast;
use wide::{f64x8, u64x8};

/// Eight generators xoshiro256+ (Blackman and Vigna 2021), whose high bits are all that is used.
pub(crate) struct Generators([u64x8; 4]);

impl Generators {
    pub(crate) fn fork(rng: &mut impl Rng) -> Self {
        Generators(std::array::from_fn(|_| u64x8::new(rng.random())))
    }

    #[inline(always)]
    fn next(&mut self) -> u64x8 {
        let [s0, s1, s2, s3] = self.0;
        let (t2, t3) = (s2 ^ s0, s3 ^ s1);
        self.0 = [s0 ^ t3, s1 ^ t2, t2 ^ (s1 << 17), (t3 << 45) | (t3 >> 19)];
        s0 + s3
    }

    /// Uniform in [1, 2).
    #[inline(always)]
    fn from_one_to_two(&mut self) -> f64x8 {
        cast((self.next() >> 12) | u64x8::splat(1.0_f64.to_bits()))
    }

    /// Two independent standard normal draws in each lane (Box and Muller 1958).
    #[inline(always)]
    pub(crate) fn normals(&mut self) -> [f64x8; 2] {
        let radius = ((f64x8::splat(2.0) - self.from_one_to_two()).ln() * f64x8::splat(-2.0)).sqrt();
        let (sin, cos) = ((self.from_one_to_two() - f64x8::splat(1.0)) * f64x8::splat(TAU)).sin_cos();
        [radius * sin, radius * cos]
    }
}
