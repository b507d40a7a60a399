use stochastic_grad::prelude::*;

#[stochastic_grad]
fn score(mu: f64, bonus: bool, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 1.0)?.sample(rng);
    let score = if bonus {
        x + 1.0
    } else if x >= 0.0 {
        x
    } else {
        0.0
    };
    Ok(score)
}

fn main() {}
