use stochastic_grad::prelude::*;

#[stochastic_grad]
fn whole(demand: &[f64], rng: &mut impl Rng) -> Result<f64, Error> {
    let noise = LogNormal::new(0.0, 0.1)?.sample(rng);
    Ok(demand.iter().map(|d| d * noise).map(f64::floor).sum())
}

fn main() {}
