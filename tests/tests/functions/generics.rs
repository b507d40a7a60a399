//! Generics, lifetimes, constant parameters, visibilities, attributes.

use std::fmt::Display;
use stochastic_grad::prelude::*;

/// A public type in a public signature.
pub trait Payoff {
    /// Its scale.
    fn scale(&self) -> f64;
}
/// Two payoffs.
#[derive(Clone, Debug)]
pub struct Linear(pub f64);
impl Payoff for Linear {
    fn scale(&self) -> f64 {
        self.0
    }
}

program! {
    /// Type parameters with bounds, by value and by reference.
    mod bounds;
    check Scaled::new(&Linear(2.0), "x"), at 0.4, |p, rng| scaled(p.mu, &Linear(2.0), "x", rng),
    check Cloned::new(Linear(2.0)), at 0.4, |p, rng| cloned(p.mu, Linear(2.0), rng);

    #[stochastic_grad]
    pub fn scaled<P: Payoff + Sync, L>(mu: f64, payoff: &P, label: L, rng: &mut impl Rng) -> Result<f64, Error>
    where
        L: Display + Clone + Sync,
    {
        let text = format!("{label}");
        let x = Normal::new(mu, 1.0)?.sample(rng);
        Ok(payoff.scale() * x * text.len() as f64)
    }

    #[stochastic_grad]
    pub(crate) fn cloned<P>(mu: f64, payoff: P, rng: &mut impl Rng) -> Result<f64, Error>
    where
        P: Payoff + Clone + Sync,
    {
        Ok(mu * payoff.scale() * scaled(mu, &payoff, 1.5, rng)?)
    }
}

program! {
    /// Constant parameters and lifetimes.
    mod sizes;
    check Batch::new(&[[1.0, 2.0, 3.0], [0.0, 1.0, 0.5]], &["a", "bb"]), at [0.1, 0.2, 0.3],
        |p, rng| batch(&p.w, &[[1.0, 2.0, 3.0], [0.0, 1.0, 0.5]], &["a", "bb"], rng);

    #[stochastic_grad]
    fn inner<const N: usize>(a: &[f64; N], b: &[f64; N]) -> f64 {
        let mut sum = 0.0;
        for i in 0..N {
            sum += a[i] * b[i];
        }
        sum
    }

    #[stochastic_grad]
    fn longest<'a>(names: &'a [&'a str], x: f64) -> f64 {
        let name: &'a str = names.iter().max_by_key(|n| n.len()).unwrap();
        x * name.len() as f64
    }

    #[stochastic_grad]
    fn batch<'a, const N: usize>(
        w: &[f64; N],
        #[constant] rows: &'a [[f64; N]],
        names: &'a [&'a str],
        rng: &mut impl Rng,
    ) -> Result<f64, Error> {
        let row = &rows[rng.random_range(0..rows.len())];
        let noise = Normal::new(0.0, 0.1)?.sample(rng);
        Ok((inner(w, row) + noise).powi(2) + inner(row, row) + longest(names, w[0]) + longest(names, 2.0))
    }
}

program! {
    /// Attributes and documentation stay; a lint that the body breaks is silenced by the user's own attribute.
    mod attributes;
    check Documented, at 0.5, |p, rng| documented(p.x, rng);

    /// Documented.
    ///
    /// # Errors
    /// Never.
    #[inline(always)]
    #[must_use = "it is a number"]
    #[doc(alias = "doc")]
    #[allow(clippy::let_and_return, non_snake_case)]
    #[stochastic_grad]
    #[cfg(not(any()))]
    pub(in crate::functions) fn documented(x: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        let Value = 1.0;
        #[allow(unused_variables)]
        let unused = x;
        #[cfg(any())]
        let x = compile_error!("not compiled");
        let y = Normal::new(x, 1.0)?.sample(rng);
        Ok(y * y + Value)
    }
}

program! {
    /// An item that is configured away leaves nothing behind; other attributes reach the function.
    mod configured;
    check Present, at 0.5, |p, rng| present(p.x, rng);

    #[stochastic_grad]
    #[cfg(any())]
    fn absent(x: f64, rng: &mut impl Rng) -> f64 {
        missing(x)
    }

    #[stochastic_grad]
    #[cold]
    #[track_caller]
    #[expect(clippy::too_many_arguments)]
    fn old(a: f64, b: f64, c: f64, d: f64, e: f64, f: f64, g: f64, h: f64) -> f64 {
        a * b * c * d * e * f * g * h
    }

    #[stochastic_grad]
    fn present(x: f64, rng: &mut impl Rng) -> f64 {
        return x * rng.random::<f64>() + old(x, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0);
    }
}
