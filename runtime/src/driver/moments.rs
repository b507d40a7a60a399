//! Means, variances and covariances of samples: centred, and mergeable (Chan, Golub and LeVeque 1983,
//! <https://doi.org/10.1080/00031305.1983.10483115>).

use super::settlements::Settlements;

/// What one sample tells: f, and per column the score s of its draws by the score function if there were any, and the
/// part h of the derivative that does not meet a baseline.
pub(crate) struct Reading<const M: usize> {
    pub(crate) f: f64,
    pub(crate) h: [f64; M],
    pub(crate) s: Option<[f64; M]>,
}

impl<const M: usize> Reading<M> {
    /// The first number that is not finite, and its column (none for f).
    pub(crate) fn non_finite(&self) -> Option<(Option<usize>, f64)> {
        let columns = self.h.iter().enumerate().chain(self.s.iter().flatten().enumerate()).map(|(j, x)| (Some(j), *x));
        std::iter::once((None, self.f)).chain(columns).find(|(_, x)| !x.is_finite())
    }
}

/// Sums over the samples of a block. The numbers of its first sample are subtracted from all, so that squares do not
/// cancel, and one pass is enough.
pub(crate) struct Sums<const M: usize> {
    n: usize,
    f: Shifted<1>,
    h: Shifted<M>,
    scored: bool,
    scores: [Scores; M],
    settlements: Option<Settlements<M>>,
    /// what the settlements add to the covariances of pairs of samples, summed over these
    covariance: [f64; M],
    left_out: f64,
}

impl<const M: usize> Sums<M> {
    /// `settling`: whether there are settled costs.
    #[inline]
    pub(crate) fn new(settling: bool) -> Self {
        Sums {
            n: 0,
            f: Shifted::new(),
            h: Shifted::new(),
            scored: false,
            scores: [Scores::default(); M],
            settlements: settling.then(Settlements::new),
            covariance: [0.0; M],
            left_out: 0.0,
        }
    }

    /// Notes how much probability the enumerations of a sample left out.
    #[inline]
    pub(crate) fn left_out(&mut self, probability: f64) {
        self.left_out = self.left_out.max(probability);
    }

    /// Adds a sample with its settled costs.
    pub(crate) fn push_with(&mut self, reading: Reading<M>, settled: impl Iterator<Item = (f64, [f64; M])>) {
        match &mut self.settlements {
            Some(settlements) => settlements.push(reading, settled),
            None => self.push(&reading),
        }
    }

    /// Adds the settled costs, now that all samples of the group are there. `all`: how many samples the estimate has.
    pub(crate) fn close(&mut self, all: usize) {
        if let Some(settlements) = self.settlements.take() {
            settlements.readings().iter().for_each(|reading| self.push(reading));
            self.covariance = settlements.covariance(all);
        }
    }

    #[inline(always)]
    pub(crate) fn push(&mut self, reading: &Reading<M>) {
        if self.n == 0 {
            self.f.shift = [reading.f];
            self.h.shift = reading.h;
        }
        self.n += 1;
        self.f.push(&[reading.f]);
        self.h.push(&reading.h);
        if let Some(s) = reading.s {
            self.push_scores(reading.f - self.f.shift[0], reading.h, s);
        }
    }

    #[inline(never)]
    fn push_scores(&mut self, f: f64, h: [f64; M], s: [f64; M]) {
        self.scored = true;
        for (j, (h, s)) in h.into_iter().zip(s).enumerate() {
            self.scores[j].push(f, h - self.h.shift[j], s);
        }
    }

    pub(crate) fn is_finite(&self) -> bool {
        self.f.is_finite() && self.h.is_finite() && (!self.scored || self.scores.iter().all(Scores::is_finite))
    }

    pub(crate) fn moments(&self) -> Moments {
        let (f, df) = self.f.spread(0, self.n);
        let (columns, moved): (Vec<_>, Vec<_>) = (0..M).map(|j| self.h.spread(j, self.n)).unzip();
        let score =
            |(j, dh): (usize, f64)| Scored { scores: self.scores[j].recentre(df, dh), covariance: self.covariance[j] };
        let scored = if self.scored { moved.into_iter().enumerate().map(score).collect() } else { Vec::new() };
        Moments { n: self.n, f, columns, scored, left_out: self.left_out }
    }
}

/// Sums of x - shift and of its square, for M columns side by side, so that a processor can add several at once.
#[derive(Clone, Copy, Debug)]
struct Shifted<const M: usize> {
    shift: [f64; M],
    sum: [f64; M],
    square: [f64; M],
}

