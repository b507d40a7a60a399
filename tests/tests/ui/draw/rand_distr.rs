use stochastic_grad::prelude::*;

#[stochastic_grad]
fn loss(shape: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let dist = rand_distr::Beta::new(shape, 2.0).map_err(|_| Error::NoSamples)?;
    Ok(rng.sample(dist))
}

fn main() {}
