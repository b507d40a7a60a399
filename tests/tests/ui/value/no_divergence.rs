use stochastic_grad::prelude::*;

#[stochastic_grad]
fn bound(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let q = Logistic::new(mu, 1.0)?;
    Ok(q.sample(rng).sin() - kl_divergence(&q, &Normal::new(0.0, 1.0)?))
}

fn main() {}
