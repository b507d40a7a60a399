use stochastic_grad::prelude::*;

#[stochastic_grad]
fn cheapest(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 1.0)?;
    let offers = [x.sample(rng), x.sample(rng)];
    Ok(*offers.iter().min_by(|a, b| a.partial_cmp(b).unwrap()).unwrap())
}

fn main() {}
