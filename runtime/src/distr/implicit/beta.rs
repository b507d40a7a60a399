//! The beta distribution: how logit x moves with both shapes.
//!
//! One continued fraction with its derivatives by both shapes gives both slopes.

use super::digamma::digamma_minus_ln;
use super::fraction::Fraction;
use super::{beta_wide, sampler};
use crate::number::Implicit;
use crate::source::{Generator, Noise};
use crate::{Number, Smooth};

/// Beyond these shapes K, which grows like the root of them, would cost digits.
const LARGE: f64 = 1000.0;
/// Whether the difference of ψ(a + b) and ψ(b) would lose digits; its derivative loses more.
#[inline]
fn too_uneven<T: Number>(a: f64, b: f64) -> bool {
    b > a * if T::ORDER == 0 { 2000.0 } else { 32.0 }
}
/// Beyond this |logit x| the smaller of x and 1 - x underflows.
const FAR: f64 = 600.0;
/// Where the continued fraction would take more steps, other ways are faster.
const MOST_STEPS: usize = 100;

/// d logit x / da and d logit x / db at a fixed value of the distribution function, for x ~ Beta(a, b).
#[inline]
pub(crate) fn slopes_of_logit<T: Number>(a: T, b: T, logit_x: T, wanted: [bool; 2]) -> [T; 2] {
    let (a, b, y) = (Smooth(a), Smooth(b), Smooth(logit_x));
    let [by_a, by_b] = by_fraction(a, b, y).unwrap_or_else(|| beta_wide::slopes([a, b], y, wanted));
    [by_a.0, by_b.0]
}

/// The slopes by the continued fraction of the tail on the side of the mean where the point lies.
#[inline]
fn by_fraction<T: Number>(a: Smooth<T>, b: Smooth<T>, y: Smooth<T>) -> Option<[Smooth<T>; 2]> {
    let plain = |x: Smooth<T>| x.0.sole();
    if plain(a).max(plain(b)) > LARGE || plain(y).abs() > FAR {
        return None;
    }
    // x and 1 - x, without an overflow
    let upper = plain(y) > 0.0;
    let e = (if upper { -y } else { y }).exp();
    let more = 1.0 / (e + 1.0);
    let less = e * more;
    let (x, xc) = if upper { (more, less) } else { (less, more) };
    // Above the mean the other way round; one call for both, because which one it is cannot be predicted.
    let mirrored = plain(x) * plain(b) > plain(xc) * plain(a);
    let choose = |yes: Smooth<T>, no: Smooth<T>| if mirrored { yes } else { no };
    let [s, t] = lower_tail(choose(b, a), choose(a, b), choose(xc, x), choose(x, xc))?;
    Some([choose(-t, s), choose(-s, t)])
}

/// Both slopes from the lower tail, up to the mean.
///
/// F = (K / a) x^a (1 - x)^b / B(a, b), of which the density of logit x is all but K / a. So the slopes are
/// -(dK/da + K (ln x + ψ(a + b) - ψ(a + 1))) / a and -(dK/db + K (ln(1 - x) + ψ(a + b) - ψ(b))) / a, and in each both
/// terms have the same sign (the second term of the first nearly so).
#[inline]
fn lower_tail<T: Number>(a: Smooth<T>, b: Smooth<T>, x: Smooth<T>, xc: Smooth<T>) -> Option<[Smooth<T>; 2]> {
    let plain = |x: Smooth<T>| x.0.sole();
    if too_uneven::<T>(plain(a), plain(b)) {
        return None;
    }
    let n = a + b;
    let (va, vb, vn) = (1.0 / (a + 1.0), 1.0 / (b + 1.0), 1.0 / (n + 1.0));
    let inverse = 1.0 / n;
    let of_n = digamma_minus_ln(vn);
    // ψ(a + 1) - ψ(a + b) - ln x and ln(1 - x) + ψ(a + b) - ψ(b): where they are small, each is a sum of small terms
    let by_a = ((xc * (a + 1.0) - b * x) * vn / x).ln_1p() + digamma_minus_ln(va) - of_n + inverse;
    let by_b = ((a * xc - x * (b + 1.0)) * vb).ln_1p() + of_n - digamma_minus_ln(vb) + a / b * inverse;
    let Fraction { value, slopes } = Fraction::new(a, b, x, xc, MOST_STEPS)?;
    let scale = 1.0 / a;
    Some([(by_a * value - slopes[0]) * scale, -(by_b * value + slopes[1]) * scale])
}

/// The rule of logit x for x ~ Beta(a, b).
#[derive(Clone, Copy, Debug)]
pub(crate) struct LogitDraw;
impl Implicit<2> for LogitDraw {
    #[inline]
    fn slopes<T: Number>(self, [a, b]: [T; 2], logit_x: T, wanted: [bool; 2]) -> [T; 2] {
        slopes_of_logit(a, b, logit_x, wanted)
    }
}

/// logit of a draw from Beta(a, b), smooth in both, so that neither x nor 1 - x underflows.
#[inline]
pub(crate) fn draw_logit<D: Number, G: Generator>(a: Smooth<D>, b: Smooth<D>, noise: &mut Noise<'_, G>) -> Smooth<D> {
    let logit_x = noise.each(|lane, rng| {
        let (a, b) = (a.0.primal(lane), b.0.primal(lane));
        if a.min(b) >= 1.0 && a.max(b) < 1e100 {
            return (sampler::gamma(a, rng) / sampler::gamma(b, rng)).ln();
        }
        sampler::ln_gamma(a, rng) - sampler::ln_gamma(b, rng)
    });
    Smooth(D::implicit([a.0, b.0], logit_x, LogitDraw))
}

/// A number that was drawn as `logit_x`, as it moves with both shapes.
#[inline]
pub(crate) fn redrawn_logit<D: Number>(a: Smooth<D>, b: Smooth<D>, logit_x: Smooth<D>) -> Smooth<D> {
    let drawn = crate::distr::per_lane::<D>(|lane| logit_x.0.primal(lane));
    Smooth(D::implicit([a.0, b.0], drawn, LogitDraw))
}
