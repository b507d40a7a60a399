//! Divergences against their reference values, near zero, at the ends of supports, and where there is none.

mod edges;

use super::reference::kl::DIVERGENCES;
use super::*;
use crate::error::Reports;
use rand::RngExt;

type One = Dual<f64, 1>;
type Two = Dual<Dual<f64, 1>, 1>;

/// A distribution from the numbers of the table.
trait Made<D: Number> {
    fn made(numbers: &[Smooth<D>]) -> Self;
}
macro_rules! made {
    ($($Name:ident($($i:literal),+);)*) => { $(
        impl<D: Number> Made<D> for $Name<Smooth<D>> {
            fn made(numbers: &[Smooth<D>]) -> Self {
                $Name::new($(numbers[$i]),+).unwrap()
            }
        }
    )* };
}
made! {
    Bernoulli(0);
    Beta(0, 1);
    Cauchy(0, 1);
    Exp(0);
    Gamma(0, 1);
    Geometric(0);
    Gumbel(0, 1);
    HalfNormal(0);
    Laplace(0, 1);
    LogNormal(0, 1);
    Normal(0, 1);
    Pareto(0, 1);
    Poisson(0);
    Uniform(0, 1);
}
impl<D: Number> Made<D> for Binomial<Smooth<D>> {
    fn made(numbers: &[Smooth<D>]) -> Self {
        Binomial::new(numbers[0].peek() as u64, numbers[1]).unwrap()
    }
}
impl<D: Number> Made<D> for Categorical<Smooth<D>> {
    fn made(numbers: &[Smooth<D>]) -> Self {
        Categorical::new(numbers).unwrap()
    }
}
impl<D: Number> Made<D> for Dirichlet<Smooth<D>> {
    fn made(numbers: &[Smooth<D>]) -> Self {
        Dirichlet::new(numbers).unwrap()
    }
}
type MvnCholesky<T> = MultivariateNormal<T>;
impl<D: Number> Made<D> for MultivariateNormal<Smooth<D>> {
    fn made(numbers: &[Smooth<D>]) -> Self {
        let n = (1..).find(|n| n + n * n == numbers.len()).unwrap();
        let rows: Vec<Vec<_>> = (0..n).map(|i| numbers[n + i * n..][..=i].to_vec()).collect();
        MultivariateNormal::from_cholesky(&numbers[..n], &rows).unwrap()
    }
}

type Divergence<D> = fn(&[Smooth<D>], &[Smooth<D>]) -> Smooth<D>;

macro_rules! pairs {
    ($NAMES:ident $by_name:ident: $($P:ident: $($Q:ident)+;)*) => {
        const $NAMES: &[(&str, &str)] = &[$($((stringify!($P), stringify!($Q))),+),*];

        fn $by_name<D: Number>(p: &str, q: &str) -> Divergence<D> {
            match (p, q) {
                $($((stringify!($P), stringify!($Q)) => |p, q| {
                    kl_divergence(&$P::<Smooth<D>>::made(p), &$Q::<Smooth<D>>::made(q))
                },)+)*
                _ => unreachable!("{p} and {q} are no pair"),
            }
        }
    };
}
pairs! {
    PAIRS pair:
    Bernoulli: Bernoulli Poisson;
    Beta: Beta Exp Gamma Normal Uniform;
    Binomial: Binomial;
    Categorical: Categorical;
    Cauchy: Cauchy;
    Dirichlet: Dirichlet;
    Exp: Exp Gamma Gumbel Normal;
    Gamma: Exp Gamma Gumbel Normal;
    Geometric: Geometric;
    Gumbel: Gumbel Normal;
    HalfNormal: HalfNormal;
    Laplace: Laplace Normal;
    LogNormal: LogNormal;
    MvnCholesky: MvnCholesky;
    Normal: Gumbel Laplace Normal;
    Pareto: Exp Gamma Normal Pareto;
    Poisson: Poisson;
    Uniform: Beta Exp Gamma Gumbel Normal Pareto Uniform;
}
pairs! {
    INFINITE infinite_pair:
    Beta: Pareto;
    Exp: Beta Pareto Uniform;
    Gamma: Beta Pareto Uniform;
    Gumbel: Beta Exp Gamma Pareto Uniform;
    Laplace: Beta Exp Gamma Pareto Uniform;
    Normal: Beta Exp Gamma Pareto Uniform;
    Pareto: Beta Uniform;
    Poisson: Bernoulli Binomial;
}

fn constants<D: Number>(numbers: &[f64]) -> Vec<Smooth<D>> {
    numbers.iter().map(|x| Smooth::constant(*x)).collect()
}

/// The numbers of p and q, of which number `i` moves.
fn seeded(p: &[f64], q: &[f64], i: usize) -> [Vec<Smooth<One>>; 2] {
    let mut next = 0..;
    [p, q].map(|numbers| {
        let seed = |x: &f64| Smooth(Dual::new(*x, [if next.next() == Some(i) { 1.0 } else { 0.0 }]));
        numbers.iter().map(seed).collect()
    })
}

