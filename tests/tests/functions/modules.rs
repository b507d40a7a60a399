//! Functions in other modules, functions inside tests, a renamed crate.

use super::support::{matches_differences, matches_exactly};
use stochastic_grad::prelude::*;

mod models {
    //! Annotated functions that others call.
    use stochastic_grad::prelude::*;

    /// A noisy step.
    #[stochastic_grad]
    pub(super) fn step(x: f64, s: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        Ok(x + Normal::new(0.0, s)?.sample(rng))
    }

    pub(super) mod deep {
        #[stochastic_grad::stochastic_grad]
        pub(in super::super) fn energy(x: &[f64]) -> f64 {
            x.iter().map(|v| v * v).sum::<f64>() * super::HALF
        }
    }

    const HALF: f64 = 0.5;
}

#[stochastic_grad]
fn walk(start: f64, s: f64, n: usize, rng: &mut impl Rng) -> Result<f64, Error> {
    use models::step;
    let mut path = vec![start];
    for i in 0..n {
        path.push(step(path[i], s, rng)?);
    }
    path.push(models::step(1.0, 2.0, rng)?);
    Ok(models::deep::energy(&path) + self::models::deep::energy(&[1.0, 2.0]))
}

#[test]
fn functions_of_other_modules_carry_derivatives() {
    matches_differences(&Walk::new(3), (0.5, 0.7));
    // E = start²/2 (n + 1) + s² (1 + 2 + 3)/2 + constants.
    matches_exactly(&Walk::new(3), (0.5, 0.7), &[4.0 * 0.5, 6.0 * 0.7]);
}

#[test]
fn a_function_inside_a_test_is_annotated() -> Result<(), Error> {
    #[stochastic_grad]
    fn local(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        helper(mu, rng)
    }
    #[stochastic_grad]
    fn helper(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        Ok(Normal::new(mu, 1e-9)?.sample(rng).powi(3))
    }
    let estimate = local_grad(2.0, 100, &mut StdRng::seed_from_u64(1))?;
    assert!((estimate.grad.mu - 12.0).abs() < 1e-6);
    let LocalParams { mu } = estimate.grad;
    assert!(mu.is_finite());
    assert!(format!("{estimate}").contains("mu"));
    Ok(())
}

mod renamed {
    //! The crate under another name, without its prelude.
    use stochastic_grad as sg;

    #[derive(sg::Parameters, Clone, Debug, PartialEq)]
    #[parameters(crate = sg)]
    struct Point<T = f64> {
        x: T,
        y: T,
    }

    #[sg::stochastic_grad(crate = sg)]
    fn product(p: &Point<f64>) -> f64 {
        p.x * p.y
    }

    #[sg::stochastic_grad(crate = sg, objective = Target)]
    fn target(p: &Point<f64>, rng: &mut impl sg::prelude::Rng) -> Result<f64, sg::Error> {
        let noise = sg::distr::Normal::new(p.x, p.y)?;
        let x = noise.sample(rng);
        Ok(x * x + product(p) + product(&Point { x: p.x, y: 1.0 }))
    }

    #[test]
    fn a_renamed_crate_works() {
        let point = Point { x: 0.5, y: 1.5 };
        super::matches_exactly(&Target, &point, &[2.0 * 0.5 + 1.5 + 1.0, 2.0 * 1.5 + 0.5]);
        super::matches_differences(&Target, point);
    }
}

mod bare {
    //! A module in which the names of the standard prelude mean something else.
    #![allow(dead_code)]
    use stochastic_grad::prelude::{Normal, Rng, stochastic_grad};

    struct Result2;
    struct Some2;
    mod std {}
    mod core {}
    trait Iterator {}
    trait Sized {}
    struct Vec;
    struct Option;

    #[stochastic_grad]
    fn quiet(mu: f64, xs: [f64; 2], rng: &mut impl Rng) -> Result<f64, ::stochastic_grad::Error> {
        let x = Normal::new(mu, 1.0)?.sample(rng);
        Ok(x * xs[0] + xs[1])
    }

    #[test]
    fn generated_code_names_everything_in_full() {
        super::matches_exactly(&Quiet, (0.5, [2.0, 3.0]), &[2.0, 0.5, 1.0]);
    }
}
