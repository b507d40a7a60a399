//! first
use stochastic_grad::prelude::*;

/// Expected squared distance of a noisy measurement from 3.
#[stochastic_grad]
fn loss(mu: f64, sigma: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, sigma)?.sample(rng);
    Ok((x - 3.0).powi(2))
}

#[stochastic_grad]
fn softsquare(y: f64) -> f64 {
    1.0 + y.powi(2)
}

#[stochastic_grad]
fn step(x: f64, s: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    Ok(x + Normal::new(0.0, s)?.sample(rng))
}

#[stochastic_grad]
fn path(mu: f64, k: usize, rng: &mut impl Rng) -> Result<f64, Error> {
    let mut x = 0.0;
    for _ in 0..k {
        x = step(mu + x, 0.1, rng)?;
    }
    Ok(softsquare(x))
}

#[stochastic_grad]
fn coin(p: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let mut total = 0.0;
    for k in 0..3 {
        let hit = Bernoulli::new(p)?.score_function().sample(rng);
        if hit {
            total += k as f64;
        } else {
            total += p;
        }
    }
    Ok(total)
}

#[test]
fn main() -> Result<(), Error> {
    let mut rng = StdRng::seed_from_u64(7);
    let once = loss(0.5, 1.2, &mut rng)?;
    assert!(once.is_finite());
    let est = loss_grad((0.5, 1.2), 10_000, &mut rng)?;
    println!("{est}");
    assert!((est.grad.mu - -5.0).abs() < 5.0 * est.grad_std_err.mu);
    let est = path_grad(0.5, 3, 10_000, &mut rng)?;
    println!("{est}");
    let est = coin_grad(0.5, 10_000, &mut rng)?;
    println!("{est}");
    let h = Loss.hessian((0.5, 1.2), 10000, &mut rng)?;
    println!("{h}");
    Ok(())
}
