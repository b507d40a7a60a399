//! The truncated normal distribution.

use super::{
    Cumulative, Density, Redraw, density, drawn_pathwise, every, family, finite, moves, outside_support, positive,
    require,
};
use super::{cumulative, per_lane, quantile};
use crate::distr::support::{Ends, Moving};
use crate::number::Implicit;
use crate::number::rules::normal_pdf;
use crate::smooth::kink;
use crate::source::{Generator, Noise, Pathwise};
use crate::special::normal_mass::{self, Moment, ratio_of_densities};
use crate::{Error, Join, Lift, Number, Real, Smooth};
use rand::RngExt;
use rand::distr::Open01;

/// The normal distribution N(mean, std_dev²) between two ends, either of which may be infinite.
///
/// # Density
/// p(x) = φ(z)/(std_dev (Φ(b) - Φ(a))) for low <= x <= high, with z = (x - mean)/std_dev, and a and b the same of low and
/// high.
///
/// # Gradient
/// Φ(z) = (1 - u) Φ(a) + u Φ(b) with u uniform on (0, 1), so x moves with the four parameters in closed form: pathwise,
/// implicit (Figurnov, Mohamed and Mnih 2018, <https://doi.org/10.48550/arXiv.1805.08498>). With A = (1 - u) φ(a)/φ(z) and
/// B = u φ(b)/φ(z) the derivatives are 1 - A - B by the mean, z - a A - b B by std_dev, A by low and B by high. Draws by
/// inversion. Values and derivatives are accurate for intervals in the far tails, and for narrow ones.
///
/// # Example
/// ```
/// use stochastic_grad::prelude::*;
///
/// let speed = TruncatedNormal::new(0.3, 1.1, -1.0, 2.0)?;
/// let x = speed.sample(&mut StdRng::seed_from_u64(1));
/// assert!(-1.0 <= x && x <= 2.0);
/// assert!((speed.mean() - 0.40404037121362428).abs() < 1e-15);
/// assert!((speed.ln_pdf(0.5) - -0.8326228710930202).abs() < 1e-15);
///
/// let positive = TruncatedNormal::new(-50.0, 1.0, 0.0, f64::INFINITY)?;
/// assert!((positive.mean() - 0.01998403190563981).abs() < 1e-16);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TruncatedNormal<T = f64, M = <T as Real>::Ends> {
    mean: T,
    std_dev: T,
    low: T,
    high: T,
    ends: M,
}

family!(TruncatedNormal[M] { mean, std_dev, low, high });
drawn_pathwise!(TruncatedNormal[M]);
density! {
    /// ln of the density at `x`: minus infinity at a constant point outside the interval. A smooth point must lie
    /// inside, and the ends must be constants, because the density jumps there; otherwise it is an error.
    TruncatedNormal[M] { mean, std_dev, low, high }
}
cumulative! {
    /// The distribution function, (Φ(z) - Φ(a))/(Φ(b) - Φ(a)); 0 below `low` and 1 above `high`.
    TruncatedNormal[M] { mean, std_dev, low, high }
}
quantile! {
    /// The quantile, for 0 <= p <= 1 (`low` and `high` at the ends).
    TruncatedNormal[M] { mean, std_dev, low, high }
}

impl<T: Real, M: Ends> TruncatedNormal<T, M> {
    /// A normal distribution with a finite `mean` and a finite `std_dev > 0`, truncated to `low < high`, which may be
    /// infinite.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] where a bound is violated.
    #[inline(always)]
    pub fn new<A, B, C, D>(mean: A, std_dev: B, low: C, high: D) -> Result<Self, Error>
    where
        A: Join<B> + Lift<T>,
        B: Lift<T>,
        C: Join<D, Out: Real<Ends = M>> + Lift<T>,
        D: Lift<T>,
        A::Out: Join<C::Out, Out = T>,
    {
        let name = "TruncatedNormal";
        let (mean, std_dev, low, high): (T, T, T, T) = (mean.lift(), std_dev.lift(), low.lift(), high.lift());
        finite(mean, name, "mean")?;
        positive(std_dev, name, "std_dev")?;
        require(low, |v| v < f64::INFINITY, name, "low", "< infinity")?;
        require(high, |v| v > f64::NEG_INFINITY, name, "high", "> -infinity")?;
        require(high.smooth() - low.smooth(), |v| v > 0.0, name, "high - low", "> 0")?;
        let at = TruncatedNormal { mean, std_dev, low, high, ends: M::default() };
        require(at.smooth().standard().near, |v| v < 1e150, name, "distance from the mean in std_dev", "< 1e150")?;
        Ok(at)
    }

