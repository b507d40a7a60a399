//! Plain draws from the gamma distribution (Marsaglia and Tsang 2000, <https://doi.org/10.1145/358407.358414>).
//!
//! Set up anew for each draw, because shapes that are draws themselves change with each.

use rand::distr::Open01;
use rand::{Rng, RngExt};
use rand_distr::StandardNormal;

/// ln of a draw with a tiny shape, where the true one is beyond the range of numbers; far from it, so that sums stay
/// finite.
pub(super) const LOWEST: f64 = -f64::MAX / 4.0;

/// g and U of which g U^(1/shape) is a draw from Gamma(shape, 1), for any shape > 0; U is 1 for a shape >= 1.
#[inline]
pub(super) fn boosted_gamma<R: Rng + ?Sized>(shape: f64, rng: &mut R) -> (f64, f64) {
    if shape >= 1.0 {
        return (gamma(shape, rng), 1.0);
    }
    let u = rng.sample(Open01);
    (gamma(shape + 1.0, rng), u)
}

/// ln of a draw from Gamma(shape, 1), for any shape > 0.
#[inline]
pub(super) fn ln_gamma<R: Rng + ?Sized>(shape: f64, rng: &mut R) -> f64 {
    let (x, u) = boosted_gamma(shape, rng);
    if shape >= 1.0 { x.ln() } else { (x.ln() + u.ln() / shape).max(LOWEST) }
}

/// A draw from Gamma(shape, 1) for a shape >= 1.
#[inline]
pub(super) fn gamma<R: Rng + ?Sized>(shape: f64, rng: &mut R) -> f64 {
    let d = shape - 1.0 / 3.0;
    let c = 1.0 / (3.0 * d.sqrt());
    loop {
        let z: f64 = rng.sample(StandardNormal);
        let w = c * z;
        let cube = (1.0 + w) * (1.0 + w) * (1.0 + w);
        if cube <= 0.0 {
            continue;
        }
        let u: f64 = rng.sample(Open01);
        if u < 1.0 - 0.0331 * (z * z) * (z * z) || accepted(u, d, w, cube) {
            return d * cube;
        }
    }
}

/// ln u < z²/2 + d (1 - v + ln v) with v = (1 + w)³ and 9 d w² = z²
#[cold]
fn accepted(u: f64, d: f64, w: f64, cube: f64) -> bool {
    let bound = if w.abs() < 1e-3 {
        // Of Taylor's series of 3 ln(1 + w) all up to w³ cancels, and with large d nothing else would remain.
        -3.0 * d * w * w * w * w * (0.25 - w * (0.2 - w * (1.0 / 6.0 - w / 7.0)))
    } else {
        4.5 * d * w * w + d * (1.0 - cube + cube.ln())
    };
    u.ln() < bound
}
