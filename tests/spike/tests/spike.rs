//! One module for each capability; its `check` runs in forward and in reverse mode.
//! Every function with a `body` is the expansion by hand of the function in the comment above it.

use std::cell::Cell;

use rand::{SeedableRng, rngs::StdRng};
use stochastic_grad_spike::*;

/// Implements `Objective` as the attribute would: parameters spread out, constants from the fields.
macro_rules! objective {
    ($name:ident<$n:literal> |$self:ident, $parameters:pat, $rng:ident| $eval:expr) => {
        impl Objective<$n> for $name {
            type Error = Error;
            fn eval<D: Number, G: Generator>(
                &$self,
                $parameters: [Smooth<D>; $n],
                $rng: &mut Tracer<'_, G, D, NoFallback>,
            ) -> Result<Smooth<D>, Error> {
                $eval
            }
        }
    };
}

macro_rules! both_modes {
    () => {
        #[test]
        fn forward() {
            check(false);
        }
        #[test]
        fn reverse() {
            check(true);
        }
    };
}

/// Within five standard errors, which are `precision` of the scale of the answer at most.
#[track_caller]
fn close<const N: usize>(what: &str, e: &Estimate<N>, value: f64, grad: [f64; N], precision: f64) {
    println!("{what}: value {:.5} ± {:.5} (exact {value:.5})", e.value, e.value_std_err);
    assert!((e.value - value).abs() <= 5.0 * e.value_std_err + 1e-9, "{what}: value");
    for (i, exact) in grad.into_iter().enumerate() {
        let (g, se) = (e.grad[i], e.grad_std_err[i]);
        println!("    d{i} {g:.5} ± {se:.5} (exact {exact:.5}), {:+.2} standard errors", (g - exact) / se.max(1e-12));
        assert!((g - exact).abs() <= 5.0 * se + 1e-9, "{what}: d{i}");
        assert!(se <= precision * exact.abs().max(1.0), "{what}: standard error of d{i}");
    }
}

/// Forward and reverse mode run the same samples.
#[track_caller]
fn same<const N: usize>(a: &Estimate<N>, b: &Estimate<N>) {
    for (a, b) in a.grad.iter().chain(&a.grad_std_err).zip(b.grad.iter().chain(&b.grad_std_err)) {
        assert!((a - b).abs() <= 1e-10 * (1.0 + a.abs()), "{a} and {b}");
    }
}

mod lanes {
    use super::*;

    thread_local!(static EXECUTIONS: Cell<usize> = const { Cell::new(0) });

    // fn weighed(x: f64) -> f64 { x * x.detach() }
    fn weighed<T: Real>(x: T) -> T {
        fn body<D: Number>(x: Smooth<D>) -> Smooth<D> {
            x * x.detach()
        }
        T::leave(body(x.lift()))
    }

    // fn cost(mu: f64, s: f64, #[constant] plain: bool, rng: &mut impl Rng) -> Result<f64, Error> {
    //     let x = Normal::new(mu, s)?.sample(rng);
    //     Ok(if plain { weighed(x) } else { x.sin() + x.powi(2) })
    // }
    fn cost<S: Source + ?Sized>(
        mu: impl Lift<Smooth<S::Number>>,
        s: impl Lift<Smooth<S::Number>>,
        plain: bool,
        rng: &mut S,
    ) -> Result<S::Real, Error> {
        fn body<D: Number, G: Generator>(
            mu: Smooth<D>,
            s: Smooth<D>,
            plain: bool,
            rng: &mut Tracer<'_, G, D, NoFallback>,
        ) -> Result<Smooth<D>, Error> {
            let x = Normal::new(mu, s)?.sample(rng);
            Ok(if plain { weighed(x) } else { x.sin() + x.powi(2) })
        }
        rng.trace::<NoFallback, _>(|rng| body(mu.lift(), s.lift(), plain, rng)).map(<S::Real as Real>::leave)
    }

    struct Cost {
        plain: bool,
    }
    objective!(Cost<2> |self, [mu, s], rng| {
        EXECUTIONS.set(EXECUTIONS.get() + 1);
        cost(mu, s, self.plain, rng)
    });

