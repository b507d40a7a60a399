//! What cannot be right is an error, not a number.

use stochastic_grad::distr::own::{Alternative, Likelihood, Perturbable};
use stochastic_grad::prelude::*;
use stochastic_grad::{Number, Smooth};

#[stochastic_grad]
fn coin(p: f64, #[constant] kind: u8, rng: &mut impl Rng) -> Result<f64, Error> {
    let b = Bernoulli::new(p)?;
    let hit = match kind {
        0 => b.score_function().sample(rng),
        1 => b.perturb().sample(rng),
        _ => b.measure_valued().sample(rng),
    };
    Ok(f64::from(u8::from(hit)))
}

#[test]
fn a_score_at_an_impossible_outcome_is_an_error() {
    for p in [0.0, 1.0] {
        let error = coin_grad(p, 0, 100, &mut StdRng::seed_from_u64(1)).unwrap_err();
        assert!(matches!(error, Error::ImpossibleOutcome { distribution: "Bernoulli", .. }), "{error}");
    }
}

#[test]
fn second_derivatives_of_differences_of_runs_are_refused() {
    for (kind, of) in [(1, "perturb"), (2, "measure_valued")] {
        let error = Coin::new(kind).hessian(0.4, 10, &mut StdRng::seed_from_u64(1)).unwrap_err();
        assert_eq!(error, Error::SecondDerivative { of });
    }
}

#[test]
fn a_baseline_must_be_finite() {
    let run = |b: Baseline<'_>| Coin::new(0).estimator(0.4).samples(10).baseline(b).run(&mut StdRng::seed_from_u64(1));
    let error = run(Baseline::Constant(f64::NAN)).unwrap_err();
    assert!(matches!(error, Error::NonFiniteBaseline { value } if value.is_nan()));
    assert!(run(Baseline::None).is_ok());
}

/// An alternative that is invalid, or not finite, fails the estimate, even if the program would catch it.
#[stochastic_grad]
fn fragile(p: f64, #[constant] caught: bool, rng: &mut impl Rng) -> Result<f64, Error> {
    let n = Poisson::new(p)?.perturb().sample(rng);
    let scale = 3.5 - n as f64 + 0.0 * p;
    if caught {
        return Ok(Exp::new(scale).map_or(0.0, |e| e.mean()));
    }
    Ok(Exp::new(scale)?.sample(rng))
}

#[test]
fn what_an_alternative_has_to_report_is_reported() {
    for caught in [false, true] {
        let run = |seed| fragile_grad(0.2, caught, 400, &mut StdRng::seed_from_u64(seed));
        let errors: Vec<_> = (0..8).filter_map(|seed| run(seed).err()).collect();
        assert!(!errors.is_empty());
        assert!(errors.iter().all(|e| matches!(e, Error::InvalidParameter { distribution: "Exp", .. })));
    }
}

/// A coin whose alternative is never tried.
#[derive(Parameters, Distribution, Clone, Copy, Debug, PartialEq)]
#[distribution(perturb)]
struct Lazy<T = f64> {
    p: T,
}
impl<D: Number> Likelihood<D> for Lazy<Smooth<D>> {
    type Value = bool;
    fn draw_plain<R: Rng + ?Sized>(&self, rng: &mut R) -> bool {
        self.invert(rng.random())
    }
    fn ln_likelihood(&self, hit: &bool) -> Smooth<D> {
        if *hit { self.p.ln() } else { (1.0 - self.p).ln() }
    }
}
impl<D: Number> Perturbable<D> for Lazy<Smooth<D>> {
    fn invert(&self, u: f64) -> bool {
        u < self.p.detach()
    }
    fn alternative<R: Rng + ?Sized>(&self, hit: &bool, _: &mut R) -> Alternative<D, bool> {
        Alternative { outcome: !hit, shift: self.p, pick_weight: 0.0 }
    }
}

#[stochastic_grad]
fn lazily(p: f64, rng: &mut impl Rng) -> f64 {
    let hit = Lazy { p }.perturb().sample(rng);
    f64::from(u8::from(hit))
}

#[test]
fn an_alternative_that_is_never_tried_is_an_error() {
    let error = lazily_grad(0.5, 10, &mut StdRng::seed_from_u64(1)).unwrap_err();
    assert!(matches!(error, Error::InvalidParameter { parameter: "pick_weight", .. }), "{error}");
}
