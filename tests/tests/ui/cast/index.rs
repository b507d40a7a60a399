use stochastic_grad::prelude::*;

#[stochastic_grad]
fn lookup(mu: f64, #[constant] table: &[f64], rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Uniform::new(0.0, mu)?.sample(rng);
    Ok(table[(10.0 * x) as usize])
}

fn main() {}
