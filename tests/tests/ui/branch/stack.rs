use stochastic_grad::prelude::*;

#[stochastic_grad]
fn splitting(size: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let mut stack = vec![size];
    let mut cost = 0.0;
    while let Some(piece) = stack.pop() {
        cost += piece;
        let cut = Uniform::new(0.0, 1.0)?.sample(rng);
        if piece > 1.0 {
            stack.push(piece * cut);
            stack.push(piece * (1.0 - cut));
        }
    }
    Ok(cost)
}

fn main() {}
