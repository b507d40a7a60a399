//! Draws: their law, their derivatives, their range and their stability.

use super::*;
use rand::Rng;
use std::f64::consts::{PI, SQRT_2};

/// The distribution functions, written from their definitions.
fn cdf(name: &str, p: &[f64], x: f64) -> f64 {
    let normal = |z: f64| 0.5 * libm::erfc(-z / SQRT_2);
    match name {
        "Normal" => normal((x - p[0]) / p[1]),
        "LogNormal" => normal((x.ln() - p[0]) / p[1]),
        "HalfNormal" => libm::erf(x / p[0] / SQRT_2),
        "Uniform" => (x - p[0]) / (p[1] - p[0]),
        "Exp" => 1.0 - (-p[0] * x).exp(),
        "Laplace" if x < p[0] => 0.5 * ((x - p[0]) / p[1]).exp(),
        "Laplace" => 1.0 - 0.5 * ((p[0] - x) / p[1]).exp(),
        "Logistic" => 1.0 / (1.0 + ((p[0] - x) / p[1]).exp()),
        "Gumbel" => (-((p[0] - x) / p[1]).exp()).exp(),
        "Cauchy" => 0.5 + ((x - p[0]) / p[1]).atan() / PI,
        "Weibull" => 1.0 - (-(x / p[0]).powf(p[1])).exp(),
        _ => unreachable!("{name} has no distribution function here"),
    }
}

const LAWS: &[(&str, &[f64])] = &[
    ("Normal", &[0.5, 1.3]),
    ("Normal", &[-2.0, 1e-3]),
    ("LogNormal", &[0.2, 0.5]),
    ("LogNormal", &[-1.0, 3.0]),
    ("HalfNormal", &[0.7]),
    ("Uniform", &[-0.3, 1.7]),
    ("Exp", &[1.7]),
    ("Exp", &[1e-10]),
    ("Laplace", &[0.4, 0.9]),
    ("Logistic", &[-0.6, 0.8]),
    ("Gumbel", &[0.3, 0.9]),
    ("Cauchy", &[0.7, 1.2]),
    ("Weibull", &[2.0, 1.5]),
    ("Weibull", &[0.5, 0.3]),
    ("Weibull", &[1.0, 200.0]),
];

#[test]
fn draws_follow_their_law() {
    const N: usize = 20_000;
    for (i, &(name, p)) in LAWS.iter().enumerate() {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(100 + i as u64);
        let distribution = family(name, p).unwrap();
        let mut u: Vec<f64> = (0..N).map(|_| cdf(name, p, distribution.draw(&mut rng))).collect();
        u.sort_by(f64::total_cmp);
        let n = N as f64;
        let distance =
            (u.iter().enumerate()).map(|(i, u)| (u - i as f64 / n).max((i + 1) as f64 / n - u)).fold(0.0, f64::max);
        // Kolmogorov's law: exceeded with probability 1e-4
        assert!(distance * n.sqrt() < 2.23, "{name} {p:?}: {}", distance * n.sqrt());
    }
}

#[test]
fn a_smooth_draw_is_the_plain_draw_and_moves_with_the_parameters() {
    for &(name, p) in LAWS {
        for seed in 0..50 {
            let draw = |p: &[f64]| family(name, p).unwrap().draw(&mut Xoshiro256PlusPlus::seed_from_u64(seed));
            let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
            let (value, slopes) = family(name, &all_moving(p)).unwrap().draw(&mut rng).0.parts();
            assert_eq!(value.to_bits(), draw(p).to_bits(), "{name} {p:?}");
            for i in 0..p.len() {
                let h = 1e-4 * p[i].abs() / p[i].abs().max(1.0);
                let at = |steps: f64| {
                    let mut p = p.to_vec();
                    p[i] += steps * h;
                    draw(&p)
                };
                let slope = (8.0 * (at(1.0) - at(-1.0)) - (at(2.0) - at(-2.0))) / (12.0 * h);
                close(slopes[i], slope, 1e-9 * (slopes[i].abs() + value.abs() / h * 1e-6), &(name, p, i, seed));
            }
        }
    }
}

