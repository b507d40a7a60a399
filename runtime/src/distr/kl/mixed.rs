//! Divergences between distributions of different families of real numbers.

use super::KlDivergence;
use super::terms::{dirichlet, gamma, infinite, inside, normal_cross, outcome};
use crate::distr::implicit::functions::digamma_difference;
use crate::distr::{
    Bernoulli, Beta, Binomial, EULER, Exp, Gamma, Gumbel, Laplace, Normal, Pareto, Poisson, Uniform, every,
};
use crate::{Number, Smooth};
use std::f64::consts::PI;

/// The divergence of p from q in different families: `mixed!(Exp, Normal: |p, q| ..)`.
macro_rules! mixed {
    ($($P:ident, $Q:ident: |$p:ident, $q:ident| $divergence:expr;)*) => { $(
        #[diagnostic::do_not_recommend]
        impl<D: Number> KlDivergence<D, $Q<Smooth<D>>> for $P<Smooth<D>> {
            #[inline]
            fn divergence(&self, $q: &$Q<Smooth<D>>) -> Smooth<D> {
                let $p = self;
                $divergence
            }
        }
    )* };
}
pub(super) use mixed;

mixed! {
    Bernoulli, Poisson: |p, q| {
        // Nothing and one, beside rates q and 1.
        outcome("Poisson", 1.0, p.mean(), q.lambda()) + outcome("Poisson", 0.0, 1.0 - p.mean(), Smooth::constant(1.0))
    };
    Beta, Exp: |p, q| -p.entropy() - q.lambda().ln() + q.lambda() * p.mean();
    Beta, Gamma: |p, q| {
        let mean_ln = -digamma_difference(p.alpha(), p.beta());
        -p.entropy() + gamma_cross(q, p.mean(), mean_ln)
    };
    Beta, Normal: |p, q| -p.entropy() + normal_cross(q.std_dev(), || square(p.mean() - q.mean()) + p.variance());
    Beta, Uniform: |p, q| {
        let one = Smooth::constant(1.0);
        let ends = [(-q.low(), Smooth::constant(0.0)), (q.high() - 1.0, one)];
        let width = || (q.high() - q.low()).ln();
        inside("Uniform", ends, || dirichlet(&[p.alpha(), p.beta()], &[one, one]) + width())
    };
    Exp, Gamma: |p, q| gamma(Smooth::constant(1.0), q.shape(), 1.0 / (p.lambda() * q.scale()));
    Exp, Gumbel: |p, q| {
        let rate = p.lambda() * q.scale();
        rate.ln() - 1.0 + 1.0 / rate - q.location() / q.scale() + (q.location() / q.scale()).exp() * (rate / (1.0 + rate))
    };
    Exp, Normal: |p, q| {
        let mean = 1.0 / p.lambda();
        p.lambda().ln() - 1.0 + normal_cross(q.std_dev(), || square(mean - q.mean()) + mean * mean)
    };
    Gamma, Exp: |p, q| gamma(p.shape(), Smooth::constant(1.0), p.scale() * q.lambda());
    Gamma, Gumbel: |p, q| {
        let ratio = p.scale() / q.scale();
        let reach = (q.location() / q.scale() - p.shape() * ratio.ln_1p()).exp();
        -p.entropy() + q.scale().ln() + (p.mean() - q.location()) / q.scale() + reach
    };
    Gamma, Normal: |p, q| -p.entropy() + normal_cross(q.std_dev(), || square(p.mean() - q.mean()) + p.variance());
    Gumbel, Normal: |p, q| {
        let variance = p.scale() * p.scale() * (PI * PI / 6.0);
        -p.entropy() + normal_cross(q.std_dev(), || square(p.location() + p.scale() * EULER - q.mean()) + variance)
    };
    Laplace, Normal: |p, q| {
        let variance = 2.0 * p.scale() * p.scale();
        -p.entropy() + normal_cross(q.std_dev(), || square(p.location() - q.mean()) + variance)
    };
    Normal, Gumbel: |p, q| of_normal(p, |entropy| {
        let (z, s) = ((p.mean() - q.location()) / q.scale(), p.std_dev() / q.scale());
        q.scale().ln() + z + (0.5 * s * s - z).exp() - entropy
    });
    Normal, Laplace: |p, q| of_normal(p, |entropy| {
        let delta = p.mean() - q.location();
        (2.0 * q.scale()).ln() + mean_distance(delta, p.std_dev()) / q.scale() - entropy
    });
    Pareto, Exp: |p, q| with_moment(p, 1.0, || q.lambda() * p.mean() - q.lambda().ln() - p.entropy());
    Pareto, Gamma: |p, q| with_moment(p, 1.0, || {
        gamma_cross(q, p.mean(), p.scale().ln() + 1.0 / p.shape()) - p.entropy()
    });
    Pareto, Normal: |p, q| with_moment(p, 2.0, || {
        normal_cross(q.std_dev(), || square(p.mean() - q.mean()) + p.variance()) - p.entropy()
    });
}

