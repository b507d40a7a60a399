//! Iterator chains.

use stochastic_grad::prelude::*;

program! {
    /// Maps, zips, sums and folds over parameters and data.
    mod regression;
    check Elbo::new(&[0.1, 0.5, 0.9], &[1.0, 1.4, 2.2]), at (vec![0.2, 1.0], vec![-1.0, -0.5]),
        |p, rng| elbo(&p.mean, &p.ln_sd, &[0.1, 0.5, 0.9], &[1.0, 1.4, 2.2], rng);

    #[stochastic_grad]
    fn elbo(
        mean: &[f64],
        ln_sd: &[f64],
        #[constant] x: &[f64],
        #[constant] y: &[f64],
        rng: &mut impl Rng,
    ) -> Result<f64, Error> {
        let theta: Vec<f64> = mean
            .iter()
            .zip(ln_sd)
            .map(|(m, s)| Ok(Normal::new(*m, s.exp())?.sample(rng)))
            .collect::<Result<_, Error>>()?;
        let prior: f64 = theta.iter().map(|t| -0.5 * t * t).sum();
        let entropy = ln_sd.iter().sum::<f64>();
        let mut likelihood = 0.0;
        for (xi, yi) in x.iter().zip(y.iter()) {
            likelihood += Normal::new(theta[0] + theta[1] * xi, 0.5)?.ln_pdf(*yi);
        }
        Ok(prior + entropy + likelihood)
    }
}

program! {
    /// The functions of `f64` by their paths.
    mod paths;
    check Softmax, at [0.3, -0.4, 1.2], |p, rng| softmax(p.logits.clone(), rng);

    #[stochastic_grad]
    fn softmax(logits: Vec<f64>, rng: &mut impl Rng) -> Result<f64, Error> {
        let noisy: Vec<f64> = logits.iter().map(|l| l + rng.random::<f64>()).collect();
        let largest = noisy.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let smallest = noisy.iter().cloned().fold(f64::INFINITY, |a, b| a.min(b));
        let exps: Vec<f64> = noisy.iter().map(|l| l - largest).map(f64::exp).collect();
        let total: f64 = exps.iter().sum();
        let roots: f64 = exps.iter().copied().map(f64::sqrt).sum();
        let p = exps.iter().map(|e| e / total).collect::<Vec<_>>();
        let entropy = -p.iter().map(|p| p * p.ln()).sum::<f64>();
        let squares = p.iter().fold(0.0, |a, b| a + b * b);
        Ok(entropy
            + squares
            + roots
            + smallest
            + 2.0_f64.powf(p[0])
            + 1.0_f64.max(p[1])
            + f64::powi(p[2], 2)
            + f64::hypot(p[0], 3.0))
    }
}

program! {
    /// Windows, chunks, differences and running sums.
    mod series;
    check Series::new(12), at (0.3, 0.6), |p, rng| series(p.phi, p.sigma, 12, rng);

    #[stochastic_grad]
    fn series(phi: f64, sigma: f64, len: usize, rng: &mut impl Rng) -> Result<f64, Error> {
        let noise = Normal::new(0.0, sigma)?;
        let path: Vec<f64> = (0..len)
            .scan(0.0, |x, _| {
                *x = phi * *x + noise.sample(rng);
                Some(*x)
            })
            .collect();
        let variation: f64 = path.windows(2).map(|w| (w[1] - w[0]).powi(2)).sum();
        let blocks: Vec<f64> = path.chunks(4).map(|c| c.iter().sum::<f64>() / c.len() as f64).collect();
        let reversed: Vec<f64> = path.iter().rev().step_by(2).cloned().collect();
        let mut cumulative = Vec::with_capacity(len);
        let mut run = 0.0;
        for x in &path {
            run += x;
            cumulative.push(run);
        }
        let mean_abs = cumulative.iter().map(|x| x.abs()).sum::<f64>() / len as f64;
        let last = path.last().copied().unwrap_or(0.0);
        let first_two: f64 = path.iter().take(2).product();
        Ok(variation + blocks.iter().product::<f64>() + reversed[0] * mean_abs + last + first_two)
    }
}

