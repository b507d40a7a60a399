//! The fallbacks of power laws, P(k) = k^-s / Z over k = 1, ..., n, where n may be infinite.

use super::inversion::{cut, least};
use super::zeta::power_law;
use super::{Alternative, Decomposable, Enumerable, Likelihood, Perturbable, Truncatable, Truncation, Zeta, Zipf};
use crate::number::Dual;
use crate::special::zeta::{sum_beyond, sum_from_two};
use crate::{Number, Smooth};
use rand::{Rng, RngExt};
use std::f64::consts::LN_2;

/// A power law with its normalizer Z and the mean of ln k.
#[derive(Clone, Copy, Debug)]
pub(super) struct PowerLaw {
    n: f64,
    s: f64,
    z: f64,
    pub(super) mean_ln: f64,
}

impl PowerLaw {
    pub(super) fn new(n: f64, s: f64) -> Self {
        let (more, slope) = with_slope(s, |s| sum_from_two(n, s));
        PowerLaw { n, s, z: 1.0 + more, mean_ln: -slope / (1.0 + more) }
    }

    fn p(&self, k: f64) -> f64 {
        k.powf(-self.s) / self.z
    }

    /// P(X <= k)
    fn lower(&self, k: f64) -> f64 {
        if k < 1.0 { 0.0 } else { (1.0 + sum_from_two(k, self.s)) / self.z }
    }

    /// P(X > k)
    fn upper(&self, k: f64) -> f64 {
        if k < 1.0 { 1.0 } else { self.p(k) * sum_beyond(k, self.n, self.s) }
    }

    /// How P(X <= k) grows with s, over P(k): the difference of the means of ln j beyond k, or up to it, and of all.
    pub(super) fn rise(&self, k: f64) -> f64 {
        if k >= self.n {
            return 0.0;
        }
        if self.lower(k) < 0.5 {
            let (more, slope) = with_slope(self.s, |s| sum_from_two(k, s));
            return k.powf(self.s) * ((1.0 + more) * self.mean_ln + slope);
        }
        let (sum, slope) = with_slope(self.s, |s| sum_beyond(k, self.n, s));
        sum * (k.ln() - self.mean_ln) - slope
    }

    /// How P(X <= k) grows with s.
    fn slope(&self, k: f64) -> f64 {
        self.p(k) * self.rise(k)
    }

    /// About the integer beyond which there is a probability of `tail`: the sum as an integral.
    fn guess(&self, tail: f64) -> f64 {
        let c = 1.0 - self.s;
        let area = tail * self.z;
        if self.n == f64::INFINITY {
            return (-c * area).powf(1.0 / c) - 0.5;
        }
        let end = self.n + 0.5;
        let scaled = area * end.powf(-c);
        let down = if c == 0.0 { scaled } else { -(-c * scaled).ln_1p() / c };
        end * (-down).exp() - 0.5
    }

    /// The greatest integer, as far as `u64` has it.
    fn last(&self) -> i128 {
        (self.n as u64).into()
    }

    fn quantile(&self, u: f64) -> u64 {
        let (mut rest, few) = (u, self.n.min(16.0) as u64);
        for k in 1..=few {
            let p = self.p(k as f64);
            if rest < p {
                return k;
            }
            rest -= p;
        }
        let exceeds = |k: i128| if u < 0.5 { self.lower(k as f64) > u } else { self.upper(k as f64) < 1.0 - u };
        least(self.guess(1.0 - u), 1, self.last(), exceeds) as u64
    }

    /// The last integer whose probability grows with s, and how much that of all up to it does.
    fn turn(&self) -> (i128, f64) {
        let c = self.s - 1.0;
        if self.mean_ln > 30.0 && self.n == f64::INFINITY {
            // The sums are integrals.
            return (self.mean_ln.exp() as i128, (-c * self.mean_ln).exp() / (c * c * self.z));
        }
        let k = self.mean_ln.exp().floor().clamp(1.0, self.n);
        (k as i128, self.slope(k))
    }

    /// A draw from the part of dP/ds that is positive, or negative, by inversion of its sums.
    fn part(&self, positive: bool, u: f64) -> u64 {
        let (turn, total) = self.turn();
        let turn = turn.min(self.last());
        if positive {
            return least(1.0, 1, turn, |k| self.slope(k as f64) > u * total) as u64;
        }
        let from = (turn + 1).min(self.last());
        least(from as f64, from, self.last(), |k| self.slope(k as f64) < (1.0 - u) * total) as u64
    }

    /// The next integer, by inversion.
    fn alternative<D: Number>(&self, s: Smooth<D>, k: u64) -> Alternative<D, u64> {
        let rise = self.rise(k as f64);
        let next = k.saturating_add(1).min(self.last() as u64);
        // About the standard deviation of ln k, its score.
        let information = (self.mean_ln * self.mean_ln.max(LN_2)).sqrt().max(f64::MIN_POSITIVE);
        Alternative { outcome: next, shift: s * -rise, pick_weight: rise.abs() / information }
    }
}

/// A function of s and its derivative.
fn with_slope(s: f64, f: impl Fn(Dual<f64, 1>) -> Dual<f64, 1>) -> (f64, f64) {
    let (value, [slope]) = f(Dual::new(s, [1.0])).parts();
    (value, slope)
}

impl<D: Number> Zipf<Smooth<D>> {
    pub(super) fn law(&self) -> PowerLaw {
        PowerLaw::new(self.n() as f64, self.s().peek())
    }
}

impl<D: Number> Zeta<Smooth<D>> {
    pub(super) fn law(&self) -> PowerLaw {
        PowerLaw::new(f64::INFINITY, self.s().peek())
    }
}

impl<D: Number> Enumerable<D> for Zipf<Smooth<D>> {
    #[inline]
    fn outcomes(&self) -> u64 {
        self.n()
    }
    #[inline]
    fn outcome(&self, index: u64) -> u64 {
        index + 1
    }
    fn probability(&self, index: u64) -> Smooth<D> {
        self.ln_likelihood(&(index + 1)).exp()
    }
}

impl<D: Number> Truncatable<D> for Zeta<Smooth<D>> {
    fn least(&self) -> i64 {
        1
    }
    fn truncate(&self, tail: f64) -> Truncation {
        let law = self.law();
        cut("Zeta", tail, 1, [law.guess(tail), 0.0], |k| law.lower(k - 1.0), |k| law.upper(k))
    }
    #[inline]
    fn outcome_at(&self, k: i64) -> u64 {
        k as u64
    }
    fn probability_at(&self, k: i64) -> Smooth<D> {
        power_law(f64::INFINITY, self.s(), k as u64).exp()
    }
}

macro_rules! power_laws {
    ($($Name:ident)+) => { $(
        impl<D: Number> Perturbable<D> for $Name<Smooth<D>> {
            fn invert(&self, u: f64) -> u64 {
                self.law().quantile(u)
            }
            fn alternative<R: Rng + ?Sized>(&self, outcome: &u64, _: &mut R) -> Alternative<D, u64> {
                self.law().alternative(self.s(), *outcome)
            }
        }

        /// The positive and the negative part of dP/ds = P(k) (mean of ln k - ln k).
        impl<D: Number> Decomposable<D> for $Name<Smooth<D>> {
            #[inline]
            fn parts(&self) -> usize {
                1
            }
            fn shift(&self, _: usize) -> Smooth<D> {
                self.s() * self.law().turn().1
            }
            fn draw_part<R: Rng + ?Sized>(&self, _: usize, positive: bool, rng: &mut R) -> u64 {
                self.law().part(positive, rng.random())
            }
        }
    )+ };
}
power_laws!(Zipf Zeta);
