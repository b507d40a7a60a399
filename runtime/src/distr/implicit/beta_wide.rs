//! The slope of the beta distribution for all parameters: series of positive terms, and quadrature where they take
//! long.

use super::functions::{
    LARGE, below, digamma_difference, exp_m1_minus, ln_1p_minus, stirling_difference, sum_until_still,
};
use super::quadrature;
use crate::{Number, Smooth};

/// Beyond this exp(r) might overflow.
const FAR: f64 = 600.0;
/// Where a series would take more terms, the quadrature is faster.
const MOST_TERMS: usize = 300;

/// d logit x / da and d logit x / db at a fixed value of the distribution function, for x ~ Beta(a, b), y = logit x.
#[cold]
#[inline(never)]
pub(super) fn slopes<T: Number>([a, b]: [Smooth<T>; 2], y: Smooth<T>, wanted: [bool; 2]) -> [Smooth<T>; 2] {
    let point = Point { a, b, y, x: y.sigmoid(), ln_x: y.ln_sigmoid(), xc: (-y).sigmoid() };
    let slope = |wanted: bool, point: Point<T>| if wanted { point.slope() } else { Smooth::constant(0.0) };
    [slope(wanted[0], point), -slope(wanted[1], point.mirrored())]
}

/// Where the slope is taken: y = logit x, and xc = 1 - x.
#[derive(Clone, Copy)]
struct Point<T: Copy> {
    a: Smooth<T>,
    b: Smooth<T>,
    y: Smooth<T>,
    x: Smooth<T>,
    xc: Smooth<T>,
    ln_x: Smooth<T>,
}

impl<T: Number> Point<T> {
    /// 1 - x is drawn from Beta(b, a).
    fn mirrored(self) -> Self {
        let y = -self.y;
        Point { a: self.b, b: self.a, y, x: self.xc, xc: self.x, ln_x: y.ln_sigmoid() }
    }

    /// d logit x / da
    fn slope(self) -> Smooth<T> {
        let (score, excess) = self.score();
        let plain = |x: Smooth<T>| x.0.sole();
        let (a, b, x) = (plain(self.a), plain(self.b), plain(self.x));
        if x * (a + b) < 1e-20 && x < 1e-20 && (a + b) * plain(excess) >= 0.1 {
            // Of the series below only the first term remains.
            return excess / self.a;
        }
        // ψ(a + 1) - ψ(a + b) - ln x exceeds 0 by more than rounding, and x is not above the mean
        let series = if a * plain(excess) >= 0.1 && (x <= 0.5 || x * (a + b) < a) {
            if b >= 1.0 { self.lower_tail(excess) } else { self.lower_tail_of_small_b(excess) }
        } else if plain(score) > 0.0 || plain(self.xc) == 0.0 {
            self.upper_tail(score)
        } else {
            None
        };
        series.unwrap_or_else(|| self.quadrature(score))
    }

    /// The score ln x - ψ(a) + ψ(a + b), and 1/a less the score.
    fn score(self) -> (Smooth<T>, Smooth<T>) {
        let Point { a, b, y, ln_x, .. } = self;
        if below(a, LARGE) {
            let rest = ln_x + digamma_difference(a + 1.0, b);
            return (rest + b / (a + b) / a, 1.0 / (a + b) - rest);
        }
        let from_mean = y - (a / b).ln();
        let ln_ratio = if from_mean.0.sole().abs() < 1.0 {
            // ln x - ln(a / (a + b)) near the mean, where the difference would cancel
            -(b / (a + b) * (-from_mean).exp_m1()).ln_1p()
        } else {
            ln_x + (b / a).ln_1p()
        };
        let score = ln_ratio + stirling_difference(a, b);
        (score, 1.0 / a - score)
    }

    /// (S e + H) / a, where e is the excess, S the hypergeometric series of the lower tail and H = -dS/da for b >= 1
    fn lower_tail(self, excess: Smooth<T>) -> Option<Smooth<T>> {
        let Point { a, b, x, .. } = self;
        let (mut upper, mut lower) = (a + b, a + 1.0);
        let (mut t, mut h) = (Smooth::constant(1.0), Smooth::constant(0.0));
        let [s, h] = sum_until_still([t, h], MOST_TERMS, || {
            h += (b - 1.0) / (lower * upper);
            t = t * upper / lower * x;
            upper += 1.0;
            lower += 1.0;
            [t, t * h]
        })?;
        Some((s * excess + h) / a)
    }

