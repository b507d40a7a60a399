use stochastic_grad::prelude::*;

#[stochastic_grad]
fn loss(scale: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Pareto::new(scale, 3.0)?.score_function().sample(rng);
    Ok(if x > 2.0 { 1.0 } else { 0.0 })
}

fn main() {}
