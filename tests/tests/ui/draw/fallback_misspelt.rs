use stochastic_grad::prelude::*;

#[stochastic_grad(fallback = score_funktion)]
fn coin(p: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let hit = Bernoulli::new(p)?.sample(rng);
    Ok(if hit { 3.0 } else { 1.0 })
}

fn main() {}
