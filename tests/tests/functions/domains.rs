//! Larger programs, in the style of their fields.

use stochastic_grad::prelude::*;

program! {
    /// A discrete-event simulation.
    mod events;
    check Station, at (0.6, 0.3), |p, rng| station(p.a, p.b, rng);

    #[stochastic_grad]
    fn station(a: f64, b: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        let (mut clock, mut next, mut busy) = (0.0, 0.0, 0.0);
        let mut waiting: Vec<f64> = Vec::new();
        let arrivals = Exp::new(a)?;
        let mut log = Vec::new();
        for i in 0..5 {
            next += arrivals.sample(rng);
            waiting.push(next);
            log.push((i, next, i % 2 == 0));
        }
        for (i, t, even) in &log {
            let service = if *even { Exp::new(1.0 / b)?.sample(rng) } else { 0.1 };
            let start = f64::max(*t, clock);
            clock = start + service;
            busy += service;
            waiting[*i] = start - t;
        }
        Ok(waiting.iter().sum::<f64>() / waiting.len() as f64 + busy / clock)
    }
}

program! {
    /// Runge and Kutta with closures over arrays.
    mod oscillator;
    check Oscillator, at (0.6, 0.3), |p, rng| oscillator(p.a, p.b, rng);

    #[stochastic_grad]
    fn oscillator(a: f64, b: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        let f = |t: f64, y: [f64; 2]| -> [f64; 2] { [y[1], -a * y[0] - b * y[1] + (t).cos()] };
        let add = |y: [f64; 2], k: [f64; 2], h: f64| [y[0] + h * k[0], y[1] + h * k[1]];
        let mut y = [1.0, 0.0];
        let h = 0.1;
        let mut t = 0.0;
        for _ in 0..5 {
            let k1 = f(t, y);
            let k2 = f(t + h / 2.0, add(y, k1, h / 2.0));
            let k3 = f(t + h / 2.0, add(y, k2, h / 2.0));
            let k4 = f(t + h, add(y, k3, h));
            for i in 0..2 {
                y[i] += h / 6.0 * (k1[i] + 2.0 * k2[i] + 2.0 * k3[i] + k4[i]);
            }
            t += h;
        }
        Ok(y[0] + y[1] * Normal::new(0.0, 1.0)?.sample(rng))
    }
}

program! {
    /// Newton steps on smooth values, loops on constants.
    mod roots;
    check Roots, at (0.6, 0.3), |p, rng| roots(p.a, p.b, rng);

    #[stochastic_grad]
    fn roots(a: f64, b: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        let mut x = 1.0;
        for _ in 0..6 {
            x -= (x * x - a) / (2.0 * x);
        }
        let mut step = 1.0;
        let mut y = 0.0;
        while step > 0.1 {
            y += step * b;
            step *= 0.5;
        }
        let mut k = 0.0;
        loop {
            k += 1.0;
            if k >= 3.0 {
                break;
            }
        }
        let mut t = 0.0_f64;
        let end = 1.0;
        while t < end {
            t += 0.25;
            y += t * a;
        }
        Ok(x + y + k * rng.random::<f64>() * a)
    }
}

program! {
    /// Attention and a layer norm.
    mod attention;
    check Attention, at (0.6, 0.3), |p, rng| attention(p.a, p.b, rng);

    #[stochastic_grad]
    fn attention(a: f64, b: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        let x: Vec<Vec<f64>> =
            (0..3).map(|i| (0..2).map(|j| a * i as f64 + b * j as f64 + rng.random::<f64>()).collect()).collect();
        let scores: Vec<Vec<f64>> = x
            .iter()
            .map(|q| x.iter().map(|k| q.iter().zip(k).map(|(a, b)| a * b).sum::<f64>() / (2.0_f64).sqrt()).collect())
            .collect();
        let attention: Vec<Vec<f64>> = scores
            .iter()
            .map(|row| {
                let m = row.iter().cloned().fold(f64::MIN, f64::max);
                let e: Vec<f64> = row.iter().map(|s| (s - m).exp()).collect();
                let z: f64 = e.iter().sum();
                e.into_iter().map(|v| v / z).collect()
            })
            .collect();
        let out: Vec<f64> = attention.iter().map(|w| w.iter().zip(&x).map(|(w, v)| w * v[0]).sum()).collect();
        let mean = out.iter().sum::<f64>() / out.len() as f64;
        let sd = (out.iter().map(|o| (o - mean).powi(2)).sum::<f64>() / out.len() as f64 + 1e-5).sqrt();
        let normed: Vec<f64> = out.iter().map(|o| (o - mean) / sd).collect();
        Ok(normed.iter().enumerate().map(|(i, v)| if i % 2 == 0 { v.max(0.1 * v) } else { *v }).sum())
    }
}

