//! The fallbacks of the negative binomial distribution.

use super::implicit::beta::slopes_of_logit;
use super::inversion::{add_up, cut, guess, search};
use super::negative_binomial::{draw, ln_probability};
use super::{Alternative, Decomposable, NegativeBinomial, Perturbable, Truncatable, Truncation};
use crate::special::value::ln_1m_exp;
use crate::special::{beta_inc, beta_inc_upper};
use crate::{Number, Smooth};
use rand::{Rng, RngExt};

impl<D: Number> NegativeBinomial<Smooth<D>> {
    /// The plain parameters and the moments.
    fn plain(&self) -> (f64, f64, [f64; 2]) {
        let (r, p) = (self.r().peek(), self.p().peek());
        let mean = r * ((1.0 - p) / p);
        (r, p, [mean, mean / p])
    }
}

impl<D: Number> Truncatable<D> for NegativeBinomial<Smooth<D>> {
    fn truncate(&self, tail: f64) -> Truncation {
        let (r, p, moments) = self.plain();
        let below = |k: f64| if k > 0.0 { beta_inc(r, k, p) } else { 0.0 };
        cut("NegativeBinomial", tail, 0, moments, below, |k| beta_inc_upper(r, k + 1.0, p))
    }
    #[inline]
    fn outcome_at(&self, k: i64) -> u64 {
        k as u64
    }
    fn probability_at(&self, k: i64) -> Smooth<D> {
        let (r, p, k) = (self.r(), self.p(), k as u64);
        let (plain, q) = (r.peek(), 1.0 - p.peek());
        if k == 0 || k <= 1000 && q * (plain + k as f64) < 1.0 {
            // Without the poles of the logarithm at p = 1, which cancel.
            let factor = |j: u64| (r + j as f64) * (1.0 - p) / (j as f64 + 1.0);
            return p.powf(r) * (0..k).map(factor).product::<Smooth<D>>();
        }
        ln_probability(r, p, k).exp()
    }
}

impl<D: Number> Perturbable<D> for NegativeBinomial<Smooth<D>> {
    fn invert(&self, u: f64) -> u64 {
        let (r, p, [mean, variance]) = self.plain();
        let few = if mean < 30.0 { add_up(u, p.powf(r), |k| (k + r) / (k + 1.0) * (1.0 - p)) } else { None };
        few.unwrap_or_else(|| {
            let (lower, upper) = (|k: f64| beta_inc(r, k + 1.0, p), |k: f64| beta_inc_upper(r, k + 1.0, p));
            search(u, guess(u, mean, variance), u64::MAX, lower, upper)
        })
    }

    /// One failure more, by inversion: the probability of at most k failures is I_p(r, k + 1), which moves with p by
    /// (k + r)/p times that of k, and with r as logit x of a beta draw x = p does, times (k + r)(1 - p).
    fn alternative<R: Rng + ?Sized>(&self, outcome: &u64, _: &mut R) -> Alternative<D, u64> {
        let (r, p, _) = self.plain();
        let (k, q) = (*outcome as f64, 1.0 - p);
        let mut shift = self.p() * (-(k + r) / p);
        if q > 0.0 && !self.r().0.is_constant() {
            let [slope, _] = slopes_of_logit(r, k + 1.0, p.ln() - (-p).ln_1p(), [true, false]);
            shift += self.r() * (slope * (k + r) * q);
        }
        let pick_weight = (k + r) * q.max(1e-3);
        Alternative { outcome: outcome.saturating_add(1), shift, pick_weight }
    }
}

/// dP/dp = r/p² (law of Y - law of 1 + Y) for the failures Y before success number r + 1, and
/// dP/dr = -ln p (law of X + L - law of X) for a draw X and L from the logarithmic series distribution of 1 - p.
impl<D: Number> Decomposable<D> for NegativeBinomial<Smooth<D>> {
    #[inline]
    fn parts(&self) -> usize {
        2
    }
    fn shift(&self, part: usize) -> Smooth<D> {
        let (r, p, _) = self.plain();
        if part == 0 { self.p() * (r / p / p) } else { self.r() * -p.ln() }
    }
    fn draw_part<R: Rng + ?Sized>(&self, part: usize, positive: bool, rng: &mut R) -> u64 {
        let (r, p, _) = self.plain();
        let (shape, more) = if part == 0 { (r + 1.0, !positive) } else { (r, positive) };
        let count = draw(shape, p, rng);
        let step = if part == 0 { 1 } else { draw_log_series(p, rng) };
        count.saturating_add(if more { step } else { 0 })
    }
}

/// A draw from P(l) = (1 - p)^l / (-l ln p) for l = 1, 2, ...: geometric, with a random p^u as the probability of an end
/// (Kemp 1981, <https://doi.org/10.2307/2346348>).
fn draw_log_series<R: Rng + ?Sized>(p: f64, rng: &mut R) -> u64 {
    let (u, v): (f64, f64) = (rng.random(), rng.random());
    let ln_goes_on = ln_1m_exp(u * p.ln());
    ((-v).ln_1p() / ln_goes_on) as u64 + 1
}
