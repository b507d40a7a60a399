//! The derivative of a gamma density in its shape a: dp/da = (ln x - ψ(a)) p, positive above exp(ψ(a)), negative below.
//!
//! In y = ln x the parts are proportional to the distance w of y from ψ(a), times the density of y. Both are logarithmically
//! concave, and are drawn by rejection from a plateau with two exponential tails, tangents of the logarithm (Devroye 1986,
//! <https://doi.org/10.1007/978-1-4613-8643-8>, VII.2; Gilks and Wild 1992, <https://doi.org/10.2307/2347565>).

use super::standard::{exponential, root};
use crate::Smooth;
use crate::distr::gamma::ln_density_of_ln;
use crate::number::Dual;
use crate::special::{gamma_p, gamma_q};
use rand::distr::Open01;
use rand::{Rng, RngExt};

/// Below this shape the density of ln x at ψ(a) is that of an exponential tail.
const TINY: f64 = 0.02;

#[inline]
fn digamma(a: f64) -> f64 {
    Smooth::<f64>::constant(a).digamma().detach()
}

/// The weight of either part: the mass of p above exp(ψ(a)) has the derivative of that above a constant.
pub(super) fn constant(a: f64) -> f64 {
    let ln_x = digamma(a);
    if a < TINY {
        // P(a, x) = x^a/Γ(a + 1), and ψ(a + 1) - ψ(a) = 1/a
        return (a * ln_x - Smooth::<f64>::constant(a + 1.0).ln_gamma().detach()).exp() / a;
    }
    let (shape, x) = (Smooth(Dual::new(a, [1.0])), Smooth::constant(ln_x.exp()));
    let (upper, lower) = (gamma_q(shape, x).0.parts().1[0], gamma_p(shape, x).0.parts().1[0]);
    0.5 * (upper - lower)
}

/// ln of a draw from p₊ or p₋.
pub(super) fn draw_ln<R: Rng + ?Sized>(a: f64, positive: bool, rng: &mut R) -> f64 {
    let sign = if positive { 1.0 } else { -1.0 };
    let distance = Distance { a, from: digamma(a), sign };
    distance.from + sign * Envelope::new(&distance).draw(&distance, rng)
}

/// The distance from ψ(a), in one direction.
struct Distance {
    a: f64,
    from: f64,
    sign: f64,
}

impl Distance {
    fn ln_density(&self, w: f64) -> f64 {
        let y = self.from + self.sign * w;
        let [a, g, y] = [self.a, y.exp(), y].map(Smooth::<f64>::constant);
        w.ln() + ln_density_of_ln(a, g, y).detach()
    }

    fn slope(&self, w: f64) -> f64 {
        1.0 / w + self.sign * (self.a - (self.from + self.sign * w).exp())
    }

    fn mode(&self) -> f64 {
        // ln x has about the standard deviation 1/sqrt(a), and 1/a if that is greater.
        let mut high = 1.0 / self.a.min(self.a.sqrt());
        while self.slope(high) > 0.0 {
            high *= 2.0;
        }
        root(|w| -self.slope(w), 0.0, high)
    }
}

/// A plateau as high as the mode, and two tangents.
struct Envelope {
    top: f64,
    /// the ends of the plateau
    ends: [f64; 2],
    /// the slopes of the tangents, both positive
    slopes: [f64; 2],
}

impl Envelope {
    fn new(of: &Distance) -> Self {
        let mode = of.mode();
        let top = of.ln_density(mode);
        let spread = (1.0 / (mode * mode) + (of.from + of.sign * mode).exp()).sqrt().recip();
        let [left, right] = [mode - 0.9 * spread, mode + 1.1 * spread];
        let slopes = [of.slope(left), -of.slope(right)];
        let ends = [left + (top - of.ln_density(left)) / slopes[0], right - (top - of.ln_density(right)) / slopes[1]];
        Envelope { top, ends, slopes }
    }

    fn draw<R: Rng + ?Sized>(&self, of: &Distance, rng: &mut R) -> f64 {
        let ([left, right], [rise, fall]) = (self.ends, self.slopes);
        // What is left of the tangent at 0.
        let start = (-rise * left).exp();
        let areas = [(1.0 - start) / rise, right - left, 1.0 / fall];
        loop {
            let mut u = areas.iter().sum::<f64>() * rng.sample::<f64, _>(Open01);
            let (w, below) = if u < areas[0] {
                let below = (start + rise * u).ln();
                (left + below / rise, below)
            } else {
                u -= areas[0];
                if u < areas[1] { (left + u, 0.0) } else { tail(right, fall, exponential(rng)) }
            };
            if of.ln_density(w) - self.top - below > -exponential(rng) {
                return w;
            }
        }
    }
}

/// The point of the right tail with this much height lost, and that.
fn tail(right: f64, fall: f64, lost: f64) -> (f64, f64) {
    (right + lost / fall, -lost)
}
