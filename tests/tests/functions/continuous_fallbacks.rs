//! Continuous distributions drawn as plain values, and distributions of which some parameters move the support.

use stochastic_grad::prelude::*;

mod programs {
    use stochastic_grad::prelude::*;

    #[stochastic_grad]
    pub fn score(alpha: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        let x = Pareto::new(1.0, alpha)?.score_function().sample(rng);
        Ok(if x > 2.0 { 1.0 } else { 0.0 })
    }

    #[stochastic_grad]
    pub fn measure(scale: f64, alpha: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        let x = Pareto::new(scale, alpha)?.measure_valued().sample(rng);
        Ok(if x > 2.0 { 1.0 } else { 0.0 })
    }

    /// Types that are written out, in lets, arguments and results.
    #[stochastic_grad]
    pub fn written(scale: f64, d: &Pareto<f64>, w: VonMises<f64>, rng: &mut impl Rng) -> Result<f64, Error> {
        let p: Pareto<f64> = Pareto::new(scale, 3.0)?;
        let q: Pareto<f64> = Pareto::new(1.0, scale + 1.0)?;
        let both = logarithm(&p, rng) + logarithm(&q, rng) + logarithm(d, rng);
        Ok(both + made(scale)?.mean() + mean(w, 2.0 * w.location()))
    }

    #[stochastic_grad]
    fn logarithm(d: &Pareto<f64>, rng: &mut impl Rng) -> f64 {
        d.sample(rng).ln()
    }

    #[stochastic_grad]
    fn mean(d: VonMises<f64>, x: f64) -> f64 {
        d.mean() + x
    }

    #[stochastic_grad]
    fn made(a: f64) -> Result<Pareto<f64>, Error> {
        Ok(Pareto::new(1.0, a + 2.0)?.any_support())
    }

    /// Every way to keep the support where it is.
    #[stochastic_grad]
    pub fn fixed(a: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        let y = Pareto::new(1.0, a)?.iid(2).score_function().sample(rng);
        let t = TruncatedNormal::new(a, 1.0, 0.0, 3.0)?.score_function().sample(rng);
        let v = VonMises::new(0.0, a)?.score_function().sample(rng);
        let p = Pert::new(0.0, 10.0).with_mode(a)?.score_function().sample(rng);
        let m = Triangular::new(0.0, 10.0, a)?.score_function().sample(rng);
        let f = Frechet::new(0.0, 1.0, a)?.score_function().sample(rng);
        let u = Uniform::new(0.0, 2.0)?.score_function().sample(rng);
        Ok(if y[0] > y[1] + u { (t + v).sin() } else { (p + m + f).cos() })
    }

    #[stochastic_grad]
    pub fn vector(mu: &[f64], rng: &mut impl Rng) -> Result<f64, Error> {
        let x = Normal::diagonal(mu, &[1.0, 2.0])?.score_function().sample(rng);
        Ok(if x[0] > x[1] { 1.0 } else { 0.0 })
    }

    #[stochastic_grad]
    pub fn degenerate(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        let x = Normal::new(mu, 0.0)?.score_function().sample(rng);
        Ok(if x > 0.0 { 1.0 } else { 2.0 })
    }

    #[stochastic_grad]
    pub fn degenerate_measure(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        let x = Normal::new(mu, 0.0)?.measure_valued().sample(rng);
        Ok(if x > 0.0 { 1.0 } else { 2.0 })
    }
}
use programs::*;

fn near(got: f64, error: f64, want: f64) {
    assert!((got - want).abs() < 5.0 * error && error < 0.05 * want.abs(), "{got} ± {error} instead of {want}");
}

#[test]
fn gradients_of_probabilities_are_right() -> Result<(), Error> {
    let rng = &mut StdRng::seed_from_u64(1);
    // P(x > 2) = (scale/2)^alpha
    let est = score_grad(1.5, 100_000, rng)?;
    near(est.grad.alpha, est.grad_std_err.alpha, 0.5_f64.powf(1.5) * 0.5_f64.ln());
    let est = measure_grad((1.5, 1.5), 100_000, rng)?;
    near(est.grad.scale, est.grad_std_err.scale, 0.75_f64.powf(1.5));
    near(est.grad.alpha, est.grad_std_err.alpha, 0.75_f64.powf(1.5) * 0.75_f64.ln());
    // x₀ - x₁ is normal with variance 5.
    let est = vector_grad([0.3, 0.1], 100_000, rng)?;
    let density = Normal::new(0.0, 5.0_f64.sqrt())?.ln_pdf(0.2).exp();
    near(est.grad.mu[0], est.grad_std_err.mu[0], density);
    near(est.grad.mu[1], est.grad_std_err.mu[1], -density);
    Ok(())
}

#[test]
fn written_types_take_both_kinds_of_support() -> Result<(), Error> {
    let rng = &mut StdRng::seed_from_u64(2);
    let est = written_grad((1.5, Pareto::new(1.0, 2.0)?, VonMises::new(0.4, 1.0)?), 10_000, rng)?;
    // E ln x = ln scale + 1/shape, and the mean (a + 2)/(a + 1) of the one that was made
    near(est.grad.scale, est.grad_std_err.scale, 1.0 / 1.5 - 1.0 / 6.25 - 1.0 / 6.25);
    assert!((est.grad.w.location() - 3.0).abs() < 1e-12);
    assert!(fixed_grad(2.5, 1000, rng)?.grad.a.is_finite());
    Ok(())
}

#[test]
fn a_normal_without_width_has_no_fallback() {
    let rng = &mut StdRng::seed_from_u64(3);
    assert!(degenerate_grad(0.5, 10, rng).is_err() && degenerate_measure_grad(0.5, 10, rng).is_err());
}
