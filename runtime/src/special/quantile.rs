//! Inverting distribution functions.

/// One of the two tails of a distribution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Side {
    Lower,
    Upper,
}

impl Side {
    pub(crate) fn other(self) -> Side {
        if self == Side::Lower { Side::Upper } else { Side::Lower }
    }
}

/// A point of a distribution: the logarithms of its density and of the probabilities of both tails.
#[derive(Clone, Copy, Debug)]
pub(crate) struct At {
    pub(crate) ln_density: f64,
    pub(crate) ln_lower: f64,
    pub(crate) ln_upper: f64,
}

/// A tail of which the probability is at most 1/2, and its logarithm; `None` unless 0 < p < 1.
pub(crate) fn smaller_tail(p: f64, side: Side) -> Option<(Side, f64)> {
    if !(0.0..=1.0).contains(&p) || p == 0.0 || p == 1.0 {
        None
    } else if p <= 0.5 {
        Some((side, p.ln()))
    } else {
        Some((side.other(), (-p).ln_1p()))
    }
}

/// Where the tail has the given logarithm, by Newton's method for the logarithm of its probability.
///
/// Where the density is log-concave in y, so is the probability (Prékopa 1973), and the method converges from
/// everywhere: after the first step without overshooting. That step goes at most to the limit, a bound from above.
pub(crate) fn solve(start: f64, limit: f64, side: Side, ln_p: f64, at: impl Fn(f64) -> At) -> f64 {
    let (mut y, mut last) = (start.min(limit), f64::INFINITY);
    for _ in 0..500 {
        let At { ln_density, ln_lower, ln_upper } = at(y);
        let (ln_tail, sign) = if side == Side::Lower { (ln_lower, 1.0) } else { (ln_upper, -1.0) };
        let step = sign * (ln_tail - ln_p) * (ln_tail - ln_density).exp();
        y = (y - step).min(limit);
        let small = step.abs() <= 1e-15 * y.abs().max(1.0);
        // The rounding errors of the tail make the last steps neither smaller nor larger.
        let stuck = step.abs() <= 1e-9 * y.abs().max(1.0) && step.abs() >= last;
        if small || stuck || step.is_nan() {
            break;
        }
        last = step.abs();
    }
    y
}