program! {
    /// The weights of a particle filter.
    mod particles;
    check ParticleFilter, at (0.6, 0.3), |p, rng| particle_filter(p.a, p.b, rng);

    #[stochastic_grad]
    fn particle_filter(a: f64, b: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        let data = [0.3, 0.5];
        let mut particles: Vec<f64> = vec![0.0; 4];
        let mut ln_w = vec![0.0; 4];
        for y in data {
            for (p, w) in particles.iter_mut().zip(ln_w.iter_mut()) {
                *p = a * *p + Normal::new(0.0, b)?.sample(rng);
                *w += Normal::new(*p, 0.5)?.ln_pdf(y);
            }
        }
        let top = ln_w.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let w: Vec<f64> = ln_w.iter().map(|l| (l - top).exp()).collect();
        let total: f64 = w.iter().sum();
        let ess = total.powi(2) / w.iter().map(|w| w * w).sum::<f64>();
        let cumulative: Vec<f64> = w
            .iter()
            .scan(0.0, |acc, w| {
                *acc += w / total;
                Some(*acc)
            })
            .collect();
        Ok(top + total.ln() + 0.1 * ess + cumulative[2])
    }
}

program! {
    /// Stochastic volatility with correlated shocks and a pair of mirrored paths.
    mod stochastic_volatility;
    check StochasticVolatility, at (0.6, 0.3), |p, rng| stochastic_volatility(p.a, p.b, rng);

    #[stochastic_grad]
    fn stochastic_volatility(a: f64, b: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        let (kappa, theta, xi, rho, dt) = (1.5, b, 0.4, -0.7_f64, 0.1_f64);
        let payoff = |sign: f64, zs: &[(f64, f64)]| {
            let (mut s, mut v) = (1.0, 0.04);
            for &(z1, z2) in zs {
                let w1 = sign * z1;
                let w2 = rho * w1 + (1.0 - rho * rho).sqrt() * sign * z2;
                let vp = f64::max(v, 0.0);
                s *= ((a - 0.5 * vp) * dt + (vp * dt).sqrt() * w1).exp();
                v += kappa * (theta - vp) * dt + xi * (vp * dt).sqrt() * w2;
            }
            (s - 1.0).max(0.0)
        };
        let d = Normal::new(0.0, 1.0)?;
        let zs: Vec<(f64, f64)> = (0..5).map(|_| (d.sample(rng), d.sample(rng))).collect();
        Ok(0.5 * (payoff(1.0, &zs) + payoff(-1.0, &zs)))
    }
}

program! {
    /// An epidemic as a fold of a tuple.
    mod epidemic;
    check Infected, at (0.6, 0.3), |p, rng| infected(p.a, p.b, rng);

    #[stochastic_grad]
    fn infected(a: f64, b: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        let noise = Normal::new(0.0, 0.01)?;
        let (s, i, r) = (0..10).fold((0.9, 0.1, 0.0), |(s, i, r), _| {
            let infection = a * s * i * (1.0 + noise.sample(rng));
            let recovery = b * i;
            (s - infection, i + infection - recovery, r + recovery)
        });
        let peak = [s, i, r].into_iter().fold(f64::NEG_INFINITY, f64::max);
        Ok(r + 0.1 * peak)
    }
}

program! {
    /// A step of a variational autoencoder.
    mod autoencoder;
    check LowerBound, at (0.6, 0.3), |p, rng| lower_bound(p.a, p.b, rng);

    #[stochastic_grad]
    fn lower_bound(a: f64, b: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        let x = [0.2, 0.8, 0.5];
        let (mu, ln_var): (Vec<f64>, Vec<f64>) = x.iter().map(|xi| (a * xi, b * xi - 1.0)).unzip();
        let z: Vec<f64> = mu
            .iter()
            .zip(&ln_var)
            .map(|(m, v)| Ok::<_, Error>(Normal::new(*m, (0.5 * v).exp())?.sample(rng)))
            .collect::<Result<Vec<_>, _>>()?;
        let decode = |z: &[f64]| -> Vec<f64> { z.iter().map(|z| (a * z + b).sigmoid()).collect() };
        let recon: f64 = decode(&z).iter().zip(x).map(|(p, xi)| xi * p.ln() + (1.0 - xi) * (1.0 - p).ln()).sum();
        let kl: f64 = mu.iter().zip(ln_var.iter()).map(|(m, v)| -0.5 * (1.0 + v - m * m - v.exp())).sum();
        Ok(recon - kl)
    }
}

