//! Kernels of elementary functions that are measured to be faster inline than the platform's library.

use std::f64::consts::FRAC_2_PI;

/// Beyond this the reduction below loses bits, and the platform's own is used.
pub(crate) const LARGE: f64 = 1_048_576.0;

/// Adding and subtracting it rounds to an integer.
const ROUND: f64 = 6_755_399_441_055_744.0;

/// The first 33 bits of pi/2: the product with an integer below 2^20 is exact.
pub(crate) const HALF_PI: f64 = 1.570_796_326_734_125_6;
/// The next 33 bits.
pub(crate) const HALF_PI_NEXT: f64 = 6.077_100_506_303_966e-11;
/// What both leave of it.
pub(crate) const HALF_PI_REST: f64 = 2.022_266_248_795_950_7e-21;

/// The sine and the cosine, each within one unit in the last place.
///
/// The argument less the nearest multiple of pi/2 is computed as a sum of two numbers (Cody and Waite 1980), for which
/// the polynomials are those of FreeBSD's msun (Copyright 1993 Sun Microsystems).
#[inline]
pub(crate) fn sin_cos(x: f64) -> (f64, f64) {
    // Also NaN.
    if x.abs().partial_cmp(&LARGE) != Some(std::cmp::Ordering::Less) {
        return x.sin_cos();
    }
    let shifted = x * FRAC_2_PI + ROUND;
    let n = shifted - ROUND;
    let quadrant = shifted.to_bits();
    let first = x - n * HALF_PI;
    let second = n * HALF_PI_NEXT;
    let head = first - second;
    let rest = n * HALF_PI_REST - ((first - head) - second);
    let r = head - rest;
    let r_low = (head - r) - rest;
    let (sin, cos) = (sin_of_small(r, r_low), cos_of_small(r, r_low));
    // Masks in the place of a branch that would be mispredicted every other time.
    let swap = (quadrant & 1).wrapping_neg();
    let both = (sin.to_bits() ^ cos.to_bits()) & swap;
    let flip = |value: f64, sign: u64| f64::from_bits(value.to_bits() ^ both ^ (sign << 63));
    (flip(sin, quadrant >> 1), flip(cos, (quadrant >> 1) ^ quadrant))
}

/// sin(x + y) for |x| <= pi/4 and a tiny y
#[inline]
fn sin_of_small(x: f64, y: f64) -> f64 {
    const S1: f64 = -1.666_666_666_666_663_2e-1;
    const S2: f64 = 0.008_333_333_333_322_49;
    const S3: f64 = -1.984_126_982_985_795e-4;
    const S4: f64 = 2.755_731_370_707_006_8e-6;
    const S5: f64 = -2.505_076_025_340_686_3e-8;
    const S6: f64 = 1.589_690_995_211_55e-10;
    let z = x * x;
    let w = z * z;
    let r = S2 + z * (S3 + z * S4) + z * w * (S5 + z * S6);
    let v = z * x;
    x - ((z * (0.5 * y - v * r) - y) - v * S1)
}

/// cos(x + y) for |x| <= pi/4 and a tiny y
#[inline]
fn cos_of_small(x: f64, y: f64) -> f64 {
    const C1: f64 = 4.166_666_666_666_66e-2;
    const C2: f64 = -1.388_888_888_887_411e-3;
    const C3: f64 = 2.480_158_728_947_673e-5;
    const C4: f64 = -2.755_731_435_139_066_3e-7;
    const C5: f64 = 2.087_572_321_298_175e-9;
    const C6: f64 = -1.135_964_755_778_819_5e-11;
    let z = x * x;
    let w = z * z;
    let r = z * (C1 + z * (C2 + z * C3)) + w * w * (C4 + z * (C5 + z * C6));
    let half = 0.5 * z;
    let one = 1.0 - half;
    one + (((1.0 - one) - half) + (z * r - x * y))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The distance of two numbers in units in the last place of the second.
    fn ulps(x: f64, exact: f64) -> f64 {
        (x - exact).abs() / (f64::from_bits(exact.abs().to_bits() + 1) - exact.abs())
    }

    #[test]
    fn is_within_an_ulp_of_the_library() {
        // The library's own error is below 0.6 units; multiples of pi/2 are the hard cases.
        let mut worst: f64 = 0.0;
        let dense = (0..400_000).map(|i| (f64::from(i) - 2e5) * 1.000_1e-3);
        let wide = (0..200_000).map(|i| f64::from(i) * 5.242_9);
        let near = (1..200_000).map(|i| f64::from(i) * std::f64::consts::FRAC_PI_2);
        let tiny = (1..300).map(|i| 2f64.powi(-i));
        for x in dense.chain(wide).chain(near).chain(tiny) {
            for x in [x, -x] {
                let (sin, cos) = sin_cos(x);
                worst = worst.max(ulps(sin, x.sin())).max(ulps(cos, x.cos()));
            }
        }
        assert!(worst <= 1.0, "{worst} ulp");
    }

    #[test]
    fn edges() {
        assert_eq!(sin_cos(0.0), (0.0, 1.0));
        assert!(sin_cos(-0.0).0.is_sign_negative());
        assert!(sin_cos(f64::NAN).0.is_nan() && sin_cos(f64::INFINITY).1.is_nan());
        for x in [1e6, 1.1e6, 1e15, 1e300, f64::MAX] {
            assert!(ulps(sin_cos(x).0, x.sin()) <= 1.0 && ulps(sin_cos(x).1, x.cos()) <= 1.0);
        }
    }
}
