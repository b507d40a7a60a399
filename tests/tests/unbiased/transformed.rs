//! Mixtures and flows.

use super::functions::{Cost, cost_of};
use super::table::{gradients, hessians};
use stochastic_grad::prelude::*;

#[stochastic_grad]
fn mixture_cost(
    logits: &[f64],
    mean: &[f64],
    std_dev: &[f64],
    #[constant] cost: Cost,
    rng: &mut impl Rng,
) -> Result<f64, Error> {
    let weights: Vec<f64> = logits.iter().map(|x| x.exp()).collect();
    let components = mean.iter().zip(std_dev).map(|(m, s)| Normal::new(*m, *s)).collect::<Result<Vec<_>, _>>()?;
    Ok(cost_of(Mixture::new(&weights, &components)?.sample(rng), cost))
}

/// The same with the components in a tuple.
#[stochastic_grad]
fn pair_cost(
    logits: [f64; 2],
    mean: [f64; 2],
    std_dev: [f64; 2],
    #[constant] cost: Cost,
    rng: &mut impl Rng,
) -> Result<f64, Error> {
    let components = (Normal::new(mean[0], std_dev[0])?, Normal::new(mean[1], std_dev[1])?);
    let mixture = Mixture::new(&[logits[0].exp(), logits[1].exp()], &components)?;
    Ok(cost_of(mixture.sample(rng), cost))
}

const MIXTURE: [&str; 9] = ["logit1", "logit2", "logit3", "mu1", "mu2", "mu3", "sigma1", "sigma2", "sigma3"];

/// Logits, means and standard deviations.
fn parts(p: &[f64]) -> (Vec<f64>, Vec<f64>, Vec<f64>) {
    let parts: Vec<_> = p.chunks(p.len() / 3).map(<[f64]>::to_vec).collect();
    (parts[0].clone(), parts[1].clone(), parts[2].clone())
}

#[test]
fn mixtures() {
    gradients("NormalMixture", &MIXTURE, MixtureCost::new, parts);
    hessians("NormalMixture", &MIXTURE, MixtureCost::new, parts);
    let pair = |p: &[f64]| ([p[0], p[1]], [p[2], p[3]], [p[4], p[5]]);
    hessians("NormalMixture", &MIXTURE, PairCost::new, pair);
}

#[stochastic_grad]
fn planar_cost(u: f64, w: f64, b: f64, #[constant] cost: Cost, rng: &mut impl Rng) -> Result<f64, Error> {
    let flow = bijection::Planar::new(&[u], &[w], b)?;
    Ok(cost_of(Normal::new(0.0, 1.0)?.iid(1).map(flow).sample(rng)[0], cost))
}

#[test]
fn planar_flows() {
    let three = |p: &[f64]| (p[0], p[1], p[2]);
    gradients("PlanarFlow1D", &["u", "w", "b"], PlanarCost::new, three);
    hessians("PlanarFlow1D", &["u", "w", "b"], PlanarCost::new, three);
}

/// E of the negative entropy of q plus what x has of a wide normal prior: zero gradients where q is that prior.
#[stochastic_grad]
fn elbo(m: f64, s: f64, u: &[f64], #[constant] landing: bool, rng: &mut impl Rng) -> Result<f64, Error> {
    let flow = bijection::Planar::new(u, &[0.6, -0.3], 0.1)?;
    let q = Normal::diagonal(&[m, 0.2], &[s, 1.0])?.map(flow);
    let x = q.sample(rng);
    let ln_q = if landing { q.ln_pdf(&x.iter().map(|x| x.detach()).collect::<Vec<f64>>()) } else { q.ln_pdf(&x) };
    Ok(ln_q)
}

#[test]
fn the_score_of_a_flow_has_mean_zero() -> Result<(), Error> {
    // E d ln q(x)/dθ at a fixed x is zero for every parameter: inverse, log-determinant and density fit together.
    let est = Elbo::new(true).grad((0.3, 0.8, [0.5, 0.2]), 100_000, &mut StdRng::seed_from_u64(1))?;
    for (g, e) in est.grad.flatten().iter().zip(est.grad_std_err.flatten()) {
        assert!(g.abs() < 5.0 * e && e < 0.02, "{est}");
    }
    Ok(())
}
