//! Ways to a wrong gradient through distributions that are made of others, and distributions as arguments.

use stochastic_grad::Error;
use stochastic_grad::prelude::*;

fn rng() -> StdRng {
    StdRng::seed_from_u64(1)
}

/// Two uniform components with nothing between them: a draw jumps over the gap when the weights move, and the pathwise
/// derivative would be -1 where the truth is -2.
#[stochastic_grad]
fn apart(w: f64, start: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let components = [Uniform::new(0.0, 1.0)?, Uniform::new(start, start + 1.0)?];
    Ok(Mixture::new(&[w, 1.0 - w], &components)?.sample(rng))
}

/// The same with constant weights, where nothing crosses the gap.
#[stochastic_grad]
fn fixed(start: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let components = [Uniform::new(0.0, 1.0)?, Uniform::new(start, start + 1.0)?];
    Ok(Mixture::new(&[0.4, 0.6], &components)?.sample(rng).powi(2))
}

/// A gap within a component, and one between transformed components.
#[stochastic_grad]
fn nested(w: f64, #[constant] inner: bool, rng: &mut impl Rng) -> Result<f64, Error> {
    if inner {
        let pair = Mixture::new(&[w, 1.0], &[Uniform::new(0.0, 1.0)?, Uniform::new(2.0, 3.0)?])?;
        return Ok(Mixture::new(&[1.0, 1.0], &[pair.clone(), pair])?.sample(rng));
    }
    let shifted = Uniform::new(0.0, 1.0)?.affine(-4.0, -2.0)?;
    Ok(Mixture::new(&[w, 1.0], &(Exp::new(1.0)?, shifted))?.sample(rng))
}

#[test]
fn a_mixture_with_a_gap_has_no_derivative_in_its_weights() -> Result<(), Error> {
    let gap = |result: Result<_, Error>| assert!(matches!(result, Err(Error::Gap { .. })), "{result:?}");
    gap(apart_grad((0.4, 2.0), 100, &mut rng()).map(|e| e.value));
    gap(nested_grad(0.4, true, 100, &mut rng()).map(|e| e.value));
    gap(nested_grad(0.4, false, 100, &mut rng()).map(|e| e.value));
    // Without derivatives, and where the supports touch or overlap, all is well.
    assert!((Apart.value((0.4, 2.0), 10_000, &mut rng())?.value - 1.7).abs() < 0.1);
    for start in [1.0, 0.5] {
        let est = apart_grad((0.4, start), 20_000, &mut rng())?;
        assert!((est.grad.w + start).abs() < 5.0 * est.grad_std_err.w + 1e-12, "{est}");
    }
    let est = fixed_grad(2.0, 20_000, &mut rng())?;
    assert!((est.grad.start - 0.6 * 5.0).abs() < 5.0 * est.grad_std_err.start, "{est}");
    Ok(())
}

/// Modes with next to nothing between them: an estimate would be -9 ± 1 where the truth is -40.
#[stochastic_grad]
fn modes(w: f64, #[constant] distance: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let components = [Normal::new(-distance, 1.0)?, Normal::new(distance, 1.0)?, Normal::new(distance, 1.5)?];
    Ok(Mixture::new(&[w, 0.5 - w, 0.5], &components)?.sample(rng))
}

#[test]
fn modes_that_are_far_apart_have_no_derivative_in_their_weights() -> Result<(), Error> {
    for distance in [8.0, 20.0] {
        let result = modes_grad(0.25, distance, 100, &mut rng());
        assert!(matches!(result, Err(Error::Gap { .. })), "{distance}: {result:?}");
    }
    for distance in [0.5, 3.0] {
        let est = modes_grad(0.25, distance, 200_000, &mut rng())?;
        assert!((est.grad.w + 2.0 * distance).abs() < 5.0 * est.grad_std_err.w, "{est}");
    }
    Ok(())
}

/// A decreasing bijection of the user's, which says nothing about its direction.
#[derive(Bijection, Clone, Copy, Debug, PartialEq)]
struct Minus;
impl<D: stochastic_grad::Number> bijection::Bijection<D> for Minus {
    type Point = stochastic_grad::Smooth<D>;
    fn forward(&self, x: &Self::Point) -> (Self::Point, stochastic_grad::Smooth<D>) {
        (-*x, 0.0 * *x)
    }
    fn inverse(&self, y: &Self::Point) -> Self::Point {
        -*y
    }
}

