use stochastic_grad::prelude::*;

#[derive(Debug)]
enum Failure {
    Empty,
}

#[stochastic_grad]
fn mean(mu: f64, n: usize, rng: &mut impl Rng) -> Result<f64, Failure> {
    if n == 0 {
        return Err(Failure::Empty);
    }
    let x: f64 = (0..n).map(|_| rng.random::<f64>()).sum();
    Ok(mu * x / n as f64)
}

fn main() {}
