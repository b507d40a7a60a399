//! Von Mises: how a draw moves with the concentration.
//!
//! The score is s(t) = cos t - A(κ) with A = I₁/I₀; on (0, π) it falls, and changes its sign once.
//!
//! The largest relative error at 5000 points (κ from 1e-3 to 1e4, all angles) is 1.7e-15. TensorFlow Probability sums
//! a series for κ < 10.5 and takes Hill's normal approximation beyond (1977, doi 10.1145/355744.355753): at κ = 13.3
//! the error of its derivative is 1e-6 within three standard deviations, 5e-4 where two draws in a million lie
//! further out, and grows from there.

use super::quadrature::tail;
use crate::number::Implicit;
use crate::source::{Generator, Noise};
use crate::special::bessel;
use crate::{Number, Smooth};
use rand::{Rng, RngExt};
use std::f64::consts::{FRAC_PI_2, PI};

/// ln 2π
const LN_TAU: f64 = 1.837_877_066_409_345_4;

/// π less its double
const PI_REST: f64 = 1.2246467991473532e-16;

/// dx/dκ at a fixed value of the distribution function, for -π < x < π and location 0.
pub(crate) fn slope<T: Number>(kappa: T, x: T) -> T {
    let complement = bessel::ratio_complement(kappa);
    if score(complement, x.mul_f64(0.5)).sole() >= 0.0 {
        center(kappa, complement, x).neg()
    } else if x.sole() < 0.0 {
        upper(kappa, complement, x.neg()).neg()
    } else {
        upper(kappa, complement, x)
    }
}

/// cos t - A = (1 - A) - 2 sin²(t/2), at half the angle
#[inline]
fn score<T: Number>(complement: T, half: T) -> T {
    let sin = half.sin_cos().0;
    complement.sub(sin.mul(sin).mul_f64(2.0))
}

/// The integral of the score over (0, x), over the density at x. The exponent is positive, and at most about 1 where
/// the score is positive.
fn center<T: Number>(kappa: T, complement: T, x: T) -> T {
    let half = x.mul_f64(0.5);
    let sin = |u: f64| half.mul_f64(u).sin_cos().0;
    // κ (cos(x u) - cos x)
    let exponent = |u: f64| kappa.mul(sin(1.0 - u)).mul(sin(1.0 + u)).mul_f64(2.0);
    let first = 2.0 * scale(kappa) / x.sole().abs();
    tail(f64::min(first, 1.0), None, 1.0, exponent, |u| score(complement, half.mul_f64(u))).mul(x)
}

/// The integral of the score over (x, π), over the density at x > 0.
fn upper<T: Number>(kappa: T, complement: T, x: T) -> T {
    integral_above(kappa, x, |half| score(complement, half))
}

/// ln of the density at x.
pub(crate) fn ln_density<T: Number>(kappa: T, x: T) -> T {
    let sin = x.mul_f64(0.5).sin_cos().0;
    let exponent = kappa.mul(sin).mul(sin).mul_f64(-2.0);
    exponent.sub(kappa.unary(bessel::LnI0Scaled)).add_f64(-LN_TAU)
}

/// The probability of (x, π), for x >= 0.
pub(crate) fn upper_tail(kappa: f64, x: f64) -> f64 {
    ln_density(kappa, x).exp() * integral_above(kappa, x, |_| 1.0)
}

/// The integral of a factor, a function of half the angle, over (x, π), over the density at x >= 0.
fn integral_above<T: Number>(kappa: T, x: T, factor: impl Fn(T) -> T) -> T {
    // The variable is the part of this way: its end must not move with x.
    let way = x.rsub_f64(PI).add_f64(PI_REST);
    let (half_way, half) = (way.mul_f64(0.5), x.mul_f64(0.5));
    // κ (cos(x + r) - cos x) = -2 κ sin(r/2) sin(x + r/2)
    let exponent = |u: f64| {
        let h = half_way.mul_f64(u);
        kappa.mul(h.sin_cos().0).mul(x.add(h).sin_cos().0).mul_f64(-2.0)
    };
    // Not -0, whose reciprocal is minus infinity.
    let steep = (kappa.sole() * x.sole().sin()).abs();
    let first = scale(kappa).min(1.0 / steep) / way.sole();
    tail(f64::min(first, 1.0), None, 1.0, exponent, |u| factor(half.add(half_way.mul_f64(u)))).mul(way)
}

/// The width of the density around 0.
#[inline]
fn scale<T: Number>(kappa: T) -> f64 {
    f64::min(1.0, 1.0 / kappa.sole().abs().sqrt())
}

/// A draw that moves with κ.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Draw;
impl Implicit<1> for Draw {
    #[inline]
    fn slopes<T: Number>(self, [kappa]: [T; 1], x: T, _wanted: [bool; 1]) -> [T; 1] {
        [slope(kappa, x)]
    }
}

/// One draw around 0, in (-π, π).
#[inline]
pub(crate) fn draw<D: Number, G: Generator>(kappa: Smooth<D>, noise: &mut Noise<'_, G>) -> Smooth<D> {
    let drawn = noise.each(|lane, rng| plain(kappa.0.primal(lane), rng));
    Smooth(D::implicit([kappa.0], drawn, Draw))
}

/// One draw by rejection from a wrapped Cauchy distribution (Best and Fisher 1979, doi 10.2307/2346732), written in
/// p = 2κ + sqrt(1 + 4κ²), in which nothing cancels: their r is (1 + sqrt(1 + 4κ²)) / 2κ, (r + 1)/(r - 1) = p, and
/// the proposal's cosine f turns into tan(θ/2) = tan(π u/2) / sqrt(p).
fn plain<R: Rng + ?Sized>(kappa: f64, rng: &mut R) -> f64 {
    // Beyond this the law is that of a normal distribution with variance 1/κ, and 4κ might overflow.
    const LARGE: f64 = 1e300;
    if kappa > LARGE {
        return plain(LARGE, rng) * (LARGE / kappa).sqrt();
    }
    let p = 2.0 * kappa + (2.0 * kappa).hypot(1.0);
    loop {
        let (sin, cos) = (FRAC_PI_2 * (2.0 * rng.random::<f64>() - 1.0)).sin_cos();
        // their κ (r - f)
        let c = 0.5 * (1.0 + p) / (1.0 + 4.0 * kappa * cos * cos / (1.0 + 1.0 / p));
        let u = 1.0 - rng.random::<f64>();
        if c * (2.0 - c) > u || (c / u).ln() + 1.0 >= c {
            return 2.0 * (sin / (cos * p.sqrt())).atan();
        }
        if c.is_nan() {
            return c;
        }
    }
}