program! {
    /// Filters on constants, enumerate, skip, take_while, flat_map, chain, unzip.
    mod selection;
    check Select::new(&[3, 0, 2, 5]), at (0.5, 1.5), |p, rng| select(p.a, p.b, &[3, 0, 2, 5], rng);

    #[stochastic_grad]
    fn select(a: f64, b: f64, counts: &[usize], rng: &mut impl Rng) -> Result<f64, Error> {
        let xs: Vec<f64> =
            counts.iter().map(|_| Ok(Uniform::new(a, b)?.sample(rng))).collect::<Result<Vec<_>, Error>>()?;
        let chosen: f64 = xs.iter().zip(counts).filter(|(_, c)| **c > 0).map(|(x, _)| x).sum();
        let weighted: f64 = xs.iter().enumerate().map(|(i, x)| i as f64 * x).sum();
        let skipped: f64 = xs.iter().skip(1).take(2).sum();
        let early: f64 = counts.iter().zip(&xs).take_while(|(c, _)| **c != 2).map(|(_, x)| x * x).sum();
        let flat: Vec<f64> = counts.iter().zip(&xs).flat_map(|(&c, &x)| vec![x; c]).collect();
        let both: f64 = xs.iter().chain(flat.iter()).copied().sum();
        let (lows, highs): (Vec<f64>, Vec<f64>) = xs.iter().map(|&x| (x - 1.0, x + 1.0)).unzip();
        let ones: f64 = std::iter::repeat(1.0).take(3).chain(xs.iter().copied()).sum();
        let some: Vec<f64> =
            counts.iter().zip(&xs).filter_map(|(&c, &x)| if c > 2 { Some(x / c as f64) } else { None }).collect();
        Ok(chosen
            + weighted * skipped
            + early
            + both
            + lows[0] * highs[1]
            + ones
            + some.iter().sum::<f64>()
            + some.len() as f64)
    }
}

program! {
    /// Extremes and order statistics of constants, with smooth values carried along.
    mod orders;
    check Nearest::new(&[1.0, -0.5, 0.25]), at [0.1, 0.2, 0.3], |p, rng| nearest(&p.values, &[1.0, -0.5, 0.25], rng);

    #[stochastic_grad]
    fn nearest(values: &[f64], #[constant] points: &[f64], rng: &mut impl Rng) -> f64 {
        let u: f64 = rng.random();
        let (i, _) = points
            .iter()
            .enumerate()
            .min_by(|(_, a), (_, b)| (*a - u).abs().partial_cmp(&(*b - u).abs()).unwrap())
            .unwrap();
        let far = points.iter().zip(values).max_by(|a, b| a.0.total_cmp(b.0)).map(|(_, v)| *v).unwrap_or(0.0);
        let mut sorted = points.to_vec();
        sorted.sort_by(|a, b| a.partial_cmp(b).unwrap());
        let mut indices: Vec<usize> = (0..points.len()).collect();
        indices.sort_by(|&i, &j| points[i].total_cmp(&points[j]));
        let ranked: f64 = indices.iter().enumerate().map(|(rank, &i)| rank as f64 * values[i]).sum();
        let below = points.iter().filter(|p| **p < u).count();
        let any = points.iter().any(|&p| p > u);
        values[i] * u + far + ranked + sorted[0] + below as f64 * values[0] + if any { 1.0 } else { values[2] }
    }
}

