use stochastic_grad::prelude::*;

#[stochastic_grad]
fn argmax(values: &[f64], rng: &mut impl Rng) -> Result<f64, Error> {
    let noise = Gumbel::new(0.0, 1.0)?;
    let noisy: Vec<f64> = values.iter().map(|v| v + noise.sample(rng)).collect();
    let best = noisy.iter().enumerate().fold((0, f64::MIN), |best, (i, v)| if *v > best.1 { (i, *v) } else { best });
    Ok(values[best.0])
}

fn main() {}
