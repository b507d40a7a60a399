//! Tests of the distributions: tables, and functions that reach every family by its name.

mod catalogue;
mod constructors;
mod continuous_fallbacks;
mod counts;
mod densities;
mod discrete;
mod draws;
mod estimators;
mod explicit;
mod fallbacks;
mod fuzz;
mod golden;
mod goodness_discrete;
mod goodness_explicit;
mod implicit;
mod kl;
mod moments;
mod multivariate;
mod reference;

use super::*;
use crate::error::Error;
use crate::number::Dual;
use crate::source::{Core, NoFallback};
use crate::{Join, Lift, Real};
use rand::SeedableRng;
use rand::rngs::Xoshiro256PlusPlus;
use std::fmt::Debug;

/// A number with up to three derivatives.
type Dual3 = Dual<f64, 3>;
type Smooth3 = Smooth<Dual3>;

/// The number x that moves along direction `i`.
fn moving(x: f64, i: usize) -> Smooth3 {
    Smooth(Dual::new(x, std::array::from_fn(|j| if i == j { 1.0 } else { 0.0 })))
}

fn still(x: f64) -> Smooth3 {
    Smooth(Dual::constant(x))
}

/// The numbers, each of which moves along its own direction.
fn all_moving(xs: &[f64]) -> Vec<Smooth3> {
    xs.iter().enumerate().map(|(i, x)| moving(*x, i)).collect()
}

/// What the tests do with a distribution of real numbers, whatever the family.
trait Family<T> {
    fn ln_pdf(&self, x: T) -> T;
    /// mean, variance, entropy
    fn moments(&self) -> [Option<T>; 3];
    fn draw(&self, rng: &mut Xoshiro256PlusPlus) -> T;
}

/// A family by its name. The fields of a macro call: name, number of parameters, moments.
macro_rules! families {
    (@entropy $self:ident) => { Some($self.entropy()) };
    (@entropy $self:ident no) => { None };
    ($($Name:ident($($i:literal),+) $([$mean:ident $variance:ident])? $($no:ident entropy)?;)*) => {
        /// Every family of real numbers with the number of its parameters.
        const FAMILIES: &[(&str, usize)] = &[$((stringify!($Name), [$($i),+].len())),*];

        $(impl Family<f64> for $Name {
            fn ln_pdf(&self, x: f64) -> f64 {
                self.ln_pdf(x)
            }
            fn moments(&self) -> [Option<f64>; 3] {
                let moments = [None::<f64>; 2];
                $(let moments = { let _ = moments; [Some(self.$mean()), Some(self.$variance())] };)?
                [moments[0], moments[1], families!(@entropy self $($no)?)]
            }
            fn draw(&self, rng: &mut Xoshiro256PlusPlus) -> f64 {
                self.sample(rng)
            }
        }
        impl Family<Smooth3> for $Name<Smooth3> {
            fn ln_pdf(&self, x: Smooth3) -> Smooth3 {
                self.ln_pdf(x)
            }
            fn moments(&self) -> [Option<Smooth3>; 3] {
                let moments = [None::<Smooth3>; 2];
                $(let moments = { let _ = moments; [Some(self.$mean()), Some(self.$variance())] };)?
                [moments[0], moments[1], families!(@entropy self $($no)?)]
            }
            fn draw(&self, rng: &mut Xoshiro256PlusPlus) -> Smooth3 {
                self.sample(&mut Core::<_, Dual3>::new(rng).tracer::<NoFallback>())
            }
        })*

        /// A distribution with the given parameters.
        fn family<T>(name: &str, p: &[T]) -> Result<Box<dyn Family<T>>, Error>
        where
            T: Real<Own = T> + Join<T, Out = T> + Lift<T> + 'static,
            $($Name<T>: Family<T>),*
        {
            Ok(match name {
                $(stringify!($Name) => Box::new($Name::new($(p[$i]),+)?),)*
                _ => unreachable!("{name} is in no table"),
            })
        }
    };
}

families! {
    Normal(0, 1) [mean variance];
    LogNormal(0, 1) [mean variance];
    HalfNormal(0) [mean variance];
    Uniform(0, 1) [mean variance];
    Exp(0) [mean variance];
    Laplace(0, 1) [mean variance];
    Logistic(0, 1) [mean variance];
    Gumbel(0, 1) [mean variance];
    Cauchy(0, 1);
    Weibull(0, 1) [mean variance];
    LogLogistic(0, 1) [mean variance];
    Frechet(0, 1, 2) [mean variance];
    Pareto(0, 1) [mean variance];
    Rayleigh(0) [mean variance];
    HalfCauchy(0) [mean variance];
    Kumaraswamy(0, 1) [mean variance];
    Triangular(0, 1, 2) [mean variance];
    SkewNormal(0, 1, 2) [mean variance] no entropy;
    LogitNormal(0, 1) no entropy;
    GeneralizedExtremeValue(0, 1, 2) [mean variance];
    GeneralizedPareto(0, 1, 2) [mean variance];
    RelaxedBernoulli(0, 1) no entropy;
}

/// Fails unless two numbers are equal up to `tolerance` times `scale`.
#[track_caller]
fn close(got: f64, want: f64, tolerance: f64, what: &dyn Debug) {
    let error = (got - want).abs();
    assert!(error <= tolerance, "{what:?}: {got:e} instead of {want:e}, off by {error:e} > {tolerance:e}");
}