    fn check(reverse: bool) {
        let (mu, s, n) = (0.3_f64, 0.8_f64, 20_003);
        let run = |plain| {
            let cost = Cost { plain };
            let estimator = Estimator::new(&cost, [mu, s]).reverse(reverse);
            EXECUTIONS.set(0);
            let free = estimator.grad(n, 1).unwrap();
            (free, EXECUTIONS.get(), estimator.scalar().grad(n, 1).unwrap())
        };

        let (free, executions, scalar) = run(false);
        assert!(free.lanes && !scalar.lanes);
        // The probe, whole blocks of eight, and the rest one by one.
        assert_eq!(executions, 1 + n / 8 + n % 8);
        assert_eq!(free, Estimate { lanes: true, ..scalar });
        let shrunk = (-s * s / 2.0).exp();
        let grad = [mu.cos() * shrunk + 2.0 * mu, -s * mu.sin() * shrunk + 2.0 * s];
        close("sin x + x²", &free, mu.sin() * shrunk + mu * mu + s * s, grad, 0.02);

        let (fallen, executions, scalar) = run(true);
        assert!(!fallen.lanes);
        assert_eq!(executions, 1 + n);
        assert_eq!(fallen, scalar);
        // One factor is held: E[x] and E[x z] instead of twice that.
        close("x · detach(x)", &fallen, mu * mu + s * s, [mu, s], 0.02);
    }
    both_modes!();
}

mod hessian {
    use super::*;

    // fn distance(x: f64) -> f64 { x.abs() }
    fn distance<T: Real>(x: T) -> T {
        fn body<D: Number>(x: Smooth<D>) -> Smooth<D> {
            x.abs()
        }
        T::leave(body(x.lift()))
    }

    // fn cost(mu: f64, s: f64, #[constant] kind: u8, rng: &mut impl Rng) -> Result<f64, Error> { .. }
    fn cost<S: Source + ?Sized>(
        mu: impl Lift<Smooth<S::Number>>,
        s: impl Lift<Smooth<S::Number>>,
        kind: u8,
        rng: &mut S,
    ) -> Result<S::Real, Error> {
        fn body<D: Number, G: Generator>(
            mu: Smooth<D>,
            s: Smooth<D>,
            kind: u8,
            rng: &mut Tracer<'_, G, D, NoFallback>,
        ) -> Result<Smooth<D>, Error> {
            let x = Normal::new(mu, s)?.sample(rng);
            Ok(match kind {
                0 => distance(x),
                // A constant does not cross the kink, lifted or not.
                1 => x.sin() * distance(-1.0) * distance(up::<D>(1.0)),
                _ => {
                    let b = Bernoulli::new(mu * s)?.enumerate().sample(rng);
                    if b { s.exp() } else { mu.powi(3) / s }
                }
            })
        }
        rng.trace::<NoFallback, _>(|rng| body(mu.lift(), s.lift(), kind, rng)).map(<S::Real as Real>::leave)
    }

    struct Cost(u8);
    objective!(Cost<2> |self, [mu, s], rng| cost(mu, s, self.0, rng));
    impl TwiceSmooth for Cost {}

    fn check(reverse: bool) {
        let (mu, s) = (0.3_f64, 0.8_f64);
        let at = |cost| Estimator::new(cost, [mu, s]).reverse(reverse);

        // A kink in a helper: the gradient is right, the Hessian is refused.
        let z = mu / s;
        let density = (-z * z / 2.0).exp() / std::f64::consts::TAU.sqrt();
        let tail = 0.292_339_533_345_447_5; // 2 Φ(3/8) - 1
        let kinked = at(&Cost(0)).grad(20_000, 2).unwrap();
        close("|x|", &kinked, mu * tail + 2.0 * s * density, [tail, 2.0 * density], 0.01);
        let refused = at(&Cost(0)).hessian(10, 2).unwrap_err();
        assert_eq!(refused, Error::SecondOrder("kink"));
        assert_eq!(refused.to_string(), "kink at second order");

        // Pathwise: E[sin x] = sin(mu) exp(-s²/2).
        let shrunk = (-s * s / 2.0).exp();
        let (sin, cos) = (mu.sin() * shrunk, mu.cos() * shrunk);
        let smooth = at(&Cost(1)).hessian(20_000, 3).unwrap();
        let exact = [[-sin, -s * cos], [-s * cos, (s * s - 1.0) * sin]];
        for (i, row) in exact.into_iter().enumerate() {
            for (j, exact) in row.into_iter().enumerate() {
                let (h, se) = (smooth.hessian[i][j], smooth.hessian_std_err[i][j]);
                println!("H{i}{j} {h:.5} ± {se:.5} (exact {exact:.5})");
                assert!((h - exact).abs() <= 5.0 * se && se < 0.02);
            }
        }

        // Enumerated: E = mu s e^s + (1 - mu s) mu³/s, without any noise.
        let exact = at(&Cost(2)).hessian(3, 4).unwrap();
        let mixed = (1.0 + s) * s.exp() + s.exp() - 3.0 * mu.powi(2) / s.powi(2);
        let second =
            [[6.0 * mu / s - 12.0 * mu * mu, 0.0], [0.0, mu * s.exp() * (2.0 + s) + 2.0 * mu.powi(3) / s.powi(3)]];
        assert!((exact.hessian[0][0] - second[0][0]).abs() < 1e-13);
        assert!((exact.hessian[0][1] - (mixed - s.exp())).abs() < 1e-13);
        assert!((exact.hessian[1][0] - (mixed - s.exp())).abs() < 1e-13);
        assert!((exact.hessian[1][1] - second[1][1]).abs() < 1e-13);
        assert_eq!(exact.hessian_std_err, [[0.0; 2]; 2]);
    }
    both_modes!();
}