#[test]
fn divergences_and_their_derivatives_are_those_of_the_table() {
    let mut reports = Reports::collect();
    for &(p, p_numbers, q, q_numbers, value, by_p, by_q) in DIVERGENCES {
        let what = (p, p_numbers, q, q_numbers);
        let got = pair::<f64>(p, q)(&constants(p_numbers), &constants(q_numbers)).0;
        close(got, value, 5e-15 * value, &what);
        let largest = by_p.iter().chain(by_q).fold(0.0, |largest: f64, slope| largest.max(slope.abs()));
        for (i, want) in by_p.iter().chain(by_q).enumerate() {
            let [p_at, q_at] = seeded(p_numbers, q_numbers, i);
            let (value, [slope]) = pair::<One>(p, q)(&p_at, &q_at).0.parts();
            assert_eq!(value, got, "{what:?}");
            close(slope, *want, 4e-15 * largest, &(what, i));
        }
    }
    assert_eq!(reports.take(), None);
    let tabulated = |pair: &(&str, &str)| DIVERGENCES.iter().any(|row| (row.0, row.2) == *pair);
    assert_eq!(PAIRS.iter().find(|pair| !tabulated(pair)), None);
}

/// A family, parameters of p and of q, nearly the same or far apart, and the divergence: the formula with 90 digits.
#[rustfmt::skip]
const EXTREME: &[(&str, &[f64], &[f64], f64)] = &[
    ("Bernoulli", &[0.25], &[0.25000001], 2.6666666164520296e-16),
    ("Bernoulli", &[0.999999], &[0.9999990001], 5.000339185683856e-15),
    ("Bernoulli", &[1e-12], &[1.00001e-12], 4.9999666670397607e-23),
    ("Beta", &[2.5, 0.75], &[2.5000001, 0.7500002], 3.7098452149107814e-14),
    ("Beta", &[100000.0, 300000.0], &[100001.0, 300003.0], 2.499992361145833e-11),
    ("Beta", &[1e-06, 2.0], &[1.0000001e-06, 2.0000003], 4.999998518870657e-15),
    ("Beta", &[100000000.0, 5.0], &[100000001.0, 5.0], 2.499999883333339e-16),
    ("Categorical", &[0.25, 0.125, 0.625], &[0.25000001, 0.125, 0.62499999], 2.7999999611341935e-16),
    ("Cauchy", &[0.5, 1.25], &[0.50000001, 1.2500001], 1.615999872749176e-15),
    ("Cauchy", &[0.0, 1e+150], &[1e+170, 1e-150], 781.4926372568557),
    ("Dirichlet", &[4.0, 0.75, 30.0], &[4.000001, 0.7500001, 30.000002], 8.212897779547976e-14),
    ("Dirichlet", &[10000.0, 20000.0, 30000.0], &[10000.01, 20000.02, 30000.03], 5.000135555485674e-13),
    ("Exp", &[1.75], &[1.7500001], 1.6326530009346904e-15),
    ("Gamma", &[2.5, 1.5], &[2.5000001, 1.5], 2.451788733108742e-15),
    ("Gamma", &[0.03, 1.5], &[0.03000001, 1.5000001], 5.6367657779683256e-14),
    ("Gamma", &[1000000.0, 2.0], &[1000001.0, 1.999998], 2.5000041669596446e-13),
    ("Gamma", &[14.9, 2.0], &[15.1, 1.97], 6.957589994323018e-05),
    ("Gamma", &[100000000.0, 1e-08], &[1.0, 1.0], 8.791401842104843),
    ("Gamma", &[1.0, 1.0], &[100000000.0, 1e-08], 57721556.621535785),
    ("Gamma", &[1e-08, 2.0], &[3.0, 0.5], 299999978.84523034),
    ("Geometric", &[0.25], &[0.25000001], 1.0666666465808118e-15),
    ("Geometric", &[1e-09], &[1.00001e-09], 4.999966671795655e-11),
    ("Gumbel", &[0.5, 1.25], &[0.50000001, 1.2500001], 5.597195399322041e-15),
    ("HalfNormal", &[0.75], &[0.75000001], 1.7777777561374158e-16),
    ("Laplace", &[0.5, 0.75], &[0.50000001, 0.75000002], 4.444444295560305e-16),
    ("LogNormal", &[0.25, 0.5], &[0.25000001, 0.5], 1.9999999978945765e-16),
    ("Normal", &[0.5, 1.25], &[0.5, 1.25000001], 6.399999836875041e-17),
    ("Normal", &[100000000.0, 1.25], &[100000000.0, 1.2500000001], 6.400001058223459e-21),
    ("Pareto", &[2.0, 2.5], &[2.0, 2.5000001], 7.999999760481412e-16),
    ("Poisson", &[3.5], &[3.5000001], 1.4285713966846054e-15),
    ("Poisson", &[1000000000000000.0], &[1000000000000100.0], 4.999999999999667e-12),
];

