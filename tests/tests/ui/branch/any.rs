use stochastic_grad::prelude::*;

#[stochastic_grad]
fn ruin(drift: f64, days: usize, rng: &mut impl Rng) -> Result<f64, Error> {
    let step = Normal::new(drift, 1.0)?;
    let mut wealth = 5.0;
    let ruined = (0..days).any(|_| {
        wealth += step.sample(rng);
        wealth <= 0.0
    });
    Ok(if ruined { 1.0 } else { 0.0 })
}

fn main() {}
