use stochastic_grad::prelude::*;

#[derive(Parameters, Clone)]
struct State<T = f64> {
    level: T,
    rate: T,
}

#[stochastic_grad]
fn run(rate: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let mut state = State { level: 0.0, rate };
    for _ in 0..10 {
        state.level += Normal::new(state.rate, 1.0)?.sample(rng);
        if state.level < 0.0 {
            state.level = 0.0;
        }
    }
    Ok(state.level)
}

fn main() {}
