//! Not a number: `f64::max(NaN, y)` is y, so a smooth `max` like it would turn the edge of a domain into a branch.

use super::rng;
use stochastic_grad::prelude::*;

#[stochastic_grad]
fn floored(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 0.8)?.sample(rng);
    Ok(x.ln().max(-10.0))
}

#[stochastic_grad]
fn capped(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 0.8)?.sample(rng);
    Ok(x.sqrt().min(1.0))
}

#[stochastic_grad]
fn clamped(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 0.8)?.sample(rng);
    Ok(x.ln().clamp(-1.0, 1.0))
}

#[stochastic_grad]
fn bounded_by_nan(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 0.8)?.sample(rng);
    Ok((0.5_f64).max(x.ln()))
}

#[stochastic_grad]
fn folded(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 0.8)?;
    let logs = [x.sample(rng).ln(), x.sample(rng).ln()];
    Ok(logs.iter().copied().fold(f64::NEG_INFINITY, f64::max))
}

/// In plain floating point 1 to the power of NaN, and NaN to the power of 0, is 1.
#[stochastic_grad]
fn to_the_zeroth(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 0.8)?.sample(rng);
    Ok(x.ln().powf(0.0))
}

#[stochastic_grad]
fn one_to_the(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 0.8)?.sample(rng);
    Ok(1.0_f64.powf(x.ln()))
}

/// In plain floating point the hypotenuse of infinity and NaN is infinity.
#[stochastic_grad]
fn beside_infinity(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, 0.8)?.sample(rng);
    Ok(1.0 / x.ln().hypot(f64::INFINITY))
}

#[track_caller]
fn not_finite<T: std::fmt::Debug>(result: Result<T, Error>) {
    match result {
        Err(Error::NonFinite { value, .. }) => assert!(value.is_nan()),
        other => panic!("NaN was laundered: {other:?}"),
    }
}

#[test]
fn nan_is_not_laundered() {
    not_finite(floored_grad(0.3, 100, &mut rng()));
    not_finite(capped_grad(0.3, 100, &mut rng()));
    not_finite(clamped_grad(0.3, 100, &mut rng()));
    not_finite(bounded_by_nan_grad(0.3, 100, &mut rng()));
    not_finite(folded_grad(0.3, 100, &mut rng()));
    not_finite(to_the_zeroth_grad(0.3, 100, &mut rng()));
    not_finite(one_to_the_grad(0.3, 100, &mut rng()));
    not_finite(beside_infinity_grad(0.3, 100, &mut rng()));
}

/// Every function of one variable, at NaN.
macro_rules! at_nan {
    ($($name:ident)*) => { $(
        #[test]
        fn $name() {
            #[stochastic_grad]
            fn at_nan(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
                let x = Normal::new(mu, 1.0)?.sample(rng);
                Ok((x + (0.0 * x - 1.0).ln()).$name())
            }
            not_finite(at_nan_grad(0.3, 1, &mut rng()));
        }
    )* };
}
mod stays_nan {
    use super::*;
    at_nan! {
        abs acos acosh asin asinh atan atanh cbrt cos cosh exp exp2 exp_m1 ln ln_1p log10 log2 recip sin sinh sqrt tan
        tanh to_degrees to_radians sigmoid softplus ln_sigmoid logit x_ln_x erf erfc normal_cdf ln_normal_cdf
        normal_quantile ln_gamma gamma digamma trigamma
    }
}
