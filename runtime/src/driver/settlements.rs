//! Leave-one-out baselines for settled costs: each cost meets the score of the draws after it less the mean that the
//! *other* samples have for that cost. A sample without the k-th settlement has it with cost 0 at its end, where no
//! score is left: a stopping time, so that the baseline has mean zero.

use super::moments::Reading;

/// What one sample tells: its derivative without baselines, and pairs (φ, σ) of a cost and the score that it meets. The
/// first is the value with the score of all draws, the others are the settlements with minus the score after them.
struct Settled<const M: usize> {
    total: [f64; M],
    terms: Vec<(f64, [f64; M])>,
}

/// The samples of a block.
pub(super) struct Settlements<const M: usize> {
    samples: Vec<Settled<M>>,
}

/// How many neighbours of each sample tell the covariance of two samples, where there are too many pairs for all.
const NEIGHBOURS: usize = 2;

impl<const M: usize> Settlements<M> {
    pub(super) fn new() -> Self {
        Settlements { samples: Vec::new() }
    }

    pub(super) fn push(&mut self, reading: &Reading<M>, settled: impl Iterator<Item = (f64, [f64; M])>) {
        let score = reading.s.unwrap_or([0.0; M]);
        let total = std::array::from_fn(|j| reading.h[j] + score[j] * reading.f);
        let terms = std::iter::once((reading.f, score)).chain(settled.map(|(cost, after)| (cost, after.map(|a| -a))));
        self.samples.push(Settled { total, terms: terms.collect() });
    }

    /// For each column the mean over the samples, and its variance (infinite for one sample).
    pub(super) fn columns(&self) -> [(f64, f64); M] {
        let n = self.samples.len();
        if n < 2 {
            return std::array::from_fn(|j| (self.samples.first().map_or(0.0, |s| s.total[j]), f64::INFINITY));
        }
        let sums = self.sums();
        let others = |own: f64, sum: f64| (sum - own) / (n - 1) as f64;
        std::array::from_fn(|j| {
            let derivative = |s: &Settled<M>| {
                let baselines = s.terms.iter().zip(&sums).map(|((cost, score), sum)| score[j] * others(*cost, *sum));
                s.total[j] - baselines.sum::<f64>()
            };
            let all: Vec<f64> = self.samples.iter().map(derivative).collect();
            let mean = all.iter().sum::<f64>() / n as f64;
            let square = all.iter().map(|g| (g - mean) * (g - mean)).sum::<f64>() / (n - 1) as f64;
            (mean, square / n as f64 + self.covariance(&sums, j))
        })
    }

    /// The sum of each cost over the samples.
    fn sums(&self) -> Vec<f64> {
        let longest = self.samples.iter().map(|s| s.terms.len()).max().unwrap_or_default();
        let cost = |s: &Settled<M>, k: usize| s.terms.get(k).map_or(0.0, |term| term.0);
        (0..longest).map(|k| self.samples.iter().map(|s| cost(s, k)).sum()).collect()
    }

    /// The covariance of the derivatives of two samples, each of which has the other's costs in its baselines:
    /// tr(M²)/(n-1)², where M[u][v] is the mean of σ[u] φ[v]. For independent samples i and k, the mean of
    /// (Σ σᵢ[u] φₖ[u]) (Σ σₖ[v] φᵢ[v]) is tr(M²), also with costs less anything that depends on neither.
    fn covariance(&self, sums: &[f64], j: usize) -> f64 {
        let n = self.samples.len();
        let apart = if n <= 16 * NEIGHBOURS { n - 1 } else { NEIGHBOURS };
        let (mut sum, mut count) = (0.0, 0.0);
        for i in 0..n {
            for d in 1..=apart {
                let (a, b) = (&self.samples[i], &self.samples[(i + d) % n]);
                sum += crossed(a, b, sums, n, j) * crossed(b, a, sums, n, j);
                count += 1.0;
            }
        }
        let pairs = (n - 1) as f64;
        sum / count / (pairs * pairs)
    }
}

/// Σ σ φ with the scores of one sample and the costs of another, less the mean of all samples but these two.
fn crossed<const M: usize>(scores: &Settled<M>, costs: &Settled<M>, sums: &[f64], n: usize, j: usize) -> f64 {
    let term = |k: usize, own: f64, score: f64| {
        let cost = costs.terms.get(k).map_or(0.0, |term| term.0);
        let mean = if n > 2 { (sums[k] - own - cost) / (n - 2) as f64 } else { 0.0 };
        score * (cost - mean)
    };
    scores.terms.iter().enumerate().map(|(k, (own, score))| term(k, *own, score[j])).sum()
}
