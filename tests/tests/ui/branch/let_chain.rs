use stochastic_grad::prelude::*;

#[stochastic_grad]
fn last_gain(mu: f64, days: usize, rng: &mut impl Rng) -> Result<f64, Error> {
    let step = Normal::new(mu, 1.0)?;
    let gains: Vec<f64> = (0..days).map(|_| step.sample(rng)).collect();
    if let Some(gain) = gains.last()
        && *gain > 0.0
    {
        return Ok(*gain);
    }
    Ok(0.0)
}

fn main() {}
