//! Continuous distributions whose draws can be plain values: the score function is the derivative of ln of the density.
//!
//! That is the derivative of an expectation only where the support stays: see [`support`](super::support). A draw that
//! stands for others, because it was rounded at the end of the range of numbers, has their probability in the place of a
//! density.

use super::own::{Detach, Likelihood};
use super::support::{Fixed, FixedSupport};
use super::{
    Beta, BetaPrime, Cauchy, Chi, ChiSquared, Cumulative, Density, Dirichlet, Exp, FisherF, Frechet, Gamma,
    GeneralizedExtremeValue, GeneralizedPareto, Gumbel, HalfCauchy, HalfNormal, InverseGamma, InverseGaussian,
    Kumaraswamy, Laplace, LkjCholesky, LogLogistic, LogNormal, Logistic, LogitNormal, MultivariateNormal, Normal,
    NormalInverseGaussian, Pareto, Pert, Rayleigh, RelaxedBernoulli, RelaxedCategorical, SkewNormal, StudentT,
    Triangular, TruncatedNormal, Uniform, VonMises, Weibull, moves, outside_support,
};
use crate::source::{Noise, Pathwise};
use crate::{Number, Real, Smooth};
use rand::Rng;

/// The smallest positive draw. It stands for all smaller ones.
const LEAST: f64 = f64::MIN_POSITIVE * 1.5;
/// The largest draw whose density is evaluated: greater ones may stand for others.
const MOST: f64 = 1e290;
/// The distance of the numbers just below 1.
const STEP: f64 = 0.5 * f64::EPSILON;
/// Where the rounding of draws below 1 is negligible, as a distance from 1.
const SMOOTHED: f64 = 9.1e-13;

/// A family on plain numbers, drawn.
#[inline]
pub(crate) fn plainly<X: Pathwise<f64>, R: Rng + ?Sized>(family: &X, mut rng: &mut R) -> X::Value {
    family.path(&mut Noise::new(&mut rng))
}

/// ln of a density or of a probability at a draw: an error of the present run where it is not finite, because rounding
/// has moved the draw to a place that it cannot have.
#[inline]
pub(crate) fn seen<D: Number>(name: &'static str, x: f64, ln_p: Smooth<D>) -> Smooth<D> {
    if ln_p.peek().is_finite() { ln_p } else { outside_support(name, Smooth::constant(x)) }
}

/// Draws of real numbers, and their likelihood.
#[inline]
fn real(x: f64) -> f64 {
    x
}
#[inline]
fn on_line<D: Number, X: Density<D>>(name: &'static str, family: &X, x: f64) -> Smooth<D> {
    let at = Smooth::constant(x);
    if x.abs() < MOST { seen(name, x, family.ln_density(at)) } else { outside_support(name, at) }
}

/// Draws of real numbers from a family of which some parameters move the support: those must be constants.
#[inline]
fn inside<D: Number, X: Density<D>>(name: &'static str, family: &X, x: f64) -> Smooth<D> {
    if family.jumps() { outside_support(name, Smooth::constant(x)) } else { on_line(name, family, x) }
}
#[inline]
fn around<D: Number>(name: &'static str, family: &VonMises<Smooth<D>>, x: f64) -> Smooth<D> {
    if moves(family.location()) { outside_support(name, Smooth::constant(x)) } else { on_line(name, family, x) }
}

/// Draws of positive numbers, and their likelihood.
#[inline(always)]
pub(crate) fn positive(x: f64) -> f64 {
    // `max` would lose a NaN.
    if x < LEAST { LEAST } else { x }
}
#[inline]
fn on_half_line<D: Number, X: Cumulative<D>>(name: &'static str, family: &X, x: f64) -> Smooth<D> {
    if x <= LEAST {
        return seen(name, x, family.cumulative(Smooth::constant(x)).0.ln());
    }
    on_line(name, family, x)
}

/// The likelihood of a draw in (0, 1): just below 1, where it stands for an interval, the probability of that. What
/// rounds to 1 is kept one step away, and all others are an even number of steps away.
#[inline]
fn on_unit_interval<D: Number, X: Cumulative<D>>(name: &'static str, family: &X, x: f64) -> Smooth<D> {
    let gap = 1.0 - x;
    if gap >= SMOOTHED || gap.is_nan() {
        return on_half_line(name, family, x);
    }
    let above = |x: f64| family.cumulative(Smooth::constant(x)).1;
    let within = if gap > STEP { above(x - STEP) - above(x + STEP) } else { above(x) };
    seen(name, x, within.ln())
}

