use stochastic_grad::prelude::*;

#[stochastic_grad]
fn order(a: &[f64], rng: &mut impl Rng) -> Result<f64, Error> {
    let noise = Normal::new(a[0], 1.0)?.sample(rng);
    let mut larger = 0;
    for x in a {
        if x > &noise {
            larger += 1;
        }
    }
    Ok(larger as f64)
}

fn main() {}
