//! The annotated functions whose expected values are known.

use stochastic_grad::prelude::*;

/// A function of one draw.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Cost {
    Identity,
    Square,
    Sine,
    LnOnePlusSquare,
    Bump,
    Tanh,
    XLnX,
    Root,
    Ln,
    Reciprocal,
    Decay,
    Cosine,
    /// of several counts
    FirstTimesSecond,
    SineOfDifference,
    FirstSquared,
    /// of a count and a parameter theta
    Wave,
    DecayAt,
    LnOnePlusSquareAt,
}

impl Cost {
    /// By its name in the tables.
    pub(crate) fn named(name: &str) -> Cost {
        match name {
            "x" => Cost::Identity,
            "x^2" => Cost::Square,
            "sin(x)" => Cost::Sine,
            "log(1+x^2)" => Cost::LnOnePlusSquare,
            "exp(-x^2)" => Cost::Bump,
            "tanh(x)" => Cost::Tanh,
            "x*log(x)" => Cost::XLnX,
            "sqrt(x)" => Cost::Root,
            "log(x)" => Cost::Ln,
            "1/x" => Cost::Reciprocal,
            "exp(-x)" => Cost::Decay,
            "cos(x)" => Cost::Cosine,
            "x1*x2" => Cost::FirstTimesSecond,
            "sin(x1-x2)" => Cost::SineOfDifference,
            "x1^2" => Cost::FirstSquared,
            "sin(theta*x)+cos(theta*x)" => Cost::Wave,
            "exp(-theta*x)" => Cost::DecayAt,
            "log(1+theta*x^2)" => Cost::LnOnePlusSquareAt,
            _ => panic!("no function {name}"),
        }
    }
}

#[stochastic_grad]
pub(crate) fn cost_of(x: f64, #[constant] cost: Cost) -> f64 {
    match cost {
        Cost::Identity => x,
        Cost::Square => x.powi(2),
        Cost::Sine => x.sin(),
        Cost::LnOnePlusSquare => (x * x).ln_1p(),
        Cost::Bump => (-x * x).exp(),
        Cost::Tanh => x.tanh(),
        Cost::XLnX => x * x.ln(),
        Cost::Root => x.sqrt(),
        Cost::Ln => x.ln(),
        Cost::Reciprocal => 1.0 / x,
        Cost::Decay => (-x).exp(),
        Cost::Cosine => x.cos(),
        _ => unreachable!("{cost:?} takes more than one number"),
    }
}

#[stochastic_grad]
pub(crate) fn normal_cost(mean: f64, std_dev: f64, #[constant] cost: Cost, rng: &mut impl Rng) -> Result<f64, Error> {
    Ok(cost_of(Normal::new(mean, std_dev)?.sample(rng), cost))
}

#[stochastic_grad]
pub(crate) fn log_normal_cost(mu: f64, sigma: f64, #[constant] cost: Cost, rng: &mut impl Rng) -> Result<f64, Error> {
    Ok(cost_of(LogNormal::new(mu, sigma)?.sample(rng), cost))
}

#[stochastic_grad]
pub(crate) fn half_normal_cost(scale: f64, #[constant] cost: Cost, rng: &mut impl Rng) -> Result<f64, Error> {
    Ok(cost_of(HalfNormal::new(scale)?.sample(rng), cost))
}

#[stochastic_grad]
pub(crate) fn uniform_cost(low: f64, high: f64, #[constant] cost: Cost, rng: &mut impl Rng) -> Result<f64, Error> {
    Ok(cost_of(Uniform::new(low, high)?.sample(rng), cost))
}

#[stochastic_grad]
pub(crate) fn exp_cost(lambda: f64, #[constant] cost: Cost, rng: &mut impl Rng) -> Result<f64, Error> {
    Ok(cost_of(Exp::new(lambda)?.sample(rng), cost))
}

