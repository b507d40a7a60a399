//! Divergences of the uniform distribution from distributions of other families.

use super::KlDivergence;
use super::mixed::{gamma_cross, mixed, square};
use super::terms::{inside, mean_ln_uniform, normal_cross};
use crate::distr::{Beta, Exp, Gamma, Gumbel, Normal, Pareto, Uniform, ln_quotient};
use crate::special::differences::ExpMoment;
use crate::special::ln_beta;
use crate::{Number, Smooth};

mixed! {
    Uniform, Beta: |p, q| inside("Beta", [(p.low(), p.low()), (1.0 - p.high(), p.high())], || {
        let (a, b) = (q.alpha(), q.beta());
        let (below, above) = (mean_ln_uniform(p.low(), width(p)), mean_ln_uniform(1.0 - p.high(), width(p)));
        ln_beta(a, b) - (a - 1.0) * below - (b - 1.0) * above - p.entropy()
    });
    Uniform, Exp: |p, q| inside("Exp", [(p.low(), p.low())], || {
        q.lambda() * p.mean() - (width(p) * q.lambda()).ln()
    });
    Uniform, Gamma: |p, q| inside("Gamma", [(p.low(), p.low())], || {
        gamma_cross(q, p.mean(), mean_ln_uniform(p.low(), width(p))) - p.entropy()
    });
    Uniform, Gumbel: |p, q| {
        let (z, t) = ((p.mean() - q.location()) / q.scale(), width(p) / q.scale());
        let lowest = (p.low() - q.location()) / q.scale();
        // E exp(-z) is exp(-lowest) (1 - exp(-t))/t.
        z + (-lowest).exp() * Smooth((-t).0.unary(ExpMoment(0))) - t.ln()
    };
    Uniform, Normal: |p, q| {
        normal_cross(q.std_dev(), || square(p.mean() - q.mean()) + p.variance()) - p.entropy()
    };
    Uniform, Pareto: |p, q| inside("Pareto", [(p.low() - q.scale(), p.low())], || {
        let mean_ln = mean_ln_uniform(p.low() / q.scale(), width(p) / q.scale());
        (q.shape() + 1.0) * mean_ln + ln_quotient(q.scale(), width(p)) - q.shape().ln()
    });
}

#[inline]
fn width<D: Number>(p: &Uniform<Smooth<D>>) -> Smooth<D> {
    p.high() - p.low()
}
