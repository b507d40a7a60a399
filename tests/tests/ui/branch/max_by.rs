use stochastic_grad::prelude::*;

#[stochastic_grad]
fn best(values: &[f64], rng: &mut impl Rng) -> Result<f64, Error> {
    let noise = Normal::new(0.0, 1.0)?;
    let noisy: Vec<f64> = values.iter().map(|v| v + noise.sample(rng)).collect();
    let best = noisy.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1));
    Ok(best.map_or(0.0, |(i, _)| values[i]))
}

fn main() {}