/// Gives the extreme words first, then random ones.
struct Edge {
    words: Vec<u64>,
    rest: Xoshiro256PlusPlus,
}
impl rand::TryRng for Edge {
    type Error = std::convert::Infallible;
    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        self.try_next_u64().map(|word| word as u32)
    }
    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        match self.words.pop() {
            Some(word) => Ok(word),
            None => Ok(self.rest.next_u64()),
        }
    }
    fn try_fill_bytes(&mut self, to: &mut [u8]) -> Result<(), Self::Error> {
        self.rest.fill_bytes(to);
        Ok(())
    }
}

#[test]
fn no_random_bits_make_a_draw_infinite() {
    let words = [0, 1, 0xff, 0xfff, 1 << 63, u64::MAX, u64::MAX - 1, u64::MAX << 8, u64::MAX << 12, 1 << 11, 1 << 12];
    for (i, a) in words.iter().enumerate() {
        for b in words {
            let edge = || Edge { words: vec![b, *a], rest: Xoshiro256PlusPlus::seed_from_u64(i as u64) };
            let draws = [
                Normal::new(0.5, 1.3).unwrap().sample(&mut edge()),
                LogNormal::new(0.2, 0.5).unwrap().sample(&mut edge()),
                HalfNormal::new(0.7).unwrap().sample(&mut edge()),
                Uniform::new(-0.3, 1.7).unwrap().sample(&mut edge()),
                Exp::new(1.7).unwrap().sample(&mut edge()),
                Laplace::new(0.4, 0.9).unwrap().sample(&mut edge()),
                Logistic::new(-0.6, 0.8).unwrap().sample(&mut edge()),
                Gumbel::new(0.3, 0.9).unwrap().sample(&mut edge()),
                Cauchy::new(0.7, 1.2).unwrap().sample(&mut edge()),
                Weibull::new(2.0, 1.5).unwrap().sample(&mut edge()),
                LogLogistic::new(2.0, 1.5).unwrap().sample(&mut edge()),
                Frechet::new(0.5, 2.0, 1.5).unwrap().sample(&mut edge()),
                Pareto::new(2.0, 1.5).unwrap().sample(&mut edge()),
                Rayleigh::new(0.7).unwrap().sample(&mut edge()),
                HalfCauchy::new(0.7).unwrap().sample(&mut edge()),
                Kumaraswamy::new(0.5, 1.5).unwrap().sample(&mut edge()),
                Triangular::new(-0.3, 1.7, 0.2).unwrap().sample(&mut edge()),
                SkewNormal::new(0.5, 2.0, 1.5).unwrap().sample(&mut edge()),
                LogitNormal::new(0.5, 2.0).unwrap().sample(&mut edge()),
                GeneralizedExtremeValue::new(0.5, 2.0, 0.3).unwrap().sample(&mut edge()),
                GeneralizedPareto::new(0.5, 2.0, 0.3).unwrap().sample(&mut edge()),
                RelaxedBernoulli::new(0.1, 2.0).unwrap().sample(&mut edge()),
            ];
            assert!(draws.iter().all(|x| x.is_finite()), "{a:x} {b:x}: {draws:?}");
            let categorical = Categorical::new(&[0.0, 0.1, 0.2, 0.7, 0.0]).unwrap().sample(&mut edge());
            assert!((1..4).contains(&categorical), "{a:x} {b:x}: {categorical}");
            assert!(Poisson::new(3.5).unwrap().sample(&mut edge()) < 100);
        }
    }
}