/// A likelihood for draws: how they are rounded, what their likelihood is, and the score where that costs less. With
/// `<Fixed>`, where the smooth parameters do not move the support.
macro_rules! scored {
    ($($Name:ident$(<$M:ty>)?: $draw:ident, $likelihood:ident $({ $($score:tt)+ })?;)+) => { $(
        #[diagnostic::do_not_recommend]
        impl<T: Real> FixedSupport for $Name<T $(, $M)?> {}
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
    Laplace: real, on_line;
    Logistic: real, on_line;
    Gumbel: real, on_line;
    Cauchy: real, on_line;
    SkewNormal: real, on_line;
    StudentT: real, on_line;
    NormalInverseGaussian: real, on_line;
    LogNormal: positive, on_half_line;
    HalfNormal: real, on_line;
    HalfCauchy: real, on_line;
    Rayleigh: positive, on_half_line;
    Weibull: positive, on_half_line;
    LogLogistic: positive, on_half_line;
    Gamma: positive, on_half_line;
    InverseGamma: positive, on_half_line;
    InverseGaussian: positive, on_half_line;
    ChiSquared: positive, on_half_line;
    Chi: positive, on_half_line;
    BetaPrime: positive, on_half_line;
    FisherF: positive, on_half_line;
    Beta: positive, on_unit_interval;
    Kumaraswamy: positive, on_unit_interval;
    LogitNormal: positive, on_unit_interval;
    RelaxedBernoulli: positive, on_unit_interval;
    Pareto<Fixed>: real, inside;
    Frechet<Fixed>: real, inside;
    Triangular<Fixed>: real, inside;
    Pert<Fixed>: real, inside;
    TruncatedNormal<Fixed>: real, inside;
    VonMises<Fixed>: real, around;
}

/// The same for vectors and matrices, of which some draws stand for others too: there it is an error.
macro_rules! scored_vectors {
    ($($Name:ident -> $Value:ty: $exact:expr;)+) => { $(
        #[diagnostic::do_not_recommend]
        impl<T: Real> FixedSupport for $Name<T> {}
        impl<D: Number> Likelihood<D> for $Name<Smooth<D>> {
            type Value = $Value;
            fn draw_plain<R: Rng + ?Sized>(&self, rng: &mut R) -> $Value {
                plainly(&self.detach().smooth(), rng).detached()
            }
            fn ln_likelihood(&self, x: &$Value) -> Smooth<D> {
                let exact: fn(&$Value) -> bool = $exact;
                let ln_p = if exact(x) { self.ln_pdf(x) } else { Smooth::constant(f64::INFINITY) };
                seen(stringify!($Name), ln_p.peek(), ln_p)
            }
        }
    )+ };
}

scored_vectors! {
    MultivariateNormal -> Vec<f64>: |_| true;
    Dirichlet -> Vec<f64>: |x| x.iter().all(|x| *x >= LEAST);
    RelaxedCategorical -> Vec<f64>: |x| x.iter().all(|x| *x >= LEAST);
    LkjCholesky -> Vec<Vec<f64>>: |x| x.iter().enumerate().all(|(i, row)| row[i] >= LEAST);
}

/// Of these every parameter moves the support, so that there is no score function but for constants. Other fallbacks need
/// a likelihood too.
macro_rules! never_scored {
    ($($Name:ident)+) => { $(
        impl FixedSupport for $Name {}
        #[diagnostic::do_not_recommend]
        impl<D: Number> Likelihood<D> for $Name<Smooth<D>> {
            type Value = f64;
            #[inline]
            fn draw_plain<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
                plainly(&self.detach().smooth(), rng).detach()
            }
            #[inline]
            fn ln_likelihood(&self, x: &f64) -> Smooth<D> {
                inside(stringify!($Name), self, *x)
            }
        }
    )+ };
}
never_scored!(Uniform GeneralizedExtremeValue GeneralizedPareto);
