//! Functions without a generator, functions with one, recursion.

use stochastic_grad::prelude::*;

program! {
    /// Deterministic helpers with constants and smooth values in any position.
    mod pricing;
    check Straddle, at (1.1, 0.3), |p, rng| straddle(p.spot, p.vol, rng);

    /// Linear interpolation.
    #[stochastic_grad]
    fn lerp(a: f64, b: f64, t: f64) -> f64 {
        a + (b - a) * t
    }

    #[stochastic_grad]
    #[inline]
    #[must_use]
    fn straddle_payoff(end: f64, strike: f64) -> f64 {
        (end - strike).abs()
    }

    #[stochastic_grad]
    fn straddle(spot: f64, vol: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        let z = Normal::new(0.0, 1.0)?.sample(rng);
        let end = spot * (vol * z).exp();
        let k = lerp(1.0, 2.0, 0.25);
        let m = lerp(spot, 2.0, 0.5) + lerp(1.0, spot, 0.5) + lerp(0.0, 1.0, vol) + lerp(spot, vol, z);
        Ok(lerp(end, end * end, vol) + k + m)
    }
}

program! {
    /// Helpers on references, slices, vectors, arrays, options and tuples.
    mod forms;
    check Forms, at ([0.5, 1.5, -0.5], 0.3), |p, rng| forms(&p.x, p.s, rng);

    #[stochastic_grad]
    fn mean(values: &[f64]) -> f64 {
        values.iter().sum::<f64>() / values.len() as f64
    }

    #[stochastic_grad]
    fn norm(values: &[f64; 3], power: i32) -> f64 {
        values.iter().map(|v| v.powi(power)).sum::<f64>().sqrt()
    }

    #[stochastic_grad]
    fn shifted(values: Vec<f64>, by: &f64) -> Vec<f64> {
        values.into_iter().map(|v| v + by).collect()
    }

    #[stochastic_grad]
    fn or_else(value: Option<f64>, default: f64) -> f64 {
        match value {
            Some(v) => v,
            None => default,
        }
    }

    #[stochastic_grad]
    fn split(pair: (f64, f64), w: f64) -> (f64, [f64; 2]) {
        (pair.0 * w, [pair.1, 1.0])
    }

    #[stochastic_grad]
    fn rows(m: &[Vec<f64>]) -> Vec<f64> {
        m.iter().map(|row| mean(row)).collect()
    }

    #[stochastic_grad]
    fn ratio(a: f64, b: f64, #[constant] limit: f64) -> Result<f64, String> {
        if limit < 0.0 {
            return Err(format!("{limit} is negative"));
        }
        Ok(a / b + limit)
    }

    #[stochastic_grad]
    fn forms(x: &[f64; 3], s: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        let z = Normal::new(0.0, s)?.sample(rng);
        let noisy: Vec<f64> = x.iter().map(|x| x + z).collect();
        let data = vec![1.0, 2.0];
        let a = mean(&noisy) + mean(&data) + mean(x) + mean(&noisy[1..]) + mean(&[1.0, 3.0]);
        let b = norm(x, 2) + norm(&[1.0, 2.0, 3.0], 2) + norm(&[1.0, s, 0.0], 4);
        let c = shifted(noisy.clone(), &1.0)[0] + shifted(vec![0.5], &s)[0] + shifted(noisy, &z).len() as f64;
        let d = or_else(Some(z), 1.0) + or_else(Some(2.0), s) + or_else(None::<f64>, z);
        let (e, [f, g]) = split((z, 2.0), 3.0);
        let (h, _) = split((1.0, 2.0), s);
        let q = ratio(z, 2.0, 1.0).unwrap_or(0.0) + ratio(1.0, 2.0, -1.0).unwrap_or(0.25);
        let r = rows(&[vec![s, 1.0], vec![z, 2.0]]);
        Ok(a + b + c + d + e + f + g + h + q + r[0] * r[1])
    }
}