    /// The mean before truncation. (The mean of the distribution is [`mean`](TruncatedNormal::mean).)
    #[inline]
    pub fn location(&self) -> T {
        self.mean
    }

    /// The standard deviation before truncation.
    #[inline]
    pub fn std_dev(&self) -> T {
        self.std_dev
    }

    /// The lower end.
    #[inline]
    pub fn low(&self) -> T {
        self.low
    }

    /// The upper end.
    #[inline]
    pub fn high(&self) -> T {
        self.high
    }

    /// The mean of the truncated distribution, mean + std_dev (φ(a) - φ(b))/(Φ(b) - Φ(a)).
    #[inline]
    pub fn mean(&self) -> T {
        let at = self.smooth();
        let Standard { near, sign, .. } = at.standard();
        let [first, _] = at.standard().moments();
        let offset = sign * at.std_dev * first;
        // The moments are those around the near end in the tails, and those around the mean elsewhere.
        T::leave(if in_tail(near) { at.near_end() + offset } else { at.mean + offset })
    }

    /// The variance of the truncated distribution.
    #[inline]
    pub fn variance(&self) -> T {
        let at = self.smooth();
        let [first, second] = at.standard().moments();
        T::leave(at.std_dev * at.std_dev * (second - first * first))
    }

    /// The entropy, the mean of -ln p.
    #[inline]
    pub fn entropy(&self) -> T {
        let at = self.smooth();
        let standard = at.standard();
        let [first, second] = standard.moments();
        let linear = if in_tail(standard.near) { standard.near * first } else { Smooth::constant(0.0) };
        T::leave(at.std_dev.ln() + standard.ln_normalizer() + linear + 0.5 * second)
    }
}

/// Beyond this many standard deviations from the mean, or from an end in the tail, there is nothing to be seen.
const REACH: f64 = 40.0;
/// ln sqrt(2π)
const LN_SQRT_TAU: f64 = 0.918_938_533_204_672_8;

/// An interval of the standard normal distribution, mirrored where the mean is nearer to its upper end.
#[derive(Clone, Copy)]
struct Standard<D: Copy> {
    sign: f64,
    /// the end that is nearer to the mean
    near: Smooth<D>,
    width: Smooth<D>,
    /// whether the ends are where the true ends are, not out of reach
    true_ends: [bool; 2],
}

/// A point of the interval: z, and its distances from the near end and from the far one.
#[derive(Clone, Copy)]
struct Place<D: Copy> {
    z: Smooth<D>,
    above: Smooth<D>,
    below: Smooth<D>,
}

/// Whether the interval does not hold all from -1 to 1, so that everything is taken relative to the density at its near end.
#[inline]
fn in_tail<D: Number>(near: Smooth<D>) -> bool {
    every(near, |v| v >= -1.0)
}

#[inline]
fn moment<D: Number>(order: u32, a: Smooth<D>, w: Smooth<D>) -> Smooth<D> {
    Smooth(a.0.binary(w.0, Moment(order)))
}

/// φ(a + w)/φ(a)
#[inline]
fn falls<D: Number>(a: Smooth<D>, w: Smooth<D>) -> Smooth<D> {
    Smooth(ratio_of_densities(a.0, w.0))
}

#[inline]
fn density<D: Number>(z: Smooth<D>) -> Smooth<D> {
    Smooth(normal_pdf(z.0))
}

impl<D: Number> Standard<D> {
    /// The far end.
    #[inline]
    fn far(&self) -> Smooth<D> {
        self.near + self.width
    }

