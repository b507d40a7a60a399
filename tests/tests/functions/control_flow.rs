//! Branches, loops and early exits on constants and on discrete draws.

use stochastic_grad::prelude::*;

program! {
    /// An Euler path of a mean-reverting rate with a barrier in time, not in the state.
    mod vasicek;
    check Discount::new(24), at (0.03, 1.2, 0.04, 0.1), |p, rng| discount(p.r0, p.speed, p.level, p.vol, 24, rng);

    #[stochastic_grad]
    fn discount(r0: f64, speed: f64, level: f64, vol: f64, steps: usize, rng: &mut impl Rng) -> Result<f64, Error> {
        let dt = 1.0 / steps as f64;
        let mut rate = r0;
        let mut integral = 0.0;
        for step in 0..steps {
            let weight = if step == 0 || step + 1 == steps { 0.5 } else { 1.0 };
            integral += weight * rate * dt;
            let z = Normal::new(0.0, 1.0)?.sample(rng);
            rate += speed * (level - rate) * dt + vol * dt.sqrt() * z;
        }
        Ok((-integral).exp())
    }
}

program! {
    /// A queue: waiting times by Lindley's recursion.
    mod lindley;
    check MeanWait::new(15), at (1.0, 0.8), |p, rng| mean_wait(p.arrival, p.service, 15, rng);

    #[stochastic_grad]
    fn mean_wait(arrival: f64, service: f64, customers: u32, rng: &mut impl Rng) -> Result<f64, Error> {
        let between = Exp::new(arrival)?;
        let serve = Exp::new(1.0 / service)?;
        let mut wait = 0.0;
        let mut total = 0.0;
        let mut served = 0;
        while served < customers {
            total += wait;
            wait = (wait + serve.sample(rng) - between.sample(rng)).max(0.0);
            served += 1;
        }
        Ok(total / f64::from(customers))
    }
}

program! {
    /// Labels, `break` with a value, `continue`, and a loop whose value is a constant on one way out.
    mod labels;
    check Search::new(7), at (0.4, 0.2), |p, rng| search(p.mu, p.s, 7, rng);

    #[stochastic_grad]
    fn search(mu: f64, s: f64, limit: usize, rng: &mut impl Rng) -> Result<f64, Error> {
        let mut sum = 0.0;
        let mut k = 0_usize;
        let last = 'outer: loop {
            for i in 0.. {
                if i > 3 {
                    continue 'outer;
                }
                k += 1;
                let u: f64 = rng.random();
                if u < 0.2 {
                    break 'outer 0.5;
                }
                let x = Normal::new(mu, s)?.sample(rng);
                if k == limit {
                    break 'outer x * x;
                }
                sum += x.sin();
            }
        };
        let block = 'b: {
            if k % 2 == 0 {
                break 'b 1.0;
            }
            sum.cos()
        };
        Ok(sum + last * block)
    }
}

program! {
    /// A constant or a smooth value, by `if` and by `match` on what is drawn.
    mod meets;
    check Piecewise, at (0.3, 0.7), |p, rng| piecewise(p.a, p.b, rng);

    #[stochastic_grad]
    fn piecewise(a: f64, b: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        let k = rng.random_range(0..5_u8);
        let x = Normal::new(a, b)?.sample(rng);
        let first = match k {
            0 => 0.0,
            1 => 1.0,
            2 => x,
            3 => x * a,
            _ => f64::from(k) / 2.0,
        };
        let second = if k < 2 {
            -1.0
        } else if k < 4 {
            x - b
        } else {
            std::f64::consts::E
        };
        let mut third = 2.0;
        if k == 3 {
            third = b;
        }
        let fourth;
        if k == 0 {
            fourth = 1.5;
        } else {
            fourth = a.exp();
        }
        let fifth = match (k, rng.random::<bool>()) {
            (0 | 1, true) => return Ok(1.0),
            (n, true) if n > 2 => return Ok(x),
            (_, false) => 3.0,
            _ => a + 1.0,
        };
        Ok(first * second + third * fourth - fifth)
    }
}

program! {
    /// `if let`, `let else`, `while let`, let chains, and matching on options of smooth values.
    mod lets;
    check Chain::new(&[3, 1, 4, 1, 5]), at (0.2, 0.5), |p, rng| chain(p.mu, p.sigma, &[3, 1, 4, 1, 5], rng);

    #[stochastic_grad]
    fn chain(mu: f64, sigma: f64, counts: &[u32], rng: &mut impl Rng) -> Result<f64, Error> {
        let Some(first) = counts.first() else { return Ok(0.0) };
        let mut stack: Vec<f64> = Vec::new();
        for &c in counts {
            if c > 2 {
                stack.push(Normal::new(mu, sigma)?.sample(rng) * f64::from(c));
            } else {
                stack.push(1.0);
            }
        }
        let mut total = 0.0;
        while let Some(x) = stack.pop() {
            total += x.tanh();
        }
        let best: Option<f64> = if *first > 2 { Some(total * mu) } else { None };
        if let Some(b) = best
            && counts.len() > 2
            && let Some(last) = counts.last()
        {
            total += b * f64::from(*last);
        }
        let Some(b) = best else { return Ok(total) };
        let extra = match best {
            Some(v) if counts.is_empty() => v,
            Some(v) => v * 2.0,
            None => 0.0,
        };
        Ok(total + b + extra)
    }
}

