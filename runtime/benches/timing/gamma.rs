//! Gamma draws with their derivative by the shape, as one would write them for a shape that stays the same for many
//! samples: all that depends on the shape alone is computed once.

use rand::Rng;
use rand_distr::Distribution;
use stochastic_grad::special::digamma;

/// Draws from Gamma(shape, 1).
pub(crate) struct StandardGamma {
    shape: f64,
    sampler: rand_distr::Gamma<f64>,
    digamma: f64,
    /// 1 / (shape + k), and the sum of these up to k
    terms: Vec<(f64, f64)>,
}

/// More than any draw needs whose probability is not below 1e-30, for shapes below 10.
const TERMS: usize = 400;

impl StandardGamma {
    pub(crate) fn new(shape: f64) -> Self {
        let mut sum = 0.0;
        let term = |k: usize| {
            let inverse = 1.0 / (shape + k as f64);
            sum += inverse;
            (inverse, sum)
        };
        let terms = (1..=TERMS).map(term).collect();
        let sampler = rand_distr::Gamma::new(shape, 1.0).expect("a positive shape");
        StandardGamma { shape, sampler, digamma: digamma(shape + 1.0), terms }
    }

    /// A draw x, and how it moves with the shape at a fixed value of the distribution function P:
    /// dx/da = -(dP/da) / p(x), with P = x^a e^(-x) / Γ(a + 1) times the sum of x^k / ((a + 1) .. (a + k)).
    #[inline]
    pub(crate) fn sample(&self, rng: &mut impl Rng) -> (f64, f64) {
        let x: f64 = self.sampler.sample(rng);
        let (mut term, mut sum, mut moved) = (1.0, 1.0, 0.0);
        for (inverse, harmonic) in &self.terms {
            term *= x * inverse;
            sum += term;
            moved += term * harmonic;
            if term < 1e-16 * sum {
                break;
            }
        }
        (x, -x / self.shape * (sum * (x.ln() - self.digamma) - moved))
    }
}