mod mixture {
    use super::*;

    // fn logistic(x: f64) -> f64 { 1.0 / (1.0 + (-x).exp()) }
    fn logistic<T: Real>(x: T) -> T {
        fn body<D: Number>(x: Smooth<D>) -> Smooth<D> {
            1.0 / (1.0 + (-x).exp())
        }
        T::leave(body(x.lift()))
    }

    // #[stochastic_grad(fallback = perturb)]
    // fn jumps(r: f64, rng: &mut impl Rng) -> Result<bool, Error> { Ok(Bernoulli::new(r)?.sample(rng)) }
    fn jumps<S: Source + ?Sized>(r: impl Lift<Smooth<S::Number>>, rng: &mut S) -> Result<bool, Error> {
        fn body<D: Number, G: Generator>(r: Smooth<D>, rng: &mut Tracer<'_, G, D, Perturb>) -> Result<bool, Error> {
            Ok(Bernoulli::new(r)?.sample(rng))
        }
        rng.trace::<Perturb, _>(|rng| body(r.lift(), rng))
    }

    #[derive(Clone, Copy, Debug)]
    enum Cost {
        Sine,
        Growth,
        Square,
    }

    // All four kinds of draw in one loop. Each has a probability that depends on the others, and outcomes decide
    // how many draws follow, so that an alternative run shifts the keys of the draws after it.
    // fn walk(a: f64, m: f64, #[constant] cost: Cost, rng: &mut impl Rng) -> Result<f64, Error> { .. }
    fn walk<S: Source + ?Sized>(
        a: impl Lift<Smooth<S::Number>>,
        m: impl Lift<Smooth<S::Number>>,
        cost: Cost,
        rng: &mut S,
    ) -> Result<S::Real, Error> {
        fn body<D: Number, G: Generator>(
            a: Smooth<D>,
            m: Smooth<D>,
            cost: Cost,
            rng: &mut Tracer<'_, G, D, NoFallback>,
        ) -> Result<Smooth<D>, Error> {
            let z = Normal::new(m, 0.7)?.sample(rng);
            let p = logistic(a + z);
            let (mut level, mut total) = (0, 0.5 * z);
            for _ in 0..2 {
                let hit = Bernoulli::new(0.2 + 0.6 * p)?.score_function().sample(rng);
                let jump = jumps(0.1 + 0.2 * f64::from(level) + 0.3 * p, rng)?;
                let q = if hit ^ jump { 0.3 * p } else { 1.0 - 0.5 * p };
                let side = Bernoulli::new(q)?.enumerate().sample(rng);
                level += i32::from(jump);
                if side || jump {
                    total += Normal::new(a, 0.4)?.sample(rng);
                }
                if side {
                    total += 1.5;
                }
                if hit {
                    total += f64::from(level) * p;
                }
            }
            Ok(match cost {
                Cost::Sine => total.sin() * f64::from(1 + level),
                Cost::Growth => (0.3 * total).exp(),
                Cost::Square => total * total - f64::from(level) * a,
            })
        }
        rng.trace::<NoFallback, _>(|rng| body(a.lift(), m.lift(), cost, rng)).map(<S::Real as Real>::leave)
    }

    struct Walk(Cost);
    objective!(Walk<2> |self, [a, m], rng| walk(a, m, self.0, rng));

    /// The rest of the loop, by summation; the total is normal given the outcomes.
    fn rest<D: Number>(
        cost: Cost,
        a: Smooth<D>,
        p: Smooth<D>,
        left: u32,
        level: i32,
        total: (Smooth<D>, f64),
    ) -> Smooth<D> {
        let (mean, variance) = total;
        if left == 0 {
            return match cost {
                Cost::Sine => mean.sin() * (-variance / 2.0).exp() * f64::from(1 + level),
                Cost::Growth => (0.3 * mean + 0.045 * variance).exp(),
                Cost::Square => mean * mean + variance - f64::from(level) * a,
            };
        }
        let chance = |p: Smooth<D>, outcome: bool| if outcome { p } else { 1.0 - p };
        let mut sum = up(0.0);
        for outcome in 0..8 {
            let [hit, jump, side] = [1, 2, 4].map(|bit| outcome & bit != 0);
            let q = if hit ^ jump { 0.3 * p } else { 1.0 - 0.5 * p };
            let r = 0.1 + 0.2 * f64::from(level) + 0.3 * p;
            let weight = chance(0.2 + 0.6 * p, hit) * chance(r, jump) * chance(q, side);
            let level = level + i32::from(jump);
            let (mut mean, mut variance) = (mean, variance);
            if side || jump {
                mean += a;
                variance += 0.16;
            }
            if side {
                mean += 1.5;
            }
            if hit {
                mean += f64::from(level) * p;
            }
            sum += weight * rest(cost, a, p, left - 1, level, (mean, variance));
        }
        sum
    }