program! {
    /// Leapfrog steps with a potential as a closure.
    mod leapfrog;
    check Energy, at (0.6, 0.3), |p, rng| energy(p.a, p.b, rng);

    #[stochastic_grad]
    fn energy(a: f64, b: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        let potential = |q: &[f64]| -> f64 { q.iter().map(|x| a * x * x + (b * x).sin()).sum() };
        let grad = |q: &[f64], i: usize| 2.0 * a * q[i] + b * (b * q[i]).cos();
        let mut q = vec![0.5, -0.5];
        let mut p: Vec<f64> = Vec::with_capacity(2);
        for _ in 0..q.len() {
            p.push(Normal::new(0.0, 1.0)?.sample(rng));
        }
        let eps = 0.1;
        for _ in 0..3 {
            for i in 0..2 {
                let g = grad(&q, i);
                p[i] -= 0.5 * eps * g;
            }
            for (qi, pi) in q.iter_mut().zip(&p) {
                *qi += eps * pi;
            }
            for i in 0..2 {
                let g = grad(&q, i);
                p[i] -= 0.5 * eps * g;
            }
        }
        Ok(potential(&q) + 0.5 * p.iter().map(|x| x * x).sum::<f64>())
    }
}

program! {
    /// A chain of regimes with an enum of the user's own.
    mod regimes;
    check Switching, at (0.6, 0.3), |p, rng| switching(p.a, p.b, rng);

    #[stochastic_grad]
    fn switching(a: f64, b: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        enum Regime {
            Calm = 0,
            Wild = 1,
        }
        impl Regime {
            fn next(self, u: f64) -> Self {
                match (self, u) {
                    (Regime::Calm, u) if u < 0.9 => Regime::Calm,
                    (Regime::Wild, u) if u < 0.7 => Regime::Wild,
                    (Regime::Calm, _) => Regime::Wild,
                    (Regime::Wild, _) => Regime::Calm,
                }
            }
        }
        let vols = [a, b];
        let mut regime = Regime::Calm;
        let mut x = 0.0;
        let mut visits = std::collections::HashMap::new();
        for _ in 0..8 {
            regime = regime.next(rng.random());
            *visits.entry(regime).or_insert(0_u32) += 1;
            x += vols[regime as usize] * Normal::new(0.0, 1.0)?.sample(rng);
        }
        let calm = visits.get(&Regime::Calm).copied().unwrap_or_default();
        Ok(x * x + f64::from(calm) * a)
    }
}

program! {
    /// Polynomials, recurrences and tables of constants.
    mod polynomials;
    check SeriesOf, at (0.6, 0.3), |p, rng| series_of(p.a, p.b, rng);

    #[stochastic_grad]
    fn series_of(a: f64, b: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        let coefficients: [f64; 4] = [1.0, -0.5, 0.25, a];
        let x = Uniform::new(-1.0, b)?.sample(rng);
        let horner = coefficients.iter().rev().fold(0.0, |acc, &c| acc * x + c);
        let mut t = vec![1.0, x];
        for k in 2..5 {
            let next = 2.0 * x * t[k - 1] - t[k - 2];
            t.push(next);
        }
        let table: Vec<(f64, f64)> = (0..5)
            .map(|i| {
                let x = i as f64 / 4.0;
                (x, (x * std::f64::consts::PI).sin())
            })
            .collect();
        let u = 0.3;
        let i = table.windows(2).position(|w| w[0].0 <= u && u < w[1].0).unwrap();
        let (x0, y0) = table[i];
        let (x1, y1) = table[i + 1];
        let interpolated = y0 + (y1 - y0) * (u - x0) / (x1 - x0);
        Ok(horner + t.iter().zip(&coefficients).map(|(t, c)| t * c).sum::<f64>() + interpolated * a)
    }
}

program! {
    /// A trading plan: labels, strings, slices, early exits.
    mod trading;
    check Trading, at (0.6, 0.3), |p, rng| trading(p.a, p.b, rng);

    #[stochastic_grad]
    fn trading(a: f64, b: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        let plan = ["buy", "hold", "sell", "buy", "stop", "sell"];
        let (mut cash, mut units) = (1.0, 0.0);
        let mut price = a;
        'days: for (day, action) in plan.iter().enumerate() {
            price *= (b * Normal::new(0.0, 0.1)?.sample(rng)).exp();
            match *action {
                "buy" if day < 3 => {
                    units += 0.5 * cash / price;
                    cash *= 0.5;
                }
                "buy" => (units, cash) = (units + cash / price, 0.0),
                "sell" => {
                    cash += units * price;
                    units = 0.0;
                }
                "stop" if plan.len() > 100 => break 'days,
                "hold" | "stop" => continue 'days,
                other => unreachable!("{other}"),
            }
            let [first, .., last] = &plan[..] else { break };
            if first == last {
                break;
            }
        }
        Ok(cash + units * price)
    }
}

