//! The hypergeometric distribution.

use super::counting::ln_binomial_probability;
use super::{Enumerable, drawn_plainly, invalid};
use crate::{Error, Number, Smooth};
use rand::{Rng, RngExt};

/// The hypergeometric distribution: how many special items there are among n drawn, without putting any back, from N of
/// which K are special.
///
/// # Probability
/// P(k) = C(K, k) C(N - K, n - k) / C(N, n), for k = max(0, n - (N - K)), ..., min(n, K)
///
/// # Gradient
/// Its parameters are integers, so that a draw is noise: a constant, under every fallback and without one. `enumerate` tries all outcomes. Draws by the
/// ratio of uniforms (Stadlober 1990, <https://doi.org/10.1016/0377-0427(90)90349-5>), for populations of any size.
///
/// # Example
/// ```
/// use stochastic_grad::prelude::*;
///
/// #[stochastic_grad]
/// fn cost(price: f64, rng: &mut impl Rng) -> Result<f64, Error> {
///     let defects = Hypergeometric::new(100, 8, 10)?.sample(rng);
///     Ok((1.0 + price).powi(2) * defects as f64)
/// }
///
/// // 2 (1 + price) times the mean, 0.8
/// let est = cost_grad(0.5, 10_000, &mut StdRng::seed_from_u64(1))?;
/// assert!((est.grad.price - 2.4).abs() < 5.0 * est.grad_std_err.price);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hypergeometric {
    population: u64,
    special: u64,
    drawn: u64,
}

drawn_plainly!(Hypergeometric -> u64);

impl Hypergeometric {
    /// The special items among `drawn` ones from a `population` of which `special` are: N, K <= N and n <= N.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] where K or n is greater than N.
    #[inline(always)]
    pub fn new(population: u64, special: u64, drawn: u64) -> Result<Self, Error> {
        for (parameter, count) in [("K", special), ("n", drawn)] {
            if count > population {
                let (distribution, requirement) = ("Hypergeometric", "<= N");
                let value = count as f64;
                return Err(invalid::<f64>(Error::InvalidParameter { distribution, parameter, requirement, value }));
            }
        }
        Ok(Hypergeometric { population, special, drawn })
    }

    /// ln of the probability of the count `k`; minus infinity where it is impossible.
    pub fn ln_pmf(&self, k: u64) -> f64 {
        let (least, most) = self.support();
        if !(least..=most).contains(&k) {
            return f64::NEG_INFINITY;
        }
        let (n, all) = (self.drawn, self.population);
        let (p, q) = (n as f64 / all as f64, (all - n) as f64 / all as f64);
        if p == 0.0 || q == 0.0 {
            return 0.0;
        }
        // Every item is drawn with probability p: the rest of a population that has n drawn ones.
        let part = |k, n| ln_binomial_probability(k, n, p, q);
        part(k, self.special) + part(n - k, all - self.special) - part(n, all)
    }

    /// The size of the population, N.
    #[inline]
    pub fn population(&self) -> u64 {
        self.population
    }

    /// The number of special items, K.
    #[inline]
    pub fn special(&self) -> u64 {
        self.special
    }

    /// The number of drawn items, n.
    #[inline]
    pub fn drawn(&self) -> u64 {
        self.drawn
    }

    /// The mean, n K/N; 0 for an empty population.
    pub fn mean(&self) -> f64 {
        self.drawn as f64 * share(self.special, self.population)
    }

    /// The variance, n K/N (1 - K/N) (N - n)/(N - 1); 0 for a population of less than two.
    pub fn variance(&self) -> f64 {
        let (all, special) = (self.population, self.special);
        let left = share(all - self.drawn, all.saturating_sub(1));
        self.mean() * share(all - special, all) * left
    }

    /// The least and the greatest count that is possible.
    fn support(&self) -> (u64, u64) {
        let ordinary = self.population - self.special;
        (self.drawn.saturating_sub(ordinary), self.drawn.min(self.special))
    }

    fn draw<R: Rng + ?Sized>(&self, rng: &mut R) -> u64 {
        let (least, most) = self.support();
        if least == most {
            return least;
        }
        // The constants make the table mountain hat an upper bound of every such law.
        const WIDTH: (f64, f64) = (1.715_527_769_921_413_5, 0.898_916_162_058_898_8);
        let centre = self.mean() + 0.5;
        let width = WIDTH.0 * (self.variance() + 0.5).sqrt() + WIDTH.1;
        let top = self.ln_pmf(self.mode());
        loop {
            let u = 1.0 - rng.random::<f64>();
            let x = centre + width * (rng.random::<f64>() - 0.5) / u;
            let k = x.floor();
            if k < least as f64 || k > most as f64 {
                continue;
            }
            let k = (k as u64).clamp(least, most);
            if 2.0 * u.ln() <= self.ln_pmf(k) - top {
                return k;
            }
        }
    }

    /// The most probable count.
    fn mode(&self) -> u64 {
        let (least, most) = self.support();
        let wide = |x: u64| u128::from(x) + 1;
        // A product of two u64 + 1 may be 2^128.
        let mode = wide(self.drawn).checked_mul(wide(self.special)).map(|m| m / (u128::from(self.population) + 2));
        mode.and_then(|m| u64::try_from(m).ok()).unwrap_or(most).clamp(least, most)
    }
}

impl<D: Number> Enumerable<D> for Hypergeometric {
    fn outcomes(&self) -> u64 {
        let (least, most) = self.support();
        (most - least).saturating_add(1)
    }
    fn outcome(&self, index: u64) -> u64 {
        self.support().0 + index
    }
    fn probability(&self, index: u64) -> Smooth<D> {
        Smooth::constant(self.ln_pmf(self.support().0 + index).exp())
    }
}

/// a/b; 0 for b = 0, where there is nothing to share
fn share(a: u64, b: u64) -> f64 {
    if b == 0 { 0.0 } else { a as f64 / b as f64 }
}