    /// The trapezoidal rule over the first draw: exact to rounding for a normal density.
    fn exact<D: Number>(cost: Cost, a: Smooth<D>, m: Smooth<D>) -> Smooth<D> {
        (-40..=40)
            .map(|i| {
                let node = f64::from(i) * 0.2;
                let z = m + 0.7 * node;
                let density = 0.2 * (-node * node / 2.0).exp() / std::f64::consts::TAU.sqrt();
                density * rest(cost, a, logistic(a + z), 2, 0, (0.5 * z, 0.0))
            })
            .sum()
    }

    fn check(reverse: bool) {
        let at = [0.3, -0.2];
        for cost in [Cost::Sine, Cost::Growth, Cost::Square] {
            let [a, m] = Dual::variables(at);
            let answer = exact::<Dual<f64, 2>>(cost, a, m);
            let plain = |a, m| exact::<f64>(cost, up(a), up(m)).detach();
            let difference = (plain(at[0] + 1e-5, at[1]) - plain(at[0] - 1e-5, at[1])) / 2e-5;
            assert!((answer.gradient()[0] - difference).abs() < 1e-8);

            let walk = Walk(cost);
            let estimator = Estimator::new(&walk, at);
            let e = estimator.reverse(reverse).grad(20_000, 5).unwrap();
            close(&format!("{cost:?}"), &e, answer.detach(), answer.gradient(), 0.05);
            let other = Estimator::new(&walk, at).reverse(!reverse).grad(200, 6).unwrap();
            same(&other, &Estimator::new(&walk, at).reverse(reverse).grad(200, 6).unwrap());
        }
    }
    both_modes!();
}

mod perturb {
    use super::*;

    // fn visits(lambda: f64, p: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    //     let n = Poisson::new(lambda)?.perturb().sample(rng);
    //     let x = Geometric::new(if n % 2 == 0 { p } else { 1.0 - 0.5 * p })?.perturb().sample(rng);
    //     let y = Geometric::new(p)?.score_function().sample(rng);
    //     Ok(0.6_f64.powi(x as i32) / (1 + n) as f64 + 0.1 * (x * y) as f64)
    // }
    fn visits<S: Source + ?Sized>(
        lambda: impl Lift<Smooth<S::Number>>,
        p: impl Lift<Smooth<S::Number>>,
        rng: &mut S,
    ) -> Result<S::Real, Error> {
        fn body<D: Number, G: Generator>(
            lambda: Smooth<D>,
            p: Smooth<D>,
            rng: &mut Tracer<'_, G, D, NoFallback>,
        ) -> Result<Smooth<D>, Error> {
            let n = Poisson::new(lambda)?.perturb().sample(rng);
            let x = Geometric::new(if n % 2 == 0 { p } else { 1.0 - 0.5 * p })?.perturb().sample(rng);
            let y = Geometric::new(p)?.score_function().sample(rng);
            Ok(up(0.6_f64.powi(x as i32) / (1 + n) as f64 + 0.1 * (x * y) as f64))
        }
        rng.trace::<NoFallback, _>(|rng| body(lambda.lift(), p.lift(), rng)).map(<S::Real as Real>::leave)
    }

    struct Visits;
    objective!(Visits<2> |self, [lambda, p], rng| visits(lambda, p, rng));

    // The random walk that StochasticAD.jl documents: fifty steps up with probability exp(-state / scale), or down.
    // #[stochastic_grad(fallback = perturb)]
    // fn random_walk(scale: f64, rng: &mut impl Rng) -> Result<f64, Error> { .. }
    fn random_walk<S: Source + ?Sized>(scale: impl Lift<Smooth<S::Number>>, rng: &mut S) -> Result<S::Real, Error> {
        fn body<D: Number, G: Generator>(
            scale: Smooth<D>,
            rng: &mut Tracer<'_, G, D, Perturb>,
        ) -> Result<Smooth<D>, Error> {
            let mut state = 0.0;
            for _ in 0..50 {
                let up = Bernoulli::new((-state / scale).exp())?.sample(rng);
                state += if up { 1.0 } else { -1.0 };
            }
            Ok(stochastic_grad_spike::up(state * state))
        }
        rng.trace::<Perturb, _>(|rng| body(scale.lift(), rng)).map(<S::Real as Real>::leave)
    }