program! {
    /// Complex numbers as tuples and a matrix exponential.
    mod linear;
    check Rotation, at (0.6, 0.3), |p, rng| rotation(p.a, p.b, rng);

    #[stochastic_grad]
    fn rotation(a: f64, b: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        let mul = |(ar, ai): (f64, f64), (br, bi): (f64, f64)| (ar * br - ai * bi, ar * bi + ai * br);
        let w = (0.0_f64.cos(), -1.0);
        let z = mul((a, b), w);
        let y = mul(z, z);
        let c = mul((1.0, 2.0), (0.5, 0.5));
        let m = [[0.0, a], [-b, 0.0]];
        let mut term = [[1.0, 0.0], [0.0, 1.0]];
        let mut sum = term;
        for k in 1..6 {
            let mut next = [[0.0; 2]; 2];
            for i in 0..2 {
                for j in 0..2 {
                    next[i][j] = (0..2).map(|l| term[i][l] * m[l][j]).sum::<f64>() / k as f64;
                }
            }
            term = next;
            for (srow, trow) in sum.iter_mut().zip(&term) {
                for (s, t) in srow.iter_mut().zip(trow) {
                    *s += t;
                }
            }
        }
        Ok(y.0 + y.1 * c.0 + c.1 + sum[0][0] + sum[0][1] * rng.random::<f64>())
    }
}

program! {
    /// Importance weights and a control variate.
    mod weights;
    check Reweighted, at (0.6, 0.3), |p, rng| reweighted(p.a, p.b, rng);

    #[stochastic_grad]
    fn reweighted(a: f64, b: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        fn mean<const N: usize>(xs: &[f64; N]) -> f64 {
            xs.iter().sum::<f64>() / N as f64
        }
        fn weight(x: f64, mu: f64) -> Result<f64, Error> {
            Ok((Normal::new(mu, 1.0)?.ln_pdf(x) - Normal::new(0.0, 1.0)?.ln_pdf(x)).exp())
        }
        let mut xs = [0.0; 3];
        for x in xs.iter_mut() {
            *x = Normal::new(0.0, 1.0)?.sample(rng);
        }
        let mut ws = [0.0; 3];
        for (w, x) in ws.iter_mut().zip(xs) {
            *w = weight(x, a)?;
        }
        let estimate = ws.iter().zip(xs).map(|(w, x)| w * x * x).sum::<f64>() / 3.0;
        let control = mean(&ws) - 1.0;
        let fixed = mean(&[1.0, 2.0]);
        Ok(estimate - b * control + fixed)
    }
}

program! {
    /// Rolling means, smoothing, correlations.
    mod signals;
    check Signal, at (0.6, 0.3), |p, rng| signal(p.a, p.b, rng);

    #[stochastic_grad]
    fn signal(a: f64, b: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        let xs: Vec<f64> = (0..6).map(|i| a * (i as f64).sin() + b * rng.random::<f64>()).collect();
        let n = xs.len();
        let rolling: Vec<f64> = (2..n).map(|i| xs[i - 2..=i].iter().sum::<f64>() / 3.0).collect();
        let smooth = xs.iter().skip(1).fold(xs[0], |s, x| 0.7 * s + 0.3 * x);
        let periodic: f64 = (0..n).map(|i| xs[i] * xs[(i + 1) % n]).sum();
        let pairs: f64 = std::iter::zip(&xs, &rolling).map(|(x, r)| x - r).sum();
        let corr = {
            let m = xs.iter().sum::<f64>() / n as f64;
            let c = |k: usize| (k..n).map(|i| (xs[i] - m) * (xs[i - k] - m)).sum::<f64>();
            c(1) / c(0)
        };
        let diffs: Vec<f64> = xs.iter().zip(xs.iter().skip(1)).map(|(x, y)| y - x).collect();
        Ok(rolling[0] + smooth + periodic + pairs + corr + diffs.last().unwrap() * diffs.first().unwrap())
    }
}

program! {
    /// Cash flows sorted by their times.
    mod cash_flows;
    check CashFlows, at (0.6, 0.3), |p, rng| cash_flows(p.a, p.b, rng);

    #[stochastic_grad]
    fn cash_flows(a: f64, b: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        let mut legs: Vec<(f64, f64)> = vec![(2.0, a), (0.5, b), (1.0, a * b)];
        legs.sort_by(|x, y| x.0.partial_cmp(&y.0).unwrap());
        let (times, values): (Vec<_>, Vec<_>) = legs.iter().cloned().unzip();
        let discounted: f64 = times.iter().zip(&values).map(|(t, v)| v * (-0.05 * t).exp()).sum();
        let total_time: f64 = times.iter().sum();
        let first_late = times.iter().position(|&t| t > 0.9).map(|i| values[i]);
        let longest = times.iter().cloned().fold(0.0, f64::max);
        let duration = legs.iter().map(|&(t, v)| t * v).sum::<f64>() / if longest > 1.5 { total_time } else { 1.0 };
        Ok(discounted + first_late.unwrap_or(0.0) * rng.random::<f64>() + duration)
    }
}
