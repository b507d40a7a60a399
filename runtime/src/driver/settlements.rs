//! Leave-one-out baselines for settled costs: each cost meets the score of the draws after it less the mean that the
//! *other* samples of its group have for that cost. A sample without the k-th settlement has it with cost 0 at its end,
//! where no score is left: a stopping time, so that the baseline has mean zero. Where no sample has settled anything, the
//! estimate is what it would be without all this, so it does not matter that settlements are looked for only once there
//! are some.

use super::moments::Reading;

/// What one sample tells, and for each of its settlements the cost φ and σ, minus the score of the draws after it.
struct Settled<const M: usize> {
    reading: Reading<M>,
    terms: Vec<(f64, [f64; M])>,
}

/// The samples of a group.
pub(super) struct Settlements<const M: usize> {
    samples: Vec<Settled<M>>,
}

/// How many neighbours of each sample tell the covariance of two samples, where there are too many pairs for all.
const NEIGHBOURS: usize = 2;

impl<const M: usize> Settlements<M> {
    pub(super) fn new() -> Self {
        Settlements { samples: Vec::new() }
    }

    pub(super) fn push(&mut self, reading: Reading<M>, settled: impl Iterator<Item = (f64, [f64; M])>) {
        let terms = settled.map(|(cost, after)| (cost, after.map(|a| -a))).collect();
        self.samples.push(Settled { reading, terms });
    }

    /// What the samples tell when their settlements have met their baselines.
    pub(super) fn readings(&self) -> Vec<Reading<M>> {
        let sums = self.sums();
        let others = (self.samples.len() - 1).max(1) as f64;
        let reading = |s: &Settled<M>| {
            let mut h = s.reading.h;
            for ((cost, score), sum) in s.terms.iter().zip(&sums) {
                let baseline = (sum - cost) / others;
                h = std::array::from_fn(|j| h[j] - score[j] * baseline);
            }
            Reading { f: s.reading.f, h, s: s.reading.s }
        };
        self.samples.iter().map(reading).collect()
    }

    /// The sum of each cost over the samples.
    fn sums(&self) -> Vec<f64> {
        let longest = self.samples.iter().map(|s| s.terms.len()).max().unwrap_or_default();
        let cost = |s: &Settled<M>, k: usize| s.terms.get(k).map_or(0.0, |term| term.0);
        (0..longest).map(|k| self.samples.iter().map(|s| cost(s, k)).sum()).collect()
    }

    /// What the settlements add to the covariance of the derivatives of two samples, summed over all ordered pairs: each
    /// has the other's costs in its baselines. With M[u][v] the mean of σ[u] φ[v], where u = 0 is the value with the score
    /// of all draws, the covariance is Σ M[u][v] M[v][u] / (others[u] others[v]), of which the moments know u = v = 0. For
    /// independent samples i and k, the mean of (Σ σᵢ[u] φₖ[u]) (Σ σₖ[v] φᵢ[v]) is Σ M[u][v] M[v][u], also with costs less
    /// anything that depends on neither. `all`: how many samples the baseline of the value is made of.
    pub(super) fn covariance(&self, all: usize) -> [f64; M] {
        let n = self.samples.len();
        if n < 2 {
            return [0.0; M];
        }
        let values = self.samples.iter().map(|s| s.reading.f).sum::<f64>();
        let group = Group { sums: &self.sums(), values, n, all };
        let apart = if n <= 16 * NEIGHBOURS { n - 1 } else { NEIGHBOURS };
        let mut sum = [0.0; M];
        for i in 0..n {
            for d in 1..=apart {
                let (a, b) = (&self.samples[i], &self.samples[(i + d) % n]);
                let (here, there) = (group.crossed(a, b), group.crossed(b, a));
                sum = std::array::from_fn(|j| {
                    sum[j] + (here.0[j] + here.1[j]) * (there.0[j] + there.1[j]) - here.0[j] * there.0[j]
                });
            }
        }
        sum.map(|sum| sum * (n - 1) as f64 / apart as f64)
    }
}

/// What the samples of a group have in common.
struct Group<'s> {
    sums: &'s [f64],
    values: f64,
    n: usize,
    all: usize,
}

impl Group<'_> {
    /// σ φ over the number of others, with the scores of one sample and the costs of another, less the mean of all
    /// samples but these two: for the value, and summed over the settlements.
    fn crossed<const M: usize>(&self, scores: &Settled<M>, costs: &Settled<M>) -> ([f64; M], [f64; M]) {
        let centred = |sum: f64, own: f64, cost: f64| {
            let mean = if self.n > 2 { (sum - own - cost) / (self.n - 2) as f64 } else { 0.0 };
            cost - mean
        };
        let value = centred(self.values, scores.reading.f, costs.reading.f) / (self.all - 1) as f64;
        let first = scores.reading.s.map_or([0.0; M], |s| s.map(|s| s * value));
        let mut rest = [0.0; M];
        for (k, (own, score)) in scores.terms.iter().enumerate() {
            let cost = costs.terms.get(k).map_or(0.0, |term| term.0);
            let cost = centred(self.sums[k], *own, cost) / (self.n - 1) as f64;
            rest = std::array::from_fn(|j| rest[j] + score[j] * cost);
        }
        (first, rest)
    }
}
