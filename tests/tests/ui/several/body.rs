use stochastic_grad::prelude::*;

#[stochastic_grad]
fn loss(mu: f64, p: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 1.0)?.sample(rng);
    let mut y = if x > 0.0 { x.floor() } else { x % 2.0 };
    if Bernoulli::new(p)?.sample(rng) {
        y += (x as i64) as f64;
    }
    let xs = [x, y];
    Ok(xs.iter().filter(|v| **v < 1.0).sum())
}

fn main() {}
