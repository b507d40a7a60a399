use stochastic_grad::prelude::*;

#[stochastic_grad]
fn first_passage(drift: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let mut level = 0.0;
    let mut steps = 0;
    loop {
        level += Normal::new(drift, 1.0)?.sample(rng);
        steps += 1;
        if level > 10.0 || steps == 1000 {
            break Ok(f64::from(steps));
        }
    }
}

fn main() {}
