use stochastic_grad::prelude::*;

macro_rules! positive_part {
    ($x:expr) => {
        if $x > 0.0 { $x } else { 0.0 }
    };
}

#[stochastic_grad]
fn loss(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 1.0)?.sample(rng);
    Ok(positive_part!(x))
}

fn main() {}
