use stochastic_grad::prelude::*;

#[stochastic_grad]
fn whole_units(demand: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = demand * LogNormal::new(0.0, 0.3)?.sample(rng);
    Ok(x.floor())
}

fn main() {}