    // At its ends a probability still moves: the outcome that cannot be drawn has a derivative.
    // fn edge(p: f64, #[constant] enumerated: bool, rng: &mut impl Rng) -> Result<f64, Error> { .. }
    fn edge<S: Source + ?Sized>(
        p: impl Lift<Smooth<S::Number>>,
        enumerated: bool,
        rng: &mut S,
    ) -> Result<S::Real, Error> {
        fn body<D: Number, G: Generator>(
            p: Smooth<D>,
            enumerated: bool,
            rng: &mut Tracer<'_, G, D, NoFallback>,
        ) -> Result<Smooth<D>, Error> {
            let b = Bernoulli::new(p)?;
            let hit = if enumerated { b.enumerate().sample(rng) } else { b.perturb().sample(rng) };
            Ok(if hit { 5.0 * p.exp() } else { up(2.0) })
        }
        rng.trace::<NoFallback, _>(|rng| body(p.lift(), enumerated, rng)).map(<S::Real as Real>::leave)
    }

    struct Edge(bool);
    objective!(Edge<1> |self, [p], rng| edge(p, self.0, rng));

    struct RandomWalk;
    objective!(RandomWalk<1> |self, [scale], rng| random_walk(scale, rng));

    fn check(reverse: bool) {
        let at = [1.7, 0.45];
        let [lambda, p] = Dual::<f64, 2>::variables(at);
        let mut poisson = (-lambda).exp();
        let mut answer = up(0.0);
        for n in 0..60 {
            let q = if n % 2 == 0 { p } else { 1.0 - 0.5 * p };
            let power = q / (1.0 - 0.6 * (1.0 - q));
            answer += poisson * (power / f64::from(n + 1) + 0.1 * ((1.0 - q) / q) * ((1.0 - p) / p));
            poisson = poisson * lambda / f64::from(n + 1);
        }
        let e = Estimator::new(&Visits, at).reverse(reverse).grad(40_000, 7).unwrap();
        close("visits", &e, answer.detach(), answer.gradient(), 0.04);

        for enumerated in [false, true] {
            for p in [0.0_f64, 1.0] {
                let e = Estimator::new(&Edge(enumerated), [p]).reverse(reverse).grad(9, 7).unwrap();
                let exact = 5.0 * p.exp() - 2.0 + 5.0 * p * p.exp();
                assert!((e.grad[0] - exact).abs() < 1e-13 && e.grad_std_err[0] < 1e-13);
            }
        }

        // Exact by carrying the distribution of the state along.
        let [scale] = Dual::<f64, 1>::variables([100.0]);
        let mut chance: Vec<Smooth<Dual<f64, 1>>> = vec![up(0.0); 52];
        chance[0] = up(1.0);
        for _ in 0..50 {
            let mut next = vec![up(0.0); 52];
            for (state, chance) in chance.into_iter().enumerate().take(51) {
                let up = (-(state as f64) / scale).exp();
                next[state + 1] += chance * up;
                if state > 0 {
                    next[state - 1] += chance * (1.0 - up);
                }
            }
            chance = next;
        }
        let answer: Smooth<_> = chance.iter().enumerate().map(|(state, chance)| *chance * (state * state) as f64).sum();
        assert!((answer.gradient()[0] - 7.558188).abs() < 1e-6);
        let e = Estimator::new(&RandomWalk, [100.0]).reverse(reverse).grad(10_000, 8).unwrap();
        close("random walk", &e, answer.detach(), answer.gradient(), 0.01);
        println!("    standard deviation of a sample: {:.3}", e.grad_std_err[0] * (e.n as f64).sqrt());
    }
    both_modes!();
}

mod credits {
    use super::*;

    // ADEV's recursion: the mean number of flips is 1/p.
    // fn flips(p: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    //     let cost = credit(1.0, rng);
    //     Ok(if Bernoulli::new(p)?.score_function().sample(rng) { cost } else { cost + flips(p, rng)? })
    // }
    fn flips<S: Source + ?Sized>(p: impl Lift<Smooth<S::Number>>, rng: &mut S) -> Result<S::Real, Error> {
        fn body<D: Number, G: Generator>(
            p: Smooth<D>,
            rng: &mut Tracer<'_, G, D, NoFallback>,
        ) -> Result<Smooth<D>, Error> {
            let cost = credit(1.0, rng);
            Ok(if Bernoulli::new(p)?.score_function().sample(rng) { cost } else { cost + flips(p, rng)? })
        }
        rng.trace::<NoFallback, _>(|rng| body(p.lift(), rng)).map(<S::Real as Real>::leave)
    }

