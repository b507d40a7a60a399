//! Every sample draws the same noise on lanes as alone, and derivatives are the same backwards as forwards: the estimates
//! differ by rounding only.

use stochastic_grad::Parameters;
use stochastic_grad::prelude::*;

/// Compares all ways to run an estimate with forward mode on scalars, for numbers of samples that fill their lanes and
/// that do not.
pub(crate) fn same<O: Objective<Error = Error>>(what: &str, objective: O, params: O::Params) {
    for n in [1, 4, 7, 8, 9, 64, 129, 1000, 17_000] {
        let estimator = || objective.estimator(params.clone()).samples(n);
        let rng = || StdRng::seed_from_u64(n as u64);
        let ran = |way, run: Result<Estimate<O::Params>, Error>| run.unwrap_or_else(|e| panic!("{what}, {way}: {e}"));
        let alone = ran("forward alone", estimator().scalars().forward().run(&mut rng()));
        let others = [
            ("forward", estimator().forward().run(&mut rng())),
            ("reverse", estimator().reverse().run(&mut rng())),
            ("reverse alone", estimator().scalars().reverse().run(&mut rng())),
        ];
        for (way, run) in others {
            compare(&format!("{what}, n = {n}, {way}"), &ran(way, run), &alone);
        }
    }
}

/// The same estimate up to rounding.
fn compare<P: Parameters>(what: &str, x: &Estimate<P>, y: &Estimate<P>) {
    near(&format!("{what}: value"), x.value, y.value, y.value_std_err);
    near(&format!("{what}: its standard error"), x.value_std_err, y.value_std_err, 0.0);
    let std_errs = (x.grad_std_err.flatten(), y.grad_std_err.flatten());
    for (i, (a, b)) in x.grad.flatten().into_iter().zip(y.grad.flatten()).enumerate() {
        near(&format!("{what}: derivative {i}"), a, b, std_errs.1[i]);
        near(&format!("{what}: standard error {i}"), std_errs.0[i], std_errs.1[i], b.abs() * 1e-3);
    }
}

/// Equal up to rounding, in units of the larger of the number and its standard error.
fn near(what: &str, x: f64, y: f64, std_err: f64) {
    let scale = if std_err.is_finite() { y.abs().max(std_err) } else { y.abs() };
    assert!(x == y || (x - y).abs() <= 1e-10 * scale, "{what}: {x} for {y}");
}

#[stochastic_grad]
fn wave(mu: f64, sigma: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, sigma)?.sample(rng);
    Ok(x.sin() + x.powi(2))
}

/// Every elementary function.
#[stochastic_grad]
fn functions(a: f64, b: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(a, b)?.sample(rng);
    let y = x.sigmoid();
    let all = x.exp() + x.exp2() + x.exp_m1() + x.sin() * x.cos() + x.tan() + x.sinh() + x.cosh() + x.tanh();
    let positive = (1.0 + x * x).ln() + (x * x).ln_1p() + (2.0 + x.cos()).log2() + (3.0 + x.sin()).log10();
    let roots = (1.0 + x * x).sqrt() + (2.0 + x).cbrt() + y.asin() + y.acos() + x.atan() + x.asinh();
    let more = (1.5 + x * x).acosh() + y.atanh() + x.softplus() + y.powf(1.7) + y.powi(-3) + y.powf(x);
    let kinks = x.abs() + x.max(0.3) + x.min(b) + x.clamp(-1.0, 1.0) + x.hypot(y) + 2.0_f64.powf(x);
    Ok(all + positive + roots + more + kinks + x.erf() + x.normal_cdf() + y.ln_gamma() + y.digamma())
}

#[stochastic_grad]
fn asian(s0: f64, r: f64, sigma: f64, #[constant] strike: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let dt = 1.0 / 52.0;
    let (mut s, mut sum) = (s0, 0.0);
    for _ in 0..52 {
        let z = Normal::new(0.0, 1.0)?.sample(rng);
        s *= ((r - 0.5 * sigma * sigma) * dt + sigma * f64::sqrt(dt) * z).exp();
        sum += s;
    }
    Ok((-r).exp() * (sum / 52.0 - strike).max(0.0))
}

#[stochastic_grad]
fn elbo(mu: &[f64], rho: &[f64], #[constant] x: &[[f64; 3]], rng: &mut impl Rng) -> Result<f64, Error> {
    let mut beta = Vec::new();
    let mut total = 0.0;
    for j in 0..3 {
        let q = Normal::new(mu[j], rho[j].softplus())?;
        let b = q.sample(rng);
        total += Normal::new(0.0, 2.0)?.ln_pdf(b) - q.ln_pdf(b);
        beta.push(b);
    }
    for row in x {
        total -= dot(row, &beta).softplus();
    }
    Ok(total)
}

