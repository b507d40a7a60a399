use stochastic_grad::prelude::*;

#[stochastic_grad]
fn bandit(logits: &[f64], #[constant] rewards: &[f64], rng: &mut impl Rng) -> Result<f64, Error> {
    let arm = Categorical::from_logits(logits)?.sample(rng);
    Ok(rewards[arm])
}

fn main() {}