    /// What both sides of an interval that holds all from -1 to 1 lack.
    #[inline]
    fn missing(&self) -> Smooth<D> {
        self.near.normal_cdf() + (-self.far()).normal_cdf()
    }

    /// ln of the probability: in the tails, over the density at the near end; elsewhere, over 1/sqrt(2π).
    #[inline]
    fn ln_normalizer(&self) -> Smooth<D> {
        if in_tail(self.near) {
            return moment(0, self.near, self.width).ln();
        }
        (-self.missing()).ln_1p() + LN_SQRT_TAU
    }

    /// The first two moments, in the tails around the near end, elsewhere around the mean.
    fn moments(&self) -> [Smooth<D>; 2] {
        let (a, b) = (self.near, self.far());
        if in_tail(a) {
            let whole = moment(0, a, self.width);
            return [1, 2].map(|order| moment(order, a, self.width) / whole);
        }
        let whole = 1.0 - self.missing();
        [(density(a) - density(b)) / whole, (a * density(a) - b * density(b)) / whole + 1.0]
    }

    /// The probabilities below and above a point, each over the density at the point, where the interval holds all from
    /// -1 to 1.
    fn parts_over_density(&self, at: Place<D>) -> [Smooth<D>; 2] {
        let lacks = |end: Smooth<D>, other: Smooth<D>| 1.0 - end.normal_cdf() - other.normal_cdf();
        let below = match every(at.z, |v| v <= 1.0) {
            true => moment(0, -at.z, at.above),
            false => lacks(self.near, -at.z) / density(at.z),
        };
        let above = match every(at.z, |v| v >= -1.0) {
            true => moment(0, at.z, at.below),
            false => lacks(at.z, -self.far()) / density(at.z),
        };
        [below, above]
    }

    /// F and 1 - F
    fn parts(&self, at: Place<D>) -> [Smooth<D>; 2] {
        if in_tail(self.near) {
            let whole = moment(0, self.near, self.width);
            let beyond = falls(self.near, at.above) * moment(0, at.z, at.below);
            return [moment(0, self.near, at.above) / whole, beyond / whole];
        }
        let per_whole = density(at.z) / (1.0 - self.missing());
        self.parts_over_density(at).map(|part| part * per_whole)
    }

    /// A, B, 1 - A - B, and the whole probability over the density at the point.
    fn slopes(&self, at: Place<D>) -> [Smooth<D>; 4] {
        if !in_tail(self.near) {
            let whole = 1.0 - self.missing();
            let [below, above] = self.parts_over_density(at);
            let [by_near, by_far] = [above * density(self.near) / whole, below * density(self.far()) / whole];
            return [by_near, by_far, 1.0 - by_near - by_far, whole / density(at.z)];
        }
        let whole = moment(0, self.near, self.width);
        let (below, above) = (moment(0, self.near, at.above), moment(0, at.z, at.below));
        let (by_near, by_far) = (above / whole, below * falls(at.z, at.below) / whole);
        let direct = 1.0 - by_near - by_far;
        let by_mean = if every(direct, |v| v > 0.1) {
            direct
        } else {
            // The same without cancellation: a sum of positive parts.
            let lag = at.above * below - moment(1, self.near, at.above);
            (above * lag + below * moment(1, at.z, at.below)) / whole
        };
        [by_near, by_far, by_mean, whole / falls(self.near, at.above)]
    }

    /// z - a A - b B
    fn slope_by_std_dev(&self, at: Place<D>, [by_near, by_far, by_mean, _]: [Smooth<D>; 4]) -> Smooth<D> {
        if !in_tail(self.near) {
            return at.z - self.near * by_near - self.far() * by_far;
        }
        if every(self.width * (self.near + 1.0), |v| v > 0.1) {
            return self.near * by_mean + (at.above - self.width * by_far);
        }
        // at.above - width B of a narrow interval, without cancellation
        let [below, first_below, second_below] = [0, 1, 2].map(|k| moment(k, self.near, at.above));
        let [above, first_above, second_above] = [0, 1, 2].map(|k| moment(k, at.z, at.below));
        let lag = at.above * below - first_below;
        let of_above = self.near * lag + at.above * at.above * below - second_below;
        let of_below = (at.above + at.z) * first_above + second_above;
        let rest = (above * of_above + below * of_below) / moment(0, self.near, self.width);
        self.near * by_mean + rest
    }
}