    struct Flips;
    objective!(Flips<1> |self, [p], rng| flips(p, rng));

    #[derive(Clone, Copy, Debug, PartialEq)]
    enum Use {
        Count,
        Discounted,
        Noisy,
        Square,
        Branches,
        Ignored,
    }

    // A cost before each flip. What becomes of the total is the program's business.
    // fn settle(p: f64, #[constant] usage: Use, #[constant] credited: bool, rng: &mut impl Rng)
    //     -> Result<f64, Error> { .. }
    fn settle<S: Source + ?Sized>(
        p: impl Lift<Smooth<S::Number>>,
        usage: Use,
        credited: bool,
        rng: &mut S,
    ) -> Result<S::Real, Error> {
        fn body<D: Number, G: Generator>(
            p: Smooth<D>,
            usage: Use,
            credited: bool,
            rng: &mut Tracer<'_, G, D, NoFallback>,
        ) -> Result<Smooth<D>, Error> {
            let mut total = up::<D>(0.0);
            for k in 0.. {
                let mut cost = match usage {
                    Use::Discounted => p * 0.8_f64.powi(k),
                    Use::Noisy => Normal::new(p, 0.5)?.sample(rng).powi(2),
                    _ => up(1.0),
                };
                // An enumerated choice, so that a settlement has a weight.
                if usage == Use::Branches && k < 2 && !Bernoulli::new(0.5 + 0.5 * p)?.enumerate().sample(rng) {
                    cost = up(3.0);
                }
                total += if credited { credit(cost, rng) } else { cost };
                if Bernoulli::new(p)?.score_function().sample(rng) {
                    break;
                }
            }
            Ok(match usage {
                Use::Square => total * total,
                Use::Ignored => 7.0 * p,
                _ => total,
            })
        }
        rng.trace::<NoFallback, _>(|rng| body(p.lift(), usage, credited, rng)).map(<S::Real as Real>::leave)
    }

    struct Settle(Use, bool);
    objective!(Settle<1> |self, [p], rng| settle(p, self.0, self.1, rng));

    fn exact<D: Number>(usage: Use, p: Smooth<D>) -> Smooth<D> {
        match usage {
            Use::Count => 1.0 / p,
            Use::Discounted => p / (1.0 - 0.8 * (1.0 - p)),
            Use::Noisy => (p * p + 0.25) / p,
            Use::Square => (2.0 - p) / (p * p),
            Use::Branches => 1.0 / p + 2.0 * (0.5 - 0.5 * p) * (2.0 - p),
            Use::Ignored => 7.0 * p,
        }
    }

    fn check(reverse: bool) {
        let at = [0.4];
        let e = Estimator::new(&Flips, at).reverse(reverse).grad(20_000, 9).unwrap();
        close("flips", &e, 2.5, [-6.25], 0.02);

        for usage in [Use::Count, Use::Discounted, Use::Noisy, Use::Square, Use::Branches, Use::Ignored] {
            let answer = exact(usage, Dual::<f64, 1>::variables(at)[0]);
            let run = |credited, n, seed| {
                let settle = Settle(usage, credited);
                Estimator::new(&settle, at).reverse(reverse).grad(n, seed).unwrap()
            };
            let with = run(true, 40_000, 10);
            close(&format!("{usage:?}, credited"), &with, answer.detach(), answer.gradient(), 0.04);
            let without = run(false, 40_000, 10);
            close(&format!("{usage:?}, not credited"), &without, answer.detach(), answer.gradient(), 0.04);
            let ratio = (without.grad_std_err[0] / with.grad_std_err[0]).powi(2);
            println!("    variance divided by {ratio:.2}");
            if matches!(usage, Use::Count | Use::Discounted | Use::Noisy) {
                assert!(ratio > 1.2);
            }

            // With few samples most settlements are missing from some: a baseline that forgot them would be biased.
            let small: Vec<f64> = (0..4_000).map(|seed| run(true, 3, seed).grad[0]).collect();
            let mean = small.iter().sum::<f64>() / 4e3;
            let se = (small.iter().map(|g| (g - mean).powi(2)).sum::<f64>() / 4e3 / 4e3).sqrt();
            println!("    n = 3: {mean:.4} ± {se:.4}");
            assert!((mean - answer.gradient()[0]).abs() <= 5.0 * se);
        }
    }
    both_modes!();
}

mod swallowed {
    use super::*;