program! {
    /// Sequences made by `successors`, `from_fn`, `repeat_with`, `array::from_fn` and `once`.
    mod generated;
    check Geometric2::new(6), at (0.5, 0.8), |p, rng| geometric2(p.start, p.ratio, 6, rng);

    #[stochastic_grad]
    fn geometric2(start: f64, ratio: f64, n: usize, rng: &mut impl Rng) -> Result<f64, Error> {
        let powers: f64 = std::iter::successors(Some(1.0), |x| Some(x * ratio)).take(n).sum();
        let mut left = n;
        let steps: Vec<f64> = std::iter::from_fn(|| {
            if left == 0 {
                return None;
            }
            left -= 1;
            Some(start + left as f64)
        })
        .collect();
        let noise = Normal::new(start, 0.1)?;
        let draws: Vec<f64> = std::iter::repeat_with(|| noise.sample(rng)).take(3).collect();
        let array: [f64; 3] = std::array::from_fn(|i| draws[i] * ratio);
        let all: f64 = std::iter::once(start).chain(array).sum();
        let decay = (0..n).map(|i| ratio.powi(i as i32)).collect::<Vec<f64>>();
        let horner = decay.iter().rev().fold(0.0, |acc, c| acc * start + c);
        Ok(powers + steps.iter().sum::<f64>() + all + horner)
    }
}

fn matrix() -> Vec<Vec<f64>> {
    vec![vec![1.0, 2.0], vec![0.5, -1.0]]
}

program! {
    /// Two-dimensional data: matrix products, transposes, inner products.
    mod matrices;
    check Bilinear::new(&matrix()), at [0.4, 0.6], |p, rng| bilinear(&p.x, &matrix(), rng);

    #[stochastic_grad]
    fn bilinear(x: &[f64], #[constant] m: &[Vec<f64>], rng: &mut impl Rng) -> Result<f64, Error> {
        let z = Normal::new(0.0, 1.0)?.sample(rng);
        let mx: Vec<f64> = m.iter().map(|row| row.iter().zip(x).map(|(a, b)| a * b).sum()).collect();
        let outer: Vec<Vec<f64>> = x.iter().map(|a| x.iter().map(|b| a * b).collect()).collect();
        let trace: f64 = (0..x.len()).map(|i| outer[i][i]).sum();
        let mut product = vec![vec![0.0; 2]; 2];
        for i in 0..2 {
            for j in 0..2 {
                for k in 0..2 {
                    product[i][j] += m[i][k] * outer[k][j];
                }
            }
        }
        let transposed: Vec<Vec<f64>> = (0..2).map(|j| product.iter().map(|row| row[j]).collect()).collect();
        let flat: Vec<f64> = transposed.into_iter().flatten().collect();
        Ok(dot(&mx, x) + dot(&m[0], x) + trace * z + flat.iter().map(|v| v.sin()).sum::<f64>())
    }
}

program! {
    /// Mutation through iterators, `retain`, `extend`, `drain`, slices split in two.
    mod mutation;
    check Particles::new(4), at (0.2, 0.4), |p, rng| particles(p.drift, p.vol, 4, rng);

    #[stochastic_grad]
    fn particles(drift: f64, vol: f64, n: usize, rng: &mut impl Rng) -> Result<f64, Error> {
        let mut x = vec![0.0; n];
        let kick = Normal::new(drift, vol)?;
        for _ in 0..3 {
            for xi in x.iter_mut() {
                *xi += kick.sample(rng);
            }
            x.iter_mut().enumerate().for_each(|(i, xi)| *xi *= 1.0 + 0.1 * i as f64);
        }
        let (left, right) = x.split_at_mut(2);
        left[0] += right[1];
        right[0] = left[1] * 2.0;
        x.swap(0, 3);
        let mut more: Vec<f64> = Vec::new();
        more.extend(x.iter());
        more.extend_from_slice(&x[1..3]);
        more.extend([1.0, 2.0]);
        more.extend(vec![0.5; 2]);
        more.push(3.0);
        let drained: Vec<f64> = more.drain(..2).collect();
        let mut k = 0;
        more.retain(|_| {
            k += 1;
            k % 2 == 0
        });
        more.insert(0, 1.0);
        more.truncate(4);
        more.reverse();
        let tail = more.split_off(2);
        Ok(drained.iter().sum::<f64>() * more[0] + tail.iter().map(|t| t * t).sum::<f64>() + more[1])
    }
}