#[stochastic_grad]
fn mirrored(m: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let components = (Normal::new(m, 1.0)?.map(Minus), Normal::new(0.0, 1.0)?);
    Ok(Mixture::new(&[1.0, 1.0], &components)?.sample(rng).powi(2))
}

#[test]
fn the_direction_of_a_bijection_is_seen_from_its_values() -> Result<(), Error> {
    let est = mirrored_grad(1.0, 50_000, &mut rng())?;
    assert!((est.grad.m - 1.0).abs() < 5.0 * est.grad_std_err.m, "{est}");
    Ok(())
}

#[test]
fn outside_the_image_of_a_bijection_there_is_no_density() -> Result<(), Error> {
    let normal = Normal::new(0.0, 1.0)?;
    assert_eq!(normal.map(bijection::Exp).ln_pdf(-1.0), f64::NEG_INFINITY);
    for y in [1.5, 1.0, 0.0, -0.5] {
        assert_eq!(normal.map(bijection::Sigmoid).ln_pdf(y), f64::NEG_INFINITY, "{y}");
    }
    let mixture = Mixture::new(&[1.0, 1.0], &(normal.map(bijection::Exp), normal))?;
    assert_eq!(mixture.ln_pdf(-1.0), normal.ln_pdf(-1.0) - std::f64::consts::LN_2);
    assert!((mixture.cdf(-1.0) - 0.5 * normal.cdf(-1.0)).abs() < 1e-16);
    assert!(mixture.ln_pdf(f64::NAN).is_nan());
    Ok(())
}

/// The density of a uniform distribution jumps at its ends; as a part of others it must still be an error.
#[stochastic_grad]
fn ends(high: f64, #[constant] way: usize, rng: &mut impl Rng) -> Result<f64, Error> {
    let u = Uniform::new(0.0, high)?;
    let x = Normal::new(0.5, 0.1)?.detach().sample(rng).detach();
    Ok(match way {
        0 => u.ln_pdf(x),
        1 => u.iid(1).ln_pdf(&[x]),
        2 => u.map(bijection::Exp).ln_pdf(x.exp()),
        3 => Mixture::new(&[0.5, 0.5], &(u, Normal::new(0.0, 1.0)?))?.ln_pdf(x),
        4 => u.affine(0.0, 1.0)?.iid(1).ln_pdf(&[x]),
        _ => Pareto::new(high, 2.0)?.map(bijection::Exp).ln_pdf((x + 2.0 * high.detach()).exp()),
    })
}

#[test]
fn a_density_that_jumps_at_a_moving_end_is_an_error_in_every_disguise() {
    for way in 0..6 {
        let result = ends_grad(1.5, way, 50, &mut rng());
        assert!(matches!(result, Err(Error::OutsideSupport { .. })), "{way}: {result:?}");
    }
}

/// The entropy of a mixture has a gradient; its Hessian would miss what the jumping density of a component does.
#[stochastic_grad]
fn kinked(scale: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Mixture::new(&[0.5, 0.5], &(Normal::new(0.0, scale)?, Uniform::new(0.0, scale)?))?.sample(rng);
    Ok(x.sin())
}

#[test]
fn a_hessian_through_a_density_that_jumps_is_an_error() -> Result<(), Error> {
    assert!(matches!(Kinked.hessian(1.0, 100, &mut rng()), Err(Error::Kink { .. })));
    let est = kinked_grad(1.0, 50_000, &mut rng())?;
    // d/ds (1/2) ((1 - cos s)/s), as the normal part is odd
    let exact = 0.5 * (1.0_f64.sin() - (1.0 - 1.0_f64.cos()));
    assert!((est.grad.scale - exact).abs() < 5.0 * est.grad_std_err.scale, "{est}");
    Ok(())
}

/// A draw that is assumed outside the support.
#[stochastic_grad]
fn assumed(shape: f64, #[constant] x: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let _ = rng.random::<f64>();
    Ok(Gamma::new(shape, 1.0)?.assume_drawn(x).ln())
}

