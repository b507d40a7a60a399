use stochastic_grad::prelude::*;

struct State {
    level: f64,
}

#[stochastic_grad]
fn loss(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let mut state = State { level: 0.0 };
    state.level += Normal::new(mu, 1.0)?.sample(rng);
    Ok(state.level)
}

fn main() {}
