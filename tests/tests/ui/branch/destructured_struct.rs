use stochastic_grad::prelude::*;

#[derive(Parameters, Clone)]
struct Theta<T = f64> {
    low: T,
    high: T,
}

#[stochastic_grad]
fn width(theta: Theta<f64>, rng: &mut impl Rng) -> Result<f64, Error> {
    let Theta { low, high } = theta;
    let noise = Normal::new(0.0, 1.0)?.sample(rng);
    Ok(if low < high { high - low + noise } else { 0.0 })
}

fn main() {}
