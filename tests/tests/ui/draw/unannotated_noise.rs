use stochastic_grad::prelude::*;

fn noise<R: Rng>(rng: &mut R) -> f64 {
    rng.random::<f64>() - 0.5
}

#[stochastic_grad]
fn loss(mu: f64, rng: &mut impl Rng) -> f64 {
    (mu + noise(rng)).powi(2)
}

fn main() {}