impl<D: Number> TruncatedNormal<Smooth<D>> {
    /// The interval, in standard deviations from the mean. Ends out of reach become constants.
    fn standard(&self) -> Standard<D> {
        let ends = [self.low, self.high].map(|end| (end.peek() - self.mean.peek()) / self.std_dev.peek());
        let sign = if ends[0] + ends[1] < 0.0 { -1.0 } else { 1.0 };
        let (near, far) = if sign > 0.0 { (self.low, self.high) } else { (self.high, self.low) };
        let plain = |end: Smooth<D>| sign * (end.peek() - self.mean.peek()) / self.std_dev.peek();
        let reach = REACH - plain(near).clamp(-REACH, 0.0);
        let distance = sign * (far.peek() - near.peek()) / self.std_dev.peek();
        let true_near = plain(near) > -REACH;
        let true_ends = [true_near, if true_near { distance < reach } else { plain(far) < REACH }];
        let standard = |end: Smooth<D>| sign * (end - self.mean) / self.std_dev;
        let a = if true_ends[0] { standard(near) } else { Smooth::constant(-REACH) };
        let width = match true_ends {
            [true, true] => sign * (far - near) / self.std_dev,
            [false, true] => standard(far) + REACH,
            _ => Smooth::constant(reach),
        };
        Standard { sign, near: a, width, true_ends }
    }

    #[inline]
    fn near_end(&self) -> Smooth<D> {
        if self.standard().sign > 0.0 { self.low } else { self.high }
    }

    #[inline]
    fn place(&self, standard: &Standard<D>, x: Smooth<D>) -> Place<D> {
        let sign = standard.sign;
        let z = sign * (x - self.mean) / self.std_dev;
        let (near, far) = if sign > 0.0 { (self.low, self.high) } else { (self.high, self.low) };
        let above = if standard.true_ends[0] { sign * (x - near) / self.std_dev } else { z - standard.near };
        let below = if standard.true_ends[1] { sign * (far - x) / self.std_dev } else { standard.width - above };
        // Where a constant stands for the end, a point can be beyond it.
        let inside = |v: Smooth<D>| if every(v, |v| v >= 0.0) { v } else { Smooth::constant(0.0) };
        Place { z, above: inside(above), below: inside(below) }
    }

    /// The point up to which the probability is u, where uc = 1 - u.
    fn plain_quantile(&self, u: f64, uc: f64) -> f64 {
        let Standard { sign, near, width, .. } = self.standard();
        let (u, uc) = if sign > 0.0 { (u, uc) } else { (uc, u) };
        let (a, w) = (near.peek(), width.peek());
        let (mean, std_dev, low, high) = (self.mean.peek(), self.std_dev.peek(), self.low.peek(), self.high.peek());
        let x = if in_tail(near) {
            self.near_end().peek() + sign * std_dev * normal_mass::quantile(a, w, u, uc)
        } else {
            let cdf = crate::special::value::normal_cdf;
            let lower = cdf(a) * uc + cdf(a + w) * u;
            let upper = cdf(-a) * uc + cdf(-a - w) * u;
            let ndtri = crate::special::value::normal_quantile;
            mean + sign * std_dev * if lower < upper { ndtri(lower) } else { -ndtri(upper) }
        };
        x.max(low).min(high)
    }

    fn moving(&self, p: Smooth<D>, x: D::Base) -> Smooth<D> {
        let TruncatedNormal { mean, std_dev, low, high, .. } = *self;
        Smooth(D::implicit([mean.0, std_dev.0, low.0, high.0, p.0], x, Rule))
    }

