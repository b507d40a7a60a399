//! Quantiles of counts, and intervals that hold all but a tail: by adding up probabilities where few are needed, else by
//! a search with a distribution function.

use super::Truncation;
use crate::error::{self, Error};
use crate::special::value::normal_quantile;
use crate::special::{beta_inc, beta_inc_upper, gamma_p, gamma_q};
use rand::rngs::Xoshiro256PlusPlus;
use rand::{RngExt, SeedableRng};

/// So many probabilities are added up at most.
const MOST: u32 = 300;
/// Up to this mean they are added up.
const FEW: f64 = 30.0;

/// The least k with F(k) > u, from P(0) and the ratios P(k + 1)/P(k); none where that takes too long, because the mean is
/// large or rounding keeps the sum below u.
pub(super) fn add_up(u: f64, first: f64, ratio: impl Fn(f64) -> f64) -> Option<u64> {
    let (mut rest, mut probability) = (u, first);
    for k in 0..MOST {
        if rest < probability {
            return Some(u64::from(k));
        }
        rest -= probability;
        probability *= ratio(f64::from(k));
    }
    None
}

/// The least integer from `low` to `high` at which a condition holds that, once it holds, holds from there on; `high`
/// where it never does. In steps that grow from a guess on, then by halving.
pub(super) fn least(guess: f64, low: i128, high: i128, holds: impl Fn(i128) -> bool) -> i128 {
    let at = (guess as i128).clamp(low, high);
    let (mut below, mut above, mut step) = (at, at, 1);
    if at == high || holds(at) {
        loop {
            if above == low {
                return low;
            }
            below = (above - step).max(low);
            if !holds(below) {
                break;
            }
            (above, step) = (below, 2 * step);
        }
    } else {
        loop {
            above = (below + step).min(high);
            if above == high || holds(above) {
                break;
            }
            (below, step) = (above, 2 * step);
        }
    }
    while above - below > 1 {
        let middle = below + (above - below) / 2;
        if holds(middle) { above = middle } else { below = middle }
    }
    above
}

/// The least count up to `high` with F(k) > u, from both tails, P(X <= k) and P(X > k), of which the smaller is used.
pub(super) fn search(u: f64, guess: f64, high: u64, lower: impl Fn(f64) -> f64, upper: impl Fn(f64) -> f64) -> u64 {
    let exceeds = |k: i128| if u < 0.5 { lower(k as f64) > u } else { upper(k as f64) < 1.0 - u };
    least(guess, 0, high.into(), exceeds) as u64
}

/// Another uniform number for one in [0, 1): a function of it that knows nothing of its size.
pub(super) fn second(u: f64) -> f64 {
    expand(u).random()
}

/// As many uniform numbers for one as are wanted.
pub(super) fn expand(u: f64) -> Xoshiro256PlusPlus {
    Xoshiro256PlusPlus::seed_from_u64(u.to_bits())
}

/// The quantile of a normal distribution of the same moments.
pub(super) fn guess(u: f64, mean: f64, variance: f64) -> f64 {
    mean + normal_quantile(u) * variance.sqrt() - 0.5
}

/// The quantile of the Poisson distribution.
pub(super) fn poisson_quantile(lambda: f64, u: f64) -> u64 {
    let few = if lambda < FEW { add_up(u, (-lambda).exp(), |k| lambda / (k + 1.0)) } else { None };
    few.unwrap_or_else(|| {
        let (lower, upper) = (|k: f64| gamma_q(k + 1.0, lambda), |k: f64| gamma_p(k + 1.0, lambda));
        search(u, guess(u, lambda, lambda), u64::MAX, lower, upper)
    })
}

/// The quantile of the binomial distribution of `n` trials of probability `p`.
pub(super) fn binomial_quantile(n: u64, p: f64, u: f64) -> u64 {
    if p >= 1.0 {
        return n;
    }
    let (all, q) = (n as f64, 1.0 - p);
    let few = if p <= 0.5 && all * p < FEW {
        add_up(u, (all * (-p).ln_1p()).exp(), |k| (all - k) / (k + 1.0) * (p / q))
    } else if p > 0.5 && all * q < FEW {
        add_up(1.0 - u, (all * (-q).ln_1p()).exp(), |k| (all - k) / (k + 1.0) * (q / p)).map(|misses| n - misses)
    } else {
        None
    };
    few.unwrap_or_else(|| {
        let (lower, upper) = (|k: f64| beta_inc_upper(k + 1.0, all - k, p), |k: f64| beta_inc(k + 1.0, all - k, p));
        search(u, guess(u, all * p, all * p * q), n, lower, upper)
    })
}

/// The integers from `low` on that are left when tails of a probability of at most `tail` are cut off: half of it below
/// at most, the rest above. `below(k)` is P(X < k), and `above(k)` is P(X > k).
///
/// A tail outside (0, 1) is reported, and leaves nothing; where what is left does not fit into `i64` the count is
/// `u64::MAX`, which is more than can be tried.
pub(super) fn cut(
    distribution: &'static str,
    tail: f64,
    low: i64,
    [mean, variance]: [f64; 2],
    below: impl Fn(f64) -> f64,
    above: impl Fn(f64) -> f64,
) -> Truncation {
    if !(tail > 0.0 && tail < 1.0) {
        let (parameter, requirement) = ("tail", "in (0, 1)");
        error::report(Error::InvalidParameter { distribution, parameter, requirement, value: tail });
        return Truncation { start: low, count: 0, left_out: 0.0 };
    }
    let reach = -normal_quantile(0.5 * tail) * variance.sqrt();
    let (low, high) = (i128::from(low), i128::from(i64::MAX));
    let kept = |k: i128| below((k + 1) as f64) > 0.5 * tail;
    let start = if kept(low) { low } else { least(mean - reach, low, high, kept) };
    let lost = below(start as f64);
    let end = least(mean + reach, start, high, |k| lost + above(k as f64) <= tail);
    let left_out = lost + above(end as f64);
    if left_out > tail {
        // No integer is large enough.
        return Truncation { start: low as i64, count: u64::MAX, left_out };
    }
    Truncation { start: start as i64, count: (end - start) as u64 + 1, left_out }
}
