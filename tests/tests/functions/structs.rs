//! Structs, tuples, arrays and nestings of them that hold smooth values.

use std::f64::consts::{PI, TAU};
use stochastic_grad::prelude::*;

/// Parameters of a model.
#[derive(Parameters, Clone, Debug, PartialEq)]
struct Theta<T = f64> {
    mu: T,
    weights: Vec<T>,
    pair: (T, T),
    #[constant]
    scale: f64,
    #[constant]
    label: String,
}

impl<T> Theta<T> {
    fn width(&self) -> usize {
        self.weights.len()
    }
}

fn theta() -> Theta {
    Theta { mu: 0.3, weights: vec![0.5, -0.2], pair: (1.0, 2.0), scale: 1.5, label: "model".to_owned() }
}

program! {
    /// A struct of parameters, by reference and by value, beside a number.
    mod model;
    check Fit::new(&[1.0, 2.0]), at (theta(), 0.4), |p, rng| fit(&p.theta, p.noise, &[1.0, 2.0], rng),
    check Owned, at theta(), |p, rng| owned(p.theta.clone(), rng);

    #[stochastic_grad]
    fn fit(theta: &Theta<f64>, noise: f64, #[constant] data: &[f64], rng: &mut impl Rng) -> Result<f64, Error> {
        let eps = Normal::new(0.0, noise)?;
        let mut loss = 0.0;
        for (i, d) in data.iter().enumerate() {
            let prediction = theta.mu + theta.weights[i % theta.width()] * d * theta.scale + eps.sample(rng);
            loss += (prediction - d).powi(2);
        }
        let (a, b) = theta.pair;
        Ok(loss + a * b.sin() + theta.pair.1 * theta.label.len() as f64)
    }

    #[stochastic_grad]
    fn owned(theta: Theta<f64>, rng: &mut impl Rng) -> f64 {
        let Theta { mu, weights, pair: (a, _), scale, .. } = theta;
        let u: f64 = rng.random();
        let mut weights = weights;
        weights.push(u);
        weights[0] *= scale;
        mu * a + weights.iter().map(|w| w * w).sum::<f64>() * u
    }
}

/// A state without the derive.
#[derive(Clone, Copy, Debug)]
struct Body2<T = f64> {
    position: [T; 2],
    velocity: [T; 2],
}

program! {
    /// A physics integrator that steps a struct.
    mod projectile;
    check Range2::new(20), at (3.0, 0.7, 0.1), |p, rng| range2(p.speed, p.angle, p.drag, 20, rng);

    #[stochastic_grad]
    fn range2(speed: f64, angle: f64, drag: f64, steps: usize, rng: &mut impl Rng) -> Result<f64, Error> {
        let wind = Normal::new(0.0, 0.2)?;
        let mut body = Body2 { position: [0.0, 0.0], velocity: [speed * angle.cos(), speed * angle.sin()] };
        let dt = 0.05;
        for _ in 0..steps {
            let [vx, vy] = body.velocity;
            let v = (vx * vx + vy * vy).sqrt();
            body.velocity[0] += dt * (-drag * v * vx + wind.sample(rng));
            body.velocity[1] += dt * (-drag * v * vy - 9.81);
            body.position[0] += dt * body.velocity[0];
            body.position[1] += dt * body.velocity[1];
        }
        let energy = 0.5 * body.velocity.iter().map(|v| v.powi(2)).sum::<f64>();
        Ok(body.position[0] + energy * 0.01)
    }
}

program! {
    /// Vectors of structs, updated in place and rebuilt with `..`.
    mod swarm;
    check Swarm::new(3), at (0.5, 0.2), |p, rng| swarm(p.pull, p.noise, 3, rng);

    #[stochastic_grad]
    fn swarm(pull: f64, noise: f64, n: usize, rng: &mut impl Rng) -> Result<f64, Error> {
        let jitter = Normal::new(0.0, noise)?;
        let mut bodies: Vec<Body2<f64>> =
            (0..n).map(|i| Body2 { position: [i as f64, pull], velocity: [0.0, 1.0] }).collect();
        for body in &mut bodies {
            body.velocity[0] = -pull * body.position[0] + jitter.sample(rng);
        }
        let moved: Vec<_> =
            bodies.iter().map(|b| Body2 { position: [b.position[0] + b.velocity[0], b.position[1]], ..*b }).collect();
        let centre = moved.iter().map(|b| b.position[0]).sum::<f64>() / n as f64;
        let first = moved[0];
        let mut still = Body2 { position: [1.0, 2.0], velocity: [0.0; 2] };
        still.position[1] = centre;
        Ok(moved.iter().map(|b| (b.position[0] - centre).powi(2)).sum::<f64>()
            + first.velocity[1]
            + still.position[1] * PI)
    }
}

/// A struct of constants only.
#[derive(Clone, Debug)]
struct Contract {
    strike: f64,
    maturity: f64,
    name: &'static str,
}

