use stochastic_grad::prelude::*;

#[stochastic_grad]
fn loss(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let shapes: Vec<Box<dyn Fn(f64) -> f64>> = vec![Box::new(|x| x * x), Box::new(|x| if x > 0.0 { x } else { 0.0 })];
    let x = Normal::new(mu, 1.0)?.sample(rng);
    Ok(shapes.iter().map(|shape| shape(x)).sum())
}

fn main() {}
