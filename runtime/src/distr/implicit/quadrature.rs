//! Integrals over the tail of a density.

use crate::Number;

/// The positive nodes and their weights in the quadrature of Gauss and Legendre with 20 nodes on [-1, 1].
const NODES: [(f64, f64); 10] = [
    (0.07652652113349734, 0.15275338713072584),
    (0.22778585114164507, 0.14917298647260374),
    (0.37370608871541955, 0.14209610931838204),
    (0.5108670019508271, 0.13168863844917664),
    (0.636053680726515, 0.11819453196151841),
    (0.7463319064601508, 0.10193011981724044),
    (0.8391169718222188, 0.08327674157670475),
    (0.912234428251326, 0.06267204833410907),
    (0.9639719272779138, 0.04060142980038694),
    (0.9931285991850949, 0.017614007139152118),
];

/// What lies beyond this exponent is less than a rounding error, also of the derivatives, where the factors that they
/// bring are powers of the exponent.
const CUT: f64 = -45.0;

/// Far more panels than a density takes that falls at all.
const PANELS: usize = 2000;

/// The integral of `factor(r)` exp(`exponent(r)`) over 0 < r < `end`, for a concave exponent with `exponent(0)` = 0.
///
/// Panels grow geometrically from the width `first`, and again from the `knee` if there is one, where the exponent
/// bends on the scale of 1. Nodes depend on plain values alone, so derivatives pass through them.
pub(crate) fn tail<T: Number>(
    first: f64,
    knee: Option<f64>,
    end: f64,
    exponent: impl Fn(f64) -> T,
    factor: impl Fn(f64) -> T,
) -> T {
    let integrand = |r: f64| exponent(r).unary(crate::number::rules::Exp).mul(factor(r));
    let (mut start, mut sum, mut peak) = (0.0, T::constant(0.0), 0.0_f64);
    for _ in 0..PANELS {
        let stop = f64::min(start + width(first, knee, start), end);
        sum = sum.add(panel(start, stop, &integrand));
        start = stop;
        if start >= end {
            break;
        }
        let (low, high) = range(exponent(start));
        peak = peak.max(low);
        let past_the_knee = knee.is_none_or(|knee| start >= knee);
        // Also NaN.
        if high < CUT || (past_the_knee && high - peak < CUT) || high.is_nan() {
            break;
        }
    }
    sum
}

/// The smallest and the largest of the plain values in all lanes.
#[inline]
fn range<T: Number>(x: T) -> (f64, f64) {
    let first = x.primal(0);
    (1..T::LANES).map(|lane| x.primal(lane)).fold((first, first), |(low, high), v| (low.min(v), high.max(v)))
}

/// The width of the panel that begins at `start`.
fn width(first: f64, knee: Option<f64>, start: f64) -> f64 {
    let growing = first.max(0.7 * start);
    let Some(knee) = knee.filter(|knee| *knee > 0.0) else {
        return growing;
    };
    let distance = (knee - start).abs();
    let unit = first.max(1e-3).min(1.0);
    if start < knee {
        growing.min(f64::max(0.5 * distance, unit)).min(distance)
    } else {
        growing.min(distance.max(unit))
    }
}

/// The integral over one panel.
#[inline]
fn panel<T: Number>(start: f64, stop: f64, integrand: &impl Fn(f64) -> T) -> T {
    let (middle, half) = (0.5 * (start + stop), 0.5 * (stop - start));
    let pairs = NODES.iter().map(|(node, weight)| {
        let both = integrand(middle - half * node).add(integrand(middle + half * node));
        both.mul_f64(*weight)
    });
    pairs.fold(T::constant(0.0), T::add).mul_f64(half)
}
