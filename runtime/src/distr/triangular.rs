//! The triangular distribution.

use super::{
    Cumulative, Density, Redraw, between, cumulative, density, drawn_pathwise, every, family, finite, moves,
    probability, quantile, require, supported,
};
use crate::distr::support::Ends;
use crate::smooth::kink;
use crate::source::{Generator, Noise, Pathwise};
use crate::{Error, Join, Lift, Number, Real, Smooth};

/// The triangular distribution, whose density rises from min to mode and falls from there to max.
///
/// # Density
/// p(x) = 2 (x - min) / ((max - min)(mode - min)) for min <= x < mode, 2/(max - min) at the mode,
/// 2 (max - x) / ((max - min)(max - mode)) for mode < x <= max.
///
/// # Gradient
/// With m = (mode - min)/(max - min) and u uniform on (0, 1), x = min + (max - min) sqrt(u m) if u < m, else
/// x = max - (max - min) sqrt((1 - u)(1 - m)): pathwise, explicit, by inversion (Devroye 1986,
/// <https://doi.org/10.1007/978-1-4613-8643-8>). Both sides and their derivatives meet at u = m, so that Hessians are
/// right too. There is no score function, because the parameters move the support. With min = max every draw is that
/// point, and its derivative, which does not exist, is NaN.
///
/// # Example
/// ```
/// use stochastic_grad::prelude::*;
///
/// let guess = Triangular::new(-1.0, 3.0, 0.5)?;
/// let x = guess.sample(&mut StdRng::seed_from_u64(1));
/// assert!(-1.0 < x && x < 3.0);
/// assert!((guess.mean() - 2.5 / 3.0).abs() < 1e-15);
/// assert_eq!(guess.cdf(0.5), 0.375);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Triangular<T = f64, M = <T as Real>::Ends> {
    min: T,
    max: T,
    mode: T,
    ends: M,
}

family!(Triangular[M] { min, max, mode });
drawn_pathwise!(Triangular[M]);
density! {
    /// ln of the density at `x`: minus infinity at a constant point outside the support, an error at a smooth one.
    ///
    /// Where the mode is an end the density jumps there, and it is an error if one of the two is smooth. The density has
    /// kinks at the mode and at both ends, so a Hessian through it is an error unless x and the parameters are constants.
    Triangular[M] { min, max, mode }
}
cumulative! {
    /// The distribution function, a parabola on either side of the mode, 0 below min and 1 above max.
    Triangular[M] { min, max, mode }
}
quantile! {
    /// The quantile, for 0 <= p <= 1.
    Triangular[M] { min, max, mode }
}

impl<T: Real, M: Ends> Triangular<T, M> {
    /// A triangular distribution with finite `min <= mode <= max`, and max - min finite.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] where a parameter violates its bound.
    #[inline(always)]
    pub fn new<A, B, C>(min: A, max: B, mode: C) -> Result<Self, Error>
    where
        A: Join<B, Out: Real<Ends = M>> + Lift<T>,
        A::Out: Join<C, Out = T>,
        B: Lift<T>,
        C: Lift<T>,
    {
        let (min, max, mode): (T, T, T) = (min.lift(), max.lift(), mode.lift());
        finite(min, "Triangular", "min")?;
        finite(max, "Triangular", "max")?;
        finite(mode, "Triangular", "mode")?;
        let width = max.smooth() - min.smooth();
        require(width, |v| (0.0..f64::INFINITY).contains(&v), "Triangular", "max - min", "finite and >= 0")?;
        require(mode.smooth() - min.smooth(), |v| v >= 0.0, "Triangular", "mode - min", ">= 0")?;
        require(max.smooth() - mode.smooth(), |v| v >= 0.0, "Triangular", "max - mode", ">= 0")?;
        Ok(Triangular { min, max, mode, ends: M::default() })
    }

    /// The least value.
    #[inline]
    pub fn min(&self) -> T {
        self.min
    }

    /// The greatest value.
    #[inline]
    pub fn max(&self) -> T {
        self.max
    }

    /// The most likely value.
    #[inline]
    pub fn mode(&self) -> T {
        self.mode
    }

    /// The mean, (min + max + mode)/3.
    #[inline]
    pub fn mean(&self) -> T {
        let (min, max, mode) = (self.min.smooth(), self.max.smooth(), self.mode.smooth());
        T::leave(min / 3.0 + max / 3.0 + mode / 3.0)
    }

