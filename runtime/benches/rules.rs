//! Where a distribution has several pathwise rules: the variance of the gradient by each, and its cost.
//!
//! Prints the table in the documentation of `distr::rule`.

use std::time::Instant;
use stochastic_grad::prelude::*;

const SAMPLES: usize = 200_000;

/// The variance of the first gradient per sample, and the time of a sample in ns: the shortest of several runs.
fn measure<O: Objective<Error = Error>>(objective: &O, params: O::Params) -> Result<(f64, f64), Error> {
    let mut rng = StdRng::seed_from_u64(1);
    let est = objective.grad(params.clone(), SAMPLES, &mut rng)?;
    let std_err = stochastic_grad::Parameters::flatten(&est.grad_std_err)[0];
    let mut best = f64::INFINITY;
    for _ in 0..20 {
        let start = Instant::now();
        objective.grad(params.clone(), SAMPLES / 20, &mut rng)?;
        best = best.min(start.elapsed().as_secs_f64());
    }
    Ok((std_err * std_err * SAMPLES as f64, best / (SAMPLES / 20) as f64 * 1e9))
}

/// A function of draws by two rules, side by side.
macro_rules! pair {
    ($first:ident $second:ident: |$($arg:ident: $T:ty),+; $x:ident| $dist:expr, $a:expr, $b:expr => $cost:expr) => {
        #[stochastic_grad]
        fn $first($($arg: $T,)+ rng: &mut impl Rng) -> Result<f64, Error> {
            let $x = $dist.with_rule($a).sample(rng);
            Ok($cost)
        }
        #[stochastic_grad]
        fn $second($($arg: $T,)+ rng: &mut impl Rng) -> Result<f64, Error> {
            let $x = $dist.with_rule($b).sample(rng);
            Ok($cost)
        }
    };
}
pair!(gamma_cdf gamma_composed: |a: f64; x| Gamma::new(a, 1.0)?, rule::Cdf, rule::Composed => (x * x).ln_1p());
pair!(beta_cdf beta_composed: |a: f64, b: f64; x| Beta::new(a, b)?, rule::Cdf, rule::Composed => x.sin());
pair!(t_cdf t_composed: |nu: f64; x| StudentT::new(nu)?, rule::Cdf, rule::Composed => (x * x).ln_1p());
pair!(gammas direct: |alpha: [f64; 3]; x| Dirichlet::new(&alpha)?, rule::Gammas, rule::Direct => x[0] * x[1].ln());
pair!(cholesky transport: |s: [[f64; 3]; 3]; x| MultivariateNormal::new(&[0.2, -0.4, 0.9], &s)?, rule::Cholesky, rule::OptimalTransport
    => (x[0] + 2.0 * x[1]).sin() + x[0] * x[2] * x[2]);

#[stochastic_grad(objective = Mixed)]
fn mixture(w: [f64; 2], rng: &mut impl Rng) -> Result<f64, Error> {
    let components = [Normal::new(-0.5, 1.0)?, Normal::new(1.0, 0.8)?];
    Ok(Mixture::new(&w, &components)?.sample(rng).sin())
}
#[stochastic_grad(objective = Chosen)]
fn scored(w: [f64; 2], rng: &mut impl Rng) -> Result<f64, Error> {
    let components = [Normal::new(-0.5, 1.0)?, Normal::new(1.0, 0.8)?];
    let k = Categorical::new(&w)?.score_function().sample(rng);
    Ok(components[k].sample(rng).sin())
}

fn row(what: &str, names: [&str; 2], by: [(f64, f64); 2]) {
    let product = (by[1].0 * by[1].1) / (by[0].0 * by[0].1);
    for (name, (variance, time)) in names.iter().zip(by) {
        let relative = if *name == names[0] { 1.0 } else { product };
        println!("| {what} | `{name}` | {variance:.3e} | {time:.0} | {relative:.2} |");
    }
}

fn main() -> Result<(), Error> {
    println!("| f, and the parameter of the gradient | rule | variance per sample | ns per sample | variance × time |");
    println!("| --- | --- | --- | --- | --- |");
    for a in [0.5, 2.5] {
        let by = [measure(&GammaCdf, a.into())?, measure(&GammaComposed, a.into())?];
        row(&format!("`Gamma({a}, 1)`: ln(1 + x²), shape"), ["Cdf", "Composed"], by);
    }
    for (a, b) in [(2.0, 3.0), (0.3, 0.5)] {
        let by = [measure(&BetaCdf, (a, b).into())?, measure(&BetaComposed, (a, b).into())?];
        row(&format!("`Beta({a}, {b})`: sin x, alpha"), ["Cdf", "Composed"], by);
    }
    let by = [measure(&TCdf, 2.5.into())?, measure(&TComposed, 2.5.into())?];
    row("`StudentT(2.5)`: ln(1 + x²), nu", ["Cdf", "Composed"], by);
    let alpha = [1.0, 2.0, 3.0];
    let by = [measure(&Gammas, alpha.into())?, measure(&Direct, alpha.into())?];
    row("`Dirichlet(1, 2, 3)`: x₀ ln x₁, α₀", ["Gammas", "Direct"], by);
    let s = [[2.0, 0.3, -0.5], [0.3, 1.0, 0.25], [-0.5, 0.25, 0.7]];
    let by = [measure(&Cholesky, s.into())?, measure(&Transport, s.into())?];
    row("`MultivariateNormal`, 3-D: sin(x₀ + 2 x₁) + x₀ x₂², Σ₀₀", ["Cholesky", "OptimalTransport"], by);
    let by = [measure(&Mixed, [0.4, 0.6].into())?, measure(&Chosen, [0.4, 0.6].into())?];
    row("`Mixture` of two normals: sin x, w₀", ["implicit", "component by score function"], by);
    Ok(())
}