program! {
    /// Helpers that write to `&mut` arguments.
    mod in_place;
    check Relax::new(3), at ([0.1, 0.5, 0.9], 0.2), |p, rng| relax(&p.x, p.rate, 3, rng);

    #[stochastic_grad]
    fn step(x: &mut [f64], rate: f64) {
        let mean = x.iter().sum::<f64>() / x.len() as f64;
        for xi in x.iter_mut() {
            *xi += rate * (mean - *xi);
        }
    }

    #[stochastic_grad]
    fn bump(x: &mut f64, by: f64) {
        *x += by;
    }

    #[stochastic_grad]
    fn grow(x: &mut Vec<f64>, value: f64) -> f64 {
        x.push(value);
        x[0]
    }

    #[stochastic_grad]
    fn kick(x: &mut [f64], size: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        let d = Normal::new(0.0, size)?;
        for xi in x.iter_mut() {
            *xi += d.sample(rng);
        }
        Ok(x[0])
    }

    #[stochastic_grad]
    fn relax(x: &[f64; 3], rate: f64, n: usize, rng: &mut impl Rng) -> Result<f64, Error> {
        let mut state = x.to_vec();
        let mut total = 0.0;
        let mut count = 1.0;
        bump(&mut count, 2.0);
        for _ in 0..n {
            step(&mut state, rate);
            step(&mut state[..2], 0.5);
            total += kick(&mut state, 0.1, rng)?;
            bump(&mut total, rate);
        }
        let mut array = *x;
        step(&mut array, rate);
        let first = grow(&mut state, 1.0) + grow(&mut state, rate);
        let mut plain = vec![0.0, 1.0];
        kick(&mut plain, rate, rng)?;
        Ok(total + first + state.iter().sum::<f64>() * array[2] + plain[1] * count)
    }
}

program! {
    /// Recursion with and without a generator, and mutual recursion.
    mod recursion;
    check Tree::new(4), at (0.7, 0.3), |p, rng| tree(p.mu, p.s, 4, rng),
    check Even::new(3), at 0.6, |p, rng| even(p.x, 3, rng);

    #[stochastic_grad]
    fn power(x: f64, n: u32) -> f64 {
        if n == 0 { 1.0 } else { x * power(x, n - 1) }
    }

    #[stochastic_grad]
    fn tree(mu: f64, s: f64, depth: usize, rng: &mut impl Rng) -> Result<f64, Error> {
        if depth == 0 {
            return Ok(1.0);
        }
        let x = Normal::new(mu, s)?.sample(rng);
        let left = tree(mu * 0.5, s, depth - 1, rng)?;
        let right = if rng.random::<bool>() { tree(0.1, 0.2, depth - 1, rng)? } else { tree(x, s, depth - 1, rng)? };
        Ok(x + 0.5 * left * right + power(x, 3) * 0.01 + power(2.0, 3))
    }

    #[stochastic_grad]
    fn even(x: f64, n: u32, rng: &mut impl Rng) -> Result<f64, Error> {
        if n == 0 { Ok(0.0) } else { Ok(x + odd(x * 0.9, n - 1, rng)?) }
    }

    #[stochastic_grad]
    fn odd(x: f64, n: u32, rng: &mut impl Rng) -> Result<f64, Error> {
        if n == 0 {
            return Ok(1.0);
        }
        let y = Uniform::new(0.0, x)?.sample(rng);
        even(y, n - 1, rng)
    }
}

program! {
    /// Functions inside functions.
    mod inner;
    check Outer, at (0.4, 0.8), |p, rng| outer(p.a, p.b, rng);

    #[stochastic_grad]
    fn outer(a: f64, b: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        /// Half of a number.
        fn half(x: f64) -> f64 {
            x / 2.0
        }
        fn noisy(x: f64, rng: &mut impl Rng) -> Result<f64, Error> {
            Ok(x + Normal::new(0.0, 0.1)?.sample(rng))
        }
        fn count(n: usize) -> usize {
            n + 1
        }
        fn sum_of(values: &[f64]) -> f64 {
            values.iter().sum()
        }
        const K: usize = 3;
        #[derive(Clone, Copy)]
        enum Side {
            Left,
            Right,
        }
        use Side::*;
        let side = if rng.random() { Left } else { Right };
        let x = noisy(a, rng)? + noisy(1.0, rng)?;
        let scale = match side {
            Left => half(b),
            Right => half(1.0),
        };
        Ok(x * scale + half(x) * count(K) as f64 + sum_of(&[x, 1.0]) + sum_of(&[0.5, 1.5]))
    }
}

