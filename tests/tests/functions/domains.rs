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
