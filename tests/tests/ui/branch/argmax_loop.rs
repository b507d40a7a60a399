use stochastic_grad::prelude::*;

#[stochastic_grad]
fn argmax(values: &[f64], rng: &mut impl Rng) -> Result<f64, Error> {
    let noise = Gumbel::new(0.0, 1.0)?;
    let mut best = (0, f64::NEG_INFINITY);
    for (i, value) in values.iter().enumerate() {
        let noisy = value + noise.sample(rng);
        if noisy > best.1 {
            best = (i, noisy);
        }
    }
    Ok(values[best.0])
}

fn main() {}
