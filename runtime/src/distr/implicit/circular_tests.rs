//! Student's t and von Mises: slopes against reference rows, second derivatives against the quantile's, draws against their distribution.

use super::{student_t, von_mises};
use crate::Smooth;
use crate::number::{Dual, Implicit, Number};
use crate::private::Primal;
use crate::source::Noise;
use rand::SeedableRng;
use rand::rngs::Xoshiro256PlusPlus;
use std::f64::consts::PI;

/// A number with a second derivative.
type Jet = Dual<Dual<f64, 1>, 1>;

fn jet(x: f64) -> Jet {
    Dual::new(Dual::new(x, [1.0]), [Dual::constant(1.0)])
}

/// The rows of a table: parameter, x, dx/dθ at a fixed value of the distribution function.
fn rows(table: &str) -> impl Iterator<Item = [f64; 3]> {
    table.lines().skip(1).map(|line| {
        let row: Vec<f64> = line.split(',').map(|x| x.parse().expect("a number")).collect();
        row.try_into().expect("three columns")
    })
}

fn check_slope(table: &str, slope: fn(f64, f64) -> f64, bound: f64) {
    assert!(rows(table).count() > 200);
    for [theta, x, reference] in rows(table) {
        for (x, reference) in [(x, reference), (-x, -reference)] {
            let error = ((slope(theta, x) - reference) / reference).abs();
            assert!(error <= bound, "slope at ({theta:e}, {x:e}): relative error {error:e}");
        }
    }
}

#[test]
fn student_t_slope() {
    check_slope(include_str!("data/studentt_grad.csv"), student_t::slope, 1e-14);
}

#[test]
fn von_mises_slope() {
    check_slope(include_str!("data/vonmises_grad.csv"), von_mises::slope, 2e-15);
}

