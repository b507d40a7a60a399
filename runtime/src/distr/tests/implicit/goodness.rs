//! Draws against the distribution function, and what becomes of draws at the ends of the range of numbers.

use super::*;

const SETTINGS: &[(&str, &[f64])] = &[
    ("Gamma", &[2.5, 1.3]),
    ("Gamma", &[0.05, 1.0]),
    ("Gamma", &[1e6, 1e-3]),
    ("InverseGamma", &[2.5, 1.3]),
    ("InverseGamma", &[0.1, 1e-3]),
    ("ChiSquared", &[3.0]),
    ("ChiSquared", &[0.2]),
    ("Chi", &[3.0]),
    ("Chi", &[0.2]),
    ("Beta", &[2.0, 3.0]),
    ("Beta", &[0.1, 0.2]),
    ("Beta", &[5e4, 20.0]),
    ("BetaPrime", &[2.0, 3.0]),
    ("BetaPrime", &[0.2, 0.1]),
    ("FisherF", &[5.0, 20.0]),
    ("FisherF", &[0.5, 1.5]),
    ("StudentT", &[3.0]),
    ("StudentT", &[0.1]),
    ("StudentT", &[1e6]),
    ("Pert", &[-1.0, 3.0, 0.5, 4.0]),
    ("Pert", &[2.0, 8.0, 8.0, 4.0]),
    ("TruncatedNormal", &[0.3, 1.1, -1.0, 2.0]),
    ("TruncatedNormal", &[5.0, 1.0, -1.0, 1.0]),
    ("TruncatedNormal", &[0.0, 1.0, 40.0, 41.0]),
    ("TruncatedNormal", &[0.0, 1.0, -41.0, -40.0]),
    ("TruncatedNormal", &[0.2, 1.5, 0.1, 0.1001]),
    ("TruncatedNormal", &[0.0, 1.0, f64::NEG_INFINITY, f64::INFINITY]),
    ("TruncatedNormal", &[0.0, 1.0, f64::NEG_INFINITY, -7.0]),
    ("InverseGaussian", &[1.2, 2.5]),
    ("InverseGaussian", &[1.0, 1e4]),
    ("InverseGaussian", &[100.0, 0.5]),
    ("VonMises", &[0.5, 0.001]),
    ("VonMises", &[0.5, 1.5]),
    ("VonMises", &[2.0, 1e4]),
];

#[test]
fn draws_follow_their_distribution_functions() {
    const N: usize = 100_000;
    for (i, &(name, p)) in SETTINGS.iter().enumerate() {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(900 + i as u64);
        let family = univariate(name, p).unwrap();
        let mut u: Vec<f64> = (0..N).map(|_| family.sides(family.draw(&mut rng)).unwrap()[0]).collect();
        u.sort_by(f64::total_cmp);
        let n = N as f64;
        let distance =
            (u.iter().enumerate()).map(|(i, u)| (u - i as f64 / n).max((i + 1) as f64 / n - u)).fold(0.0, f64::max);
        // Kolmogorov's law: exceeded with probability 1e-6
        assert!(distance * n.sqrt() < 2.694, "{name} {p:?}: {}", distance * n.sqrt());
    }
}

/// The normal-inverse Gaussian distribution has no distribution function: its density, integrated over intervals.
#[test]
fn normal_inverse_gaussian_draws_follow_their_density() {
    for (seed, (alpha, beta)) in [(2.0, 0.7), (0.5, -0.45), (50.0, 30.0)].into_iter().enumerate() {
        let family = NormalInverseGaussian::new(alpha, beta).unwrap();
        let (mean, sd) = (family.mean(), family.variance().sqrt());
        let edges: Vec<f64> = (0..=40).map(|i| mean + sd * (f64::from(i) * 0.15 - 3.0)).collect();
        const N: usize = 100_000;
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed as u64);
        let mut counts = vec![0_usize; edges.len()];
        for _ in 0..N {
            let x = family.sample(&mut rng);
            counts[edges.partition_point(|edge| *edge <= x) % edges.len()] += 1;
        }
        // Simpson's rule with 64 parts of each interval; the rest is one more cell.
        let probability = |low: f64, high: f64| {
            let h = (high - low) / 64.0;
            let weight = |i: i32| if i == 0 || i == 64 { 1.0 } else { f64::from(2 + 2 * (i % 2)) };
            (0..=64).map(|i| weight(i) * family.ln_pdf(low + h * f64::from(i)).exp()).sum::<f64>() * h / 3.0
        };
        let mut p: Vec<f64> = edges.windows(2).map(|e| probability(e[0], e[1])).collect();
        p.insert(0, 1.0 - p.iter().sum::<f64>());
        let chi_squared: f64 =
            counts.iter().zip(&p).map(|(k, p)| (*k as f64 - N as f64 * p).powi(2) / (N as f64 * p)).sum();
        let threshold = 104.0; // 40 degrees of freedom, exceeded with probability less than 1e-6
        assert!(chi_squared < threshold, "{alpha} {beta}: {chi_squared}");
    }
}