const RATE: f64 = 0.02;
static GRID: [f64; 3] = [0.5, 1.0, 1.5];
const BOOK: &[Contract] =
    &[Contract { strike: 1.0, maturity: 0.5, name: "a" }, Contract { strike: 1.2, maturity: 2.0, name: "bc" }];

program! {
    /// Constants of the program: `const`, `static`, `std::f64::consts`, structs with plain fields.
    mod book;
    check Value::new(BOOK), at (1.05, 0.25), |p, rng| value(p.spot, p.vol, BOOK, rng);

    #[stochastic_grad]
    fn value(spot: f64, vol: f64, #[constant] book: &[Contract], rng: &mut impl Rng) -> Result<f64, Error> {
        const HALF: f64 = 0.5;
        let z = Normal::new(0.0, 1.0)?.sample(rng);
        let mut total = 0.0;
        for contract in book {
            let t = contract.maturity;
            let end = spot * ((RATE - HALF * vol * vol) * t + vol * t.sqrt() * z).exp();
            total += (-RATE * t).exp() * (end - contract.strike).max(0.0) * contract.name.len() as f64;
        }
        let angle = 2.0 * PI * spot + TAU / 3.0 + std::f64::consts::LN_2 * vol;
        total += GRID.iter().map(|g| g * angle.sin()).sum::<f64>() + GRID[1] * vol + f64::EPSILON;
        Ok(total + f64::MAX.min(spot) + if vol.detach() < f64::INFINITY { 0.0 } else { spot })
    }
}

program! {
    /// Tuples and arrays: nested, indexed, destructured, with constants in some places.
    mod tuples;
    check Mixed, at ((0.2, [1.0, 2.0]), 0.5), |p, rng| mixed(p.a, p.b, rng);

    #[stochastic_grad]
    fn mixed(a: (f64, [f64; 2]), b: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        let x = Normal::new(a.0, b)?.sample(rng);
        let mut state = (0.0, 1.0, x);
        state.0 += a.1[0];
        state.1 *= 2.0;
        let nested = ((x, 2), [0.0, b, 1.0], "text");
        let ((y, k), array, text) = nested;
        let mut table = [[0.0; 2]; 3];
        table[1][0] = y;
        table[2][1] = array[2];
        let [first, .., last] = array;
        let (p, q);
        (p, q) = (x, 3.0);
        let mut swap = (x, 1.0);
        std::mem::swap(&mut swap.0, &mut state.2);
        let slice = &a.1[..];
        let rest = if let [head, tail @ ..] = slice { *head + tail.len() as f64 } else { 0.0 };
        let total: f64 = table.iter().flatten().sum();
        Ok(state.0 * state.1
            + state.2
            + f64::from(k) * y
            + array.len() as f64
            + total
            + first
            + last
            + p * q
            + swap.0
            + swap.1
            + rest
            + text.len() as f64)
    }
}

program! {
    /// Vectors that begin as constants and end as smooth values, nested and two-dimensional.
    mod grids;
    check Heat::new(5), at (0.3, 1.0), |p, rng| heat(p.diffusion, p.source, 5, rng);

    #[stochastic_grad]
    fn heat(diffusion: f64, source: f64, n: usize, rng: &mut impl Rng) -> Result<f64, Error> {
        let mut grid: Vec<Vec<f64>> = vec![vec![0.0; n]; 3];
        grid[0][n / 2] = source;
        for t in 1..3 {
            for i in 1..n - 1 {
                let flux = grid[t - 1][i - 1] - 2.0 * grid[t - 1][i] + grid[t - 1][i + 1];
                grid[t][i] = grid[t - 1][i] + diffusion * flux + Normal::new(0.0, 0.01)?.sample(rng);
            }
        }
        let mut column = Vec::new();
        for row in &grid {
            column.push(row[n / 2]);
        }
        let mut copy = grid.clone();
        copy[1] = vec![1.0; n];
        let row: &[f64] = &copy[2];
        let boundary: [f64; 2] = [grid[2][0], grid[2][n - 1]];
        Ok(column.iter().sum::<f64>() + copy[1][0] + row[2] * row[1..3].iter().sum::<f64>() + boundary[0])
    }
}

program! {
    /// Struct literals whose other fields are enums, names, counters and lists.
    mod fields;
    check Book, at (0.6, 0.3), |p, rng| book(p.a, p.b, rng);

    #[derive(Clone, Copy, PartialEq, Debug)]
    enum Kind {
        Call,
        Put,
    }
    #[derive(Clone, Debug)]
    struct Leg<T = f64> {
        strike: T,
        kind: Kind,
        id: usize,
        name: String,
        tags: Vec<Kind>,
    }
    #[stochastic_grad]
    fn book(a: f64, b: f64, _rng: &mut impl Rng) -> f64 {
        let kinds = [Kind::Call, Kind::Put];
        let k = kinds[0];
        let kind = kinds[1];
        let legs = vec![
            Leg { strike: a, kind: k, id: 1, name: String::new(), tags: vec![] },
            Leg { strike: 1.0, kind, id: kinds.len(), name: "x".to_string(), tags: kinds.to_vec() },
            Leg { strike: b, kind: kinds[0], id: 3, name: format!("leg"), tags: vec![Kind::Put] },
        ];
        let mut late = Leg { strike: 0.0, kind, id: 0, name: String::from("y"), tags: Vec::new() };
        late.strike += a * b;
        legs.iter()
            .map(|l| match l.kind {
                Kind::Call => l.strike * l.id as f64,
                Kind::Put => -l.strike,
            })
            .sum::<f64>()
            + late.strike
    }
}

