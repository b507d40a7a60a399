use stochastic_grad::prelude::*;

#[stochastic_grad]
fn loss(max: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Triangular::new(0.0, max, 0.5)?.score_function().sample(rng);
    Ok(if x > 0.5 { 1.0 } else { 0.0 })
}

fn main() {}
