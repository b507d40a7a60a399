use stochastic_grad::prelude::*;

#[stochastic_grad]
fn loss(scale: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Pareto::new(scale, 3.0)?.score_function().sample(rng);
    Ok(x)
}

#[stochastic_grad]
fn bounded(high: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Uniform::new(0.0, high)?.score_function().sample(rng);
    Ok(x)
}

fn main() {}
