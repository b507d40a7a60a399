use stochastic_grad::prelude::*;

#[stochastic_grad]
fn loss(high: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Uniform::new(0.0, high)?.score_function().sample(rng);
    Ok(if x > 0.5 { 1.0 } else { 0.0 })
}

fn main() {}
