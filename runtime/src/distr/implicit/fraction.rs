//! The continued fraction of the incomplete beta function with its derivatives by both parameters.

use crate::{Number, Smooth};

/// K = a F(x) x^-a (1 - x)^-b B(a, b), which is 1 at x = 0, and its derivatives by a and b.
pub(super) struct Fraction<T> {
    pub(super) value: Smooth<T>,
    pub(super) slopes: [Smooth<T>; 2],
}

impl<T: Number> Fraction<T> {
    /// K at x and xc = 1 - x, for x up to about the mean; `None` if it would take too many steps.
    ///
    /// The fraction α_1 / (β_1 + α_2 / (β_2 + ..)) of DiDonato and Morris 1992
    /// (<https://doi.org/10.1145/131766.131776>), algorithm BFRAC, from the last step to the first.
    #[inline]
    pub(super) fn new(a: Smooth<T>, b: Smooth<T>, x: Smooth<T>, xc: Smooth<T>, most: usize) -> Option<Self> {
        let plain = |x: Smooth<T>| x.0.sole();
        let steps = steps(plain(b), plain(x), plain(xc)) + 2 * T::ORDER as usize;
        if steps > most {
            return None;
        }
        let linear = a * xc - b * x + 1.0;
        let zero = Smooth::constant(0.0);
        let (mut r, mut r_a, mut r_b) = (zero, zero, zero);
        let mut after = 1.0 / (a + (2 * steps + 1) as f64);
        for i in (1..=steps).rev() {
            let n = i as f64;
            let before = 1.0 / (a + (2.0 * n - 1.0));
            // β = n + k l + e
            let k = (a + n) * after;
            let l = linear + (xc + 1.0) * n;
            let g = x * before;
            let c = g * n;
            let w = b - n;
            let e = c * w;
            let inverse = 1.0 / (k * l + e + n + r);
            let slope_a = after * (n + 1.0) * (after * l) + k * xc - e * before;
            let slope_b = c - k * x;
            // α = p q e g, but without its factor a at the end
            let q = a + b + (n - 1.0);
            let f = e * g;
            let (alpha, alpha_a, p) = if i == 1 {
                let alpha = q * f;
                (alpha, f - alpha * before * 2.0, Smooth::constant(1.0))
            } else {
                let p = a + (n - 1.0);
                let alpha = p * q * f;
                (alpha, (p + q) * f - alpha * before * 2.0, p)
            };
            let alpha_b = p * c * g * (w + q);
            r = alpha * inverse;
            r_a = (alpha_a - r * (slope_a + r_a)) * inverse;
            r_b = (alpha_b - r * (slope_b + r_b)) * inverse;
            after = before;
        }
        // after = 1 / (a + 1)
        let first = linear * after;
        let value = 1.0 / (first + r);
        let square = -(value * value);
        Some(Fraction { value, slopes: [square * ((xc - first) * after + r_a), square * (r_b - x * after)] })
    }
}

/// A number of steps after which the derivatives too are exact to 1e-15. In the end the fraction converges like
/// exp(-4 n artanh(sqrt(1 - x))), in the beginning in sqrt(14 b x) or so steps. (An upper bound for all of 50 000 points
/// with shapes from 1e-3 to 1e3 on both sides of the mean.)
#[inline]
fn steps(b: f64, x: f64, xc: f64) -> usize {
    (2.4 + (76.0 * x / xc + 14.4 * b * x + 27.1).sqrt()) as usize
}