    /// The variance, (a² + a b + b²)/18 with a = mode - min and b = max - mode.
    #[inline]
    pub fn variance(&self) -> T {
        let (a, b) = (self.mode.smooth() - self.min.smooth(), self.max.smooth() - self.mode.smooth());
        T::leave((a * a + a * b + b * b) / 18.0)
    }

    /// The entropy, 1/2 + ln((max - min)/2).
    #[inline]
    pub fn entropy(&self) -> T {
        T::leave((self.max.smooth() - self.min.smooth()).ln() + (0.5 - std::f64::consts::LN_2))
    }
}

impl<D: Number> Density<D> for Triangular<Smooth<D>> {
    #[inline(always)]
    fn ln_density(&self, x: Smooth<D>) -> Smooth<D> {
        if D::ORDER > 1 && [x, self.min, self.max, self.mode].iter().any(|v| !v.0.is_constant()) {
            kink::<D>("Triangular::ln_pdf");
        }
        let (from_min, from_max) = (x - self.min, self.max - x);
        let lower = self.mode.0.greater(x.0);
        let choose = |low: Smooth<D>, high: Smooth<D>| Smooth(D::select(lower, low.0, high.0));
        let height = 2.0 / (self.max - self.min);
        let slope = choose(from_min, from_max) / choose(self.mode - self.min, self.max - self.mode);
        // At a mode that is an end the quotient is 0/0.
        let top = Smooth(D::select(x.0.greater(self.mode.0), slope.0, choose(slope, Smooth::constant(1.0)).0));
        let inside = height.ln() + top.ln();
        let margin = Smooth(D::select(from_max.0.greater(from_min.0), from_min.0, from_max.0));
        supported("Triangular", x, margin, inside, inside)
    }
    #[inline]
    fn jumps(&self) -> bool {
        let at = |end: Smooth<D>| !every(self.mode - end, |v| v != 0.0) && (moves(end) || moves(self.mode));
        at(self.min) || at(self.max)
    }
}

impl<D: Number> Cumulative<D> for Triangular<Smooth<D>> {
    #[inline]
    fn cumulative(&self, x: Smooth<D>) -> (Smooth<D>, Smooth<D>) {
        let (from_min, from_max, width) = (x - self.min, self.max - x, self.max - self.min);
        let (below, above) = (self.mode - self.min, self.max - self.mode);
        let lower = self.mode.0.greater(x.0);
        let (low, high) = ((from_min / width) * (from_min / below), (from_max / width) * (from_max / above));
        let choose = |low: Smooth<D>, high: Smooth<D>| Smooth(D::select(lower, low.0, high.0));
        let jumps = [below, above].map(|side| !every(side, |v| v > 0.0));
        between(from_min, from_max, jumps, (choose(low, 1.0 - high), choose(1.0 - low, high)))
    }
    #[inline]
    fn support(&self) -> (f64, f64) {
        (self.min.peek(), self.max.peek())
    }
}

/// Which share of the width a part is. All of a single point is as good as any part of it, unless it moves.
#[inline(always)]
fn share<D: Number>(part: Smooth<D>, width: Smooth<D>) -> Smooth<D> {
    let still = width.0.is_constant() && part.0.is_constant();
    if still && !every(width, |v| v > 0.0) { Smooth::constant(0.5) } else { part / width }
}

impl<D: Number> Triangular<Smooth<D>> {
    /// The draw that belongs to a uniform number and its complement.
    #[inline(always)]
    fn at(&self, u: Smooth<D>, complement: Smooth<D>) -> Smooth<D> {
        let width = self.max - self.min;
        let (low, high) = (share(self.mode - self.min, width), share(self.max - self.mode, width));
        let lower = low.0.greater(u.0);
        let root = Smooth(D::select(lower, (u * low).0, (complement * high).0)).sqrt();
        Smooth(D::select(lower, (self.min + width * root).0, (self.max - width * root).0))
    }

    #[inline(always)]
    fn inverse(&self, p: Smooth<D>) -> Smooth<D> {
        let p = probability(p);
        self.at(p, 1.0 - p)
    }
}

impl<D: Number> Pathwise<D> for Triangular<Smooth<D>> {
    type Value = Smooth<D>;
    #[inline(always)]
    fn path<G: Generator>(&self, noise: &mut Noise<'_, G>) -> Smooth<D> {
        let u: Smooth<D> = noise.uniform().smooth();
        self.at(u, 1.0 - u)
    }
}

impl<D: Number> Redraw<D> for Triangular<Smooth<D>> {
    #[inline]
    fn redraw(&self, x: Smooth<D>) -> Smooth<D> {
        let (u, complement) = self.cumulative(x);
        self.at(u.frozen(), complement.frozen())
    }
}
