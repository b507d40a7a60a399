use stochastic_grad::prelude::*;

#[stochastic_grad]
fn summed(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let n = Exp::new(1.0 / mu)?.sample(rng);
    let mut sum = 0.0;
    for i in 0..n as usize {
        sum += i as f64;
    }
    Ok(sum)
}

fn main() {}