program! {
    /// Reductions that can fail, and `reduce`, `try_fold`, `position`, `last`, `nth`, `zip` of three.
    mod reductions;
    check Reduce, at [0.5, 1.0, 1.5], |p, rng| reduce(&p.x, rng);

    #[stochastic_grad]
    fn reduce(x: &[f64], rng: &mut impl Rng) -> Result<f64, Error> {
        let u: Vec<f64> = (0..x.len()).map(|_| rng.random()).collect();
        let largest = x.iter().zip(&u).map(|(a, b)| a * b).reduce(f64::max).unwrap_or(f64::NAN);
        let product = x.iter().copied().reduce(|a, b| a * b).unwrap_or(1.0);
        let checked = x.iter().try_fold(0.0, |acc, v| if x.len() < 10 { Some(acc + v) } else { None }).unwrap_or(0.0);
        let third = x.iter().nth(2).copied().unwrap_or_default();
        let total: Option<f64> = x.iter().map(|v| Some(v * 2.0)).sum();
        let fine: Result<f64, Error> = x.iter().map(|v| Ok(v.ln())).sum();
        let at = u.iter().position(|v| *v > 0.5).unwrap_or(0);
        let triple: f64 = x.iter().zip(u.iter()).zip(x.iter().rev()).map(|((a, b), c)| a * b * c).sum();
        Ok(largest + product + checked + third + total.unwrap_or(0.0) + fine? + x[at] + triple)
    }
}

program! {
    /// Extremes and sorted copies of data, which stay plain: they may be compared afterwards.
    mod data;
    check Clipped::new(&[0.3, 2.0, -1.0]), at 0.6, |p, rng| clipped(p.a, &[0.3, 2.0, -1.0], rng);

    #[stochastic_grad]
    fn clipped(a: f64, #[constant] data: &[f64], rng: &mut impl Rng) -> Result<f64, Error> {
        let low = data.iter().copied().fold(f64::INFINITY, f64::min);
        let high = data.iter().cloned().fold(f64::NEG_INFINITY, |a, b| a.max(b));
        let most = data.iter().copied().max_by(f64::total_cmp).unwrap();
        let least = data.iter().min_by(|a, b| a.total_cmp(b)).unwrap();
        let mean = data.iter().sum::<f64>() / data.len() as f64;
        let k = f64::max(1.0, 2.0);
        let root = f64::sqrt(2.0) + f64::powf(2.0, 0.5);
        let mut total = 0.0;
        if low < high && most > mean && *least < 0.0 && k > 1.5 && root > 2.0 {
            total += a * (high - low);
        }
        let mut sorted = data.to_vec();
        sorted.sort_unstable_by(f64::total_cmp);
        let median = sorted[sorted.len() / 2];
        let index = (median * 2.0).floor() as usize;
        let rounded = mean.round() % 3.0;
        let at = sorted.binary_search_by(|x| x.total_cmp(&median)).unwrap_or(0);
        let u: f64 = rng.random();
        Ok(total + a.powi(index as i32 + 2) * u + data[at] * a + rounded)
    }
}

program! {
    /// Nested mutable loops over constants that become smooth.
    mod nested;
    check Nested, at (0.6, 0.3), |p, rng| nested(p.a, p.b, rng);

    #[stochastic_grad]
    fn nested(a: f64, b: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        let u: f64 = rng.random();
        let mut m = vec![vec![0.0; 3]; 2];
        for (i, row) in m.iter_mut().enumerate() {
            for (j, cell) in row.iter_mut().enumerate() {
                *cell += a.powi(i as i32) * b.powi(j as i32);
            }
        }
        let mut array = [[0.0; 2]; 2];
        for row in &mut array {
            row[0] = u * a;
        }
        let mut one = vec![0.0; 4];
        if let Some(x) = one.get_mut(0) {
            *x = a;
        }
        let last = one.last_mut().unwrap();
        *last += b;
        *one.first_mut().unwrap() *= 2.0;
        let mut two = vec![1.0; 2];
        let mut it = two.iter_mut();
        while let Some(x) = it.next() {
            *x *= a;
        }
        let mut three = [0.0, 1.0, 2.0];
        for (x, d) in three.iter_mut().zip([1.0, 2.0, 3.0]) {
            *x -= b * d;
        }
        let mut four = vec![0.0; 4];
        for pair in four.chunks_mut(2) {
            pair[0] = a;
            pair[1] = 1.0;
        }
        let mut total = 0.0;
        let r = &mut total;
        *r += a;
        let (mut p, mut q) = (0.0, 0.0);
        {
            let x = &mut p;
            *x += a;
            let y = &mut q;
            *y = 1.0;
        }
        for t in [0.0, 0.5, b] {
            total += t * t;
        }
        for t in (0..3).map(|i| i as f64 * 0.1) {
            total += t * a;
        }
        Ok(m.concat().iter().sum::<f64>()
            + array[1][0]
            + two[0] * two[1]
            + three[2]
            + four.iter().sum::<f64>()
            + total
            + p * q)
    }
}