#[test]
fn draws_at_extreme_parameters_are_finite_and_inside_the_support() {
    let extreme: &[(&str, &[f64], f64, f64)] = &[
        ("Normal", &[1e308, 1e300], 0.9e308, 1.1e308),
        ("Normal", &[3.0, 0.0], 3.0, 3.0),
        ("LogNormal", &[-700.0, 3.0], 0.0, 1e-280),
        ("LogNormal", &[690.0, 1.0], 1e280, 1e308),
        ("HalfNormal", &[5e-324], 0.0, 1e-320),
        ("HalfNormal", &[1e307], 0.0, 1e308),
        ("Uniform", &[-8e307, 8e307], -8e307, 8e307),
        ("Uniform", &[1.0, 1.0 + f64::EPSILON], 1.0, 1.0 + f64::EPSILON),
        ("Uniform", &[-1e16, 1.0], -1e16, 1.0),
        ("Exp", &[1e-306], 0.0, 1e308),
        ("Exp", &[1e308], 0.0, 1e-306),
        ("Laplace", &[-1e308, 1e305], -1.1e308, -0.9e308),
        ("Logistic", &[0.0, 1e306], -1e308, 1e308),
        ("Gumbel", &[0.0, 1e306], -1e308, 1e308),
        ("Cauchy", &[0.0, 1e292], -1e308, 1e308),
        ("Weibull", &[1.0, 0.01], 0.0, 1e300),
        ("Weibull", &[1.0, 1e-2], 0.0, 1e300),
        ("Weibull", &[1.0, 1e300], 0.9, 1.1),
        ("Weibull", &[1e-300, 0.01], 0.0, 1e-100),
        ("LogLogistic", &[1e-200, 0.05], 0.0, 1e308),
        ("LogLogistic", &[1e200, 0.05], 1e-308, f64::INFINITY),
        ("LogLogistic", &[1.0, 1e300], 0.9, 1.1),
        ("Frechet", &[3.0, 1e-300, 0.05], 3.0, 1e300),
        ("Pareto", &[1e-300, 0.04], 1e-300, 1e308),
        ("Pareto", &[1.0, 1e300], 1.0, 1.1),
        ("Rayleigh", &[1e307], 0.0, 1e308),
        ("HalfCauchy", &[1e292], 0.0, 1e308),
        ("Kumaraswamy", &[1e-3, 1e-3], 2e-308, 1.0 - f64::EPSILON / 2.0),
        ("Kumaraswamy", &[1e-300, 1e-300], 2e-308, 1.0 - f64::EPSILON / 2.0),
        ("Kumaraswamy", &[1e300, 1e300], 0.9, 1.0 - f64::EPSILON / 2.0),
        ("Triangular", &[-8e307, 8e307, 0.0], -8e307, 8e307),
        ("Triangular", &[2.0, 2.0, 2.0], 2.0, 2.0),
        ("Triangular", &[0.0, 1e-300, 0.0], 0.0, 1e-300),
        ("SkewNormal", &[0.0, 1.0, 1e300], 0.0, 7.0),
        ("SkewNormal", &[0.0, 1.0, -1e8], -7.0, 1e-7),
        ("LogitNormal", &[0.0, 1e300], 2e-308, 1.0 - f64::EPSILON / 2.0),
        ("GeneralizedExtremeValue", &[0.0, 1e-300, 1e-300], -1e-298, 1e-298),
        ("GeneralizedExtremeValue", &[0.0, 1.0, -1e300], -f64::INFINITY, 1e-299),
        ("GeneralizedPareto", &[0.0, 1.0, -1e300], 0.0, 1e-299),
        ("RelaxedBernoulli", &[1e-300, 50.0], 1.0 - f64::EPSILON, 1.0 - f64::EPSILON / 2.0),
        ("RelaxedBernoulli", &[1e-3, -50.0], 2e-308, 3e-308),
    ];
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(3);
    for &(name, p, low, high) in extreme {
        let distribution = family(name, p).unwrap();
        for _ in 0..20_000 {
            let x = distribution.draw(&mut rng);
            assert!((low..=high).contains(&x), "{name} {p:?}: {x:e}");
        }
    }
}

#[test]
fn the_standard_cauchy_noise_is_accurate_to_the_ends() {
    let sample = |u: f64| {
        struct Fixed(f64);
        impl rand::TryRng for Fixed {
            type Error = std::convert::Infallible;
            fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
                Ok(0)
            }
            fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
                // Open01 takes the upper 52 bits and adds half a step.
                Ok(((self.0 * 2.0_f64.powi(52)).floor() as u64) << 12)
            }
            fn try_fill_bytes(&mut self, _: &mut [u8]) -> Result<(), Self::Error> {
                Ok(())
            }
        }
        Cauchy::new(0.0, 1.0).unwrap().sample(&mut Fixed(u))
    };
    let half = 2.0_f64.powi(-53);
    for (u, want) in CAUCHY {
        close(sample(*u), *want, 1e-15 * want.abs(), u);
        close(sample(1.0 - half - *u), -*want, 1e-15 * want.abs(), u);
    }
}

/// u, and tan(π (u' - 1/2)) where u' is the middle of the step of 2^-52 that u lies in
#[rustfmt::skip]
const CAUCHY: &[(f64, f64)] = &[
    (0.0, -2867080569611329.5),
    (9.99999860695766e-10, -318309895.1862093),
    (0.0009999999999998899, -318.30883898555015),
    (0.19999999999999996, -1.376381920471173),
    (0.26, -0.9390625058174916),
    (0.49, -0.031426266043350824),
];