#[test]
fn assume_drawn_wants_a_point_of_the_support() -> Result<(), Error> {
    assert!(matches!(assumed_grad(2.0, -1.0, 10, &mut rng()), Err(Error::OutsideSupport { .. })));
    assert!(assumed_grad(2.0, f64::NAN, 10, &mut rng()).is_err());
    let est = assumed_grad(2.0, 1.3, 10, &mut rng())?;
    assert_eq!(est.value, 1.3_f64.ln());
    // Against the quantile.
    use stochastic_grad::special::{gamma_p, gamma_quantile};
    let (p, h) = (gamma_p(2.0, 1.3), 1e-5);
    let slope = (gamma_quantile(2.0 + h, p).ln() - gamma_quantile(2.0 - h, p).ln()) / (2.0 * h);
    assert!((est.grad.shape - slope).abs() < 1e-8, "{est}");
    Ok(())
}

/// Weights that are normalised by hand with a detached sum still have the gradient of the normalised ones.
#[stochastic_grad]
fn weights(w: [f64; 2], rng: &mut impl Rng) -> Result<f64, Error> {
    let total = (w[0] + w[1]).detach();
    let components = [Normal::new(-1.0, 1.0)?, Normal::new(2.0, 1.0)?];
    Ok(Mixture::new(&[w[0] / total, w[1] / total], &components)?.sample(rng))
}

#[test]
fn weights_are_normalised_with_their_derivatives() -> Result<(), Error> {
    let est = weights_grad([1.0, 3.0], 100_000, &mut rng())?;
    let exact = [-3.0 * 3.0 / 16.0, 3.0 / 16.0];
    for (i, exact) in exact.iter().enumerate() {
        assert!((est.grad.w[i] - exact).abs() < 5.0 * est.grad_std_err.w[i], "{est}");
    }
    Ok(())
}

/// An invalid distribution that comes in as an argument's gradient step.
#[stochastic_grad]
fn by_argument(d: &Gamma<f64>, rng: &mut impl Rng) -> f64 {
    d.sample(rng).sqrt()
}

#[test]
fn a_distribution_is_a_parameter() -> Result<(), Error> {
    use stochastic_grad::Parameters;
    let d = Gamma::new(2.5, 1.5)?;
    let est = by_argument_grad(d, 50_000, &mut rng())?;
    let exact = |a: f64, s: f64| s.sqrt() * (special(a + 0.5) - special(a)).exp();
    let h = 1e-6;
    let slopes = [
        (exact(2.5 + h, 1.5) - exact(2.5 - h, 1.5)) / (2.0 * h),
        (exact(2.5, 1.5 + h) - exact(2.5, 1.5 - h)) / (2.0 * h),
    ];
    assert_eq!(est.grad.names(), ["d.shape", "d.scale"]);
    for (i, exact) in slopes.iter().enumerate() {
        assert!((est.grad.flatten()[i] - exact).abs() < 5.0 * est.grad_std_err.flatten()[i], "{est}");
    }
    // A step out of the domain is no panic: it gives what is not finite, and that is an error.
    let bad = Parameters::map(&d, |_| -1.0);
    assert!(by_argument_grad(bad, 100, &mut rng()).is_err());
    Ok(())
}

fn special(x: f64) -> f64 {
    stochastic_grad::special::ln_gamma(x)
}

/// Sticking the landing: with q equal to the target every sample's gradient is 0, which it is only without the score.
#[stochastic_grad]
fn landing(mean: &[f64], rng: &mut impl Rng) -> Result<f64, Error> {
    let q = Normal::diagonal(mean, &[1.0, 2.0])?;
    let target = Normal::diagonal(&[0.5, -0.5], &[1.0, 2.0])?
        .map(bijection::AffineFlow::new(&[[1.0, 0.0], [0.0, 1.0]], &[0.0, 0.0])?);
    let x = q.sample(rng);
    Ok(q.detach().ln_pdf(&x) - target.detach().ln_pdf(&x))
}

#[test]
fn sticking_the_landing() -> Result<(), Error> {
    let est = landing_grad([0.5, -0.5], 100, &mut rng())?;
    assert!(est.grad.mean.iter().chain(&est.grad_std_err.mean).all(|g| g.abs() < 1e-12), "{est}");
    Ok(())
}
