use stochastic_grad::prelude::*;

#[stochastic_grad]
fn loss(p: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let hit = Bernoulli::new(p)?.score_funtion().sample(rng);
    Ok(if hit { 1.0 } else { 0.0 })
}

fn main() {}