/// Parameter, x, and both derivatives of the quantile: mpmath, 50 digits.
#[rustfmt::skip]
const STUDENT_T: &[[f64; 4]] = &[
    [0.1, 0.3, -1.9854510538722971, 46.93296051372714],
    [0.1, -5.0, 144.39778492826878, -7317.223167449765],
    [0.1, 1000000.0, -150858602.3413329, 25832161152.001877],
    [0.1, 1e+40, -9.337375339593e+42, 8.905972042083783e+45],
    [0.5, 2.0, -4.477977279074543, 30.293926561770107],
    [0.5, -100.0, 976.2251752485706, -13701.572751208863],
    [1.0, 0.01, -0.0019317672261451172, 0.0035985695880538914],
    [1.0, 0.9, -0.34354680343196853, 0.8430487486013447],
    [1.0, 1.1, -0.49600397952622066, 1.2838508687184247],
    [1.0, -50.0, 186.00781683041984, -1097.3778510186432],
    [2.5, 0.7, -0.04041493040506678, 0.03506939534155601],
    [2.5, 3.0, -0.7240023361243171, 0.8363525006319873],
    [2.5, -100000.0, 428692.6843146155, -2190796.0496604377],
    [4.0, 1.0, -0.03064147261056233, 0.01685574865621364],
    [10.0, -0.5, 0.0015635279572172047, -0.0003190223563009733],
    [10.0, 2.0, -0.023266837478173708, 0.005151429148655639],
    [10.0, 20.0, -2.8953693925275705, 1.0721720287604186],
    [100.0, 0.3, -8.17666029596745e-06, 1.6380569136002492e-07],
    [100.0, -3.0, 0.0007327538265467909, -1.49809437994224e-05],
    [100.0, 30.0, -0.235000466893394, 0.007071620944173017],
    [10000.0, 0.5, -1.5625078056314625e-09, 3.125091770311706e-13],
    [10000.0, 2.5, -4.5305666101577185e-08, 9.062686335239453e-12],
    [10000.0, -20.0, 1.9789195597030407e-05, -3.990401654724921e-09],
    [1000000.0, -1.5, 1.2187496484375673e-12, -2.437501306638328e-18],
    [1000000.0, 5.0, -3.249975000311912e-11, 6.499986749946628e-17],
];
#[rustfmt::skip]
const VON_MISES: &[[f64; 4]] = &[
    [0.001, 0.5, -0.4792151525224277, 0.630825739433839],
    [0.001, -2.0, 0.9094865021083524, 0.5671324391584138],
    [0.001, 3.13, -0.011598189742672191, -0.017399012753217837],
    [0.1, 1.0, -0.8177888568881393, 0.7031609109142962],
    [0.1, -3.0, 0.14809188449183172, 0.2231914513887123],
    [1.0, 0.2, -0.1108628605798057, 0.13194125862407258],
    [1.0, 1.5, -0.8276428200398493, 0.630514829406059],
    [1.0, 3.1, -0.060112537017087096, -0.10143897039294644],
    [3.9, -0.3, 0.04256605910506396, -0.018558012749784657],
    [3.9, 1.0, -0.15918693348379204, 0.08023429200171947],
    [4.1, -0.3, 0.040225663237300355, -0.016551673905025495],
    [4.1, 2.5, -0.6885223412896907, 0.081978292632196],
    [13.3, 0.1, -0.0038395291692780303, 0.0004426836849599918],
    [13.3, 0.5, -0.01961785864006473, 0.002314583463881991],
    [13.3, -3.0, 0.2539305804521121, 0.37327309137480236],
    [35.9, 0.2, -0.00281507368172246, 0.00011888926765586228],
    [36.1, 0.2, -0.0027993629031905927, 0.00011756576177611718],
    [36.1, 1.5, -0.02615627129665953, 0.0014295189152990712],
    [100.0, -0.05, 0.00025068397552758116, -3.770600091039921e-06],
    [100.0, 0.3, -0.001515256812620966, 2.296228275682022e-05],
    [100.0, 3.0, -0.15163834540969046, 0.02435753181519018],
    [10000.0, 0.005, -2.5000677151182483e-07, 3.7502031531988773e-11],
    [10000.0, 0.03, -1.5001500251304189e-06, 2.250450119284645e-10],
    [10000.0, -1.0, 5.4632022562717626e-05, -9.010385402558517e-09],
    [100000000.0, 0.0001, -5.000000016666667e-13, 7.500000050000001e-21],
    [100000000.0, -0.0005, 2.5000000583333352e-12, -3.7500001750000095e-20],
    [100000000.0, 3.0, -1.4101426992605807e-07, 1.4231889452209193e-13],
];

fn check_second(rule: impl Implicit<1>, rows: &[[f64; 4]]) {
    for &[theta, x, first, second] in rows {
        let moved = Jet::implicit([jet(theta)], x, rule);
        let error = |got: f64, want: f64| ((got - want) / want).abs();
        assert_eq!(moved.re.re, x);
        assert!(error(moved.re.eps[0], first) < 2e-15, "first derivative at ({theta:e}, {x:e})");
        let error = error(moved.eps[0].eps[0], second);
        assert!(error < 1e-12, "second derivative at ({theta:e}, {x:e}): relative error {error:e}");
    }
}

#[test]
fn second_derivatives() {
    check_second(student_t::Draw, STUDENT_T);
    check_second(von_mises::Draw, VON_MISES);
}

#[test]
fn edges() {
    for theta in [1e-3, 1.0, 40.0, 1e9] {
        assert_eq!(student_t::slope(theta, 0.0), 0.0);
        assert_eq!(von_mises::slope(theta, 0.0), 0.0);
        let end = von_mises::slope(theta, PI);
        assert!(end.abs() < 1e-9 && end < 0.0, "{theta} {end}");
    }
    // From the uniform distribution on: x turns by -sin x.
    for kappa in [0.0, 1e-300] {
        for x in [0.1, -1.0, 2.0, -3.1] {
            assert!((von_mises::slope::<f64>(kappa, x) / x.sin() + 1.0).abs() < 1e-14);
        }
    }
    assert_eq!(student_t::slope(1e300, 2.0), 0.0);
    assert!(student_t::slope(f64::NAN, 2.0).is_nan() && von_mises::slope(1.0, f64::NAN).is_nan());
}

