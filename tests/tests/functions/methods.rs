//! Methods in an annotated `impl` block.

use super::support::{matches_differences, same_values};
use stochastic_grad::prelude::*;

/// A market with constants of its own.
#[derive(Clone, Debug)]
pub struct Market {
    rate: f64,
    dividend: f64,
    steps: usize,
}

#[stochastic_grad]
impl Market {
    const DAYS: f64 = 252.0;

    fn new(rate: f64, dividend: f64) -> Self {
        Market { rate, dividend, steps: 4 }
    }

    fn drift(&self) -> f64 {
        self.rate - self.dividend
    }

    /// The discounted value of a constant or smooth payment.
    #[stochastic_grad]
    pub fn discounted(&self, payment: f64, time: f64) -> f64 {
        payment * (-self.rate * time).exp()
    }

    /// One step of a path.
    #[stochastic_grad]
    fn next(&self, spot: f64, vol: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        let dt = 1.0 / self.steps as f64;
        let z = Normal::new(0.0, 1.0)?.sample(rng);
        Ok(spot * ((self.drift() - 0.5 * vol * vol) * dt + vol * dt.sqrt() * z).exp())
    }

    /// An average-price call.
    #[stochastic_grad]
    pub fn asian(&self, spot: f64, vol: f64, #[constant] strike: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        let mut s = spot;
        let mut sum = 0.0;
        for _ in 0..self.steps {
            s = self.next(s, vol, rng)?;
            sum += s;
        }
        let mean = sum / self.steps as f64;
        Ok(self.discounted((mean - strike).max(0.0), 1.0) + self.discounted(1.0, vol / Self::DAYS) + Self::base(vol))
    }

    #[stochastic_grad]
    fn base(x: f64) -> f64 {
        x.powi(2) * Self::DAYS.ln()
    }

    /// No receiver.
    #[stochastic_grad(objective = Jump)]
    pub(crate) fn jump(size: f64, rng: &mut impl Rng) -> f64 {
        let u: f64 = rng.random();
        size.cos() * u + Market::base(size)
    }
}

#[test]
fn a_method_has_a_gradient() {
    let market = Market::new(0.05, 0.01);
    let asian = MarketAsian::new(&market, 1.01);
    matches_differences(&asian, (1.1, 0.2));
    matches_differences(&Jump, 0.7);
    let seeded = || StdRng::seed_from_u64(3);
    let estimate = market.asian_grad((1.1, 0.2), 1.01, 100, &mut seeded()).unwrap();
    let same: Estimate<MarketAsianParams> = asian.grad((1.1, 0.2), 100, &mut seeded()).unwrap();
    assert_eq!(estimate.grad, same.grad);
    let jump: Estimate<MarketJumpParams> = Market::jump_grad(0.7, 10, &mut seeded()).unwrap();
    assert!(jump.grad.size.is_finite());
    assert_eq!(market.discounted(1.0, 0.0), 1.0);
    same_values(
        &(),
        |(), rng| market.asian(1.1, 0.2, 1.0, rng),
        |(), rng| {
            let (mut s, mut sum) = (1.1, 0.0);
            for _ in 0..4 {
                let dt = 1.0 / 4_f64;
                let z = Normal::new(0.0, 1.0)?.sample(rng);
                s = s * (((0.05 - 0.01) - 0.5 * 0.2 * 0.2) * dt + 0.2 * dt.sqrt() * z).exp();
                sum += s;
            }
            let early = (sum / 4_f64 - 1.0_f64).max(0.0) * (-0.05 * 1.0_f64).exp();
            let constant = 1.0 * (-0.05 * (0.2_f64 / 252.0)).exp();
            Ok::<f64, Error>(early + constant + 0.2_f64.powi(2) * 252.0_f64.ln())
        },
    );
}

/// Data with a lifetime, a type parameter and a constant parameter.
struct Regression<'a, L, const N: usize>
where
    L: Fn(f64) -> f64 + Sync,
{
    rows: &'a [[f64; N]],
    targets: &'a [f64],
    link: L,
}