/// The pairs where p has outcomes that q has not: `infinite!(Beta: Pareto)`.
macro_rules! infinite {
    ($($P:ident: $($Q:ident)+;)*) => { $($(
        #[diagnostic::do_not_recommend]
        impl<D: Number> KlDivergence<D, $Q<Smooth<D>>> for $P<Smooth<D>> {
            #[inline]
            fn divergence(&self, _: &$Q<Smooth<D>>) -> Smooth<D> {
                infinite()
            }
        }
    )+)* };
}

infinite! {
    Beta: Pareto;
    Exp: Beta Pareto Uniform;
    Gamma: Beta Pareto Uniform;
    Gumbel: Beta Exp Gamma Pareto Uniform;
    Laplace: Beta Exp Gamma Pareto Uniform;
    Normal: Beta Exp Gamma Pareto Uniform;
    Pareto: Beta Uniform;
    Poisson: Bernoulli Binomial;
}

#[inline]
pub(super) fn square<D: Number>(x: Smooth<D>) -> Smooth<D> {
    x * x
}

/// -E ln of the density of a gamma distribution, from E x and E ln x
#[inline]
pub(super) fn gamma_cross<D: Number>(q: &Gamma<Smooth<D>>, mean: Smooth<D>, mean_ln: Smooth<D>) -> Smooth<D> {
    let (shape, scale) = (q.shape(), q.scale());
    shape.ln_gamma() + shape * scale.ln() - (shape - 1.0) * mean_ln + mean / scale
}

/// A divergence of a normal distribution, given its entropy. That of a point mass is infinite.
#[inline]
fn of_normal<D: Number>(p: &Normal<Smooth<D>>, divergence: impl FnOnce(Smooth<D>) -> Smooth<D>) -> Smooth<D> {
    if every(p.std_dev(), |v| v > 0.0) { divergence(p.entropy()) } else { -p.std_dev().ln() }
}

/// E|x| for x ~ N(delta, s²), smooth in delta
#[inline]
fn mean_distance<D: Number>(delta: Smooth<D>, s: Smooth<D>) -> Smooth<D> {
    let d = delta / s;
    if every(d, |v| v.abs() > 40.0) {
        // What is missing underflows, and d² may overflow.
        return Smooth(delta.0.abs());
    }
    // sqrt(2/π) exp(-d²/2) s + delta erf(d/sqrt(2))
    (-0.5 * d * d).exp() * s * 0.797_884_560_802_865_4 + delta * (d * std::f64::consts::FRAC_1_SQRT_2).erf()
}

/// A divergence that needs the moment of this order of a Pareto distribution. It grows beyond all bounds, with all its
/// derivatives, where the moment does, so there is no jump.
#[inline]
fn with_moment<D: Number>(p: &Pareto<Smooth<D>>, order: f64, divergence: impl FnOnce() -> Smooth<D>) -> Smooth<D> {
    if every(p.shape(), |v| v > order) { divergence() } else { infinite() }
}