    fn inverse(&self, p: Smooth<D>) -> Smooth<D> {
        let x = per_lane::<D>(|lane| match p.0.primal(lane) {
            0.0 => self.low.0.primal(lane),
            1.0 => self.high.0.primal(lane),
            u if 0.0 < u && u < 1.0 => self.plain_quantile(u, 1.0 - u),
            _ => f64::NAN,
        });
        self.moving(p, x)
    }
}

/// The rule of x with mean, std_dev, low, high and the value of the distribution function.
#[derive(Clone, Copy, Debug)]
struct Rule;
impl Implicit<5> for Rule {
    fn slopes<T: Number>(self, [mean, std_dev, low, high, _]: [T; 5], x: T, _: [bool; 5]) -> [T; 5] {
        let (mean, std_dev, low, high) = (Smooth(mean), Smooth(std_dev), Smooth(low), Smooth(high));
        let at = TruncatedNormal { mean, std_dev, low, high, ends: Moving };
        let standard = at.standard();
        let place = at.place(&standard, Smooth(x));
        let slopes = standard.slopes(place);
        let by_std_dev = standard.sign * standard.slope_by_std_dev(place, slopes);
        let [near, far, by_mean, per_density] = slopes;
        let (by_low, by_high) = if standard.sign > 0.0 { (near, far) } else { (far, near) };
        [by_mean, by_std_dev, by_low, by_high, std_dev * per_density].map(|slope| slope.0)
    }
}

impl<D: Number> Density<D> for TruncatedNormal<Smooth<D>> {
    fn ln_density(&self, x: Smooth<D>) -> Smooth<D> {
        let (low, high) = (self.low.peek(), self.high.peek());
        if !every(x, |v| low < v && v < high) {
            if !x.0.is_constant() {
                return outside_support("TruncatedNormal", x);
            }
            if !every(x, |v| low <= v && v <= high) {
                return Smooth::constant(if x.peek().is_nan() { f64::NAN } else { f64::NEG_INFINITY });
            }
        }
        let standard = self.standard();
        let at = self.place(&standard, x);
        let exponent =
            if in_tail(standard.near) { at.above * (standard.near + 0.5 * at.above) } else { 0.5 * at.z * at.z };
        -exponent - standard.ln_normalizer() - self.std_dev.ln()
    }
    #[inline]
    fn jumps(&self) -> bool {
        moves(self.low) || moves(self.high)
    }
}

impl<D: Number> Cumulative<D> for TruncatedNormal<Smooth<D>> {
    fn cumulative(&self, x: Smooth<D>) -> (Smooth<D>, Smooth<D>) {
        let (low, high) = (self.low.peek(), self.high.peek());
        let [zero, one] = [0.0, 1.0].map(Smooth::constant);
        if every(x, |v| low < v && v < high) {
            let standard = self.standard();
            let [below, above] = standard.parts(self.place(&standard, x));
            return if standard.sign > 0.0 { (below, above) } else { (above, below) };
        }
        if ![x, self.low, self.high].iter().all(|v| v.0.is_constant()) {
            kink::<D>("cdf");
        }
        match x.peek() {
            v if v <= low => (zero, one),
            v if v >= high => (one, zero),
            nan => [nan, nan].map(Smooth::constant).into(),
        }
    }
    #[inline]
    fn support(&self) -> (f64, f64) {
        (self.low.peek(), self.high.peek())
    }
}

impl<D: Number> Pathwise<D> for TruncatedNormal<Smooth<D>> {
    type Value = Smooth<D>;
    #[inline(always)]
    fn path<G: Generator>(&self, noise: &mut Noise<'_, G>) -> Smooth<D> {
        let x = noise.each(|_, rng| {
            let u: f64 = rng.sample(Open01);
            self.plain_quantile(u, 1.0 - u)
        });
        self.moving(Smooth::constant(0.5), x)
    }
}

impl<D: Number> Redraw<D> for TruncatedNormal<Smooth<D>> {
    #[inline]
    fn redraw(&self, x: Smooth<D>) -> Smooth<D> {
        self.moving(Smooth::constant(0.5), per_lane::<D>(|lane| x.0.primal(lane)))
    }
}
