use stochastic_grad::prelude::*;

#[stochastic_grad]
fn loss(p: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let hit = Bernoulli::new(p)?.enumerate_to(1e-9).sample(rng);
    Ok(if hit { 1.0 } else { 0.0 })
}

fn main() {}