program! {
    /// Early returns of constants, in the middle of loops and of branches.
    mod early;
    check Bankruptcy::new(10), at (1.0, 0.1, 0.3), |p, rng| bankruptcy(p.capital, p.drift, p.vol, 10, rng);

    #[stochastic_grad]
    fn bankruptcy(capital: f64, drift: f64, vol: f64, years: i32, rng: &mut impl Rng) -> Result<f64, Error> {
        let shock = Bernoulli::new(0.05)?;
        let mut wealth = capital;
        for year in 1..=years {
            if shock.sample(rng) {
                return Ok(0.0);
            }
            wealth *= (drift + vol * Normal::new(0.0, 1.0)?.sample(rng)).exp();
            if year > 7 && rng.random_bool(0.3) {
                return Ok(wealth.ln());
            }
        }
        Ok(wealth / (1.0 + wealth))
    }
}

program! {
    /// Shadowing changes what a name is, again and again.
    mod shadowing;
    check Shadow, at (0.3, 1.1), |p, rng| shadow(p.x, p.y, rng);

    #[stochastic_grad]
    fn shadow(x: f64, y: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        let a = 1.0;
        let a = a + x;
        let b = {
            let a = 2.0;
            a * 3.0
        };
        let x = Normal::new(x, 0.5)?.sample(rng);
        let (a, mut x) = (x * a, b);
        x += a;
        x -= 0.5;
        x *= y;
        x /= 1.0 + y * y;
        let y = 4;
        let x = x + y as f64;
        let n = -x;
        let n = -(-n);
        Ok(n + {
            let mut n = 0.0;
            n += b;
            n
        })
    }
}

program! {
    /// A function whose only smooth return is the last one; the value of the others is computed from constants.
    mod infinite;
    check Tree::new(&[0.5, -0.25]), at 0.6, |p, rng| tree(p.mu, &[0.5, -0.25], rng);

    #[stochastic_grad]
    fn tree(mu: f64, #[constant] data: &[f64], rng: &mut impl Rng) -> f64 {
        let Ok(noise) = Normal::new(0.0, 0.3) else { unreachable!("0.3 > 0") };
        let coin: bool = rng.random();
        if data.is_empty() {
            return f64::NAN;
        } else if coin {
            return data.iter().sum::<f64>();
        }
        let sum: f64 = data.iter().sum();
        let mean = sum / data.len() as f64;
        let x = mu + noise.sample(rng);
        (x - mean).powi(3)
    }
}

program! {
    /// Arms that leave: by `return`, `continue`, `break`, a panic.
    mod leaving;
    check Leaving::new(6), at (0.6, 0.3), |p, rng| leaving(p.a, p.b, 6, rng);

    #[stochastic_grad]
    fn leaving(a: f64, b: f64, n: usize, rng: &mut impl Rng) -> Result<f64, Error> {
        let mut total = 0.0;
        for i in 0..n {
            let k = rng.random_range(0..6);
            let x = match k {
                0 if i > 3 => return Ok(0.25),
                0 | 1 => continue,
                2 if i > 4 => break,
                3 => 0.5,
                n if n < 0 => unreachable!("{n}"),
                _ => a,
            };
            let y = if k == 4 { continue } else { x * b };
            total += y;
        }
        Ok(total)
    }
}