impl<const M: usize> Shifted<M> {
    fn new() -> Self {
        Shifted { shift: [0.0; M], sum: [0.0; M], square: [0.0; M] }
    }

    #[inline(always)]
    fn push(&mut self, x: &[f64; M]) {
        for j in 0..M {
            let x = x[j] - self.shift[j];
            self.sum[j] += x;
            self.square[j] += x * x;
        }
    }

    fn is_finite(&self) -> bool {
        self.sum.iter().zip(&self.square).all(|(a, b)| (a + b).is_finite())
    }

    /// The spread of a column, and how far its mean is from the shift.
    fn spread(&self, j: usize, n: usize) -> (Spread, f64) {
        Total { shift: self.shift[j], sum: self.sum[j], square: self.square[j] }.spread(n)
    }
}

/// The sums of x - shift and of its square.
pub(super) struct Total {
    pub(super) shift: f64,
    pub(super) sum: f64,
    pub(super) square: f64,
}

impl Total {
    fn is_finite(&self) -> bool {
        (self.sum + self.square).is_finite()
    }

    /// The spread of n numbers, and how far their mean is from the shift.
    fn spread(&self, n: usize) -> (Spread, f64) {
        let Total { shift, sum, square } = *self;
        let delta = sum / n as f64;
        // Squares that all vanished although something moved tell nothing: the spread is unknown, not zero.
        let m2 = if square == 0.0 && sum != 0.0 { f64::NAN } else { not_negative(square - sum * delta) };
        (Spread { mean: shift + delta, m2 }, delta)
    }
}

/// A mean and the sum of the squared deviations from it.
#[derive(Clone, Copy, Debug, Default)]
struct Spread {
    mean: f64,
    m2: f64,
}

impl Spread {
    /// Merges n with m samples; gives by how much each mean moved.
    fn merge(&mut self, n: f64, other: Spread, m: f64) -> (f64, f64) {
        let delta = other.mean - self.mean;
        let (here, there) = (delta * (m / (n + m)), -delta * (n / (n + m)));
        self.mean += here;
        self.m2 += other.m2 - here * there * (n + m);
        (here, there)
    }
}

/// Sums over the samples of products of s with f and h, each less its mean.
#[derive(Clone, Copy, Debug, Default)]
struct Scores {
    s: f64,
    ss: f64,
    sf: f64,
    ssf: f64,
    ssff: f64,
    hs: f64,
    hsf: f64,
}

impl Scores {
    #[inline]
    fn push(&mut self, f: f64, h: f64, s: f64) {
        self.s += s;
        self.ss += s * s;
        self.sf += s * f;
        self.ssf += s * s * f;
        self.ssff += s * s * f * f;
        self.hs += h * s;
        self.hsf += h * s * f;
    }

    fn is_finite(&self) -> bool {
        (self.ssff + self.ss + self.s + self.hsf).is_finite()
    }

    /// The same sums about means that lie `df` and `dh` higher.
    fn recentre(self, df: f64, dh: f64) -> Scores {
        Scores {
            sf: self.sf - df * self.s,
            ssf: self.ssf - df * self.ss,
            ssff: self.ssff - 2.0 * df * self.ssf + df * df * self.ss,
            hs: self.hs - dh * self.s,
            hsf: self.hsf - df * self.hs - dh * self.sf + df * dh * self.s,
            ..self
        }
    }

    fn add(self, o: Scores) -> Scores {
        Scores {
            s: self.s + o.s,
            ss: self.ss + o.ss,
            sf: self.sf + o.sf,
            ssf: self.ssf + o.ssf,
            ssff: self.ssff + o.ssff,
            hs: self.hs + o.hs,
            hsf: self.hsf + o.hsf,
        }
    }
}

/// What scores add to a column.
#[derive(Clone, Copy, Debug, Default)]
struct Scored {
    scores: Scores,
    /// what settled costs add to the covariances of pairs of samples, summed over these
    covariance: f64,
}

/// What is known after some samples.
#[derive(Clone, Debug, Default)]
pub struct Moments {
    n: usize,
    f: Spread,
    columns: Vec<Spread>,
    /// one for each column, or none where there were no scores
    scored: Vec<Scored>,
    left_out: f64,
}

