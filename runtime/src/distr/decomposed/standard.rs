//! The parts of the standard distributions, in the parameters of location and scale where those are 0 and 1.

use crate::Smooth;
use crate::distr::StandardExp;
use crate::distr::implicit::gamma;
use crate::source::Noise;
use rand::distr::OpenClosed01;
use rand::{Rng, RngExt};
use rand_distr::StandardNormal;
use std::f64::consts::FRAC_1_PI;

/// 1/sqrt(2π), the constant of the location.
pub(super) const NORMAL: f64 = 0.398_942_280_401_432_7;
/// The constant of the location.
pub(super) const LAPLACE: f64 = 0.5;
/// The density at 0.
pub(super) const LOGISTIC_LOCATION: f64 = 0.25;
/// Twice the largest z p(z).
pub(super) const LOGISTIC_SCALE: f64 = 2.0 * LOGISTIC_PEAK;
/// The density at 0, and twice the largest z p(z).
pub(super) const CAUCHY: f64 = FRAC_1_PI;
/// What lies between the extremes of E ln(E) exp(-E).
pub(super) const EXTREME: f64 = HIGH - LOW;

#[inline]
pub(super) fn exponential<R: Rng + ?Sized>(rng: &mut R) -> f64 {
    rng.sample(StandardExp)
}

/// The sum of two exponential draws, or the first: the parts of the scale. dp/ds = (E - 1) p at s = 1.
#[inline]
pub(super) fn exponentials<R: Rng + ?Sized>(both: bool, rng: &mut R) -> f64 {
    let (e, more) = (exponential(rng), exponential(rng));
    if both { e + more } else { e }
}

/// ln of a draw from Gamma(shape, 1).
#[inline]
pub(super) fn draw_gamma<R: Rng + ?Sized>(shape: f64, mut rng: &mut R) -> f64 {
    gamma::draw_ln(Smooth::<f64>::constant(shape), &mut Noise::new(&mut rng)).detach()
}

#[inline]
fn open<R: Rng + ?Sized>(rng: &mut R) -> f64 {
    rng.sample(OpenClosed01)
}

#[inline]
fn signed(x: f64, positive: bool) -> f64 {
    if positive { x } else { -x }
}

/// dp/dμ = z p: Rayleigh draws on either side.
#[inline]
pub(super) fn normal_mean<R: Rng + ?Sized>(positive: bool, rng: &mut R) -> f64 {
    signed((2.0 * exponential(rng)).sqrt(), positive)
}

/// dp/ds = z² p - p: the double-sided Maxwell distribution, which is the length of a normal vector of three with a sign,
/// and that times a uniform number, which is normal.
#[inline]
pub(super) fn normal_scale<R: Rng + ?Sized>(positive: bool, rng: &mut R) -> f64 {
    let [x, y, z]: [f64; 3] = std::array::from_fn(|_| rng.sample(StandardNormal));
    let (maxwell, u) = ((x * x + y * y + z * z).sqrt().copysign(x), open(rng));
    if positive { maxwell } else { maxwell * u }
}

/// dp/dμ = sign(z) p: exponential draws on either side.
#[inline]
pub(super) fn laplace_location<R: Rng + ?Sized>(positive: bool, rng: &mut R) -> f64 {
    signed(exponential(rng), positive)
}

#[inline]
pub(super) fn laplace_scale<R: Rng + ?Sized>(positive: bool, rng: &mut R) -> f64 {
    signed(exponentials(positive, rng), rng.next_u32() & 1 == 0)
}

/// The two points at which the density has a uniform level: sech²(z/2) = u.
#[inline]
pub(super) fn logistic_location<R: Rng + ?Sized>(positive: bool, rng: &mut R) -> f64 {
    signed(2.0 * open(rng).sqrt().recip().acosh(), positive)
}

/// Where z p(z) is largest, and what it is there.
const LOGISTIC_MODE: f64 = 1.543_404_638_418_208_5;
const LOGISTIC_PEAK: f64 = 0.223_871_602_347_151_42;

/// The two points at which z p(z) has a uniform level, with a sign.
pub(super) fn logistic_scale<R: Rng + ?Sized>(positive: bool, rng: &mut R) -> f64 {
    let level = LOGISTIC_PEAK * open(rng);
    let rise = |z: f64| {
        let e = (-z).exp();
        z * e / ((1.0 + e) * (1.0 + e)) - level
    };
    let z = if positive { root(|z| -rise(z), LOGISTIC_MODE, 800.0) } else { root(rise, 0.0, LOGISTIC_MODE) };
    signed(z, rng.next_u32() & 1 == 0)
}

/// The two points at which the density has a uniform level: 1/(1 + z²) = u.
#[inline]
pub(super) fn cauchy_location<R: Rng + ?Sized>(positive: bool, rng: &mut R) -> f64 {
    let u = open(rng);
    signed(((1.0 - u) / u).sqrt(), positive)
}

/// The two points at which z p(z) has a uniform level, 2 z/(1 + z²) = u, with a sign.
#[inline]
pub(super) fn cauchy_scale<R: Rng + ?Sized>(positive: bool, rng: &mut R) -> f64 {
    let u = open(rng);
    let near = u / (1.0 + ((1.0 - u) * (1.0 + u)).sqrt());
    signed(if positive { near.recip() } else { near }, rng.next_u32() & 1 == 0)
}

/// ln of E where E ln(E) exp(-E) is least and largest, and what it is there.
const LN_LEAST: f64 = -1.349_976_485_401_125_4;
const LN_MOST: f64 = 0.806_465_994_236_326_8;
const LOW: f64 = -0.270_053_371_317_427_6;
const HIGH: f64 = 0.192_317_920_511_272_1;

/// ln E for the derivative of a power: with E ~ Exp(1) and x = E^(1/k), dp/dk = (1 + ln E - E ln E) p at k = 1, which
/// is the derivative of E ln(E) exp(-E) in E. Its level sets have a point between the extremes and one outside.
pub(super) fn extreme<R: Rng + ?Sized>(positive: bool, rng: &mut R) -> f64 {
    let level = LOW + EXTREME * open(rng);
    let rise = |y: f64| y * (y - y.exp()).exp() - level;
    if positive {
        root(rise, LN_LEAST, LN_MOST)
    } else if level > 0.0 {
        root(|y| -rise(y), LN_MOST, 7.0)
    } else {
        root(|y| -rise(y), -800.0, LN_LEAST)
    }
}

/// Where an increasing function crosses zero, by bisection down to neighbouring numbers.
pub(super) fn root(f: impl Fn(f64) -> f64, mut low: f64, mut high: f64) -> f64 {
    loop {
        let middle = 0.5 * (low + high);
        if !(low < middle && middle < high) {
            return middle;
        }
        if f(middle) < 0.0 { low = middle } else { high = middle }
    }
}
