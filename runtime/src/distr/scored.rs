//! Continuous distributions whose draws can be plain values: the score function is the derivative of ln of the density.
//!
//! That is the derivative of an expectation only where the support stays: where a parameter moves an end of it, the
//! density there carries a part that no draw sees. A draw that stands for others, because it was rounded at the end of
//! the range of numbers, has their probability in the place of a density.

use super::{Cumulative, Density};
use crate::distr::support::FixedSupport;
use crate::distr::{Exp, Gamma, Likelihood, Normal, outside_support};
use crate::source::{Noise, Pathwise};
use crate::{Number, Real, Smooth};
use rand::Rng;

/// A family on plain numbers, drawn.
#[inline]
pub(crate) fn plainly<X: Pathwise<f64>, R: Rng + ?Sized>(family: &X, mut rng: &mut R) -> X::Value {
    family.path(&mut Noise::new(&mut rng))
}

/// ln of a density or of a probability at a drawn point: an error of the present run where it is not finite, as rounding
/// has moved the draw to a place that it cannot have.
#[inline]
pub(crate) fn seen<D: Number>(name: &'static str, x: f64, ln_p: Smooth<D>) -> Smooth<D> {
    if ln_p.peek().is_finite() { ln_p } else { outside_support(name, Smooth::constant(x)) }
}

/// The smallest positive draw. It stands for all smaller ones.
pub(crate) const LEAST: f64 = f64::MIN_POSITIVE * 1.5;
/// The largest draw of positive numbers whose likelihood is known: others are rounded towards it, or infinite.
const MOST: f64 = 1e299;

/// `Likelihood` from the density: `scored!(Normal: anywhere)`.
macro_rules! scored {
    ($($Name:ident: $draw:ident, $likelihood:ident $({ $($score:tt)+ })?;)+) => { $(
        impl<T: Real> FixedSupport for $Name<T> {}
        impl<D: Number> Likelihood<D> for $Name<Smooth<D>> {
            type Value = f64;
            #[inline]
            fn draw_plain<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
                $draw(plainly(&self.detach().smooth(), rng).detach())
            }
            #[inline]
            fn ln_likelihood(&self, x: &f64) -> Smooth<D> {
                $likelihood(stringify!($Name), self, *x)
            }
            $($($score)+)?
        }
    )+ };
}

/// Any real number.
#[inline]
fn real(x: f64) -> f64 {
    x
}
#[inline]
fn on_line<D: Number, X: Density<D>>(name: &'static str, family: &X, x: f64) -> Smooth<D> {
    seen(name, x, family.ln_density(Smooth::constant(x)))
}

/// A positive number; the smallest stands for all below it.
#[inline]
fn positive(x: f64) -> f64 {
    // `max` would lose a NaN.
    if x < LEAST { LEAST } else { x }
}
#[inline]
fn on_half_line<D: Number, X: Cumulative<D>>(name: &'static str, family: &X, x: f64) -> Smooth<D> {
    let at = Smooth::constant(x);
    if x <= LEAST {
        return seen(name, x, family.cumulative(at).0.ln());
    }
    if x < MOST { seen(name, x, family.ln_density(at)) } else { outside_support(name, at) }
}

scored! {
    Normal: real, on_line {
        #[inline]
        fn score(&self, x: &f64) -> Smooth<D> {
            let s = self.std_dev().detach();
            let z = (x - self.mean().detach()) / s;
            self.mean() * (z / s) + self.std_dev() * ((z - 1.0) * (z + 1.0) / s)
        }
    };
    Exp: real, on_line {
        #[inline]
        fn score(&self, x: &f64) -> Smooth<D> {
            self.lambda() * (1.0 / self.lambda().detach() - x)
        }
    };
    Gamma: positive, on_half_line;
}