impl Moments {
    /// What n samples without scores told; nothing where a sum is not finite.
    pub(super) fn of_totals(n: usize, f: Total, h: impl Iterator<Item = Total>) -> Option<Self> {
        let mut columns = Vec::with_capacity(h.size_hint().0);
        for h in h {
            columns.push(h.is_finite().then(|| h.spread(n).0)?);
        }
        f.is_finite().then(|| Moments { n, f: f.spread(n).0, columns, scored: Vec::new(), left_out: 0.0 })
    }

    /// The moments of the same samples with all their columns.
    pub(super) fn side_by_side(chunks: impl Iterator<Item = Moments>) -> Moments {
        let join = |mut all: Moments, mut chunk: Moments| {
            if !(all.scored.is_empty() && chunk.scored.is_empty()) {
                all.with_scores();
                chunk.with_scores();
            }
            all.columns.extend(chunk.columns);
            all.scored.extend(chunk.scored);
            all
        };
        chunks.reduce(join).unwrap_or_default()
    }

    /// Adds the samples of `other`.
    pub(crate) fn merge(&mut self, mut other: Moments) {
        if self.n == 0 {
            *self = other;
            return;
        }
        let (n, m) = (self.n as f64, other.n as f64);
        let (here_f, there_f) = self.f.merge(n, other.f, m);
        let scored = !(self.scored.is_empty() && other.scored.is_empty());
        if scored {
            self.with_scores();
            other.with_scores();
        }
        for (j, (column, h)) in self.columns.iter_mut().zip(other.columns).enumerate() {
            let (here, there) = column.merge(n, h, m);
            if scored {
                let (column, other) = (&mut self.scored[j], other.scored[j]);
                column.scores = column.scores.recentre(here_f, here).add(other.scores.recentre(there_f, there));
                column.covariance += other.covariance;
            }
        }
        self.left_out = self.left_out.max(other.left_out);
        self.n += other.n;
    }

    /// Makes room for scores: none are the same as zeros.
    fn with_scores(&mut self) {
        self.scored.resize(self.columns.len(), Scored::default());
    }

    /// The most probability that the enumerations of a sample left out.
    pub(crate) fn truncation(&self) -> f64 {
        self.left_out
    }

    /// The mean of f and its standard error.
    pub(crate) fn value(&self) -> (f64, f64) {
        let n = self.n as f64;
        let variance = if self.n == 1 { f64::INFINITY } else { self.f.m2 / (n - 1.0) / n };
        (self.f.mean, std_err(variance))
    }

    /// The estimate of each column, and its standard error.
    pub(crate) fn columns(&self) -> Vec<(f64, f64)> {
        let n = self.n as f64;
        let column = |(j, h): (usize, &Spread)| {
            let scored = self.scored.get(j).copied().unwrap_or_default();
            if self.n == 1 { scored.single(h, self.f.mean) } else { scored.leave_one_out(h, n) }
        };
        self.columns.iter().enumerate().map(column).collect()
    }
}

impl Scored {
    /// One sample has no baseline.
    fn single(&self, h: &Spread, f: f64) -> (f64, f64) {
        (h.mean + self.scores.s * f, f64::INFINITY)
    }

    /// g_i = h_i + s_i (f_i - mean of the other f), whose mean is the estimate.
    ///
    /// Two of the g_i have the covariance G²/(n-1)², where G is the expectation of the score part, because each
    /// one's baseline contains the other's f. So the variance of the mean is estimated by
    /// S²/n + G²/(n-1)², where G² is estimated by the square of the score part's mean less its own variance.
    fn leave_one_out(&self, h: &Spread, n: f64) -> (f64, f64) {
        let Scores { sf, ssff, hsf, .. } = self.scores;
        let k = n / (n - 1.0);
        let score = sf / (n - 1.0);
        let spread_of_score = k * k * ssff - n * score * score;
        let spread = h.m2 + 2.0 * k * hsf + spread_of_score;
        let pairs = 1.0 / ((n - 1.0) * (n - 1.0));
        let variance_of_score = (spread_of_score / (n - 1.0) / n + score * score * pairs) / (1.0 + pairs);
        let settled = self.covariance / n / (n - 1.0);
        let variance = spread / (n - 1.0) / n + (score * score - variance_of_score) * pairs + settled;
        (h.mean + score, std_err(variance))
    }
}

/// A sum of squares that rounding has made negative is 0; one that is not a number stays so.
fn not_negative(x: f64) -> f64 {
    if x < 0.0 { 0.0 } else { x }
}

/// The standard error from its square; infinite where that overflowed or is unknown.
fn std_err(variance: f64) -> f64 {
    if variance.is_nan() { f64::INFINITY } else { not_negative(variance).sqrt() }
}
