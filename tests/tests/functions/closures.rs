//! Closures: capturing, moving, stored, passed on, called with constants and with smooth values.

use stochastic_grad::prelude::*;

program! {
    /// A payoff as a closure that captures a smooth value, called with both kinds of numbers.
    mod payoff;
    check Hedge, at (1.1, 0.3), |p, rng| hedge(p.spot, p.vol, rng);

    #[stochastic_grad]
    fn hedge(spot: f64, vol: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        let scaled = |x| x * spot;
        let shift = |x: f64| -> f64 { x + 0.5 };
        let payoff = move |s: f64, k: f64| (s - k).max(0.0);
        let z = Normal::new(0.0, 1.0)?.sample(rng);
        let end = spot * (vol * z - 0.5 * vol * vol).exp();
        let constant = shift(1.0);
        Ok(payoff(end, 1.0) + payoff(end, spot) + scaled(2.0) + shift(end) * constant + payoff(2.0, 1.0))
    }
}

program! {
    /// Closures that write to what they capture.
    mod counters;
    check Accumulate::new(5), at (0.4, 0.9), |p, rng| accumulate(p.mu, p.s, 5, rng);

    #[stochastic_grad]
    fn accumulate(mu: f64, s: f64, n: usize, rng: &mut impl Rng) -> Result<f64, Error> {
        let mut total = 0.0;
        let mut calls = 0;
        let mut add = |x: f64| {
            total += x;
            calls += 1;
        };
        let d = Normal::new(mu, s)?;
        for i in 0..n {
            add(d.sample(rng));
            add(i as f64);
            add(1.0);
        }
        let mut history = vec![];
        let mut keep = |x| history.push(x);
        keep(0.0);
        keep(total);
        let mut best = 0.0;
        (0..n).for_each(|i| best += history[i % 2] * i as f64);
        Ok(total / calls as f64 + best + history.iter().sum::<f64>())
    }
}

program! {
    /// Functions in a vector, boxed, and behind references.
    mod stored;
    check Features, at (0.7, 0.2), |p, rng| features(p.a, p.b, rng);

    #[stochastic_grad]
    fn features(a: f64, b: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        let x = Normal::new(a, 0.1)?.sample(rng);
        let basis: Vec<Box<dyn Fn(f64) -> f64>> =
            vec![Box::new(|x| x), Box::new(|x| x * x), Box::new(move |x| (b * x).sin()), Box::new(|_| 1.0)];
        let weights = [0.5, -1.0, 2.0, 0.25];
        let mut sum = 0.0;
        for (w, f) in weights.iter().zip(&basis) {
            sum += w * f(x);
        }
        let pointers: [fn(f64) -> f64; 3] = [f64::sin, f64::exp, |x| x.powi(3)];
        for f in pointers {
            sum += f(x) - f(0.5);
        }
        let one: &dyn Fn(f64) -> f64 = &|x| x + b;
        let two: fn(f64, f64) -> f64 = f64::max;
        let three = f64::ln_1p;
        Ok(sum + one(x) + one(2.0) + two(x, 0.0) + three(x * x) + basis[1](x) + (basis[2])(a))
    }
}

program! {
    /// A closure that returns early, one that returns a result, one that returns a tuple, one with a block.
    mod returning;
    check Moments, at (1.3, 0.4), |p, rng| moments(p.shape, p.noise, rng);

    #[stochastic_grad]
    fn moments(shape: f64, noise: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        let x = Normal::new(shape, noise)?.sample(rng);
        let safe = |x: f64, k: usize| {
            if k == 0 {
                return 0.0;
            }
            x.powi(k as i32) / k as f64
        };
        let spread = |s: f64| -> Result<f64, Error> { Ok(Normal::new(s, 1.0)?.variance() + s) };
        let pair = |x: f64| (x, 1.0 - x);
        let (a, b) = pair(x);
        let (c, _) = pair(0.5);
        let taylor = (0..6).map(|k| safe(x, k)).sum::<f64>();
        Ok(taylor + spread(x)? * a * b + c + spread(1.0)?)
    }
}

program! {
    /// A drawing closure: the generator is captured.
    mod drawing;
    check Drawn::new(4), at (0.1, 0.5), |p, rng| drawn(p.mu, p.s, 4, rng);

    #[stochastic_grad]
    fn drawn(mu: f64, s: f64, n: usize, rng: &mut impl Rng) -> Result<f64, Error> {
        let normal = Normal::new(mu, s)?;
        let mut draw = || normal.sample(rng);
        let first = draw();
        let rest: Vec<f64> = (0..n).map(|_| draw()).collect();
        let noise: Vec<f64> = (0..n).map(|_| rng.random::<f64>()).collect();
        let mut both =
            |scale: f64| -> Result<f64, Error> { Ok(Normal::new(0.0, scale)?.sample(rng) * rng.random::<f64>()) };
        let x = both(s)? + both(1.0)?;
        Ok(first * rest.iter().zip(&noise).map(|(r, u)| r * u).sum::<f64>() + x)
    }
}

program! {
    /// A closure as a constant argument, and one handed to a helper.
    mod constants;
    check Transformed::new(|x: f64| x.sqrt(), 2), at 0.8, |p, rng| transformed(p.mu, |x: f64| x.sqrt(), 2, rng);

    #[stochastic_grad]
    fn transformed(mu: f64, #[constant] f: impl Fn(f64) -> f64, n: i32, rng: &mut impl Rng) -> Result<f64, Error> {
        let u: f64 = rng.random();
        let scale = f(u) + f(2.0);
        let x = Normal::new(mu, 1.0)?.sample(rng);
        Ok(scale * x.powi(n))
    }
}

