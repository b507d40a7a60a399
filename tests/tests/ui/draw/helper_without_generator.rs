use stochastic_grad::prelude::*;

#[stochastic_grad]
fn noisy(x: f64) -> Result<f64, Error> {
    let mut rng = StdRng::seed_from_u64(1);
    Ok(Normal::new(x, 1.0)?.sample(&mut rng))
}

fn main() {}