    // fn guarded(mu: f64, #[constant] kind: u8, rng: &mut impl Rng) -> Result<f64, Error> { .. }
    fn guarded<S: Source + ?Sized>(mu: impl Lift<Smooth<S::Number>>, kind: u8, rng: &mut S) -> Result<S::Real, Error> {
        fn body<D: Number, G: Generator>(
            mu: Smooth<D>,
            kind: u8,
            rng: &mut Tracer<'_, G, D, NoFallback>,
        ) -> Result<Smooth<D>, Error> {
            let x = Normal::new(mu, 1.0)?.sample(rng);
            Ok(match kind {
                // A comparison of x with zero, in disguise.
                0 => x + if Exp::new(x).is_ok() { 1.0 } else { 0.0 },
                1 => Exp::new(x)?.sample(rng),
                2 => x + if Exp::new(-1.0).is_ok() { 1.0 } else { 0.0 },
                // An estimate inside does not wash the report away.
                3 => {
                    let caught = Exp::new(x).is_err();
                    x + Estimator::new(&Guarded(2), [0.0]).grad(8, 1)?.value + f64::from(u8::from(caught))
                }
                4 => x * f64::from(u8::from(Bernoulli::new(mu)?.score_function().sample(rng))),
                5 => x * f64::from(u8::from(Bernoulli::new(up::<D>(1.0))?.score_function().sample(rng))),
                _ => {
                    while !Bernoulli::new(mu / 2.0)?.enumerate().sample(rng) {}
                    x
                }
            })
        }
        rng.trace::<NoFallback, _>(|rng| body(mu.lift(), kind, rng)).map(<S::Real as Real>::leave)
    }

    struct Guarded(u8);
    objective!(Guarded<1> |self, [mu], rng| guarded(mu, self.0, rng));

    fn check(reverse: bool) {
        let run = |kind| Estimator::new(&Guarded(kind), [1.0]).reverse(reverse).grad(1_000, 11);
        let rule = "lambda must be positive and finite";
        let caught = run(0).unwrap_err();
        assert!(
            matches!(caught, Error::Parameter { distribution: "Exp", rule: r, value } if r == rule && value <= 0.0)
        );
        // The same sample is blamed whether the program lets the error through or not, in lanes or not.
        assert_eq!(run(1).unwrap_err(), caught);
        assert_eq!(Estimator::new(&Guarded(0), [1.0]).reverse(reverse).scalar().grad(1_000, 11).unwrap_err(), caught);
        assert!(matches!(run(3), Err(Error::Parameter { distribution: "Exp", .. })));

        // Without derivatives the program may branch on the error, but not for eight samples at once.
        let plain = Guarded(0);
        let plain = Estimator::new(&plain, [1.0]).value_only();
        let free = plain.grad(1_000, 11).unwrap();
        let scalar = plain.scalar().grad(1_000, 11).unwrap();
        assert_eq!((free.value, free.value_std_err), (scalar.value, scalar.value_std_err));

        // A constant is the program's own affair, and so is a run without derivatives.
        let constant = run(2).unwrap();
        assert!(constant.lanes);
        close("constant", &constant, 1.0, [1.0], 0.1);
        assert!(guarded(-50.0, 0, &mut StdRng::seed_from_u64(1)).unwrap() < -40.0);

        // What `sample` has to report, which cannot return an error.
        assert_eq!(run(4).unwrap_err(), Error::ZeroProbability("Bernoulli"));
        close("degenerate constant", &run(5).unwrap(), 1.0, [1.0], 0.1);
        assert_eq!(run(6).unwrap_err(), Error::TooManyPaths);
    }
    both_modes!();
}

mod positions {
    use super::*;

    mod elsewhere {
        use stochastic_grad_spike::*;

        // pub fn blend(a: f64, b: f64, c: f64, depth: u32, rng: &mut impl Rng) -> Result<f64, Error> {
        //     let noise = Normal::new(0.0, c)?.sample(rng).powi(2);
        //     if depth == 0 {
        //         return Ok(a * b.sin() + noise);
        //     }
        //     Ok(blend(a * b, b, 0.5, depth - 1, rng)? + a * c + noise)
        // }
        pub fn blend<S: Source + ?Sized>(
            a: impl Lift<Smooth<S::Number>>,
            b: impl Lift<Smooth<S::Number>>,
            c: impl Lift<Smooth<S::Number>>,
            depth: u32,
            rng: &mut S,
        ) -> Result<S::Real, Error> {
            fn body<D: Number, G: Generator>(
                a: Smooth<D>,
                b: Smooth<D>,
                c: Smooth<D>,
                depth: u32,
                rng: &mut Tracer<'_, G, D, NoFallback>,
            ) -> Result<Smooth<D>, Error> {
                let noise = Normal::new(0.0, c)?.sample(rng).powi(2);
                if depth == 0 {
                    return Ok(a * b.sin() + noise);
                }
                Ok(blend(a * b, b, 0.5, depth - 1, rng)? + a * c + noise)
            }
            rng.trace::<NoFallback, _>(|rng| body(a.lift(), b.lift(), c.lift(), depth, rng))
                .map(<S::Real as Real>::leave)
        }

