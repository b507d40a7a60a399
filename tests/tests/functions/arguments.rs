//! Signatures: where the arguments stand, what they are called, what types they have.

use std::collections::HashMap;
use std::sync::Arc;
use stochastic_grad::prelude::*;

program! {
    /// The generator comes first, in the middle, under another name, as a type parameter, as `StdRng`.
    mod generators;
    check First, at (0.2, 0.5), |p, rng| first(rng, p.mu, p.s),
    check Middle::new(2), at (0.2, 0.5), |p, rng| middle(p.mu, rng, 2, p.s),
    check Named, at 0.4, |p, rng| named(p.x, rng),
    check Bounded, at 0.4, |p, rng| bounded(p.x, rng),
    check Concrete, at 0.4, |p, rng| concrete(p.x, rng),
    check Dynamic, at 0.4, |p, rng| dynamic(p.x, rng),
    check Unsized, at 0.4, |p, rng| r#unsized(p.x, rng);

    #[stochastic_grad]
    fn first(rng: &mut impl Rng, mu: f64, s: f64) -> Result<f64, Error> {
        Ok(Normal::new(mu, s)?.sample(rng).exp())
    }

    #[stochastic_grad]
    fn middle(mu: f64, rng: &mut impl Rng, k: i32, s: f64) -> Result<f64, Error> {
        Ok(first(rng, mu, s)?.powi(k) + first(&mut *rng, 1.0, s)?)
    }

    #[stochastic_grad]
    fn named(x: f64, generator: &mut impl RngExt) -> Result<f64, Error> {
        let d = Normal::new(x, 1.0)?;
        Ok(generator.sample(d) * generator.sample(&d) + generator.random::<f64>())
    }

    #[stochastic_grad]
    fn bounded<R>(x: f64, source: &mut R) -> Result<f64, Error>
    where
        R: Rng + ?Sized,
    {
        Ok(Uniform::new(0.0, x)?.sample(source).sin())
    }

    #[stochastic_grad]
    fn concrete(x: f64, rng: &mut StdRng) -> Result<f64, Error> {
        bounded(x, rng)
    }

    #[stochastic_grad]
    fn dynamic(x: f64, rng: &mut dyn Rng) -> Result<f64, Error> {
        Ok(bounded(x, rng)? * x)
    }

    #[stochastic_grad]
    fn r#unsized<G: Rng>(x: f64, rng: &mut G) -> f64 {
        x * rng.random_range(0.5..1.5)
    }
}

