use stochastic_grad::prelude::*;

#[stochastic_grad]
fn order(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 1.0)?;
    let pair = Some((x.sample(rng), x.sample(rng)));
    match pair {
        Some((a, b)) if a < b => Ok(a),
        Some((_, b)) => Ok(b),
        None => Ok(0.0),
    }
}

fn main() {}
