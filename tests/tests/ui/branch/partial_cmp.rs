use stochastic_grad::prelude::*;

#[stochastic_grad]
fn loss(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 1.0)?.sample(rng);
    Ok(match x.partial_cmp(&0.0) {
        Some(std::cmp::Ordering::Less) => 0.0,
        _ => x,
    })
}

fn main() {}