#[test]
fn draws_stay_what_they_were() {
    assert_eq!(GOLDEN.len(), FAMILIES.len());
    for &(name, p, want) in GOLDEN {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(42);
        let distribution = family(name, p).unwrap();
        let got: [f64; 3] = std::array::from_fn(|_| distribution.draw(&mut rng));
        (0..3).for_each(|i| close(got[i], want[i], 1e-14 * want[i].abs(), &name));
    }
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(42);
    let categorical = Categorical::new(&[0.2, 0.3, 0.5]).unwrap();
    assert_eq!(std::array::from_fn(|_| categorical.sample(&mut rng)), [2, 1, 2, 2, 2, 2, 0, 2]);
    let counts = [0.7, 3.5, 200.0, 1e9].map(|lambda| Poisson::new(lambda).unwrap().sample(&mut rng));
    assert_eq!(counts, [0, 4, 196, 999959826]);
    let coins: [bool; 8] = std::array::from_fn(|_| Bernoulli::new(0.3).unwrap().sample(&mut rng));
    assert_eq!(coins, [false, false, true, false, false, false, false, true]);
}

#[rustfmt::skip]
const GOLDEN: &[(&str, &[f64], [f64; 3])] = &[
    ("Normal", &[0.5, 1.3], [1.5847168108969347, -0.16945180659148362, 2.3300458450556754]),
    ("LogNormal", &[0.2, 0.5], [1.853728049787029, 0.9441393907224421, 2.4691248757878244]),
    ("HalfNormal", &[0.7], [0.5840782827906571, 0.36047404970310654, 0.985409301183825]),
    ("Uniform", &[-0.3, 1.7], [1.3286102902458197, 0.3376420801233225, 1.6677883363549775]),
    ("Exp", &[1.7], [0.6258943870532461, 0.2748656863015237, 0.882206337732086]),
    ("Laplace", &[0.4, 0.9], [-0.5576184121914666, 1.7497756967300915, 1.7132806948604116]),
    ("Logistic", &[-0.6, 0.8], [0.5825843244629606, -1.2073560953024902, 2.6898695257595358]),
    ("Gumbel", &[0.3, 0.9], [0.24415084364762496, 0.9847600167135897, -0.06476904935999406]),
    ("Cauchy", &[0.7, 1.2], [2.5181636858594185, -0.06779246413121254, 24.39612715845896]),
    ("Weibull", &[2.0, 1.5], [2.0844747936851693, 1.204322946066338, 2.62045109438477]),
    ("LogLogistic", &[1.5, 2.5], [2.7094814516816412, 1.1071476911018487, 7.771007885710388]),
    ("Frechet", &[0.5, 1.2, 6.0], [1.6876530352731907, 1.8622380433327523, 1.6216173799325566]),
    ("Pareto", &[1.5, 5.5], [1.8201581141054881, 1.6330078040875515, 1.9702236555533987]),
    ("Rayleigh", &[1.1], [1.6046586890479404, 1.0633895962649196, 1.9050976020744455]),
    ("HalfCauchy", &[0.8], [2.6644205671776073, 0.43787639550849866, 31.615079715510106]),
    ("Kumaraswamy", &[2.0, 3.5], [0.5119994594108263, 0.3535222027734763, 0.5903512120289861]),
    ("Triangular", &[-1.0, 2.0, 0.5], [1.0858737248350718, 0.19778741030179292, 1.7307858785254746]),
    ("SkewNormal", &[0.2, 1.3, 2.5], [0.95850611589271, 2.123397376945921, 1.4834398482541094]),
    ("LogitNormal", &[0.4, 1.0], [0.7745873209088789, 0.471290880446781, 0.8590870065819449]),
    ("GeneralizedExtremeValue", &[0.5, 0.8, 0.1], [0.45051001837245497, 1.1324295392270756, 0.18224365679865184]),
    ("GeneralizedPareto", &[0.5, 1.0, 0.2], [1.6857113046898424, 0.9898023100603371, 2.248957626548265]),
    ("RelaxedBernoulli", &[0.7, 0.5], [0.9440670445780421, 0.4084736694842221, 0.9986265467935231]),
];
