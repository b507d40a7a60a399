//! Means, variances and covariances of samples: centred, and mergeable (Chan, Golub and LeVeque 1983,
//! <https://doi.org/10.1080/00031305.1983.10483115>).

/// One column of one sample: the pathwise part h of a derivative, and the score s if a draw was made by the score
/// function.
pub(crate) struct Row<const M: usize> {
    pub(crate) h: [f64; M],
    pub(crate) s: Option<[f64; M]>,
}

/// The samples of one block.
pub(crate) struct Rows<const M: usize> {
    f: Vec<f64>,
    h: Vec<[f64; M]>,
    /// Empty until a sample has a score, then as long as the others.
    s: Vec<[f64; M]>,
}

impl<const M: usize> Default for Rows<M> {
    fn default() -> Self {
        Rows { f: Vec::new(), h: Vec::new(), s: Vec::new() }
    }
}

impl<const M: usize> Rows<M> {
    pub(crate) fn clear(&mut self) {
        self.f.clear();
        self.h.clear();
        self.s.clear();
    }

    #[inline]
    pub(crate) fn push(&mut self, f: f64, row: Row<M>) {
        if row.s.is_some() || !self.s.is_empty() {
            self.s.resize(self.f.len(), [0.0; M]);
            self.s.push(row.s.unwrap_or([0.0; M]));
        }
        self.f.push(f);
        self.h.push(row.h);
    }

    /// The first number that is not finite: its sample, its column (none for f) and its value.
    pub(crate) fn non_finite(&self) -> Option<(usize, Option<usize>, f64)> {
        // One look at the sums tells that all is well, as a rule.
        let sum: f64 =
            self.f.iter().chain(self.h.iter().flatten()).chain(self.s.iter().flatten()).map(|x| x * 0.0).sum();
        if sum == 0.0 {
            return None;
        }
        (0..self.f.len()).find_map(|i| {
            let f = (None, self.f[i]);
            let score = self.s.get(i).into_iter().flatten();
            let columns = self.h[i].iter().enumerate().chain(score.enumerate()).map(|(j, x)| (Some(j), *x));
            std::iter::once(f).chain(columns).find(|(_, x)| !x.is_finite()).map(|(column, x)| (i, column, x))
        })
    }

    pub(crate) fn moments(&self) -> Moments {
        let f = Spread::of(self.f.iter().copied());
        let mut h = [Spread::default(); M];
        let n = self.f.len() as f64;
        for row in &self.h {
            h.iter_mut().zip(row).for_each(|(h, x)| h.mean += x);
        }
        h.iter_mut().for_each(|h| h.mean /= n);
        for row in &self.h {
            h.iter_mut().zip(row).for_each(|(h, x)| h.m2 += (x - h.mean) * (x - h.mean));
        }
        let columns = (h.iter().enumerate()).map(|(j, h)| Column { h: *h, scores: self.scores(j, f.mean, h.mean) });
        Moments { n: self.f.len(), f, columns: columns.collect() }
    }

    /// The sums with the score of column `j`.
    fn scores(&self, j: usize, mean_f: f64, mean_h: f64) -> Scores {
        let mut sums = Scores::default();
        for (f, (h, s)) in self.f.iter().zip(self.h.iter().zip(&self.s)) {
            let (f, h, s) = (f - mean_f, h[j] - mean_h, s[j]);
            sums.s += s;
            sums.ss += s * s;
            sums.sf += s * f;
            sums.ssf += s * s * f;
            sums.ssff += s * s * f * f;
            sums.hs += h * s;
            sums.hsf += h * s * f;
        }
        sums
    }
}

/// A mean and the sum of the squared deviations from it.
#[derive(Clone, Copy, Debug, Default)]
struct Spread {
    mean: f64,
    m2: f64,
}

impl Spread {
    fn of(xs: impl ExactSizeIterator<Item = f64> + Clone) -> Self {
        let mean = xs.clone().sum::<f64>() / xs.len() as f64;
        Spread { mean, m2: xs.map(|x| (x - mean) * (x - mean)).sum() }
    }

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

#[derive(Clone, Copy, Debug, Default)]
struct Column {
    h: Spread,
    scores: Scores,
}

/// What is known after some samples.
#[derive(Clone, Debug, Default)]
pub(crate) struct Moments {
    n: usize,
    f: Spread,
    columns: Vec<Column>,
}

impl Moments {
    /// Adds the samples of `other`.
    pub(crate) fn merge(&mut self, other: Moments) {
        if self.n == 0 {
            *self = other;
            return;
        }
        let (n, m) = (self.n as f64, other.n as f64);
        let (here_f, there_f) = self.f.merge(n, other.f, m);
        for (column, other) in self.columns.iter_mut().zip(other.columns) {
            let (here, there) = column.h.merge(n, other.h, m);
            column.scores = column.scores.recentre(here_f, here).add(other.scores.recentre(there_f, there));
        }
        self.n += other.n;
    }

    /// The mean of f and its standard error.
    pub(crate) fn value(&self) -> (f64, f64) {
        let n = self.n as f64;
        let variance = if self.n == 1 { f64::INFINITY } else { self.f.m2 / (n - 1.0) / n };
        (self.f.mean, variance.sqrt())
    }

    /// The estimate of each column, and its standard error.
    pub(crate) fn columns(&self) -> impl Iterator<Item = (f64, f64)> {
        self.columns.iter().map(|c| if self.n == 1 { c.single(self.f.mean) } else { c.leave_one_out(self.n as f64) })
    }
}

impl Column {
    /// One sample has no baseline.
    fn single(&self, f: f64) -> (f64, f64) {
        (self.h.mean + self.scores.s * f, f64::INFINITY)
    }

    /// g_i = h_i + s_i (f_i - mean of the other f), whose mean is the estimate.
    ///
    /// Two of the g_i have the covariance G²/(n-1)², where G is the expectation of the score part, because each
    /// one's baseline contains the other's f. So the variance of the mean is estimated by
    /// S²/n + G²/(n-1)², where G² is estimated by the square of the score part's mean less its own variance.
    fn leave_one_out(&self, n: f64) -> (f64, f64) {
        let Scores { sf, ssff, hsf, .. } = self.scores;
        let k = n / (n - 1.0);
        let score = sf / (n - 1.0);
        let spread_of_score = k * k * ssff - n * score * score;
        let spread = self.h.m2 + 2.0 * k * hsf + spread_of_score;
        let pairs = 1.0 / ((n - 1.0) * (n - 1.0));
        let variance_of_score = (spread_of_score / (n - 1.0) / n + score * score * pairs) / (1.0 + pairs);
        let variance = spread / (n - 1.0) / n + (score * score - variance_of_score) * pairs;
        (self.h.mean + score, variance.max(0.0).sqrt())
    }
}