program! {
    /// Arguments with the names that generated code uses itself, and raw identifiers.
    mod names;
    check Clash::new(2.0, 3), at (0.4, 0.6), |p, rng| clash(p.params, p.n, 2.0, 3, rng),
    check Raw::new(1.5, 2), at (0.5, 1.5), |p, rng2| raw(p.r#type, p.self_, 1.5, 2, rng2),
    check Kinds::new(2, 0.5), at 0.3, |p, rng| kinds(2, p.x, 0.5, rng);

    #[stochastic_grad]
    fn clash(params: f64, n: f64, #[constant] rng2: f64, objective: usize, rng: &mut impl Rng) -> Result<f64, Error> {
        let seed = Normal::new(params, n)?.sample(rng);
        let value = rng2 * seed;
        let d = value * objective as f64;
        Ok(d * d + value)
    }

    #[stochastic_grad]
    fn raw(r#type: f64, self_: f64, #[constant] matching: f64, n: usize, rng: &mut impl Rng) -> Result<f64, Error> {
        let r#loop = Uniform::new(r#type, self_)?.sample(rng);
        Ok(r#loop.powi(n as i32) * matching)
    }

    #[stochastic_grad]
    fn kinds(n: usize, x: f64, #[constant] params: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        Ok(Normal::new(x, params)?.sample(rng) * n as f64)
    }
}

program! {
    /// Patterns as arguments, `mut` arguments, arguments that are not used.
    mod patterns;
    check Patterns::new(0), at ((0.3, 0.4), 0.5, [1.0, 2.0]), |p, rng| patterns(p.arg0, p.mut_, p.arg2, 0, rng);

    #[stochastic_grad]
    fn patterns(
        (a, b): (f64, f64),
        mut mut_: f64,
        [c, d]: [f64; 2],
        _: usize,
        rng: &mut impl Rng,
    ) -> Result<f64, Error> {
        mut_ += Normal::new(a, b)?.sample(rng);
        mut_ *= c;
        Ok(mut_ + d)
    }
}

/// What a policy does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Action {
    Hold,
    Trade { lots: u32 },
}

program! {
    /// Constants of many types: enums, strings, booleans, options, tuples, references, closures.
    mod constants;
    check Policy::new(Action::Trade { lots: 3 }, "long", true, Some(2), &[(1, 0.5), (2, 0.25)], |k| k as f64), at 0.7,
        |p, rng| policy(p.price, Action::Trade { lots: 3 }, "long", true, Some(2), &[(1, 0.5), (2, 0.25)],
        |k| k as f64, rng),
    check Policy::new(Action::Hold, "", false, None, &[], |_| 1.0), at 0.7,
        |p, rng| policy(p.price, Action::Hold, "", false, None, &[], |_| 1.0, rng),
    check Text::new("abc".to_owned(), vec![1, 2]), at 0.7, |p, rng| text(p.price, "abc".to_owned(), vec![1, 2], rng);

    #[stochastic_grad]
    #[allow(clippy::too_many_arguments)]
    fn policy(
        price: f64,
        action: Action,
        name: &str,
        fees: bool,
        limit: Option<u32>,
        #[constant] table: &[(usize, f64)],
        #[constant] weight: impl Fn(u32) -> f64,
        rng: &mut impl Rng,
    ) -> Result<f64, Error> {
        let end = price * LogNormal::new(0.0, 0.2)?.sample(rng);
        let lots = match action {
            Action::Hold => 0,
            Action::Trade { lots } if fees => lots.min(limit.unwrap_or(u32::MAX)),
            Action::Trade { lots } => lots,
        };
        let fee = if fees { 0.01 * price } else { 0.0 };
        let extra: f64 = table.iter().map(|&(k, w)| w * end.powi(k as i32)).sum();
        let sign = match name {
            "long" => 1.0,
            "short" => -1.0,
            _ => 0.0,
        };
        Ok(sign * weight(lots) * (end - price) - fee + extra)
    }

    #[stochastic_grad]
    fn text(price: f64, name: String, counts: Vec<u64>, rng: &mut impl Rng) -> Result<f64, Error> {
        let x = Exp::new(price)?.sample(rng);
        Ok(x * name.len() as f64 + counts.iter().sum::<u64>() as f64 * price)
    }
}

program! {
    /// Differentiable arguments of every form.
    mod forms;
    check Vectors, at (vec![1.0, 2.0], [0.5, 0.25], vec![[1.0, 0.0]]), |p, rng| vectors(&p.a, &p.b, p.c.clone(), rng),
    check Nested, at (vec![vec![1.0], vec![2.0, 3.0]], Some(0.5), [[1.0, 2.0], [3.0, 4.0]]),
        |p, rng| nested(p.rows.clone(), p.maybe, p.grid, rng),
    check Tupled, at ((0.2, vec![0.1, 0.3]), None::<Vec<f64>>), |p, rng| tupled(p.t.clone(), p.o.clone(), rng),
    check Lone, at &[0.2, 0.4], |p, rng| lone(&p.x, rng);

    #[stochastic_grad]
    fn vectors(a: &Vec<f64>, b: &[f64; 2], c: Vec<[f64; 2]>, rng: &mut impl Rng) -> Result<f64, Error> {
        let z = Normal::new(b[0], b[1])?.sample(rng);
        Ok(a.iter().map(|v| v * z).sum::<f64>() + c[0][0] * z.exp() - c[0][1])
    }

    #[stochastic_grad]
    fn nested(rows: Vec<Vec<f64>>, maybe: Option<f64>, grid: [[f64; 2]; 2], rng: &mut impl Rng) -> Result<f64, Error> {
        let u: f64 = rng.random();
        let total: f64 = rows.iter().map(|row| row.iter().sum::<f64>().powi(2)).sum();
        let scale = maybe.map_or(1.0, |m| m * 2.0) + maybe.unwrap_or(0.0);
        let trace = grid[0][0] * grid[1][1] - grid.iter().map(|r| r[1]).product::<f64>();
        Ok(total * scale * u + trace)
    }

    #[stochastic_grad]
    fn tupled(t: (f64, Vec<f64>), o: Option<Vec<f64>>, rng: &mut impl Rng) -> f64 {
        let (x, xs) = &t;
        let u: f64 = rng.random();
        let more = match &o {
            Some(v) => v.iter().sum::<f64>(),
            None => 1.0,
        };
        x * u + xs[0] * xs[1] * more
    }

    #[stochastic_grad]
    fn lone(x: &[f64], rng: &mut impl Rng) -> f64 {
        let u = rng.random_range(0..x.len());
        x[u].sin()
    }
}

/// A failure of the user's own.
#[derive(Debug)]
enum Failure {
    Empty,
    Inner(Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Failure::Inner(error)
    }
}

type OurResult<T> = std::result::Result<T, Failure>;
type BoxResult<T, E = Box<dyn std::error::Error + Send + Sync>> = Result<T, E>;

program! {
    /// Errors of the user's own, aliases, boxed errors.
    mod errors;
    check Guarded::new(&[1.0, 2.0]), at 0.6, |p, rng| guarded(p.mu, &[1.0, 2.0], rng),
    check Boxed::new("7"), at 0.6, |p, rng| boxed(p.mu, "7", rng);

    #[stochastic_grad]
    pub(super) fn guarded(mu: f64, #[constant] data: &[f64], rng: &mut impl Rng) -> OurResult<f64> {
        let first = data.first().ok_or(Failure::Empty)?;
        let x = Normal::new(mu, 1.0).map_err(Failure::Inner)?.sample(rng);
        if data.len() > 5 {
            return Err(Failure::Empty);
        }
        Ok((x - first).powi(2))
    }

    #[stochastic_grad]
    fn boxed(mu: f64, count: &str, rng: &mut impl Rng) -> BoxResult<f64> {
        let n: u32 = count.parse()?;
        let d = Normal::new(mu, 0.5)?;
        let xs: Vec<f64> = (0..n).map(|_| d.sample(rng)).collect();
        Ok(xs.iter().sum::<f64>().tanh())
    }
}

#[test]
fn a_failure_keeps_its_type() {
    let failed: Result<Estimate<errors::GuardedParams>, Failure> =
        errors::guarded_grad(0.5, &[], 10, &mut StdRng::seed_from_u64(1));
    assert!(matches!(failed, Err(Failure::Empty)));
    let failed = errors::guarded_grad(0.5, &[1.0], 0, &mut StdRng::seed_from_u64(1));
    assert!(matches!(failed, Err(Failure::Inner(Error::NoSamples))));
}

program! {
    /// Constants that are functions, maps and shared closures.
    mod functions;
    check Weighted::new(f64::sqrt, &|x| x + 1.0, Arc::new(|x, y| x + y), &map(), vec![vec![1.5]]), at 0.7,
        |p, rng| weighted(p.a, f64::sqrt, &|x| x + 1.0, Arc::new(|x, y| x + y), &map(), vec![vec![1.5]], rng);

    #[stochastic_grad]
    fn weighted(
        a: f64,
        #[constant] g: fn(f64) -> f64,
        #[constant] h: &(dyn Fn(f64) -> f64 + Sync),
        #[constant] k: Arc<dyn Fn(f64, f64) -> f64 + Send + Sync>,
        #[constant] map: &HashMap<String, f64>,
        #[constant] grid: Vec<Vec<f64>>,
        rng: &mut impl Rng,
    ) -> f64 {
        let u: f64 = rng.random();
        a * g(u) * h(u) * k(u, 1.0) * map["x"] * grid[0][0]
    }
}

fn map() -> HashMap<String, f64> {
    HashMap::from([("x".to_owned(), 2.0)])
}
