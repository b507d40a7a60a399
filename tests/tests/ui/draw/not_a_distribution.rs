use stochastic_grad::prelude::*;

struct Dice;

#[stochastic_grad]
fn game(stake: f64, rng: &mut impl Rng) -> f64 {
    let eyes: u32 = rng.sample(Dice);
    stake * f64::from(eyes)
}

fn main() {}