    /// The same for b < 1, with the binomial series of (1 - x)^(b - 1), which has positive coefficients c_n:
    /// (1 - x)^-b Σ c_n x^n / (a + n) (1 / (a + n) - score), taken times a, since the score may overflow
    fn lower_tail_of_small_b(self, excess: Smooth<T>) -> Option<Smooth<T>> {
        let Point { a, b, x, xc, .. } = self;
        let a_score = 1.0 - a * excess;
        let (mut c, mut n) = (Smooth::constant(1.0), 0.0);
        let [sum] = sum_until_still([excess], MOST_TERMS, || {
            c = c * (1.0 - b + n) * x / (n + 1.0);
            n += 1.0;
            let r = 1.0 / (a + n);
            [c * r * (a * r - a_score)]
        })?;
        let ln_xc = if below(x, 0.5) { (-x).ln_1p() } else { xc.ln() };
        Some((-b * ln_xc).exp() * sum / a)
    }

    /// (S score + G) / b, where S is the hypergeometric series of the upper tail and G = dS/da
    fn upper_tail(self, score: Smooth<T>) -> Option<Smooth<T>> {
        let Point { a, b, xc, .. } = self;
        // The rest vanishes, or the slope overflows.
        if xc.0.sole() == 0.0 || score.0.sole() == f64::INFINITY {
            return Some(score / b);
        }
        let (mut upper, mut lower) = (a + b, b + 1.0);
        let (mut t, mut g) = (Smooth::constant(1.0), Smooth::constant(0.0));
        let [s, g] = sum_until_still([t, g], MOST_TERMS, || {
            g += 1.0 / upper;
            t = t * upper / lower * xc;
            upper += 1.0;
            lower += 1.0;
            [t, t * g]
        })?;
        Some((s * score + g) / b)
    }

    /// The integral over the tail in which the score has one sign, in the coordinate y.
    fn quadrature(self, score: Smooth<T>) -> Smooth<T> {
        let direction = if score.0.sole() > 0.0 { 1.0 } else { -1.0 };
        let (first, knee) = self.panels();
        let integral = quadrature::tail(
            first,
            Some(knee * direction),
            f64::INFINITY,
            |r| self.ln_density(r * direction).0,
            |r| ((score + self.ln_x_increment(r * direction)) * direction).0,
        );
        Smooth(integral)
    }

    /// The length of the first panel, and how far the density bends.
    fn panels(self) -> (f64, f64) {
        let plain = |x: Smooth<T>| x.0.sole();
        let (n, x, xc, y) = (plain(self.a + self.b), plain(self.x), plain(self.xc), plain(self.y));
        let steepness = (n * x * xc).sqrt().max(plain(self.slope_of_ln_density()).abs());
        let ln_n = n.ln().max(0.0);
        (0.75_f64.min(1.0 / steepness), -y - ln_n.copysign(-y))
    }

    /// d/dy of ln of the density in y at y: a xc - b x
    fn slope_of_ln_density(self) -> Smooth<T> {
        let Point { a, b, y, x, xc, .. } = self;
        let from_mean = y - (a / b).ln();
        if from_mean.0.sole().abs() < 1.0 { -a * xc * from_mean.exp_m1() } else { a * xc - b * x }
    }

    /// ln x at y + r, less ln x at y.
    fn ln_x_increment(self, r: f64) -> Smooth<T> {
        let Point { x, xc, .. } = self;
        match x.0.sole() <= 0.5 {
            true if r > FAR => -(x + xc * (-r).exp()).ln(),
            true => -(x * r.exp_m1()).ln_1p() + r,
            false if r < -FAR => -(xc + x * r.exp()).ln() + r,
            false => -(xc * (-r).exp_m1()).ln_1p(),
        }
    }

    /// ln of the density in y at y + r, less the same at y.
    fn ln_density(self, r: f64) -> Smooth<T> {
        let Point { a, b, x, xc, .. } = self;
        let n = a + b;
        match x.0.sole() <= 0.5 {
            true if r > FAR => n * self.ln_x_increment(r) - b * r,
            false if r < -FAR => n * (self.ln_x_increment(r) - r) + a * r,
            true => self.slope_of_ln_density() * r - n * bend(x, r),
            false => self.slope_of_ln_density() * r - n * bend(xc, -r),
        }
    }
}

/// ln(1 + x (e^r - 1)) - x r
fn bend<T: Number>(x: Smooth<T>, r: f64) -> Smooth<T> {
    let z = x * r.exp_m1();
    if z.0.sole() > 0.4 {
        return z.ln_1p() - x * r;
    }
    // Of each term z cancels.
    x * exp_m1_minus(Smooth::<T>::constant(r)) + ln_1p_minus(z)
}
