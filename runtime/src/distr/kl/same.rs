//! Divergences between distributions of one family of real numbers.

use super::KlDivergence;
use super::terms::{bernoulli, dirichlet, excess, gamma, inside, ln_gamma_above_tangent, normal, outcome, relative};
use crate::distr::arguments::fits;
use crate::distr::implicit::functions::exp_m1_minus;
use crate::distr::{
    Bernoulli, Beta, Categorical, Cauchy, Dirichlet, Exp, Gamma, Geometric, Gumbel, HalfNormal, Laplace, LogNormal,
    Normal, Pareto, Poisson, Uniform, every, ln_quotient,
};
use crate::number::rules;
use crate::{Number, Smooth};

/// The divergence of p from q in one family: `same!(Exp: |p, q| ..)`.
macro_rules! same {
    ($($Name:ident: |$p:ident, $q:ident| $divergence:expr;)*) => { $(
        #[diagnostic::do_not_recommend]
        impl<D: Number> KlDivergence<D, $Name<Smooth<D>>> for $Name<Smooth<D>> {
            #[inline]
            fn divergence(&self, $q: &Self) -> Smooth<D> {
                let $p = self;
                $divergence
            }
        }
    )* };
}

same! {
    Bernoulli: |p, q| bernoulli("Bernoulli", p.mean(), q.mean());
    Beta: |p, q| dirichlet(&[p.alpha(), p.beta()], &[q.alpha(), q.beta()]);
    Categorical: |p, q| categorical(p, q);
    Cauchy: |p, q| cauchy(p, q);
    Dirichlet: |p, q| if fits("kl_divergence", p.alpha().len(), q.alpha().len()) {
        dirichlet(p.alpha(), q.alpha())
    } else {
        Smooth::constant(f64::NAN)
    };
    Exp: |p, q| excess(q.lambda(), p.lambda());
    Gamma: |p, q| gamma(p.shape(), q.shape(), p.scale() / q.scale());
    Geometric: |p, q| bernoulli("Geometric", p.p(), q.p()) / p.p();
    Gumbel: |p, q| gumbel((p.location() - q.location()) / q.scale(), p.scale() / q.scale());
    HalfNormal: |p, q| normal(Smooth::constant(0.0), p.scale(), q.scale());
    Laplace: |p, q| laplace(p.location() - q.location(), p.scale(), q.scale());
    LogNormal: |p, q| normal(p.mu() - q.mu(), p.sigma(), q.sigma());
    Normal: |p, q| normal(p.mean() - q.mean(), p.std_dev(), q.std_dev());
    Pareto: |p, q| inside("Pareto", [(p.scale() - q.scale(), p.scale())], || {
        excess(q.shape(), p.shape()) + q.shape() * ln_quotient(p.scale(), q.scale())
    });
    Poisson: |p, q| relative(p.lambda(), q.lambda());
    Uniform: |p, q| inside("Uniform", [(p.low() - q.low(), p.low()), (q.high() - p.high(), p.high())], || {
        ln_quotient(q.high() - q.low(), p.high() - p.low())
    });
}

/// An outcome that one of them has not is impossible there.
fn categorical<D: Number>(p: &Categorical<Smooth<D>>, q: &Categorical<Smooth<D>>) -> Smooth<D> {
    let outcomes = 0..p.p().len().max(q.p().len());
    outcomes.map(|k| categorical_outcome(k, p, q)).sum()
}

fn categorical_outcome<D: Number>(k: usize, p: &Categorical<Smooth<D>>, q: &Categorical<Smooth<D>>) -> Smooth<D> {
    let at = |d: &Categorical<Smooth<D>>| d.p().get(k).copied().unwrap_or(Smooth::constant(0.0));
    let (a, b) = (at(p), at(q));
    let rare = |x: Smooth<D>| !every(x, |v| v >= f64::MIN_POSITIVE);
    match (p.ln_p(k), q.ln_p(k)) {
        // Logits say more than probabilities that have underflowed.
        (Some(ln_a), Some(ln_b)) if rare(a) || rare(b) => (b - a) + a * (ln_a - ln_b),
        (None, Some(ln_b)) if rare(b) => (b - a) + a.x_ln_x() - a * ln_b,
        (Some(ln_a), None) if rare(a) && !rare(b) => (b - a) + a * (ln_a - b.ln()),
        _ => outcome("Categorical", k as f64, a, b),
    }
}

/// ln(((γ + γ')² + δ²) / (4 γ γ')) (Chyzak and Nielsen 2019, <https://doi.org/10.48550/arXiv.1905.10965>)
fn cauchy<D: Number>(p: &Cauchy<Smooth<D>>, q: &Cauchy<Smooth<D>>) -> Smooth<D> {
    let (s, t) = (p.scale(), q.scale());
    let (d, delta) = (s - t, p.median() - q.median());
    let square = 0.25 * ((d / s) * (d / t) + (delta / s) * (delta / t));
    if every(square, |v| v < 1e290) {
        return square.ln_1p();
    }
    let distance = Smooth(d.0.binary(delta.0, rules::Hypot));
    2.0 * (0.5 * distance).ln() - s.ln() - t.ln()
}

/// E(exp(-z') - 1 + z') of what both have in common: with u = ln Γ(1 + r) - d, eᵘ - 1 - u and what ln Γ(r) lies above its
/// tangent at 1.
fn gumbel<D: Number>(d: Smooth<D>, r: Smooth<D>) -> Smooth<D> {
    exp_m1_minus((1.0 + r).ln_gamma() - d) + ln_gamma_above_tangent(r, Smooth::constant(1.0))
}

/// With t = |delta|/p, the mean distance from the other location is p (t + exp(-t)): twice differentiable at delta = 0,
/// where the derivatives of both sides agree.
fn laplace<D: Number>(delta: Smooth<D>, p: Smooth<D>, q: Smooth<D>) -> Smooth<D> {
    let zero = D::constant(0.0);
    let distance = Smooth(D::select(zero.greater(delta.0), delta.0.neg(), delta.0));
    excess(p, q) + p / q * exp_m1_minus(-distance / p)
}