#[stochastic_grad]
impl<'a, L, const N: usize> Regression<'a, L, N>
where
    L: Fn(f64) -> f64 + Sync,
{
    #[stochastic_grad]
    fn elbo(&self, mean: &[f64; N], ln_sd: [f64; N], rng: &mut impl Rng) -> Result<f64, Error> {
        let mut theta = [0.0; N];
        for j in 0..N {
            theta[j] = Normal::new(mean[j], ln_sd[j].exp())?.sample(rng);
        }
        let mut total = 0.0;
        for (row, y) in self.rows.iter().zip(self.targets) {
            total -= (dot(row, &theta) - (self.link)(*y)).powi(2);
        }
        Ok(total + ln_sd.iter().sum::<f64>() - 0.5 * theta.iter().map(|t| t * t).sum::<f64>())
    }
}

#[test]
fn generic_blocks_work() {
    let data = Regression { rows: &[[1.0, 2.0], [0.5, -1.0]], targets: &[1.0, 0.3], link: |y: f64| y.sqrt() };
    matches_differences(&RegressionElbo::new(&data), ([0.1, 0.2], [-0.5, -1.0]));
    let estimate = data.elbo_grad(([0.1, 0.2], [-0.5, -1.0]), 10, &mut StdRng::seed_from_u64(1)).unwrap();
    assert_eq!(estimate.grad.flatten().len(), 4);
}

/// A policy whose parameters are an argument, with a method by value and a private helper.
#[derive(Clone, Copy, Debug)]
struct Inventory {
    holding: f64,
    penalty: f64,
}

#[stochastic_grad(fallback = score_function)]
impl Inventory {
    #[stochastic_grad]
    fn cost(self, order: f64, rate: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        let demand = Poisson::new(rate)?.sample(rng) as f64;
        let left = order - demand;
        Ok(self.holding * left.max(0.0) + self.penalty * (-left).max(0.0))
    }
}

#[test]
fn the_options_of_a_block_hold_for_its_methods() {
    let inventory = Inventory { holding: 1.0, penalty: 3.0 };
    let (order, rate) = (2.5, 2.0_f64);
    // E = h E(order - D)+ + p E(D - order)+ with P(D <= 2) = 5 exp(-2).
    let below = 5.0 * (-rate).exp();
    let estimate = inventory.cost_grad((order, rate), 40_000, &mut StdRng::seed_from_u64(4)).unwrap();
    let exact = 1.0 * below - 3.0 * (1.0 - below);
    assert!((estimate.grad.order - exact).abs() < 5.0 * estimate.grad_std_err.order);
    // d/d rate E(order - D)+ = -P(D <= 1) - (order - 2) P(D = 2), and E(D - order)+ = E(order - D)+ + rate - order.
    let p = |k: i32| (-rate).exp() * rate.powi(k) / [1.0, 1.0, 2.0][k as usize];
    let slope = -(p(0) + p(1)) - 0.5 * p(2);
    let exact = slope + 3.0 * (slope + 1.0);
    assert!((estimate.grad.rate - exact).abs() < 5.0 * estimate.grad_std_err.rate);
}

/// A struct of numbers with methods, and a helper that changes one.
#[derive(Parameters, Clone, Debug, PartialEq)]
struct Line<T = f64> {
    slope: T,
    offset: T,
}

#[stochastic_grad]
impl Line<f64> {
    #[stochastic_grad]
    fn at(&self, x: f64, rng: &mut impl Rng) -> f64 {
        let u: f64 = rng.random();
        self.slope * x + self.offset * u
    }

    /// The name of a method of iterators.
    #[stochastic_grad]
    fn position(&self, x: f64) -> f64 {
        self.slope * x
    }

    #[stochastic_grad]
    fn count(&self, x: f64, rng: &mut impl Rng) -> f64 {
        x + self.slope * rng.random::<f64>()
    }
}

#[stochastic_grad]
fn bump(line: &mut Line<f64>, by: f64) {
    line.slope += by;
}

#[stochastic_grad]
fn bumped(a: f64, b: f64, rng: &mut impl Rng) -> f64 {
    let line = Line { slope: 1.0, offset: 2.0 };
    let mut other = Line { slope: a, offset: 1.0 };
    bump(&mut other, b);
    let mut total = 0.0;
    total += line.position(a);
    total += line.count(1.0, rng);
    line.at(a, rng) + other.slope * total
}

#[test]
fn methods_of_structs_of_numbers_work() {
    matches_differences(&Bumped, (0.6, 0.3));
    let line = Line { slope: 1.5, offset: 0.0 };
    let estimate = line.at_grad(2.0, 10, &mut StdRng::seed_from_u64(1)).unwrap();
    assert_eq!((estimate.value, estimate.grad.x), (3.0, 1.5));
}