program! {
    /// A stochastic helper that returns a vector, an option, a tuple, a struct of distributions.
    mod returns;
    check Use, at (0.3, 0.6), |p, rng| r#use(p.mu, p.sigma, rng);

    #[stochastic_grad]
    fn sample_many(mu: f64, sigma: f64, n: usize, rng: &mut impl Rng) -> Result<Vec<f64>, Error> {
        let d = Normal::new(mu, sigma)?;
        (0..n).map(|_| Ok(d.sample(rng))).collect()
    }

    #[stochastic_grad]
    fn maybe(mu: f64, rng: &mut impl Rng) -> Option<f64> {
        if rng.random_bool(0.3) {
            return None;
        }
        Some(mu * 2.0)
    }

    #[stochastic_grad]
    fn pair(mu: f64, rng: &mut impl Rng) -> Result<(f64, usize), Error> {
        let k = rng.random_range(1..4_usize);
        Ok((Normal::new(mu, 1.0)?.sample(rng) * k as f64, k))
    }

    #[stochastic_grad]
    fn r#use(mu: f64, sigma: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        let many = sample_many(mu, sigma, 3, rng)?;
        let plain = sample_many(0.0, 1.0, 2, rng)?;
        let value = maybe(mu, rng).unwrap_or(0.5) + maybe(1.0, rng).unwrap_or(sigma);
        let (x, k) = pair(sigma, rng)?;
        Ok(dot(&many[..2], &plain) + value + x / k as f64)
    }
}

program! {
    /// Linear algebra as helpers: products, a Cholesky factor, a solve, with constants and smooth values mixed.
    mod algebra;
    check Kalman::new(&[0.5, 0.9, 1.4]), at (0.8, 0.4, 0.3), |p, rng| kalman(p.phi, p.q, p.r, &[0.5, 0.9, 1.4], rng),
    check Factor, at (0.8, 0.4), |p, rng| factor(p.s, p.rho, rng);

    #[stochastic_grad]
    fn matmul(a: &[Vec<f64>], b: &[Vec<f64>]) -> Vec<Vec<f64>> {
        a.iter().map(|row| (0..b[0].len()).map(|j| row.iter().zip(b).map(|(x, r)| x * r[j]).sum()).collect()).collect()
    }

    #[stochastic_grad]
    fn product<const N: usize, const M: usize>(a: &[[f64; M]; N], x: &[f64; M]) -> [f64; N] {
        let mut y = [0.0; N];
        for i in 0..N {
            for j in 0..M {
                y[i] += a[i][j] * x[j];
            }
        }
        y
    }

    #[stochastic_grad]
    fn cholesky(a: &[Vec<f64>]) -> Vec<Vec<f64>> {
        let n = a.len();
        let mut l = vec![vec![0.0; n]; n];
        for i in 0..n {
            for j in 0..=i {
                let s: f64 = (0..j).map(|k| l[i][k] * l[j][k]).sum();
                l[i][j] = if i == j { (a[i][i] - s).sqrt() } else { (a[i][j] - s) / l[j][j] };
            }
        }
        l
    }

    /// One scalar filter.
    #[stochastic_grad]
    fn kalman(phi: f64, q: f64, r: f64, #[constant] data: &[f64], rng: &mut impl Rng) -> Result<f64, Error> {
        let (mut mean, mut var) = (0.0, 1.0);
        let mut ln_likelihood = 0.0;
        for y in data {
            mean *= phi;
            var = phi * phi * var + q * q;
            let (innovation, s) = (y - mean, var + r * r);
            ln_likelihood += Normal::new(0.0, s.sqrt())?.ln_pdf(innovation);
            let gain = var / s;
            (mean, var) = (mean + gain * innovation, (1.0 - gain) * var);
        }
        Ok(ln_likelihood + Normal::new(mean, var.sqrt())?.sample(rng))
    }

    #[stochastic_grad]
    fn factor(s: f64, rho: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        let covariance = vec![vec![s * s, rho * s], vec![rho * s, 1.0]];
        let l = cholesky(&covariance);
        let c = cholesky(&[vec![4.0, 1.0], vec![1.0, 3.0]]);
        let standard = Normal::new(0.0, 1.0)?;
        let z: Vec<f64> = (0..2).map(|_| standard.sample(rng)).collect();
        let x: Vec<f64> = l.iter().map(|row| dot(row, &z)).collect();
        let y = matmul(&l, &c);
        let w = product(&[[1.0, 2.0], [0.0, 1.0]], &[x[0], x[1]]);
        let v = product(&[[s, 1.0], [rho, s]], &[1.0, 2.0]);
        Ok((x[0] * x[1]).tanh() + y[1][0] + w[0] * v[1])
    }
}