/// Gamma draws whose shapes are the same in all lanes, and others.
#[stochastic_grad]
fn shapes_that_differ(mu: f64, shape: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Gamma::new(shape, 1.0)?.sample(rng);
    let y = Gamma::new(Normal::new(mu, 1.0)?.sample(rng).softplus(), 1.0)?.sample(rng);
    let z = Gamma::new(1.0 + x, 1.0)?.sample(rng);
    Ok((x + y).sin() + (1.0 + x * y + z).ln())
}

#[stochastic_grad]
fn shares(alpha: &[f64], rng: &mut impl Rng) -> Result<f64, Error> {
    let family = Dirichlet::new(alpha)?;
    let x = family.sample(rng);
    let mut sum = family.ln_pdf(&x) * 0.01;
    for (i, x) in x.iter().enumerate() {
        sum += (i + 1) as f64 * x.powi(2) + (0.1 + x).ln();
    }
    Ok(sum)
}

/// Products with constants that are arguments, parts of them, and neither.
#[stochastic_grad]
fn rows(
    mean: &[f64],
    #[constant] x: &[f64],
    #[constant] y: &Vec<f64>,
    #[constant] pairs: &[[f64; 3]],
    #[constant] own: Vec<f64>,
    rng: &mut impl Rng,
) -> Result<f64, Error> {
    let mut w = Vec::new();
    for m in mean {
        w.push(Normal::new(*m, 0.5)?.sample(rng));
    }
    let mut sum = 0.0;
    for (row, y) in x.chunks_exact(3).zip(y) {
        let logit = dot(row, &w);
        sum += y * logit - logit.softplus();
    }
    // One product after the other with the rows of several arguments.
    for row in
        x.chunks_exact(3).chain(y.chunks_exact(3)).chain(own.chunks_exact(3)).chain(pairs.iter().map(|row| &row[..]))
    {
        sum += (dot(row, &w) * 0.2).cos();
    }
    for (k, row) in pairs.iter().enumerate() {
        let squares: Vec<f64> = row.iter().map(|r| r * r + k as f64).collect();
        sum += (dot(row, &w) * 0.3).sin() + dot(&squares, &w) * dot(&y[k..k + 3], &w);
    }
    for product in matvec(&own, &w).iter().chain(&matvec(&x[3..9], &w)).chain(&matvec(pairs.as_flattened(), &w)) {
        sum += product * product - (product * 0.5).exp().ln_1p();
    }
    Ok(sum)
}

macro_rules! draws {
    ($($name:ident $Objective:ident($($p:ident = $at:expr),*) $distribution:expr;)*) => {
        $(
            #[stochastic_grad(objective = $Objective)]
            fn $name($($p: f64,)* rng: &mut impl Rng) -> Result<f64, Error> {
                let x = $distribution.sample(rng);
                let y = $distribution.sample(rng);
                Ok((0.3 * x).sin() + (1.0 + x * x + y * y).ln())
            }
        )*
        #[test]
        fn draws_of_every_family() {
            $( same(stringify!($name), $Objective, $Objective::params(($($at,)*))); )*
        }
    };
}

/// Parameters from a tuple, or from a number.
trait From1: Objective {
    fn params(from: impl Into1<Self::Params>) -> Self::Params {
        from.into1()
    }
}
impl<O: Objective> From1 for O {}
trait Into1<P> {
    fn into1(self) -> P;
}
impl<P: From<f64>> Into1<P> for (f64,) {
    fn into1(self) -> P {
        self.0.into()
    }
}
impl<P: From<(f64, f64)>> Into1<P> for (f64, f64) {
    fn into1(self) -> P {
        self.into()
    }
}
impl<P: From<(f64, f64, f64)>> Into1<P> for (f64, f64, f64) {
    fn into1(self) -> P {
        self.into()
    }
}
impl<P: From<(f64, f64, f64, f64)>> Into1<P> for (f64, f64, f64, f64) {
    fn into1(self) -> P {
        self.into()
    }
}