const DRAWS: usize = 100_000;

/// The part of the draws that are closer to 0 than each of the bounds, against its probability.
fn check_draws(mut draw: impl FnMut() -> f64, rows: &[(f64, f64)]) {
    let draws: Vec<f64> = (0..DRAWS).map(|_| draw()).collect();
    let positive = draws.iter().filter(|x| **x > 0.0).count() as f64;
    assert!((positive / DRAWS as f64 - 0.5).abs() < 5.0 * (0.25 / DRAWS as f64).sqrt());
    for &(bound, p) in rows {
        let part = draws.iter().filter(|x| x.abs() < bound).count() as f64 / DRAWS as f64;
        let z = (part - p) / (p * (1.0 - p) / DRAWS as f64).sqrt();
        assert!(z.abs() < 5.0, "|x| < {bound:e}: {part} instead of {p}, z = {z}");
    }
}

#[test]
fn student_t_draws() {
    #[rustfmt::skip]
    let table = [
        (0.1, 0.001, 0.0002961837044169032),
        (0.1, 1.0, 0.16734351500944272),
        (0.1, 1000000.0, 0.7903176106388501),
        (0.1, 1e+50, 0.9999916523937257),
        (0.01, 1.0, 0.029497720900748352),
        (0.01, 1e+100, 0.902947342848826),
        (0.01, 1e+250, 0.9969309255043086),
        (1.0, 0.5, 0.2951672353008665),
        (1.0, 3.0, 0.7951672353008665),
        (2.5, 0.5, 0.3423020801302853),
        (2.5, 3.0, 0.9274239044509681),
        (1000000.0, 0.5, 0.3829248125276286),
        (1000000.0, 1.5, 0.8663852817632073),
    ];
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(1);
    for nu in [0.01, 0.1, 1.0, 2.5, 1e6] {
        let rows: Vec<_> = table.iter().filter(|row| row.0 == nu).map(|row| (row.1, row.2)).collect();
        assert!(rows.len() >= 2);
        let mut generator = &mut rng;
        let mut noise = Noise::new(&mut generator);
        check_draws(|| student_t::draw(Smooth(nu), &mut noise).0, &rows);
    }
}

#[test]
fn von_mises_draws() {
    #[rustfmt::skip]
    let table = [
        (1e-300, 1.5, 0.477464829275686),
        (0.001, 1.0, 0.31857777086412337),
        (0.5, 2.0, 0.7696462201737836),
        (3.0, 0.4, 0.48518423228227775),
        (40.0, 0.1, 0.47143083557069687),
        (10000.0, 0.01, 0.6826814260664694),
        (100000000.0, 0.0001, 0.682689492137086),
        (100000000.0, 0.0002, 0.9544997361036416),
    ];
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(2);
    for row in table {
        let mut generator = &mut rng;
        let mut noise = Noise::new(&mut generator);
        let draw = || von_mises::draw(Smooth(row.0), &mut noise).0;
        check_draws(draw, &[(row.1, row.2)]);
        let mut inside = || (-PI..=PI).contains(&von_mises::draw(Smooth(row.0), &mut noise).0);
        assert!((0..1000).all(|_| inside()));
    }
}

#[test]
fn draws_move() {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(3);
    let mut generator = &mut rng;
    let mut noise = Noise::new(&mut generator);
    for theta in [0.1, 3.0, 1e5] {
        let theta = Smooth(Dual::new(theta, [2.0]));
        for _ in 0..1000 {
            let Smooth(x) = student_t::draw(theta, &mut noise);
            assert_eq!(x.eps[0], 2.0 * student_t::slope(theta.0.primal(0), x.re));
            assert!(x.re.is_finite() && x.eps[0].is_finite());
            let Smooth(x) = von_mises::draw(theta, &mut noise);
            assert_eq!(x.eps[0], 2.0 * von_mises::slope(theta.0.primal(0), x.re));
        }
    }
}
