//! Integrals over the tail of a density whose logarithm is concave.

use crate::Number;

/// The positive nodes of the Gauss-Legendre rule with 20 nodes on [-1, 1], with their weights.
pub(crate) const NODES: [(f64, f64); 10] = [
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

/// More panels than any tail takes: they grow geometrically.
const PANELS: usize = 4000;

/// The integral of exp(exponent(r)) factor(r) from r = 0 to `end`, which may be infinite.
///
/// The exponent is 0 at r = 0 and concave. The panels begin with the length `first`, which should not exceed the scale
/// on which the integrand changes there, and grow like r, but stay short around the `knee`, where the exponent bends
/// on the scale 1. They end where the integrand has fallen by e^-40 (and more for derivatives, which fall later).
/// Where the factor has one sign, nothing cancels, and the relative error is that of the integrand.
pub(crate) fn tail<T: Number>(
    first: f64,
    knee: Option<f64>,
    end: f64,
    exponent: impl Fn(f64) -> T,
    factor: impl Fn(f64) -> T,
) -> T {
    let depth = 40.0 + 6.0 * f64::from(T::ORDER);
    let (mut from, mut width, mut highest, mut sum) = (0.0, first, 0.0, T::constant(0.0));
    for _ in 0..PANELS {
        let to = end.min(from + shortened(width, first, from, knee));
        sum = sum.add(panel(from, to, &exponent, &factor));
        let height = top(exponent(to));
        highest = height.max(highest);
        let past_knee = knee.is_none_or(|knee| to >= knee);
        // Beside the fall below the highest point also one below the beginning, for a knee that is far away.
        if to >= end || (past_knee && height < highest - depth) || height < -depth - 5.0 {
            break;
        }
        (from, width) = (to, first.max(0.7 * to));
    }
    sum
}

/// The largest value over the lanes.
fn top<T: Number>(x: T) -> f64 {
    (0..T::LANES).map(|lane| x.primal(lane)).fold(f64::NEG_INFINITY, f64::max)
}

/// The width of a panel at `from`, at most half the way to the knee, and not much longer than the way from it.
fn shortened(width: f64, first: f64, from: f64, knee: Option<f64>) -> f64 {
    let Some(knee) = knee.filter(|knee| *knee > 0.0) else {
        return width;
    };
    let distance = (knee - from).abs();
    let least = first.clamp(1e-3, 1.0);
    if from < knee { width.min((0.5 * distance).max(least)).min(distance) } else { width.min(distance.max(least)) }
}

fn panel<T: Number>(from: f64, to: f64, exponent: &impl Fn(f64) -> T, factor: &impl Fn(f64) -> T) -> T {
    let (half, middle) = (0.5 * (to - from), 0.5 * (from + to));
    let at = |r: f64| exponent(r).unary(crate::number::rules::Exp).mul(factor(r));
    let sum = NODES.iter().fold(T::constant(0.0), |sum, (node, weight)| {
        let (below, above) = (at(middle - half * node), at(middle + half * node));
        sum.add(below.add(above).mul_f64(*weight))
    });
    sum.mul_f64(half)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::Dual;

    #[test]
    fn moments_of_the_exponential_distribution() {
        for rate in [1e-3, 1.0, 1e6] {
            let rate = Dual::<f64, 1>::new(rate, [1.0]);
            let tail = |factor: fn(f64) -> f64| {
                tail(1.0 / rate.re, None, f64::INFINITY, |r| rate.mul_f64(-r), |r| Dual::constant(factor(r)))
            };
            // 1 / rate and 2 / rate³, with their derivatives
            let (mass, second) = (tail(|_| 1.0), tail(|r| r * r));
            assert!((mass.re * rate.re - 1.0).abs() < 2e-15, "{mass:?}");
            assert!((mass.eps[0] * rate.re.powi(2) + 1.0).abs() < 2e-15, "{mass:?}");
            assert!((second.re * rate.re.powi(3) / 2.0 - 1.0).abs() < 4e-15, "{second:?}");
            assert!((second.eps[0] * rate.re.powi(4) / 6.0 + 1.0).abs() < 2e-14, "{second:?}");
        }
    }

    #[test]
    fn a_plateau_before_the_knee() {
        // exp(-exp(r - 30)) is 1 up to its knee at 30; its integral is E1(e^-30) = 30 - γ + e^-30
        let integral = tail(0.5, Some(30.0), f64::INFINITY, |r| -(r - 30.0).exp() + (-30.0_f64).exp(), |_| 1.0);
        assert!((integral / (30.0 - 0.577_215_664_901_532_9) - 1.0).abs() < 1e-13, "{integral}");
    }

    #[test]
    fn a_given_end() {
        assert!((tail(0.1, None, 2.0, |r| -r, |_| 1.0) + (-2.0_f64).exp_m1()).abs() < 1e-15);
        assert_eq!(tail(0.1, None, 0.0, |r: f64| -r, |_| 1.0), 0.0);
    }
}
