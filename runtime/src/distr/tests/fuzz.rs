//! Every constructor with any bit patterns: what it accepts is drawn from and differentiated, and whatever is not a
//! number is an error of the run.

use super::*;
use crate::error::Reports;
use proptest::prelude::*;

/// Numbers of every kind: any bits, and numbers of usual sizes, which more constructors accept.
fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        2 => any::<u64>().prop_map(f64::from_bits),
        3 => -4.0..4.0_f64,
        3 => (-320.0..309.0_f64).prop_map(|x| 10.0_f64.powf(x)),
        2 => 0.0..1.0_f64,
        1 => prop::sample::select(vec![0.0, -0.0, 1.0, -1.0, 0.5, 2.0, 5e-324, f64::MIN_POSITIVE, f64::MAX]),
    ]
}

/// What a draw must be. Where parameters are so small or large that reciprocals and squares are not finite, a slope may be
/// NaN: the driver makes that an error.
fn sound<const N: usize>(what: &dyn Debug, p: &[f64; 4], plain: f64, smooth: Smooth<Dual<f64, N>>, reported: bool) {
    assert!(!plain.is_nan(), "{what:?} draws {plain}");
    let (value, slopes) = smooth.0.parts();
    let usual = p.iter().all(|x| *x == 0.0 || (1e-8..1e8).contains(&x.abs()));
    let finite = value.is_finite() && slopes.iter().all(|s| !s.is_infinite());
    let lost = value.is_nan() || slopes.iter().any(|s| s.is_nan());
    assert!(reported || !lost || !usual || !finite, "{what:?} draws {smooth:?} with {slopes:?}");
}

/// The numbers, each of which moves along its own direction.
fn moving4(p: &[f64; 4]) -> [Smooth<Dual<f64, 4>>; 4] {
    std::array::from_fn(|i| Smooth(Dual::new(p[i], std::array::from_fn(|j| if i == j { 1.0 } else { 0.0 }))))
}

/// `assume_drawn`, where there is one.
macro_rules! assume {
    (without_redraw $smooth:ident, $x:ident) => {};
    ($smooth:ident, $x:ident) => {
        let _ = $smooth.assume_drawn($x);
    };
}

macro_rules! real_numbers {
    ($($Name:ident($($i:literal),+) $($without:ident)?;)*) => {
        proptest! {
            #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, rng_seed: prop::test_runner::RngSeed::Fixed(22), ..ProptestConfig::default() })]
            #[test]
            fn of_real_numbers(p in prop::array::uniform4(number()), seed in any::<u64>()) {
                let mut reports = Reports::collect();
                let q = moving4(&p);
                let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
                $({
                    let (plain, smooth) = ($Name::new($(p[$i]),+), $Name::new($(q[$i]),+));
                    prop_assert_eq!(plain.is_ok(), smooth.is_ok());
                    let _ = reports.take();
                    if let (Ok(plain), Ok(smooth)) = (plain, smooth) {
                        let x: f64 = plain.sample(&mut rng);
                        let y = smooth.sample(&mut Core::<_, Dual<f64, 4>>::new(&mut rng).tracer::<NoFallback>());
                        sound(&(stringify!($Name), p), &p, x, y, reports.take().is_some());
                        let _ = (plain.ln_pdf(x), plain.ln_pdf(p[3]), smooth.ln_pdf(q[3]));
                        assume!($($without)? smooth, x);
                        let _ = reports.take();
                    }
                })*
            }
        }
    };
}

real_numbers! {
    Beta(0, 1);
    BetaPrime(0, 1);
    Cauchy(0, 1);
    Chi(0);
    ChiSquared(0);
    Exp(0);
    FisherF(0, 1);
    Frechet(0, 1, 2);
    Gamma(0, 1);
    GeneralizedExtremeValue(0, 1, 2);
    GeneralizedPareto(0, 1, 2);
    Gumbel(0, 1);
    HalfCauchy(0);
    HalfNormal(0);
    InverseGamma(0, 1);
    InverseGaussian(0, 1);
    Kumaraswamy(0, 1);
    Laplace(0, 1);
    LogLogistic(0, 1);
    LogNormal(0, 1);
    Logistic(0, 1);
    LogitNormal(0, 1);
    Normal(0, 1);
    NormalInverseGaussian(0, 1) without_redraw;
    Pareto(0, 1);
    Rayleigh(0);
    RelaxedBernoulli(0, 1);
    SkewNormal(0, 1, 2);
    StudentT(0);
    Triangular(0, 1, 2);
    TruncatedNormal(0, 1, 2, 3);
    Uniform(0, 1);
    VonMises(0, 1);
    Weibull(0, 1);
}

/// Plain draws, with the logarithm of their probability.
macro_rules! counts {
    ($($Name:ident($($arg:expr),+ => |$p:ident, $n:ident|);)*) => {
        proptest! {
            #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, rng_seed: prop::test_runner::RngSeed::Fixed(22), ..ProptestConfig::default() })]
            #[test]
            fn of_counts(p in prop::array::uniform4(number()), n in any::<u64>(), shift in 0..64_u32, seed in any::<u64>()) {
                let mut reports = Reports::collect();
                let (q, n) = (moving4(&p), n >> shift);
                let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
                $({
                    let plain = { let ($p, $n) = (&p, n); $Name::new($($arg),+) };
                    let smooth = { let ($p, $n) = (&q, n); $Name::new($($arg),+) };
                    prop_assert_eq!(plain.is_ok(), smooth.is_ok());
                    let _ = reports.take();
                    if let (Ok(plain), Ok(smooth)) = (plain, smooth) {
                        let k = plain.sample(&mut rng);
                        let ln_p: f64 = plain.ln_pmf(k);
                        prop_assert!(!ln_p.is_nan() && ln_p <= 1e-9, "{} {:?} {} at {:?}: {}", stringify!($Name), p, n, k, ln_p);
                        let smooth = Likelihood::ln_likelihood(&smooth, &k);
                        sound(&(stringify!($Name), p, n, k), &p, ln_p, smooth, reports.take().is_some());
                    }
                })*
            }
        }
    };
}
counts! {
    Bernoulli(p[0] => |p, _n|);
    Binomial(n, p[0] => |p, n|);
    BetaBinomial(n, p[0], p[1] => |p, n|);
    Geometric(p[0] => |p, _n|);
    NegativeBinomial(p[0], p[1] => |p, _n|);
    Poisson(p[0] => |p, _n|);
    Skellam(p[0], p[1] => |p, _n|);
    Zeta(p[0] => |p, _n|);
    Zipf(n, p[0] => |p, n|);
}