program! {
    /// Assignments by pattern, and to constants that become smooth late.
    mod assigning;
    check Assign, at (0.6, 0.3), |p, rng| assign(p.a, p.b, rng);

    #[stochastic_grad]
    fn assign(a: f64, b: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        let (mut x, mut y) = (0.0, 1.0);
        for _ in 0..4 {
            (x, y) = (y, x + a);
        }
        let mut v = vec![0.0, 0.0];
        let mut t = (0.0, 0);
        (v[0], t.0) = (x, y);
        [v[1], _] = [b, 1.0];
        let (mut first, mut rest) = (0.5, 2.0);
        rest += first;
        (first, ..) = (a * a, b, 1.0);
        rest = rest + first;
        _ = rest;
        let mut z: f64 = 0.0;
        let mut w: [f64; 3] = [0.0; 3];
        let mut m: Vec<Vec<f64>> = Vec::new();
        let mut o: Option<f64> = None;
        let mut p: (f64, usize) = (0.0, 1);
        z += a;
        w[2] = b;
        m.push(w.to_vec());
        o = o.or(Some(z));
        p.0 = z * 2.0;
        p.1 += 1;
        let s: &[f64] = &[0.0, z];
        let boxed: Box<f64> = Box::new(z);
        let r: &f64 = &m[0][2];
        let mut late;
        late = 1.0;
        if rng.random::<bool>() {
            late = a;
        }
        let old = std::mem::replace(&mut late, b);
        let taken = std::mem::take(&mut v);
        Ok(taken[0] * taken[1]
            + t.0
            + t.1 as f64
            + rest
            + z
            + o.unwrap()
            + p.0 * p.1 as f64
            + s[1]
            + *boxed
            + r * 2.0
            + late
            + old
            + v.len() as f64)
    }
}

program! {
    /// Names in capitals, as formulas have them.
    mod capitals;
    check BlackScholes::new(1.0), at (1.1, 0.25), |p, rng| black_scholes(p.S, p.sigma, 1.0, rng);

    #[allow(non_snake_case)]
    #[stochastic_grad]
    fn black_scholes(S: f64, sigma: f64, #[constant] T: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        let Z = Normal::new(0.0, 1.0)?.sample(rng);
        let K = 1.0;
        let mut V = 0.0;
        let ST = S * (sigma * T.sqrt() * Z - 0.5 * sigma * sigma * T).exp();
        V += (ST - K).max(0.0);
        let mut A = vec![0.0; 2];
        for I in 0..2 {
            A[I] = V * I as f64;
        }
        let F = |X: f64| X * S;
        Ok(V + A[1] + F(2.0))
    }
}

program! {
    /// Blocks, closures called on the spot, and patterns with guards and bindings.
    mod blocks;
    check Nested, at (0.6, 0.3), |p, rng| nested(p.a, p.b, rng);

    #[stochastic_grad]
    fn nested(a: f64, b: f64, _rng: &mut impl Rng) -> f64 {
        let z = {
            let q = { a * 2.0 };
            q + { 1.0 }
        };
        let w = (|| {
            let inner = |x: f64| {
                let deep = |y: f64| y * a;
                deep(x) + deep(1.0)
            };
            inner(b) + inner(2.0)
        })();
        let v = (|x: f64| -> f64 {
            if x.detach() > 100.0 {
                return 0.0;
            }
            x
        })(a);
        let t = match (a, 1) {
            (x, 1) if x.detach() > 0.0 => x,
            (x, n) => x * n as f64,
        };
        let u = if let (x, Some(y)) = (a, Some(1.0)) { x + y } else { 0.0 };
        let s = match Some((a, 2)) {
            Some((x, n @ 1..=3)) => x * n as f64,
            Some((_, _)) | None => 0.0,
        };
        let r = match [a, 1.0, b] {
            [x, _, y] => x * y,
        };
        let p = match &vec![a, b][..] {
            [] => 0.0,
            [x] => *x,
            [x, .., y] => x + y,
        };
        z + w + v + t + u + s + r + p
    }
}

program! {
    /// Plain parts beside smooth ones, which may be compared.
    mod plain_parts;
    check Parts, at (0.6, 0.3), |p, rng| parts(p.a, p.b, rng);

    #[stochastic_grad]
    fn parts(a: f64, b: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        let t = (a, 2.0);
        let mut x = 0.0;
        if t.1 > 1.0 {
            x += t.0;
        }
        let pairs: Vec<(f64, f64)> = vec![(a, 1.0), (b, 2.0)];
        for (v, w) in &pairs {
            if *w > 1.5 {
                x += v;
            }
        }
        let table = [(0.5, "lo"), (1.5, "hi")];
        for (cut, name) in table {
            if cut < 1.0 && name == "lo" {
                x += a * cut;
            }
        }
        let times: Vec<f64> = (0..4).map(|i| i as f64 * 0.5).collect();
        for w in times.windows(2) {
            let dt = w[1] - w[0];
            if dt > 0.1 {
                x += b * dt;
            }
        }
        let u: f64 = rng.random();
        let level = if u < 0.5 { 0.5 } else { 1.0 };
        if level > 0.7 {
            x += a;
        }
        let z = u * 2.0 - 1.0;
        let sign = if z < 0.0 { -1.0 } else { 1.0 };
        if sign > 0.0 {
            x *= b;
        }
        let m = u.max(0.3).min(0.9);
        if m == 0.3 {
            x += 1.0;
        }
        Ok(x + sign * a)
    }
}
