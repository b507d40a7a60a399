//! Measure-valued derivatives: the mean of c (f(x₊) - f(x₋)) is the derivative of E f(x).

use super::*;
use rand::Rng;

fn parts_are_fair<X: Decomposable<Dual3, Value = f64> + Pathwise<Dual3, Value = Smooth3>>(
    case: &Case<'_, X>,
    more: &[f64],
) {
    let functions = case.functions(&case.draws(), more);
    let shifts: Vec<[f64; 3]> = (0..case.at.parts()).map(|part| case.at.shift(part).0.parts().1).collect();
    let mut means = vec![Mean::default(); functions.len()];
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(3);
    for _ in 0..N {
        let pairs: Vec<[f64; 2]> = (0..shifts.len()).map(|part| pair(case.at, part, &mut rng)).collect();
        for (f, mean) in functions.iter().zip(&mut means) {
            let mut sample = [0.0; 3];
            for ([above, below], shift) in pairs.iter().zip(&shifts) {
                let difference = f.at(*above) - f.at(*below);
                (0..3).for_each(|i| sample[i] += shift[i] * difference);
            }
            mean.add(sample);
        }
    }
    let moves = std::array::from_fn(|i| shifts.iter().any(|shift| shift[i] != 0.0));
    let estimates: Vec<_> = functions.into_iter().zip(means).collect();
    case.compare(&estimates, moves);
}

/// Draws from both parts with the same randomness.
fn pair<X: Decomposable<Dual3, Value = f64>>(at: &X, part: usize, rng: &mut Xoshiro256PlusPlus) -> [f64; 2] {
    let seed = rng.next_u64();
    [true, false].map(|positive| at.draw_part(part, positive, &mut Xoshiro256PlusPlus::seed_from_u64(seed)))
}

macro_rules! decomposed {
    ($($Name:ident($($p:expr),+) $(with [$($more:expr),+])?;)+) => { $(
        let at = $Name::new($($p),+).unwrap().smooth();
        let name = stringify!($Name($($p),+)).to_owned();
        parts_are_fair(&Case { name, at: &at, cdf: Some(cdf_slopes) }, &[$($($more),+)?]);
    )+ };
}

#[test]
fn measures_on_the_line() {
    decomposed! {
        Normal(m(0.5), n(1.3));
        Normal(m(-200.0), n(0.01));
        Laplace(m(0.4), n(0.9));
        Logistic(m(-0.6), n(0.8));
        Gumbel(m(0.3), n(0.9));
        Gumbel(m(-2.0), n(10.0));
        Cauchy(m(0.7), n(1.2));
    }
}

#[test]
fn measures_of_positive_numbers() {
    decomposed! {
        Exp(m(1.7));
        Exp(m(1e-3));
        LogNormal(m(0.2), n(0.5));
        LogNormal(m(-1.0), n(3.0));
        HalfNormal(m(0.7));
        HalfCauchy(m(0.7));
        Rayleigh(m(1.4));
        Weibull(m(2.0), n(1.5));
        Weibull(m(0.5), n(0.3));
        Weibull(m(1.0), n(20.0));
        LogLogistic(m(1.5), n(2.5));
        LogitNormal(m(0.3), n(1.2));
        RelaxedBernoulli(m(0.5), n(0.4));
        RelaxedBernoulli(m(0.05), n(0.4)) with [0.5, 1e-10];
    }
}

#[test]
fn measures_of_gamma_draws() {
    decomposed! {
        Gamma(m(2.5), n(1.3));
        Gamma(m(1.0), n(1.0));
        Gamma(m(0.3), n(2.0));
        Gamma(m(0.021), n(2.0)) with [1e-30, 1e-5];
        Gamma(m(0.019), n(2.0)) with [1e-30, 1e-5];
        Gamma(m(1e-3), n(2.0)) with [1e-300, 1e-100];
        Gamma(m(1e4), n(0.01));
        Gamma(m(1e9), 1e-9);
        InverseGamma(m(2.5), n(1.3));
        InverseGamma(m(0.4), n(1.3));
        ChiSquared(m(0.7));
        ChiSquared(m(5.0));
        Chi(m(3.3));
    }
}

#[test]
fn measures_where_the_support_moves() {
    decomposed! {
        Uniform(m(-0.3), n(1.7)) with [0.0, 1.5];
        Pareto(m(1.5), n(2.5)) with [1.6, 3.0];
        Pareto(m(1.5), n(0.3)) with [1.6, 3.0];
    }
}

#[test]
fn parts_of_the_gamma_shape_have_equal_mass() {
    // The derivative of the density has the integral 0, so that each part has half of E |ln x - ψ(a)|.
    for a in [1e-3, 0.0199, 0.0201, 0.3, 1.0, 7.0, 100.0, 1e4] {
        let at = Gamma::new(m(a), 1.0).unwrap();
        let c = at.shift(0).0.parts().1[0];
        let (mut rng, mut mean) = (Xoshiro256PlusPlus::seed_from_u64(4), Mean::default());
        let plain = Gamma::new(a, 1.0).unwrap();
        for _ in 0..N {
            mean.add([(plain.sample_ln(&mut rng) - crate::special::digamma(a)).abs() / 2.0, 0.0, 0.0]);
        }
        let (half, variance) = mean.of(0);
        close(c, half, 5.0 * variance.sqrt(), &a);
        assert!(variance.sqrt() < 0.01 * c, "{a}");
    }
}