program! {
    /// Iterators of draws.
    mod drawn;
    check Sampled, at (0.6, 0.3), |p, rng| sampled(p.a, p.b, rng);

    #[stochastic_grad]
    fn sampled(a: f64, b: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        let x: f64 = rng.sample_iter(Normal::new(a, b)?).take(3).sum();
        let y: Vec<f64> = rng.random_iter().take(2).collect();
        Ok(x * y[0])
    }
}

program! {
    /// Options of a coin.
    mod coins;
    check Tossed, at (0.6, 0.3), |p, rng| tossed(p.a, p.b, rng);

    #[stochastic_grad]
    fn tossed(a: f64, b: f64, rng: &mut impl Rng) -> f64 {
        let coin: bool = rng.random();
        coin.then_some(a).unwrap_or(0.5) + (!coin).then_some(1.0).unwrap_or(b) + coin.then(|| a * b).unwrap_or_default()
    }
}

program! {
    /// Sums and products of many kinds.
    mod sums;
    check Summed, at (0.6, 0.3), |p, rng| summed(p.a, p.b, rng);

    #[stochastic_grad]
    fn summed(a: f64, b: f64, _rng: &mut impl Rng) -> Result<f64, Error> {
        let xs = [a, b, 0.5];
        let data = [1.0, 2.0, 3.0];
        let n: usize = data.len();
        let mut s = 0.0;
        s += xs.iter().sum::<f64>() / n as f64;
        s += xs.iter().zip(data).map(|(x, d)| x * d).sum::<f64>();
        s += xs.iter().map(|x| x.powi(2)).sum::<f64>().sqrt();
        let t: f64 = xs.into_iter().product();
        let k: usize = data.iter().map(|d| *d as usize).sum();
        let m = data.iter().sum::<f64>();
        let mean = |v: &[f64]| v.iter().sum::<f64>() / v.len() as f64;
        let var = |v: &[f64]| {
            let m = mean(v);
            v.iter().map(|x| (x - m).powi(2)).sum::<f64>() / (v.len() - 1) as f64
        };
        if m > 5.0 && k == 6 {
            s += 1.0;
        }
        Ok(s + t + var(&xs) + var(&data) + mean(&data))
    }
}

program! {
    /// Two mutable sequences at once.
    mod pairs;
    check Both, at (0.6, 0.3), |p, rng| both(p.a, p.b, rng);

    #[stochastic_grad]
    fn both(a: f64, b: f64, _rng: &mut impl Rng) -> Result<f64, Error> {
        let mut p = vec![0.0; 3];
        let mut q = [0.0; 3];
        let mut r = [1.0; 3];
        for (x, y) in p.iter_mut().zip(q.iter_mut()) {
            *y += a;
            *x += 1.0;
        }
        for ((x, y), z) in p.iter_mut().zip(&mut q).zip(r.iter_mut()) {
            *z *= b;
            *x += *y;
        }
        for (i, (x, y)) in p.iter_mut().zip(q.iter()).enumerate() {
            *x += y * i as f64;
        }
        Ok(p.iter().sum::<f64>() + q[0] + r[1])
    }
}