#[test]
fn nearly_equal_distributions_and_far_ones_lose_no_digits() {
    for &(name, p, q, value) in EXTREME {
        let got = pair::<f64>(name, name)(&constants(p), &constants(q)).0;
        close(got, value, 1e-14 * value + 1e-15 * value.sqrt(), &(name, p, q));
    }
}

#[test]
fn the_divergence_from_itself_is_0_and_so_are_its_derivatives() {
    for &(p, numbers, q, others, ..) in DIVERGENCES.iter().filter(|row| row.0 == row.2) {
        for numbers in [numbers, others] {
            for i in 0..2 * numbers.len() {
                let [at, from] = seeded(numbers, numbers, i);
                let (value, [slope]) = pair::<One>(p, q)(&at, &from).0.parts();
                // As much moves at once in p and q only where their support moves, which is an error.
                if !matches!(p, "Uniform" | "Pareto") {
                    assert_eq!((value, slope.abs() < 1e-15), (0.0, true), "{p} {numbers:?} {i} {slope}");
                }
            }
            assert_eq!(pair::<f64>(p, q)(&constants(numbers), &constants(numbers)).0, 0.0, "{p} {numbers:?}");
        }
    }
}

#[test]
fn no_divergence_is_negative() {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(7);
    for &(p, p_numbers, q, q_numbers, ..) in DIVERGENCES.iter().filter(|row| !row.0.starts_with("Uniform")) {
        for _ in 0..200 {
            // Near the values of the table and far from them; probabilities stay below 1.
            let mut shaken = |numbers: &[f64], width: f64| -> Vec<f64> {
                let shake = |x: &f64| {
                    if x.fract() == 0.0 && *x > 9.0 { *x } else { x * (width * rng.random_range(-1.0..0.0_f64)).exp() }
                };
                numbers.iter().map(shake).collect()
            };
            for width in [1e-7, 3.0] {
                let (at, from) = (shaken(p_numbers, width), shaken(if p == q { p_numbers } else { q_numbers }, width));
                let got = pair::<f64>(p, q)(&constants(&at), &constants(&from)).0;
                assert!(got >= 0.0, "{p} {at:?} {q} {from:?}: {got}");
            }
        }
    }
}

#[test]
fn second_derivatives_are_differences_of_first_ones() {
    let mut reports = Reports::collect();
    for &(p, p_numbers, q, q_numbers, _, by_p, by_q) in DIVERGENCES.iter().filter(|row| row.0 != "Binomial") {
        let largest = by_p.iter().chain(by_q).fold(0.0, |largest: f64, slope| largest.max(slope.abs()));
        let first = |i: usize, j: usize, h: f64| {
            let (mut at, mut from) = (p_numbers.to_vec(), q_numbers.to_vec());
            *at.iter_mut().chain(&mut from).nth(j).unwrap() += h;
            let [at, from] = seeded(&at, &from, i);
            pair::<One>(p, q)(&at, &from).0.parts().1[0]
        };
        let count = p_numbers.len() + q_numbers.len();
        for (i, j) in (0..count).flat_map(|i| (0..count).map(move |j| (i, j))) {
            let mut next = 0..;
            let [at, from] = [p_numbers, q_numbers].map(|numbers| -> Vec<Smooth<Two>> {
                let moves = |k: usize, i: usize| if k == i { 1.0 } else { 0.0 };
                let seed = |x: &f64, k| Smooth(Dual::new(Dual::new(*x, [moves(k, j)]), [Dual::constant(moves(k, i))]));
                numbers.iter().map(|x| seed(x, next.next().unwrap())).collect()
            });
            let second = pair::<Two>(p, q)(&at, &from).0.parts().1[0].parts().1[0];
            let x = p_numbers.iter().chain(q_numbers).nth(j).unwrap().abs();
            let h = 1e-4 * if x == 0.0 { 1.0 } else { x * if x < 1.0 { 1.0 - x } else { 1.0 } };
            // Richardson's extrapolation of central differences.
            let central = |h: f64| (first(i, j, h) - first(i, j, -h)) / (2.0 * h);
            let want = (4.0 * central(0.5 * h) - central(h)) / 3.0;
            close(second, want, 1e-9 * second.abs() + 1e-14 * largest / h, &(p, p_numbers, q, q_numbers, i, j));
        }
    }
    assert_eq!(reports.take(), None);
}

#[test]
fn where_p_has_outcomes_that_q_has_not_the_divergence_is_infinite() {
    let mut reports = Reports::collect();
    for &(p, q) in INFINITE {
        let numbers = |name: &str| if name == "Binomial" { vec![1e9, 0.5] } else { vec![0.25, 0.75] };
        let (p_numbers, q_numbers) = (numbers(p), numbers(q));
        for i in 0..4 {
            let [at, from] = seeded(&p_numbers, &q_numbers, i);
            let (value, [slope]) = infinite_pair::<One>(p, q)(&at, &from).0.parts();
            assert_eq!((value, slope), (f64::INFINITY, 0.0), "{p} {q}");
        }
        assert_eq!(PAIRS.iter().find(|pair| **pair == (p, q)), None);
    }
    assert_eq!(reports.take(), None);
}
