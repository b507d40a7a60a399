//! The annotated functions of vectors and matrices whose expected values are known.

use stochastic_grad::prelude::*;

/// A function of a drawn vector or matrix.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Function {
    SquareTimes,
    SineOfSum,
    Bump,
    TanhOfDifference,
    SineTimes,
    Product,
    SquareTimesSquare,
    SineTimesCosine,
    LnOfSum,
    Square,
    LnOfSquare,
    Sine,
    LastSine,
    XLnX,
    FirstSquare,
    OnDiagonals,
    OffDiagonalSquare,
    Determinant,
    BumpOfTrace,
    LnDeterminant,
    LastOfSecond,
    CorrelationSquare,
    CosineOfCorrelation,
}

impl Function {
    /// By its name in the tables.
    pub(crate) fn named(name: &str) -> Function {
        match name {
            "x1^2*x2" => Function::SquareTimes,
            "sin(x1+x2)" => Function::SineOfSum,
            "exp(-(x1^2+x2^2))" => Function::Bump,
            "tanh(x1-x2)" => Function::TanhOfDifference,
            "sin(x1)*x2" => Function::SineTimes,
            "x1*x2" | "x1*x2*x3" => Function::Product,
            "x1^2*x2^2" => Function::SquareTimesSquare,
            "sin(x1)*cos(x2)" => Function::SineTimesCosine,
            "log(1+(x1+x2)^2)" => Function::LnOfSum,
            "x1^2" => Function::Square,
            "log(1+x1^2)" => Function::LnOfSquare,
            "sin(x1)" => Function::Sine,
            "sin(x3)" => Function::LastSine,
            "sum(x*log(x))" => Function::XLnX,
            "W11^2" => Function::FirstSquare,
            "W11*W22" => Function::OnDiagonals,
            "W12^2" => Function::OffDiagonalSquare,
            "det(W)" | "det(R)" => Function::Determinant,
            "exp(-tr(W))" => Function::BumpOfTrace,
            "logdet(R)" => Function::LnDeterminant,
            "L22" => Function::LastOfSecond,
            "R12^2" => Function::CorrelationSquare,
            "cos(R12)" => Function::CosineOfCorrelation,
            _ => panic!("no function {name}"),
        }
    }
}

/// `x1*x2` of a vector of three is the product of the first two, so the number of factors is told apart by the name.
#[stochastic_grad]
pub(crate) fn of_vector(x: &[f64], #[constant] function: Function, factors: usize) -> f64 {
    match function {
        Function::SquareTimes => x[0] * x[0] * x[1],
        Function::SineOfSum => (x[0] + x[1]).sin(),
        Function::Bump => (-(x[0] * x[0] + x[1] * x[1])).exp(),
        Function::TanhOfDifference => (x[0] - x[1]).tanh(),
        Function::SineTimes => x[0].sin() * x[1],
        Function::Product => x[..factors].iter().product(),
        Function::SquareTimesSquare => (x[0] * x[1]).powi(2),
        Function::SineTimesCosine => x[0].sin() * x[1].cos(),
        Function::LnOfSum => (x[0] + x[1]).powi(2).ln_1p(),
        Function::Square => x[0] * x[0],
        Function::LnOfSquare => (x[0] * x[0]).ln_1p(),
        Function::Sine => x[0].sin(),
        Function::LastSine => x[x.len() - 1].sin(),
        Function::XLnX => x.iter().map(|x| x * x.ln()).sum(),
        other => panic!("{other:?} is not a function of a vector"),
    }
}

#[stochastic_grad]
pub(crate) fn of_matrix(w: &[Vec<f64>], #[constant] function: Function) -> f64 {
    match function {
        Function::FirstSquare => w[0][0].powi(2),
        Function::OnDiagonals => w[0][0] * w[1][1],
        Function::OffDiagonalSquare => w[0][1] * w[1][0],
        Function::Determinant => w[0][0] * w[1][1] - w[0][1] * w[1][0],
        Function::BumpOfTrace => (-w[0][0] - w[1][1]).exp(),
        other => panic!("{other:?} is not a function of a matrix"),
    }
}

#[stochastic_grad]
pub(crate) fn of_factor(l: &[Vec<f64>], #[constant] function: Function) -> f64 {
    let ln_det: f64 = (0..l.len()).map(|i| 2.0 * l[i][i].ln()).sum();
    match function {
        Function::LnDeterminant => ln_det,
        Function::Determinant => ln_det.exp(),
        Function::LastOfSecond => l[1][1],
        Function::CorrelationSquare => l[1][0].powi(2),
        Function::CosineOfCorrelation => l[1][0].cos(),
        other => panic!("{other:?} is not a function of a factor"),
    }
}

#[stochastic_grad]
pub(crate) fn cholesky_cost(
    mean: &[f64],
    l: &[Vec<f64>],
    #[constant] function: Function,
    factors: usize,
    rng: &mut impl Rng,
) -> Result<f64, Error> {
    let x = MultivariateNormal::from_cholesky(mean, l)?.sample(rng);
    Ok(of_vector(&x, function, factors))
}

#[stochastic_grad]
pub(crate) fn covariance_cost(
    mean: &[f64],
    covariance: &[Vec<f64>],
    #[constant] function: Function,
    factors: usize,
    rng: &mut impl Rng,
) -> Result<f64, Error> {
    let x = MultivariateNormal::new(mean, covariance)?.sample(rng);
    Ok(of_vector(&x, function, factors))
}

#[stochastic_grad]
pub(crate) fn diagonal_cost(
    mean: &[f64],
    std_dev: &[f64],
    #[constant] function: Function,
    factors: usize,
    rng: &mut impl Rng,
) -> Result<f64, Error> {
    let x = MultivariateNormal::diagonal(mean, std_dev)?.sample(rng);
    Ok(of_vector(&x, function, factors))
}

#[stochastic_grad]
pub(crate) fn low_rank_cost(
    mean: &[f64],
    w: &[Vec<f64>],
    d: &[f64],
    #[constant] function: Function,
    factors: usize,
    rng: &mut impl Rng,
) -> Result<f64, Error> {
    let x = MultivariateNormal::low_rank(mean, w, d)?.sample(rng);
    Ok(of_vector(&x, function, factors))
}

#[stochastic_grad]
pub(crate) fn dirichlet_cost(
    alpha: &[f64],
    #[constant] function: Function,
    factors: usize,
    rng: &mut impl Rng,
) -> Result<f64, Error> {
    let x = Dirichlet::new(alpha)?.sample(rng);
    Ok(of_vector(&x, function, factors))
}

#[stochastic_grad]
pub(crate) fn concrete_cost(
    logits: &[f64],
    tau: f64,
    #[constant] function: Function,
    factors: usize,
    rng: &mut impl Rng,
) -> Result<f64, Error> {
    let x = RelaxedCategorical::new(tau, logits)?.sample(rng);
    Ok(of_vector(&x, function, factors))
}

#[stochastic_grad]
pub(crate) fn wishart_cost(
    nu: f64,
    l: &[Vec<f64>],
    #[constant] function: Function,
    rng: &mut impl Rng,
) -> Result<f64, Error> {
    let w = Wishart::from_cholesky(nu, l)?.sample(rng);
    Ok(of_matrix(&w, function))
}

#[stochastic_grad]
pub(crate) fn lkj_cost(eta: f64, #[constant] function: Function, rng: &mut impl Rng) -> Result<f64, Error> {
    let l = LkjCholesky::new(3, eta)?.sample(rng);
    Ok(of_factor(&l, function))
}
