//! The von Mises distribution.

use super::implicit::von_mises;
use super::{
    Density, Redraw, at_point, between, density, drawn_pathwise, every, family, finite, not_negative, outside_support,
    per_lane,
};
use crate::distr::support::Ends;
use crate::source::{Generator, Noise, Pathwise};
use crate::special::bessel::{LnI0Scaled, ratio_complement};
use crate::special::von_mises_cdf;
use crate::{Error, Join, Lift, Number, Real, Smooth};
use std::f64::consts::{PI, TAU};

/// The von Mises distribution of angles around a location, in radians.
///
/// # Density
/// p(x) = exp(concentration cos(x - location)) / (2π I₀(concentration)), which is periodic: a density on the circle.
///
/// # Gradient
/// x = location + θ, where θ moves with the concentration at a fixed value of its distribution function: pathwise, implicit
/// (Figurnov, Mohamed and Mnih 2018, <https://doi.org/10.48550/arXiv.1805.08498>). Draws by Best and Fisher (1979,
/// <https://doi.org/10.2307/2346732>).
///
/// Draws are *not* wrapped: they lie within π of the location, wherever that is, because a jump by 2π would bias the
/// gradient of whatever is not periodic.
///
/// # Example
/// ```
/// use stochastic_grad::prelude::*;
///
/// let heading = VonMises::new(0.6, 2.0)?;
/// let x = heading.sample(&mut StdRng::seed_from_u64(1));
/// assert!((x - 0.6).abs() <= std::f64::consts::PI);
/// assert_eq!(heading.mean(), 0.6);
/// assert!((heading.ln_pdf(1.0) - -0.8197486198865316).abs() < 1e-15);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct VonMises<T = f64, M = <T as Real>::Ends> {
    location: T,
    concentration: T,
    ends: M,
}

family!(VonMises[M] { location, concentration });
drawn_pathwise!(VonMises[M]);
density! {
    /// ln of the density at the angle `x`, which is periodic: `x` need not lie within π of the location.
    VonMises[M] { location, concentration }
}

at_point! {
    /// The distribution function of the unwrapped draws, from 0 at location - π to 1 at location + π.
    VonMises[M] { location, concentration } cdf(at, x) = at.sides(x).0
}
at_point! {
    /// The probability of an unwrapped draw greater than `x`, 1 - F(x), accurate in the upper tail.
    VonMises[M] { location, concentration } survival(at, x) = at.sides(x).1
}

impl<T: Real, M: Ends> VonMises<T, M> {
    /// A von Mises distribution with a finite `location` and a finite `concentration >= 0` (0 is uniform).
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] where a parameter violates its bound.
    #[inline(always)]
    pub fn new<A, B>(location: A, concentration: B) -> Result<Self, Error>
    where
        A: Join<B, Out = T> + Lift<T> + Real<Ends = M>,
        B: Lift<T>,
    {
        let (location, concentration) = (location.lift(), concentration.lift());
        finite(location, "VonMises", "location")?;
        not_negative(concentration, "VonMises", "concentration")?;
        Ok(VonMises { location, concentration, ends: M::default() })
    }

    /// The location, the most probable angle.
    #[inline]
    pub fn location(&self) -> T {
        self.location
    }

    /// The concentration, which is about 1 over the variance where it is large.
    #[inline]
    pub fn concentration(&self) -> T {
        self.concentration
    }

    /// The mean, of the direction and of the unwrapped draws alike: the location.
    #[inline]
    pub fn mean(&self) -> T {
        self.location
    }

    /// The circular variance, 1 - I₁(concentration)/I₀(concentration): 1 less the mean cosine of the distance from the
    /// location.
    #[inline]
    pub fn circular_variance(&self) -> T {
        T::leave(Smooth(ratio_complement(self.concentration.smooth().0)))
    }

    /// The entropy, ln(2π I₀(concentration)) - concentration I₁(concentration)/I₀(concentration).
    #[inline]
    pub fn entropy(&self) -> T {
        let kappa = self.concentration.smooth();
        T::leave(ln_normalizer(kappa) + kappa * Smooth(ratio_complement(kappa.0)))
    }
}

/// ln(2π I₀(κ)) - κ
#[inline]
fn ln_normalizer<D: Number>(kappa: Smooth<D>) -> Smooth<D> {
    Smooth(kappa.0.unary(LnI0Scaled)) + TAU.ln()
}

impl<D: Number> Density<D> for VonMises<Smooth<D>> {
    #[inline(always)]
    fn ln_density(&self, x: Smooth<D>) -> Smooth<D> {
        // cos t - 1 = -2 sin²(t/2)
        let half = (0.5 * (x - self.location)).sin();
        -2.0 * self.concentration * half * half - ln_normalizer(self.concentration)
    }
}

impl<D: Number> VonMises<Smooth<D>> {
    /// F and 1 - F of the unwrapped draws. This is no [`Cumulative`](super::Cumulative), because the density goes on
    /// beyond the ends of F.
    fn sides(&self, x: Smooth<D>) -> (Smooth<D>, Smooth<D>) {
        let angle = x - self.location;
        let inside = (von_mises_cdf(self.concentration, angle), von_mises_cdf(self.concentration, -angle));
        between(angle + PI, PI - angle, [true, true], inside)
    }
}

impl<D: Number> Pathwise<D> for VonMises<Smooth<D>> {
    type Value = Smooth<D>;
    #[inline(always)]
    fn path<G: Generator>(&self, noise: &mut Noise<'_, G>) -> Smooth<D> {
        self.location + von_mises::draw(self.concentration, noise)
    }
}

impl<D: Number> Redraw<D> for VonMises<Smooth<D>> {
    #[inline]
    fn redraw(&self, x: Smooth<D>) -> Smooth<D> {
        let angle = (x - self.location).frozen();
        if !every(angle, |v| v.abs() <= PI) {
            return outside_support("VonMises", x);
        }
        let angle = per_lane::<D>(|lane| angle.0.primal(lane));
        self.location + Smooth(D::implicit([self.concentration.0], angle, von_mises::Draw))
    }
}
