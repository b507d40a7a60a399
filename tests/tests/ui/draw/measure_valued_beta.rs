use stochastic_grad::prelude::*;

#[stochastic_grad]
fn loss(a: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Beta::new(a, 2.0)?.measure_valued().sample(rng);
    Ok(if x > 0.5 { 1.0 } else { 0.0 })
}

fn main() {}
