use stochastic_grad::prelude::*;

#[stochastic_grad]
fn vote(margin: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let swing = Logistic::new(margin, 0.1)?.sample(rng);
    Ok(swing.signum())
}

fn main() {}