program! {
    /// Closures composed of closures, and a closure in a tuple.
    mod composed;
    check Network, at (vec![0.5, -0.3], 0.2), |p, rng| network(&p.w, p.b, rng);

    #[stochastic_grad]
    fn network(w: &[f64], b: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        let relu = |x: f64| x.max(0.0);
        let layer = |x: f64| relu(w[0] * x + b);
        let out = |x: f64| w[1] * layer(layer(x) + 1.0);
        let twice = |f: &dyn Fn(f64) -> f64, x: f64| f(f(x));
        let x = Normal::new(0.0, 1.0)?.sample(rng);
        let y = rng.random_range(-1.0..1.0);
        Ok((out(x) - y).powi(2) + out(0.5) + twice(&layer, x))
    }
}

program! {
    /// Patterns as closure parameters, references, underscores, and arguments that are unused.
    mod patterns;
    check Portfolio::new(&[("a", 0.5), ("b", 0.2)]), at [1.0, 2.0, 3.0],
        |p, rng| portfolio(&p.returns, &[("a", 0.5), ("b", 0.2)], rng);

    #[stochastic_grad]
    fn portfolio(returns: &[f64; 3], #[constant] weights: &[(&str, f64)], rng: &mut impl Rng) -> Result<f64, Error> {
        let noise = Normal::new(0.0, 0.3)?;
        let drawn: Vec<f64> = returns.iter().map(|&r| r + noise.sample(rng)).collect();
        let value: f64 = weights.iter().zip(drawn.iter()).map(|(&(_, w), r)| w * r).sum();
        let named = weights.iter().map(|(name, _)| name.len()).sum::<usize>();
        let [a, b, c] = *returns;
        let norm = |(x, y): (f64, f64), _: usize| (x * x + y * y).sqrt();
        let tail = |[p, q]: [f64; 2]| p * q;
        Ok(value * named as f64 + norm((a, b), 3) + norm((1.0, c), 0) + tail([a, c]))
    }
}

program! {
    /// Closures that make closures, pointers by casts, closures by reference in adapters, helpers by their path.
    mod made;
    check Made, at (0.6, 1.2), |p, rng| made(p.a, p.b, rng);

    #[stochastic_grad]
    fn square(x: f64) -> f64 {
        x * x
    }

    #[stochastic_grad]
    fn made(a: f64, b: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        let z = Normal::new(0.0, 1.0)?.sample(rng);
        let line = |slope: f64| move |x: f64| slope * x;
        let boxed = |k: u32| -> Box<dyn Fn(f64) -> f64> {
            match k {
                0 => Box::new(|x| x),
                1 => Box::new(move |x| x * a),
                _ => Box::new(|_| 0.5),
            }
        };
        let sin = f64::sin as fn(f64) -> f64;
        let xs = vec![a, b, z];
        let g = |x: f64| x.exp();
        let all: f64 = xs.iter().copied().map(square).map(g).map(&sin).sum();
        let arrays: f64 = [0.5, 1.0].map(|x| x * b).iter().sum::<f64>() + [a, 1.0].map(f64::exp)[0];
        let apply = |f: fn(f64) -> f64, x: f64| f(x);
        Ok(line(a)(2.0) + line(b)(z) + boxed(1)(2.0) + boxed(0)(z) + boxed(2)(1.0) + all + arrays + apply(f64::cos, z))
    }
}

program! {
    /// Closures that write through references they are given.
    mod through;
    check Through, at (0.6, 1.2), |p, rng| through(p.a, p.b, rng);

    #[stochastic_grad]
    fn through(a: f64, b: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        let u: f64 = rng.random();
        let mut total = 0.0;
        let add = |acc: &mut f64, v: f64| *acc += v;
        add(&mut total, a);
        add(&mut total, 1.0);
        let mut values = vec![0.0; 3];
        let data = [1.0, 2.0, 3.0];
        values.iter_mut().zip(&data).for_each(|(v, d)| *v += b * d);
        let mut other = [0.0; 2];
        other.iter_mut().for_each(|v| *v = u * a);
        let mut last = 0.0;
        data.iter().for_each(|d| last = d * b);
        Ok(total + values[1] * values[2] + other[1] + last)
    }
}

program! {
    /// `?` inside closures, on options and results.
    mod failing;
    check Attempts, at (0.6, 0.3), |p, rng| attempts(p.a, p.b, rng);

    #[stochastic_grad]
    fn attempts(a: f64, b: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        let get = |k: usize| -> Option<f64> {
            let v = vec![a, 1.0];
            let x = v.get(k)?;
            Some(x * 2.0)
        };
        let parse = |s: &str| -> Result<f64, std::num::ParseFloatError> {
            let x: f64 = s.parse()?;
            Ok(x * b)
        };
        let all = || -> Result<f64, Error> {
            let d = Normal::new(a, b)?;
            Ok(d.sample(rng))
        };
        let mut all = all;
        let x = get(0).unwrap_or(0.0) + get(5).unwrap_or(1.0) + parse("2.5").unwrap() + parse("x").unwrap_or(0.25);
        let y = Normal::new(a, 1.0).map(|d| d.mean()).unwrap_or(0.0)
            + Normal::new(0.0, 1.0).and_then(|_| Normal::new(a, 2.0)).map_or(0.0, |d| d.variance());
        Ok(x + y + all()? + all()?)
    }
}
