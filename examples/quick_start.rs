//! The example of the README: the gradient of an expected value, in one call.
//!
//! `cargo run --release --example quick_start`

use stochastic_grad::prelude::*;

/// Expected squared distance of a noisy measurement from 3.
#[stochastic_grad]
fn loss(mu: f64, sigma: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, sigma)?.sample(rng);
    Ok((x - 3.0).powi(2))
}

fn main() -> Result<(), Error> {
    let mut rng = StdRng::seed_from_u64(7);

    let once = loss(0.5, 1.2, &mut rng)?;
    println!("one run: {once:.3}\n");

    let est = loss_grad((0.5, 1.2), 10_000, &mut rng)?;
    println!("{est}\n");
    println!("exact: expected value 7.69, d/d mu -5, d/d sigma 2.4");
    Ok(())
}
