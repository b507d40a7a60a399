// Ten small functions of different kinds, for the measurement of compile times. Without the attributes they are ordinary
// Rust.
use stochastic_grad::prelude::*;

#[stochastic_grad]
fn wave(mu: f64, sigma: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, sigma)?.sample(rng);
    Ok(x.sin() + x.powi(2))
}

#[stochastic_grad]
fn hierarchy(mu: f64, tau: f64, sigma: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let mean = Normal::new(mu, tau)?.sample(rng);
    let mut sum = 0.0;
    for k in 0..5 {
        sum += (Normal::new(mean, sigma)?.sample(rng) - k as f64).powi(2);
    }
    Ok(sum)
}

#[stochastic_grad]
fn asian(spot: f64, rate: f64, sigma: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let step = Normal::new((rate - 0.5 * sigma * sigma) / 252.0, sigma / 252.0_f64.sqrt())?;
    let (mut price, mut sum) = (spot, 0.0);
    for _ in 0..252 {
        price *= step.sample(rng).exp();
        sum += price;
    }
    Ok((-rate).exp() * (sum / 252.0 - 100.0).max(0.0))
}

#[stochastic_grad]
fn waiting(rate: f64, shape: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let arrival = Exp::new(rate)?.sample(rng);
    let service = Gamma::new(shape, 0.5)?.sample(rng);
    Ok((service - arrival).max(0.0))
}

#[stochastic_grad]
fn proportion(a: f64, b: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let p = Beta::new(a, b)?.sample(rng);
    Ok(-p * p.ln())
}

#[stochastic_grad(fallback = score_function)]
fn walk(drift: f64, pull: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let mut x = 0.0;
    for _ in 0..20 {
        let up = Bernoulli::new((drift - pull * x).exp() * 0.4)?.sample(rng);
        x += if up { 1.0 } else { -1.0 };
    }
    Ok(x * x)
}

#[stochastic_grad(fallback = perturb)]
fn queue(rate: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let mut length = 0.0_f64;
    for _ in 0..10 {
        length = (length + Poisson::new(rate)?.sample(rng) as f64 - 2.0).max(0.0);
    }
    Ok(length)
}

#[stochastic_grad]
fn weighted(weights: [f64; 3], noise: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let mut sum = 0.0;
    for w in weights {
        sum += (w + noise * Normal::new(0.0, 1.0)?.sample(rng)).tanh();
    }
    Ok(sum)
}

#[stochastic_grad]
fn entropy(alpha: &[f64], rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Dirichlet::new(alpha)?.sample(rng);
    Ok(x.iter().map(|x| -x * x.ln()).sum())
}

#[stochastic_grad]
fn regression(theta: &[f64], #[constant] data: &[(f64, f64)], rng: &mut impl Rng) -> Result<f64, Error> {
    let slope = Normal::new(theta[0], theta[1].exp())?.sample(rng);
    let mut sum = 0.0;
    for &(x, y) in data {
        sum += (slope * x + theta[2] - y).powi(2);
    }
    Ok(sum)
}
