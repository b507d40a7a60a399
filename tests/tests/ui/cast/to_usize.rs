use stochastic_grad::prelude::*;

#[stochastic_grad]
fn units(demand: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = demand * LogNormal::new(0.0, 0.3)?.sample(rng);
    let units = x as usize;
    Ok(units as f64)
}

fn main() {}