/// Family, parameters, and the range that its draws must not leave.
const EXTREME: &[(&str, &[f64], f64, f64)] = &[
    ("Gamma", &[1e-3, 1.0], f64::MIN_POSITIVE / 2.0, 1e3),
    ("Gamma", &[1e-3, 1e-300], f64::MIN_POSITIVE / 2.0, 1e-297),
    ("Gamma", &[1e-300, 1.0], f64::MIN_POSITIVE / 2.0, 1.0),
    ("Gamma", &[1e300, 1e-300], 1.0 - 1e-9, 1.0 + 1e-9),
    ("Gamma", &[2.0, 1e-300], 1e-310, 1e-298),
    ("Gamma", &[2.0, 1e300], 1e290, 1e302),
    ("InverseGamma", &[1e-3, 1.0], 1e-3, f64::MAX),
    ("InverseGamma", &[3.0, 1e300], 1e298, 1e304),
    ("ChiSquared", &[1e-3], f64::MIN_POSITIVE / 2.0, 1e3),
    ("Chi", &[1e-3], f64::MIN_POSITIVE / 2.0, 1e2),
    ("Chi", &[1e300], 1e150 * (1.0 - 1e-9), 1e150 * (1.0 + 1e-9)),
    ("Beta", &[1e-3, 1e-3], f64::MIN_POSITIVE / 2.0, 1.0 - f64::EPSILON / 2.0),
    ("Beta", &[1e-3, 1e3], f64::MIN_POSITIVE / 2.0, 0.5),
    ("Beta", &[1e3, 1e-3], 0.5, 1.0 - f64::EPSILON / 2.0),
    ("Beta", &[1e15, 1e15], 0.5 - 1e-6, 0.5 + 1e-6),
    ("BetaPrime", &[1e-3, 1e-3], f64::MIN_POSITIVE / 2.0, f64::MAX),
    ("FisherF", &[1e-3, 1e-3], f64::MIN_POSITIVE / 2.0, f64::MAX),
    ("StudentT", &[0.05], f64::MIN, f64::MAX),
    ("StudentT", &[1e300], -40.0, 40.0),
    ("TruncatedNormal", &[0.0, 1.0, 1e100, f64::INFINITY], 1e100, 1e100),
    ("TruncatedNormal", &[1e300, 1e-300, 0.0, 2e300], 1e300, 1e300),
    ("TruncatedNormal", &[0.0, 1.0, -1e300, 1e300], -40.0, 40.0),
    ("TruncatedNormal", &[0.0, 1e300, 1.0, 1.0 + f64::EPSILON], 1.0, 1.0 + f64::EPSILON),
    ("InverseGaussian", &[1e300, 1e-300], f64::MIN_POSITIVE / 2.0, f64::MAX),
    ("InverseGaussian", &[1e-300, 1e300], 1e-300 * (1.0 - 1e-9), 1e-300 * (1.0 + 1e-9)),
    ("InverseGaussian", &[1e150, 1e-150], 1e-152, f64::MAX),
    ("NormalInverseGaussian", &[1e-100, 0.0], f64::MIN, f64::MAX),
    ("VonMises", &[0.0, 0.0], -std::f64::consts::PI, std::f64::consts::PI),
    ("VonMises", &[1e3, 1e300], 1e3, 1e3),
];

#[test]
fn draws_at_extreme_parameters_stay_inside_the_support() {
    for &(name, p, low, high) in EXTREME {
        let (plain, smooth) = (univariate(name, p).unwrap(), univariate(name, &directions(p)).unwrap());
        for seed in 0..1000 {
            let x = plain.draw(&mut Xoshiro256PlusPlus::seed_from_u64(seed));
            assert!(low <= x && x <= high, "{name} {p:?}: {x:e}");
            let moving = smooth.draw(&mut Xoshiro256PlusPlus::seed_from_u64(seed)).0.parts();
            assert_eq!(moving.0.to_bits(), x.to_bits(), "{name} {p:?}");
            assert!(moving.1.iter().all(|slope| !slope.is_nan()), "{name} {p:?} at {x:e}: {:?}", moving.1);
        }
    }
}

/// The logarithm of a draw moves rightly although the draw itself is not representable.
#[test]
fn the_logarithm_of_a_draw_that_underflows_moves_as_it_should() {
    let a = 1e-3;
    for seed in 0..100 {
        let rng = || Xoshiro256PlusPlus::seed_from_u64(seed);
        let gamma = Gamma::new(moving(a, 0), 1.0).unwrap();
        let [mut one, mut two] = [rng(), rng()];
        let ln = gamma.sample_ln(&mut Core::<_, Dual3>::new(&mut one).tracer::<NoFallback>()).0.parts();
        let of_draw = gamma.sample(&mut Core::<_, Dual3>::new(&mut two).tracer::<NoFallback>()).ln().0.parts();
        close(of_draw.1[0], ln.1[0], 1e-11 * ln.1[0].abs(), &("slope of ln x", ln.0));
        // For small x, F = x^a/Γ(a + 1): d ln x/da = (ψ(a + 1) - ln x)/a, up to the order x.
        if ln.0 < -40.0 {
            let want = (crate::special::digamma(a + 1.0) - ln.0) / a;
            close(ln.1[0], want, 1e-12 * want, &("d ln x/da", ln.0));
        }
    }
}