program! {
    /// Enums and tuple structs that hold numbers.
    mod variants;
    check Holdings, at (0.6, 0.3), |p, rng| holdings(p.a, p.b, rng);

    #[derive(Clone, Debug)]
    enum Payoff<T = f64> {
        Call(T),
        Spread { low: T, high: T },
        Zero,
    }
    #[derive(Clone, Copy, Debug)]
    struct Pair<T = f64>(T, T);
    #[stochastic_grad]
    fn holdings(a: f64, b: f64, _rng: &mut impl Rng) -> f64 {
        let book = vec![Payoff::Call(a), Payoff::Spread { low: 1.0, high: b }, Payoff::Zero, Payoff::Call(2.0)];
        let p = Pair(a, 1.0);
        let q = Pair(0.5, 1.0);
        let Pair(x, y) = p;
        book.iter()
            .map(|p| match p {
                Payoff::Call(k) => k * k,
                Payoff::Spread { low, high } => low * high,
                Payoff::Zero => 0.0,
            })
            .sum::<f64>()
            + p.0 * p.1
            + x * y
            + q.0
    }
}

/// A layer of a network.
#[derive(Parameters, Clone, Debug, PartialEq)]
struct Layer<T = f64> {
    weights: Vec<Vec<T>>,
    bias: [T; 2],
}

/// Structs in structs, options, tuple structs, constant parameters.
#[derive(Parameters, Clone, Debug, PartialEq)]
struct Net<T = f64> {
    layers: Vec<Layer<T>>,
    scale: Option<T>,
    out: Point<T>,
    #[constant]
    depth: usize,
}

#[derive(Parameters, Clone, Copy, Debug, PartialEq)]
struct Point<T = f64>(T, T);

#[derive(Parameters, Clone, Debug, PartialEq)]
struct Fixed<const N: usize, T = f64> {
    x: [T; N],
}

fn net() -> Net {
    let layer = Layer { weights: vec![vec![0.1, 0.2], vec![-0.3, 0.4]], bias: [0.5, 0.6] };
    Net { layers: vec![layer.clone(), layer], scale: Some(0.7), out: Point(0.8, 0.9), depth: 2 }
}

program! {
    /// A network: nested derived structs as parameters, and handed to helpers.
    mod network;
    check Run, at (net(), Fixed { x: [1.0, 2.0] }, vec![Point(0.1, 0.2), Point(0.3, 0.4)]),
        |p, rng| run(&p.net, p.fixed.clone(), &p.points, rng);

    #[stochastic_grad]
    fn forward(layer: &Layer<f64>, x: &[f64]) -> Vec<f64> {
        layer.weights.iter().zip(&layer.bias).map(|(row, b)| (dot(row, x) + b).tanh()).collect()
    }

    #[stochastic_grad]
    fn shift(p: Point<f64>, by: f64) -> Point<f64> {
        Point(p.0 + by, p.1)
    }

    #[stochastic_grad]
    fn run(net: &Net<f64>, fixed: Fixed<2, f64>, points: &[Point<f64>], rng: &mut impl Rng) -> Result<f64, Error> {
        let mut x = vec![Normal::new(0.0, 1.0)?.sample(rng), 0.5];
        for layer in &net.layers {
            x = forward(layer, &x);
        }
        let s = net.scale.unwrap_or(1.0) * net.depth as f64;
        let p = shift(net.out, s);
        let q = shift(Point(1.0, 2.0), s);
        let t = shift(points[0], 1.0);
        Ok(dot(&x, &fixed.x) * s + p.0 * p.1 + q.0 + t.0 * points[1].1)
    }
}

program! {
    /// A struct with a number of either kind.
    mod plain_fields;
    check Priced, at (0.6, 0.3), |p, rng| priced(p.a, p.b, rng);

    #[stochastic_grad]
    fn priced(a: f64, b: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        struct Asset<T = f64> {
            price: T,
            strike: f64,
        }
        let assets = [Asset { price: a, strike: 1.0 }, Asset { price: 0.8, strike: 0.5 }];
        let mut x = 0.0;
        for s in &assets {
            if s.strike > 0.7 {
                x += s.price;
            } else {
                x += s.price * b;
            }
        }
        Ok(x)
    }
}