program! {
    /// Return types of helpers.
    mod returned;
    check Returned, at (0.6, 0.3), |p, rng| returned(p.a, p.b, rng);

    #[stochastic_grad]
    fn both(a: f64, b: f64) -> Option<(f64, f64)> {
        Some((a, b))
    }

    #[stochastic_grad]
    fn deep(a: f64, n: usize) -> Result<(Vec<f64>, [[f64; 2]; 1]), Error> {
        let v = vec![a; n];
        Ok((v, [[a, 0.0]]))
    }

    #[stochastic_grad]
    fn optional(a: f64, rng: &mut impl Rng) -> Result<Option<f64>, Error> {
        Ok(if rng.random() { Some(Normal::new(a, 1.0)?.sample(rng)) } else { None })
    }

    #[stochastic_grad]
    fn unit(k: usize, rng: &mut impl Rng) -> usize {
        rng.random_range(0..k)
    }

    #[stochastic_grad]
    fn noise(rng: &mut impl Rng) -> Result<f64, Error> {
        Ok(Normal::new(0.0, 1.0)?.sample(rng))
    }

    #[stochastic_grad]
    fn order<R: Rng + ?Sized>(n: usize, rng: &mut R) -> Vec<usize> {
        let mut all: Vec<usize> = (0..n).collect();
        let i = rng.random_range(0..n);
        all.swap(0, i);
        all
    }

    #[stochastic_grad]
    fn returned(a: f64, b: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        let (x, y) = both(a, 1.0).unwrap();
        let Some((p, _)) = both(1.0, 2.0) else { return Ok(a) };
        let (v, [[w, _]]) = deep(b, 2)?;
        let z = optional(a, rng)?.unwrap_or(0.5);
        let k = unit(3, rng);
        let ks = order(3, rng);
        let mut total = 0.0;
        total += noise(rng)?;
        Ok(x * y + p + v[0] * w + z * k as f64 + ks[0] as f64 * a + total * b)
    }
}

program! {
    /// Many arguments.
    mod many;
    check Many, at (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, vec![0.9]),
        |p, rng| many(p.a, p.b, p.c, p.d, p.e, p.f, p.g, p.h, &p.i, rng);

    #[stochastic_grad]
    fn many(a: f64, b: f64, c: f64, d: f64, e: f64, f: f64, g: f64, h: f64, i: &[f64], rng: &mut impl Rng) -> f64 {
        let u: f64 = rng.random();
        let t = (a, b, c, d, e, f, g, 1.0);
        (t.0 * b + c * d + e * f + g * h) * u + i[0].sin() + t.7
    }
}

program! {
    /// Helpers that return no number.
    mod checks;
    check Checking, at (0.6, 0.3), |p, rng| checking(p.a, p.b, rng);

    #[stochastic_grad]
    fn nothing(x: f64) {
        assert!(x < 1e9);
    }
    #[stochastic_grad]
    fn whole(x: f64, k: usize) -> usize {
        assert!(!x.is_nan());
        k + 1
    }
    #[stochastic_grad]
    fn valid(x: &[f64]) -> Result<(), Error> {
        if x.is_empty() {
            return Err(Error::NoSamples);
        }
        Ok(())
    }
    #[stochastic_grad]
    fn checking(a: f64, b: f64, _rng: &mut impl Rng) -> Result<f64, Error> {
        nothing(a);
        nothing(1.0);
        valid(&[a])?;
        valid(&[1.0])?;
        Ok(a * b * whole(a, 1) as f64)
    }
}

program! {
    /// `&mut` arguments of other forms.
    mod mutable;
    check Mutable, at (0.6, 0.3), |p, rng| mutable(p.a, p.b, rng);

    #[stochastic_grad]
    fn rows(m: &mut [Vec<f64>], by: f64) {
        for row in m.iter_mut() {
            row[0] += by;
        }
    }

    #[stochastic_grad]
    fn table(m: &mut Vec<Vec<f64>>, by: f64) {
        m.push(vec![by, 1.0]);
    }

    #[stochastic_grad]
    fn square(m: &mut [[f64; 2]; 2], by: f64) {
        m[0][1] *= by;
    }

    #[stochastic_grad]
    fn pair(p: &mut (f64, f64), by: f64) {
        p.0 += by;
    }

    #[stochastic_grad]
    fn checked(x: &mut f64, by: f64, #[constant] fail: bool) -> Result<(), Error> {
        if fail {
            return Err(Error::NoSamples);
        }
        *x -= by;
        Ok(())
    }

    #[stochastic_grad]
    fn mutable(a: f64, b: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        let u: f64 = rng.random();
        let mut m = vec![vec![u, 1.0], vec![0.5, 2.0]];
        rows(&mut m, a);
        table(&mut m, b);
        let mut s = [[1.0, a], [b, 1.0]];
        square(&mut s, 2.0);
        let mut p = (0.0, 1.0);
        pair(&mut p, a);
        let mut x = 1.0;
        checked(&mut x, a, false)?;
        checked(&mut x, 0.5, false)?;
        Ok(m[0][0] * m[2][0] + s[0][1] + p.0 * p.1 + x * x)
    }
}