        // pub fn fold(a: f64, b: f64, c: f64, depth: u32) -> f64 {
        //     if depth == 0 { a * b.cos() } else { fold(0.5, a, 2.0, depth - 1) * c + fold(c, b, a, 0) }
        // }
        pub fn fold<A, B, C>(a: A, b: B, c: C, depth: u32) -> <(A, B, C) as JoinAll<3>>::Out
        where
            (A, B, C): JoinAll<3>,
        {
            fn body<D: Number>([a, b, c]: [Smooth<D>; 3], depth: u32) -> Smooth<D> {
                if depth == 0 { a * b.cos() } else { fold(0.5, a, 2.0, depth - 1) * c + fold(c, b, a, 0) }
            }
            Real::leave(body((a, b, c).join_all(), depth))
        }
    }
    use elsewhere::{blend, fold};

    const AT: [f64; 3] = [0.7, 1.1, 0.9];

    /// Calls a helper with constants in the positions outside `$mask`, each call written out as a user would.
    macro_rules! mixes {
        ($mask:expr, $x:ident, $y:ident, $z:ident, |$a:ident, $b:ident, $c:ident| $call:expr) => {
            mixes!(@ $mask, $a, $b, $c, $call, [
                0 (AT[0], AT[1], AT[2]), 1 ($x, AT[1], AT[2]), 2 (AT[0], $y, AT[2]), 3 ($x, $y, AT[2]),
                4 (AT[0], AT[1], $z), 5 ($x, AT[1], $z), 6 (AT[0], $y, $z), 7 ($x, $y, $z)
            ])
        };
        (@ $mask:expr, $a:ident, $b:ident, $c:ident, $call:expr, [$($n:literal ($x:expr, $y:expr, $z:expr)),*]) => {
            match $mask {
                $($n => { let ($a, $b, $c) = ($x, $y, $z); Lift::<Smooth<_>>::lift($call) })*
                _ => unreachable!(),
            }
        };
    }

    // fn sampled(x: f64, y: f64, z: f64, #[constant] mask: u8, rng: &mut impl Rng) -> Result<f64, Error> { .. }
    struct Sampled(u8);
    objective!(Sampled<3> |self, [x, y, z], rng| {
        Ok(mixes!(self.0, x, y, z, |a, b, c| blend(a, b, c, 2, rng)?))
    });
    struct Folded(u8);
    objective!(Folded<3> |self, [x, y, z], _rng| {
        Ok(mixes!(self.0, x, y, z, |a, b, c| fold(a, b, c, 1)))
    });

    fn check(reverse: bool) {
        let [a, b, c] = AT;
        let answer = a * c + c * c + 0.5 * a * b + 0.5 + a * b * b * b.sin();
        let full = [c + 0.5 * b + b * b * b.sin(), 0.5 * a + a * (2.0 * b * b.sin() + b * b * b.cos()), a + 2.0 * c];
        // fold(a, b, c, 1) = 0.5 cos(a) c + c cos(b).
        let folded = c * (0.5 * a.cos() + b.cos());
        let folded_full = [-0.5 * a.sin() * c, -c * b.sin(), 0.5 * a.cos() + b.cos()];
        for mask in 0..8_u8 {
            let masked = |g: [f64; 3]| std::array::from_fn(|i| if mask & (1 << i) != 0 { g[i] } else { 0.0 });
            let e = Estimator::new(&Sampled(mask), AT).reverse(reverse).grad(8_000, 12).unwrap();
            close(&format!("mix {mask:03b}"), &e, answer, masked(full), 0.03);
            let e = Estimator::new(&Folded(mask), AT).reverse(reverse).grad(2, 13).unwrap();
            let exact: [f64; 3] = masked(folded_full);
            assert!((e.value - folded).abs() < 1e-14);
            assert!(e.grad.iter().zip(exact).all(|(g, exact)| (g - exact).abs() < 1e-14), "{:?} {exact:?}", e.grad);
        }
        // Outside they are ordinary functions, also with an rng known only at run time.
        let mut rng = StdRng::seed_from_u64(14);
        let once: f64 = blend(a, b, c, 2, &mut rng).unwrap();
        let mut again: Box<dyn rand::Rng> = Box::new(StdRng::seed_from_u64(14));
        assert_eq!(once, blend(a, b, c, 2, &mut *again).unwrap());
        let plain: f64 = fold(a, b, c, 1);
        assert!((plain - folded).abs() < 1e-14);
    }
    both_modes!();
}
