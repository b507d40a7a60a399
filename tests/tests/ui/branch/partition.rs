use stochastic_grad::prelude::*;

#[stochastic_grad]
fn spread(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 1.0)?;
    let draws = [x.sample(rng), x.sample(rng), x.sample(rng)];
    let (up, down): (Vec<f64>, Vec<f64>) = draws.iter().partition(|x| **x > mu);
    Ok(up.iter().sum::<f64>() - down.iter().sum::<f64>())
}

fn main() {}