#[stochastic_grad]
pub(crate) fn laplace_cost(
    location: f64,
    scale: f64,
    #[constant] cost: Cost,
    rng: &mut impl Rng,
) -> Result<f64, Error> {
    Ok(cost_of(Laplace::new(location, scale)?.sample(rng), cost))
}

#[stochastic_grad]
pub(crate) fn logistic_cost(
    location: f64,
    scale: f64,
    #[constant] cost: Cost,
    rng: &mut impl Rng,
) -> Result<f64, Error> {
    Ok(cost_of(Logistic::new(location, scale)?.sample(rng), cost))
}

#[stochastic_grad]
pub(crate) fn gumbel_cost(location: f64, scale: f64, #[constant] cost: Cost, rng: &mut impl Rng) -> Result<f64, Error> {
    Ok(cost_of(Gumbel::new(location, scale)?.sample(rng), cost))
}

#[stochastic_grad]
pub(crate) fn cauchy_cost(median: f64, scale: f64, #[constant] cost: Cost, rng: &mut impl Rng) -> Result<f64, Error> {
    Ok(cost_of(Cauchy::new(median, scale)?.sample(rng), cost))
}

#[stochastic_grad]
pub(crate) fn weibull_cost(scale: f64, shape: f64, #[constant] cost: Cost, rng: &mut impl Rng) -> Result<f64, Error> {
    Ok(cost_of(Weibull::new(scale, shape)?.sample(rng), cost))
}

#[stochastic_grad]
pub(crate) fn bernoulli_cost(p: f64, #[constant] cost: Cost, rng: &mut impl Rng) -> Result<f64, Error> {
    let hit = Bernoulli::new(p)?.score_function().sample(rng);
    Ok(cost_of(if hit { 1.0 } else { 0.0 }, cost))
}

#[stochastic_grad]
pub(crate) fn poisson_cost(lambda: f64, #[constant] cost: Cost, rng: &mut impl Rng) -> Result<f64, Error> {
    let k = Poisson::new(lambda)?.score_function().sample(rng);
    Ok(cost_of(k as f64, cost))
}

#[stochastic_grad(fallback = score_function)]
pub(crate) fn categorical_cost(logits: &[f64], #[constant] cost: Cost, rng: &mut impl Rng) -> Result<f64, Error> {
    let k = Categorical::from_logits(logits)?.sample(rng);
    Ok(cost_of(k as f64, cost))
}

/// The square of the number of hits of ten coins.
#[stochastic_grad(fallback = score_function)]
pub(crate) fn coins(p: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let coin = Bernoulli::new(p)?;
    let mut hits = 0.0;
    for _ in 0..10 {
        if coin.sample(rng) {
            hits += 1.0;
        }
    }
    Ok(hits * hits)
}

/// The square of a draw from one of three normal distributions, chosen by their weights.
#[stochastic_grad(objective = ChosenNormal)]
pub(crate) fn mixture(weights: [f64; 3], means: [f64; 3], rng: &mut impl Rng) -> Result<f64, Error> {
    let k = Categorical::new(&weights)?.score_function().sample(rng);
    let x = Normal::new(means[k], 0.5)?.sample(rng);
    Ok(x * x)
}

/// A Poisson count whose rate is itself drawn.
#[stochastic_grad]
pub(crate) fn overdispersed(mu: f64, sigma: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let rate = LogNormal::new(mu, sigma)?.sample(rng);
    let k = Poisson::new(rate)?.score_function().sample(rng) as f64;
    Ok(k * k)
}

/// Draws that depend on each other's outcomes: a coin, then as many normal steps as a count says.
#[stochastic_grad(fallback = score_function)]
pub(crate) fn walk(p: f64, lambda: f64, drift: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let up = Bernoulli::new(p)?.sample(rng);
    let steps = Poisson::new(if up { lambda } else { 2.0 * lambda })?.sample(rng);
    let mut x = 0.0;
    for _ in 0..steps {
        x += Normal::new(drift, 1.0)?.sample(rng);
    }
    Ok(if up { x } else { x * p })
}
