use stochastic_grad::prelude::*;

#[derive(Parameters, Clone, PartialEq, PartialOrd)]
struct Offer<T = f64> {
    price: T,
}

#[stochastic_grad]
fn cheaper(a: Offer<f64>, b: Offer<f64>, rng: &mut impl Rng) -> Result<f64, Error> {
    let noise = Normal::new(0.0, 1.0)?.sample(rng);
    Ok(if a < b { a.price + noise } else { b.price })
}

fn main() {}
