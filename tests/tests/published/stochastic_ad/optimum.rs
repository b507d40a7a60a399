//! The Poisson distribution that is closest to a negative binomial one.

use crate::row::{Row, gradient};
use stochastic_grad::prelude::*;

/// A sample of the divergence.
#[stochastic_grad]
fn divergence(p: f64, exactly: bool, rng: &mut impl Rng) -> Result<f64, Error> {
    let (near, far) = (Poisson::new(p)?, NegativeBinomial::new(10.0, 0.25)?);
    let i = if exactly { near.enumerate_to(1e-16).sample(rng) } else { near.perturb().sample(rng) };
    Ok(near.ln_pmf(i) - far.ln_pmf(i))
}

fn slope(p: f64, rng: &mut StdRng) -> Result<f64, Error> {
    Ok(divergence_grad(p, true, 1, rng)?.grad.p)
}

/// Where the derivative by enumeration changes its sign.
fn argmin(rng: &mut StdRng) -> Result<(f64, f64), Error> {
    let (mut low, mut high) = (10.0, 50.0);
    while high - low > 1e-12 * high {
        let middle = 0.5 * (low + high);
        if slope(middle, rng)? < 0.0 { low = middle } else { high = middle }
    }
    Ok((low, 0.0))
}

pub(super) fn of_the_divergence() -> Row {
    let names = ["Poisson near negative binomial", "argmin of the divergence", "enumerate_to(1e-16)"];
    Row::new(names, 1, argmin).exact(28.878_213_565_988_2)
}

/// Where the descent starts.
pub(super) fn gradient() -> Row {
    let names = ["Poisson near negative binomial", "d/dp at 10", "perturb"];
    gradient!(names, Divergence::new(false), 10.0, p, 10_000, None).exact(-0.392_921_554_177_845_6)
}