program! {
    /// Iterators with state, groups, keys.
    mod grouped;
    check Grouped, at (0.6, 0.3), |p, rng| grouped(p.a, p.b, rng);

    #[stochastic_grad]
    fn grouped(a: f64, b: f64, _rng: &mut impl Rng) -> Result<f64, Error> {
        let xs = vec![a, b, 0.5, a * b];
        let ids = [3_u32, 1, 2, 1];
        let mut it = xs.iter().peekable();
        let mut total = 0.0;
        while let Some(x) = it.next() {
            if let Some(next) = it.peek() {
                total += x * **next;
            }
        }
        let by = ids.iter().zip(&xs).max_by_key(|(k, _)| **k).map(|(_, x)| *x).unwrap();
        let low = ids.iter().zip(xs.iter()).min_by_key(|p| *p.0).unwrap().1;
        let mut groups: std::collections::BTreeMap<u32, Vec<f64>> = Default::default();
        for (k, x) in ids.iter().zip(&xs) {
            groups.entry(*k).or_default().push(*x);
        }
        let sums: Vec<f64> = groups.values().map(|g| g.iter().sum()).collect();
        let evens = ids.iter().filter(|k| **k % 2 == 0).count() as f64;
        let found = xs.iter().zip(&ids).find(|(_, k)| **k == 2).map(|(x, _)| x * 2.0).unwrap_or(0.0);
        let sorted = {
            let mut p: Vec<(u32, f64)> = ids.iter().copied().zip(xs.iter().copied()).collect();
            p.sort_by_key(|(k, _)| *k);
            p
        };
        let (odd, even): (Vec<(u32, f64)>, Vec<(u32, f64)>) = sorted.iter().partition(|(k, _)| k % 2 == 1);
        Ok(total
            + by * low
            + sums[0]
            + evens * a
            + found
            + sorted[3].1
            + odd.iter().map(|p| p.1).sum::<f64>()
            + even.len() as f64)
    }
}

program! {
    /// Options of smooth values and their methods.
    mod options;
    check Options, at (0.6, 0.3), |p, rng| options(p.a, p.b, rng);

    #[stochastic_grad]
    fn options(a: f64, b: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        let coin: bool = rng.random();
        let some = coin.then_some(a);
        let then = coin.then(|| a * b);
        let mut best: Option<(usize, f64)> = None;
        for i in 0..3 {
            if best.is_none() || coin {
                best = Some((i, a * i as f64));
            }
        }
        let mut slot = None;
        let kept = *slot.get_or_insert(b);
        let x = some.or(Some(1.0)).unwrap_or(0.0);
        let y = then.map(|t| t + 1.0).unwrap_or_else(|| 2.0);
        let z = some.and_then(|s| if coin { Some(s * 2.0) } else { None }).map_or(0.5, |v| v * v);
        let w = some.zip(then).map(|(s, t)| s + t).unwrap_or_default();
        let v = some.ok_or(Error::NoSamples).unwrap_or(b);
        let f = some.filter(|_| coin).map_or_else(|| b, |v| v);
        let mut taken = Some(a);
        let t = taken.take().unwrap();
        let old = taken.replace(1.0);
        let mut changed = Some(0.0);
        if let Some(c) = changed.as_mut() {
            *c += a;
        }
        match &mut changed {
            Some(c) => *c *= 2.0,
            None => {}
        }
        let mut referenced = Some(1.0);
        if let Some(ref mut r) = referenced {
            *r += b;
        }
        let list = [some, None, Some(2.0)];
        let flat: f64 = list.iter().flatten().sum();
        let all: Option<Vec<f64>> = list.iter().copied().collect();
        Ok(x + y
            + z
            + w
            + v
            + f
            + t
            + old.unwrap_or(0.25)
            + changed.unwrap()
            + referenced.unwrap()
            + flat
            + all.map(|v| v.len() as f64).unwrap_or(0.0)
            + best.map(|(i, v)| v * i as f64).unwrap_or(0.0)
            + kept)
    }
}
