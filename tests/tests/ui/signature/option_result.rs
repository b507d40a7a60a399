use stochastic_grad::prelude::*;

#[stochastic_grad(objective = Mean)]
fn mean(mu: f64, n: usize, rng: &mut impl Rng) -> Option<f64> {
    (n > 0).then(|| mu * rng.random::<f64>())
}

fn main() {}