draws! {
    normal DrawNormal(mean = 0.3, std_dev = 1.2) Normal::new(mean, std_dev)?;
    log_normal DrawLogNormal(mu = 0.3, sigma = 0.5) LogNormal::new(mu, sigma)?;
    half_normal DrawHalfNormal(scale = 0.7) HalfNormal::new(scale)?;
    uniform DrawUniform(low = -1.0, high = 2.0) Uniform::new(low, high)?;
    exp DrawExp(lambda = 1.3) Exp::new(lambda)?;
    laplace DrawLaplace(location = 0.2, scale = 1.1) Laplace::new(location, scale)?;
    logistic DrawLogistic(location = 0.2, scale = 1.1) Logistic::new(location, scale)?;
    log_logistic DrawLogLogistic(scale = 1.2, shape = 4.0) LogLogistic::new(scale, shape)?;
    gumbel DrawGumbel(location = 0.2, scale = 1.1) Gumbel::new(location, scale)?;
    frechet DrawFrechet(location = 0.2, scale = 1.1, shape = 5.0) Frechet::new(location, scale, shape)?;
    weibull DrawWeibull(scale = 1.1, shape = 1.6) Weibull::new(scale, shape)?;
    pareto DrawPareto(scale = 1.1, shape = 5.0) Pareto::new(scale, shape)?;
    rayleigh DrawRayleigh(scale = 1.1) Rayleigh::new(scale)?;
    cauchy DrawCauchy(median = 0.1, scale = 0.2) Cauchy::new(median, scale)?;
    half_cauchy DrawHalfCauchy(scale = 0.2) HalfCauchy::new(scale)?;
    kumaraswamy DrawKumaraswamy(a = 2.0, b = 3.0) Kumaraswamy::new(a, b)?;
    triangular DrawTriangular(min = -1.0, max = 2.0, mode = 0.5) Triangular::new(min, max, mode)?;
    skew_normal DrawSkewNormal(location = 0.1, scale = 1.2, shape = 2.0) SkewNormal::new(location, scale, shape)?;
    logit_normal DrawLogitNormal(mu = 0.1, sigma = 0.8) LogitNormal::new(mu, sigma)?;
    gev DrawGev(location = 0.1, scale = 1.2, shape = 0.1) GeneralizedExtremeValue::new(location, scale, shape)?;
    gpd DrawGpd(location = 0.1, scale = 1.2, shape = 0.1) GeneralizedPareto::new(location, scale, shape)?;
    relaxed_bernoulli DrawRelaxedBernoulli(temperature = 0.7, logit = 0.4) RelaxedBernoulli::new(temperature, logit)?;
    gamma DrawGamma(shape = 2.3, scale = 0.7) Gamma::new(shape, scale)?;
    small_gamma DrawSmallGamma(shape = 0.3, scale = 0.7) Gamma::new(shape, scale)?;
    tiny_gamma DrawTinyGamma(shape = 0.02, scale = 0.7) Gamma::new(shape, scale)?;
    large_gamma DrawLargeGamma(shape = 70.0, scale = 0.1) Gamma::new(shape, scale)?;
    inverse_gamma DrawInverseGamma(shape = 5.3, scale = 0.7) InverseGamma::new(shape, scale)?;
    chi_squared DrawChiSquared(k = 2.3) ChiSquared::new(k)?;
    chi DrawChi(k = 2.3) Chi::new(k)?;
    beta DrawBeta(alpha = 2.3, beta = 1.4) Beta::new(alpha, beta)?;
    beta_prime DrawBetaPrime(alpha = 2.3, beta = 5.4) BetaPrime::new(alpha, beta)?;
    fisher_f DrawFisherF(m = 5.0, n = 12.0) FisherF::new(m, n)?;
    student_t DrawStudentT(nu = 5.0) StudentT::new(nu)?;
    truncated_normal DrawTruncatedNormal(mean = 0.1, std_dev = 1.2, low = -1.0, high = 2.0)
        TruncatedNormal::new(mean, std_dev, low, high)?;
    inverse_gaussian DrawInverseGaussian(mean = 1.1, shape = 2.0) InverseGaussian::new(mean, shape)?;
    nig DrawNig(alpha = 2.0, beta = 0.3) NormalInverseGaussian::new(alpha, beta)?;
    von_mises DrawVonMises(location = 0.1, concentration = 2.0) VonMises::new(location, concentration)?;
}

#[test]
fn programs() {
    same("wave", Wave, (0.5, 1.2).into());
    same("functions", Functions, (0.2, 0.3).into());
    same("asian", Asian::new(100.0), (100.0, 0.05, 0.2).into());
    let x = [[0.3, -1.0, 2.0], [1.0, 0.5, -0.2], [0.0, 2.0, 1.0]];
    same("elbo", Elbo::new(&x), ([0.1, -0.2, 0.3], [0.0, -1.0, 0.5]).into());
    same("shapes that differ", ShapesThatDiffer, (-0.5, 0.8).into());
    same("shares", Shares, [0.7, 1.5, 3.0, 0.3].into());
    same("shares that are not small", Shares, [1.7, 1.5, 30.0, 1.0, 2.0, 1.1].into());
    let data: Vec<f64> = (0..21).map(|i| (i as f64 * 0.7).sin()).collect();
    let pairs = [[0.3, 0.1, -0.4], [1.0, -1.0, 0.5]];
    let other: Vec<f64> = data.iter().rev().copied().collect();
    let rows = Rows::new(&data, &other, &pairs, data[..12].to_vec());
    same("rows", rows, [0.2, -0.3, 0.4].into());
}
